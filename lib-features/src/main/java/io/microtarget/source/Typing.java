package io.microtarget.source;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.regexp_like;
import static org.apache.spark.sql.functions.replace;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.FractionalType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Raw values to values of a type; null where a value does not fit, so that the caller can tell by a
 * comparison with the raw value and nothing is lost in silence.
 *
 * <p>Texts are read as {@link Values} says. A date outside the years 1 to 9999 fits nothing: other
 * programs cannot read it.
 *
 * @param values how the source writes numbers and times
 * @param source zone of time stamps without one
 * @param business zone of plain dates
 */
record Typing(Values values, ZoneId source, ZoneId business) {
  private static final int LAST_YEAR = 9999;

  /**
   * @param given type of the raw value
   */
  Column of(Column value, DataType given, DataType type) {
    var isText = given instanceof StringType;
    if (type instanceof TimestampType) {
      return inCalendar(time(value, given), type);
    }
    if (type instanceof DateType) {
      return inCalendar(isText ? date(value) : value.try_cast(type), type);
    }
    if (type instanceof NumericType && isText) {
      var number = plain(value);
      return type instanceof FractionalType && !(type instanceof DecimalType)
          ? when(not(hasJavaSuffix(number)), number.try_cast(type))
          : number.try_cast(type);
    }
    if (type instanceof BooleanType && isText) {
      return trim(value).try_cast(type);
    }
    return value.try_cast(type);
  }

  /** Java, and so Spark, takes 5d and 5f for the number 5. */
  private static Column hasJavaSuffix(Column text) {
    var last = trim(text);
    return last.endsWith(lit("d"))
        .or(last.endsWith(lit("D")))
        .or(last.endsWith(lit("f")))
        .or(last.endsWith(lit("F")));
  }

  private static Column inCalendar(Column value, DataType type) {
    var first = lit("0001-01-01").cast(type);
    var last = lit(LAST_YEAR + "-12-31 23:59:59.999999").cast(DataTypes.TimestampType).cast(type);
    return when(value.between(first, last), value);
  }

  private Column time(Column value, DataType given) {
    var iso = EventTime.of(value, given, source, business);
    if (!(given instanceof StringType)) {
      return iso;
    }
    var tried = new ArrayList<Column>();
    values.times().forEach(p -> tried.add(EventTime.of(value, p, source, business)));
    tried.add(iso);
    return coalesce(tried.toArray(Column[]::new));
  }

  private Column date(Column value) {
    var tried = new ArrayList<Column>();
    // A day is a day, whatever the zone: no shift.
    var utc = ZoneId.of("UTC");
    values
        .times()
        .forEach(p -> tried.add(EventTime.of(value, p, utc, utc).cast(DataTypes.DateType)));
    tried.add(value.try_cast(DataTypes.DateType));
    return coalesce(tried.toArray(Column[]::new));
  }

  /** A number as Spark writes it; null if it is not written as declared. */
  private Column plain(Column value) {
    if (values.decimal().equals(".") && values.grouping().isEmpty()) {
      return value;
    }
    var text = trim(value);
    var decimal = Pattern.quote(values.decimal());
    if (values.grouping().isEmpty()) {
      // 1.5 where a comma is the sign may be one and a half or fifteen hundred: it is neither.
      var other = values.decimal().equals(",") ? "." : ",";
      return when(text.contains(lit(other)), lit(null).cast(DataTypes.StringType))
          .otherwise(replace(text, lit(values.decimal()), lit(".")));
    }
    var grouping = Pattern.quote(values.grouping());
    var form = "^[+-]?([0-9]{1,3}(%s[0-9]{3})+|[0-9]+)(%s[0-9]*)?$".formatted(grouping, decimal);
    var joined = replace(text, lit(values.grouping()), lit(""));
    return when(regexp_like(text, lit(form)), replace(joined, lit(values.decimal()), lit(".")));
  }
}
