package io.microtarget.table;

import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Concat;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.util.DateTimeUtils;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimeType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Finds constants that read the clock.
 *
 * <p>Spark reads {@code now}, {@code today}, {@code tomorrow} and {@code yesterday} as the clock in
 * a typed literal ({@code date'today'}), already when it parses, and in every constant text that is
 * cast to a date or a time, by name or by comparison ({@code event_date < 'tomorrow'}). So a typed
 * literal must be written in ISO 8601, no text may be one of these words, and no constant text may
 * be computed ({@code 'to' || 'day'}).
 */
final class Constants {
  private static final Pattern ISO_DATE =
      Pattern.compile("date\\s*(['\"])\\d{4}-\\d{2}-\\d{2}\\1", Pattern.CASE_INSENSITIVE);
  private static final Pattern ISO_TIMESTAMP =
      Pattern.compile(
          "timestamp(_ntz|_ltz)?\\s*(['\"])\\d{4}-\\d{2}-\\d{2}[ T]\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,6})?)?"
              + "(Z|[+-]\\d{2}:\\d{2})?\\2",
          Pattern.CASE_INSENSITIVE);

  /** Functions that could put a word together from parts. */
  private static final Set<String> TEXT =
      Set.of(
          ("concat concat_ws date_format initcap lcase left lower lpad ltrim regexp_extract"
                  + " regexp_replace replace right rpad rtrim split split_part substr substring"
                  + " translate trim ucase upper")
              .split(" "));

  private Constants() {}

  /** What is wrong with a node, its children aside. */
  static Optional<String> problem(Expression node) {
    if (node instanceof Literal literal) {
      return problem(literal);
    }
    if (node instanceof Concat) {
      return computed("||", node);
    }
    if (node instanceof UnresolvedFunction function) {
      var name = function.nameParts().last().toLowerCase(Locale.ROOT);
      return TEXT.contains(name) ? computed(name, node) : Optional.empty();
    }
    return Optional.empty();
  }

  private static Optional<String> problem(Literal literal) {
    var type = literal.dataType();
    if (type.equals(DataTypes.BinaryType)) {
      return Optional.of("a binary literal is not allowed");
    }
    if (type instanceof TimeType) {
      return Optional.of("a time literal is not allowed");
    }
    if (type.equals(DataTypes.DateType) && !isWritten(literal, ISO_DATE)) {
      return Optional.of("a date literal must be written as date'2017-12-31'");
    }
    var isTime = type.equals(DataTypes.TimestampType) || type.equals(DataTypes.TimestampNTZType);
    if (isTime && !isWritten(literal, ISO_TIMESTAMP)) {
      return Optional.of("a timestamp literal must be written as timestamp'2017-12-31 23:59:59'");
    }
    if (type instanceof StringType && literal.value() != null && isClock(literal)) {
      return Optional.of("the text '%s' can be read as the clock".formatted(literal.value()));
    }
    return Optional.empty();
  }

  private static boolean isWritten(Literal literal, Pattern form) {
    var origin = literal.origin();
    if (origin.sqlText().isEmpty()
        || origin.startIndex().isEmpty()
        || origin.stopIndex().isEmpty()) {
      return false;
    }
    var text = origin.sqlText().get();
    var start = (Integer) origin.startIndex().get();
    var stop = (Integer) origin.stopIndex().get();
    return form.matcher(text.substring(start, stop + 1)).matches();
  }

  private static boolean isClock(Literal literal) {
    var text = literal.value().toString();
    // Both, since some words carry a zone only as a date; UTC is as good as any.
    return DateTimeUtils.convertSpecialDate(text, ZoneOffset.UTC).isDefined()
        || DateTimeUtils.convertSpecialTimestamp(text, ZoneOffset.UTC).isDefined();
  }

  private static Optional<String> computed(String name, Expression node) {
    return readsColumn(node)
        ? Optional.empty()
        : Optional.of("`%s` of constants alone is not allowed; write its value".formatted(name));
  }

  private static boolean readsColumn(Expression node) {
    return node instanceof UnresolvedAttribute
        || CollectionConverters.asJava(node.children()).stream().anyMatch(Constants::readsColumn);
  }
}
