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

  private static final String MEMBERSHIP =
      """
      parent_type STRING | parent_id STRING | child_type STRING | child_id STRING | valid_from DATE | valid_to DATE
      household | h1 | record | a | 2020-01-01 |
      household | h1 | record | b |            | 2020-03-02
      household | h2 | record | c | 2019-01-01 | 2020-03-01
      household | h3 | record | d | 2020-03-02 |
      household | h4 | person | e |            |
      account   | h5 | record | f |            |
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
                "membership", MEMBERSHIP));

    assertThat(lines(made))
        .containsExactly("household|h1|ArraySeq(mail, shop, web)", "household|z|ArraySeq(answers)");
  }

  @Test
  void takes_the_parent_that_is_valid_at_as_of_else_the_record_itself() {
    var events = rows("record_id STRING\na\nb\nc\nd\ne\nf\n");

    var resolved = Subjects.resolve(events, rows(MEMBERSHIP), "household", AS_OF);

    assertThat(lines(resolved)).containsExactly("a|h1", "b|h1", "c|c", "d|d", "e|e", "f|f");
  }

  @Test
  void takes_the_first_of_several_parents_and_keeps_every_row_once() {
    var events = rows("record_id STRING | line STRING\na | 1\na | 2\n");
    var membership =
        rows(
            """
            parent_type STRING | parent_id STRING | child_type STRING | child_id STRING | valid_from DATE | valid_to DATE
            household | h9 | record | a | |
            household | h2 | record | a | |
            """);

    var resolved = Subjects.resolve(events, membership, "household", AS_OF);

    assertThat(lines(resolved)).containsExactly("a|1|h2", "a|2|h2");
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
