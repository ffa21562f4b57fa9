package io.microtarget.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class UntiedTest {
  private static final int LEARNT = 10;

  @Test
  void rows_of_one_order_come_by_key_and_time_and_all_that_they_bring() {
    var rows =
        List.of(
            row(9, 1, 50, 0, 1.0, 1L),
            row(1, 2, 50, 0, 7.0, 1L),
            row(1, 2, 40, 0, 2.0, 1L),
            row(1, 2, 40, 0, null, 1L),
            row(1, 1, 60, 1, 3.0, 1L),
            row(1, 1, 60, 0, 4.0, 1L),
            row(0, 0, 10, 0, 5.0, 1L));

    assertThat(numbers(rows, OptionalInt.empty()))
        .containsExactly(1.0, 4.0, 3.0, null, 2.0, 7.0, 5.0);
  }

  @Test
  void of_steps_of_one_moment_the_one_that_was_learnt_first_comes_first() {
    var rows =
        List.of(
            row(1, 1, 60, 0, 1.0, 30L), row(1, 1, 60, 0, 2.0, null), row(1, 1, 60, 0, 3.0, 20L));

    assertThat(numbers(rows, OptionalInt.of(LEARNT))).containsExactly(2.0, 3.0, 1.0);
  }

  @Test
  void no_rows_are_no_rows() {
    assertThat(numbers(List.of(), OptionalInt.empty())).isEmpty();
  }

  private static Row row(long order, long key, long time, int tag, Double number, Long learnt) {
    return RowFactory.create(key, 7L, time, 0, tag, 0L, order, null, number, null, learnt);
  }

  private static List<Double> numbers(List<Row> rows, OptionalInt learnt) {
    var numbers = new ArrayList<Double>();
    new Untied(rows.iterator(), learnt)
        .forEachRemaining(row -> numbers.add(row.isNullAt(8) ? null : row.getDouble(8)));
    return numbers;
  }
}
