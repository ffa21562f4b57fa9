package io.microtarget.source;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_utc_timestamp;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.try_to_timestamp;
import static org.apache.spark.sql.functions.when;

import java.time.ZoneId;
import java.time.ZoneOffset;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;

/**
 * The moment a raw value means.
 *
 * <p>A value that names its zone is that moment, as are seconds since 1970; one without is a wall
 * clock in the zone of the source; a plain date is the first moment of that day in the zone of the
 * business. This holds for texts as for typed columns. A time without a date means nothing: Spark
 * would make it that time of today.
 */
final class EventTime {
  private static final String HAS_ZONE = "\\d:\\d{1,2}(:\\d{1,2}(\\.\\d*)?)?\\s*[A-Za-z+-]";

  private EventTime() {}

  /**
   * The moment as a timestamp of a session in UTC; null where the value is none.
   *
   * @param given type of the raw value
   * @param source zone of time stamps without one
   * @param business zone of plain dates
   */
  static Column of(Column value, DataType given, ZoneId source, ZoneId business) {
    if (given instanceof StringType) {
      return ofText(value, source, business);
    }
    var time = value.try_cast(DataTypes.TimestampType);
    if (given.equals(DataTypes.DateType)) {
      return toUtc(time, business);
    }
    return given.equals(DataTypes.TimestampNTZType) ? toUtc(time, source) : time;
  }

  /**
   * The moment of a text in a form of its own.
   *
   * @param pattern of {@link Values#times}: one without hours is a plain date, one with a zone
   *     names its moment
   */
  static Column of(Column value, String pattern, ZoneId source, ZoneId business) {
    if (Values.EPOCH.containsKey(pattern)) {
      // Through a decimal, since a double loses microseconds.
      var seconds =
          value
              .try_cast(DataTypes.createDecimalType(38, 6))
              .divide(lit(new java.math.BigDecimal(Values.EPOCH.get(pattern))));
      return seconds.try_cast(DataTypes.TimestampType);
    }
    var letters = pattern.replaceAll("'[^']*'", "");
    var time = try_to_timestamp(trim(value), lit(pattern));
    if (letters.matches(".*[VzOXxZ].*")) {
      return time;
    }
    var zone = letters.matches(".*[HhKk].*") ? source : business;
    return toUtc(time, zone);
  }

  /** The moment at which clocks of a zone show what the given one shows in UTC. */
  private static Column toUtc(Column time, ZoneId zone) {
    return isUtc(zone) ? time : to_utc_timestamp(time, zone.getId());
  }

  static boolean isUtc(ZoneId zone) {
    return zone.normalized().equals(ZoneOffset.UTC);
  }

  private static Column ofText(Column value, ZoneId source, ZoneId business) {
    var wall = value.try_cast(DataTypes.TimestampNTZType);
    var time = wall.cast(DataTypes.TimestampType);
    // Most files write the form of RFC 3339 in UTC: to know it by its signs spares the others.
    var isUtc =
        value
            .endsWith(lit("Z"))
            .and(value.substr(5, 1).equalTo("-"))
            .and(value.substr(11, 1).equalTo("T"));
    return when(isUtc, value.try_cast(DataTypes.TimestampType))
        .when(wall.isNull(), lit(null))
        .when(value.rlike(HAS_ZONE), value.try_cast(DataTypes.TimestampType))
        .when(value.contains(lit(":")), toUtc(time, source))
        .otherwise(toUtc(time, business));
  }
}
