package io.microtarget.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.journey.Genuine;
import io.microtarget.source.SourceTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

/** The pass over rows as they come from the sort, two subjects among them. */
class SweepTest {
  /** Equal but for bits that stand for the day in the order. */
  private static final long ONE = 1L << 26;

  private static final long OTHER = ONE + 1;

  @Test
  void subjects_whose_rows_lie_among_each_other_are_kept_apart() {
    var rows =
        List.of(
            moment(ONE, 100, "one"),
            moment(ONE, 90, "one"),
            moment(OTHER, 100, "other"),
            row(ONE, 80, 1),
            row(OTHER, 80, 2),
            row(OTHER, 85, 4),
            row(OTHER + 1, 85, 99),
            row(ONE, 95, 8),
            row(OTHER, 99, 16),
            row(ONE, 100, 32));

    assertThat(sums(rows)).containsExactly("one 9.0", "one 1.0", "other 22.0");
  }

  @Test
  void subjects_without_a_moment_are_passed_over() {
    var rows =
        List.of(
            row(ONE, 80, 1),
            moment(3 * ONE, 100, "third"),
            row(3 * ONE, 80, 2),
            row(4 * ONE, 1, 3));

    assertThat(sums(rows)).containsExactly("third 2.0");
  }

  private static Row moment(long key, int day, String name) {
    return RowFactory.create(
        key, 7L, 0L, day, 0, 0L, order(key, 0), RowFactory.create(name), null, null, null);
  }

  private static Row row(long key, int day, double amount) {
    return RowFactory.create(key, 7L, 0L, day, 1, 0L, order(key, day), null, amount, null, null);
  }

  /** Rows of a key one after the other, moments before the days. */
  private static long order(long key, int place) {
    return Tall.near(RowFactory.create(key)) | place;
  }

  private static List<String> sums(List<Row> rows) {
    var own = FeatureText.own("from=purchase; aggregate=sum; of=amount; windows-days=all");
    var features = Feature.of("features.own.spend", "spend", own, List.of(), List.of());
    var sweep =
        Compiled.of(Map.of(SourceTables.PURCHASE, features), new Genuine(2_000, Optional.empty()))
            .sweep();
    var sums = new ArrayList<String>();
    sweep
        .call(rows.iterator())
        .forEachRemaining(
            row -> sums.add(row.getStruct(0).getString(0) + " " + Packed.numbers(row.getAs(1))[0]));
    return sums;
  }
}
