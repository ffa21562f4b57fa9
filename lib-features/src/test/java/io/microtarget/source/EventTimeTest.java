package io.microtarget.source;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.testing.TextTable;
import java.time.ZoneId;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.junit.jupiter.api.Test;

/** The source writes Berlin time, the business is in New York. */
class EventTimeTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void a_time_without_a_zone_is_a_wall_clock_of_the_source() {
    assertThat(of("TIMESTAMP_NTZ", "2017-01-01 10:15:00", "2017-07-01 10:15:00"))
        .containsExactly("2017-01-01 09:15:00", "2017-07-01 08:15:00");
    assertThat(of("STRING", "2017-01-01 10:15:00", "2017-07-01T10:15", "2017-01-01 10:15:00.123"))
        .containsExactly("2017-01-01 09:15:00", "2017-07-01 08:15:00", "2017-01-01 09:15:00.123");
  }

  @Test
  void a_time_with_a_zone_is_that_moment() {
    assertThat(of("TIMESTAMP", "2017-01-01 10:15:00")).containsExactly("2017-01-01 10:15:00");
    assertThat(
            of(
                "STRING",
                "2017-01-01T10:15:00Z",
                "2017-01-01T10:15:00.5-05:00",
                "2017-01-01 10:15:00 Asia/Tokyo",
                "2017-01-01 10:15:00+02:00"))
        .containsExactly(
            "2017-01-01 10:15:00",
            "2017-01-01 15:15:00.5",
            "2017-01-01 01:15:00",
            "2017-01-01 08:15:00");
  }

  @Test
  void a_number_is_seconds_since_1970() {
    assertThat(of("BIGINT", "1483228800")).containsExactly("2017-01-01 00:00:00");
  }

  @Test
  void a_plain_date_is_a_day_of_the_business() {
    assertThat(of("DATE", "2017-01-01", "2017-07-01"))
        .containsExactly("2017-01-01 05:00:00", "2017-07-01 04:00:00");
    assertThat(of("STRING", "2017-01-01", " 2017-07-01 "))
        .containsExactly("2017-01-01 05:00:00", "2017-07-01 04:00:00");
  }

  @Test
  void a_time_without_a_date_and_other_texts_are_none() {
    assertThat(
            of("STRING", "10:15:00", "T10:15", "10:15:00Z", "01/31/2017", "soon", "today", "now"))
        .containsOnly("null");
  }

  @Test
  void the_hour_that_clocks_skip_is_the_one_after_and_the_hour_they_repeat_the_first() {
    var newYork = EventTime.of(col("t"), type("TIMESTAMP_NTZ"), Sources.NEW_YORK, BERLIN);
    var rows =
        TextTable.rows(
            """
            t TIMESTAMP_NTZ
            2017-03-12 01:59:59
            2017-03-12 02:30:00
            2017-03-12 03:00:00
            2017-11-05 00:59:59
            2017-11-05 01:30:00
            2017-11-05 02:00:00
            """);
    assertThat(TextTable.lines(rows.select(newYork.cast("string"))))
        .containsExactly(
            "2017-03-12 06:59:59",
            "2017-03-12 07:00:00",
            "2017-03-12 07:30:00",
            "2017-11-05 04:59:59",
            "2017-11-05 05:30:00",
            "2017-11-05 07:00:00");
  }

  private static List<String> of(String type, String... values) {
    var rows = TextTable.rows("t " + type + "\n" + String.join("\n", values));
    var time = EventTime.of(col("t"), type(type), BERLIN, Sources.NEW_YORK);
    return rows.select(time.cast("string")).collectAsList().stream()
        .map(r -> String.valueOf(r.get(0)))
        .toList();
  }

  private static DataType type(String ddl) {
    return DataType.fromDDL(ddl);
  }
}
