package io.microtarget.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.testing.Sessions;
import io.microtarget.testing.TextTable;
import java.time.LocalDate;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static Dataset<Row> marked() {
    return TextTable.rows(
            """
            delivery_id STRING | _status STRING | _counts BOOLEAN | event_date DATE
            a                  | kept           | true            | 2026-05-02
            a                  | kept           | false           | 2026-05-03
            a                  | late           | true            | 1969-12-31
            a                  | quarantined    | true            | 2027-01-01
            b                  | filtered       | true            |
            b                  | duplicate      | true            | 2026-05-02
            c                  | kept           | true            |
            """)
        .repartition(3);
  }

  @Test
  void counts_what_a_job_goes_over_as_a_job_of_its_own_would() {
    var tally = Tally.of(Sessions.shared());
    var rows = marked();
    assertThat(tally.over(rows).collectAsList()).hasSameElementsAs(rows.collectAsList());
    assertThat(tally.value()).isEqualTo(Counts.of(rows));
  }

  @Test
  void a_raw_row_counts_once_and_its_typed_rows_each() {
    var tally = Tally.of(Sessions.shared());
    tally.over(marked()).collectAsList();
    var a = tally.value().get("a");
    assertThat(a.balance().in()).isEqualTo(3);
    assertThat(a.balance().kept()).isEqualTo(1);
    assertThat(a.typed()).isEqualTo(3);
  }

  @Test
  void days_are_those_of_accepted_rows() {
    var tally = Tally.of(Sessions.shared());
    tally.over(marked()).collectAsList();
    var counts = tally.value();
    assertThat(counts.get("a").firstEvent()).contains(LocalDate.parse("1969-12-31"));
    assertThat(counts.get("a").lastEvent()).contains(LocalDate.parse("2026-05-03"));
    assertThat(counts.get("b").firstEvent()).isEqualTo(Optional.empty());
    assertThat(counts.get("c").lastEvent()).isEqualTo(Optional.empty());
  }

  @Test
  void without_rows_there_are_no_counts() {
    var tally = Tally.of(Sessions.shared());
    tally.over(marked().limit(0)).collectAsList();
    assertThat(tally.isZero()).isTrue();
    assertThat(tally.value()).isEmpty();
  }
}
