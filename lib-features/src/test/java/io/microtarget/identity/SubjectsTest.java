package io.microtarget.identity;

import static io.microtarget.testing.TextTable.lines;
import static io.microtarget.testing.TextTable.rows;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.table.Clocks;
import io.microtarget.table.Reader;
import io.microtarget.testing.Sessions;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class SubjectsTest {
  private static final LocalDate AS_OF = LocalDate.parse("2020-03-01");

  private static final String NOBODY = "record_id STRING | source STRING | event_date DATE\n";

  private static final String LINK =
      """
      record_id STRING | subject_id STRING
      a | h1
      b | h1
      """;

  @Test
  void knows_records_strictly_before_as_of_and_records_without_a_date() {
    var made =
        subjects(
            Map.of(
                "party", NOBODY + "p1 | people |",
                "purchase",
                    NOBODY
                        + """
                        p2 | shop | 2020-02-29
                        p3 | shop | 2020-03-01
                           | shop | 2020-02-01
                        """));

    assertThat(lines(made))
        .containsExactly("household|p1|ArraySeq(people)", "household|p2|ArraySeq(shop)");
  }

  @Test
  void lists_the_sources_of_a_subject_once_and_sorted() {
    var made =
        subjects(
            Map.of(
                "purchase",
                    NOBODY
                        + """
                        a | web | 2020-01-01
                        a | web | 2020-01-02
                        b | shop | 2020-01-01
                        """,
                "contact", NOBODY + "a | mail | 2020-01-01",
                "response", NOBODY + "z | answers | 2020-01-01",
                "link", LINK));

    assertThat(lines(made))
        .containsExactly("household|h1|ArraySeq(mail, shop, web)", "household|z|ArraySeq(answers)");
  }

  @Test
  void takes_the_subject_of_the_link_else_the_record_itself_and_keeps_every_row_once() {
    var events = rows("record_id STRING | line STRING\na | 1\na | 2\nc | 3\n | 4\n");

    var resolved = Subjects.resolve(events, rows(LINK));

    assertThat(lines(resolved)).containsExactly("a|1|h1", "a|2|h1", "c|3|c", "null|4|null");
  }

  private static Dataset<Row> subjects(Map<String, String> texts) {
    Reader reader =
        table -> {
          var text = texts.get(table.name());
          if (text == null) {
            return Sessions.shared().createDataFrame(List.of(), table.schema());
          }
          var given = rows(text);
          for (var field : table.schema().fields()) {
            if (!List.of(given.columns()).contains(field.name())) {
              given = given.withColumn(field.name(), lit(null).cast(field.dataType()));
            }
          }
          return given;
        };
    var clocks = new Clocks(AS_OF, Instant.EPOCH, ZoneOffset.UTC);
    return Subjects.stage("household", clocks).run(reader).get(IdentityTables.SUBJECT);
  }
}
