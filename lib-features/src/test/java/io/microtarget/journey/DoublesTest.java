package io.microtarget.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.source.SourceTables;
import io.microtarget.table.Table;
import io.microtarget.testing.TextTable;
import java.util.List;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

class DoublesTest {
  @Test
  void rows_that_say_the_same_of_one_record_and_moment_are_one_step() {
    var same =
        identities(
            """
            record_id STRING | event_time TIMESTAMP       | event_type STRING | name STRING | category STRING | value DECIMAL(18,2) | event_id STRING
            a                | 2025-03-01 09:00:00        | page              | home        |                 | 1.00                | e1
            a                | 2025-03-01 09:00:00        | page              | home        |                 | 1.00                | e2
            """);
    assertThat(same).doesNotContainNull().hasSize(2);
    assertThat(same.get(0)).isEqualTo(same.get(1));
  }

  @Test
  void whatever_differs_makes_another_step() {
    var rows =
        identities(
            """
            record_id STRING | event_time TIMESTAMP       | event_type STRING | name STRING | category STRING | value DECIMAL(18,2) | event_id STRING
            a                | 2025-03-01 09:00:00        | page              | home        |                 | 1.00                | e
            b                | 2025-03-01 09:00:00        | page              | home        |                 | 1.00                | e
            a                | 2025-03-01 09:00:00.000001 | page              | home        |                 | 1.00                | e
            a                | 2025-03-01 09:00:00        | click             | home        |                 | 1.00                | e
            a                | 2025-03-01 09:00:00        | page              |             | home            | 1.00                | e
            a                | 2025-03-01 09:00:00        | page              | home        |                 | 1.01                | e
            a                | 2025-03-01 09:00:00        | page              | home        |                 |                     | e
            a                |                            | page              | home        |                 | 1.00                | e
            """);
    assertThat(rows).doesNotHaveDuplicates().hasSize(8);
  }

  @Test
  void only_steps_and_places_can_be_doubled() {
    assertThat(
            Touchpoint.kinds().stream()
                .filter(kind -> Doubles.identity(kind).isPresent())
                .map(Table::name))
        .containsExactly("event", "location");
  }

  private static List<Long> identities(String text) {
    var rows = TextTable.rows(text);
    for (var field : SourceTables.EVENT.schema().fields()) {
      if (!List.of(rows.columns()).contains(field.name())) {
        rows = rows.withColumn(field.name(), functions.lit(null).cast(field.dataType()));
      }
    }
    return rows.select(Doubles.identity(SourceTables.EVENT).orElseThrow()).collectAsList().stream()
        .map(row -> row.getLong(0))
        .toList();
  }
}
