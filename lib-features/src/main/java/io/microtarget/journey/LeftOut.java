package io.microtarget.journey;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * What became of the rows of each source.
 *
 * @param bySource source to its row of {@link JourneyTables#JOURNEY_COUNT}
 */
record LeftOut(Map<String, Row> bySource) {
  private static final List<String> NUMBERS =
      List.of(
          "kept",
          "said_machine",
          "busy_machine",
          "doubled",
          "timeless",
          "of_stranger",
          JourneyRows.TOUCHPOINTS);

  /** Adds up the counts of all partitions; starts a Spark job. */
  static LeftOut of(Dataset<Row> rows) {
    var found = new TreeMap<String, Object[]>();
    for (var row :
        rows.where(col("part").equalTo(JourneyRows.COUNT))
            .groupBy("source", "kind", "what")
            .agg(sum("rows"))
            .collectAsList()) {
      var numbers =
          found.computeIfAbsent(
              row.getString(0),
              source -> {
                var empty = new Object[2 + NUMBERS.size()];
                Arrays.fill(empty, 0L);
                empty[0] = source;
                return empty;
              });
      numbers[1] = row.getString(1);
      numbers[2 + NUMBERS.indexOf(row.getString(2))] = row.getLong(3);
    }
    var bySource = new TreeMap<String, Row>();
    found.forEach((source, numbers) -> bySource.put(source, RowFactory.create(numbers)));
    return new LeftOut(bySource);
  }

  /** Rows of {@link JourneyTables#JOURNEY_COUNT}. */
  List<Row> rows() {
    return List.copyOf(bySource.values());
  }

  /**
   * A line for each source of which machines, doubled steps or rows without a time are left out.
   */
  List<String> notes() {
    var notes = new ArrayList<String>();
    for (var row : bySource.values()) {
      var parts = new ArrayList<String>();
      add(parts, row.getLong(3), "of machines that say so");
      add(parts, row.getLong(4), "of records with too many steps a day for a person");
      add(parts, row.getLong(5), "steps that came twice");
      add(parts, row.getLong(6), "without a time");
      if (!parts.isEmpty()) {
        notes.add(
            "journey: of %s are left out %s; %s rows stay"
                .formatted(row.getString(0), String.join(", ", parts), number(row.getLong(2))));
      }
    }
    return notes;
  }

  private static void add(List<String> parts, long rows, String what) {
    if (rows > 0) {
      parts.add(number(rows) + " " + what);
    }
  }

  private static String number(long rows) {
    return String.format(Locale.ROOT, "%,d", rows);
  }
}
