package io.microtarget.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.jobs.store.Lake;
import io.microtarget.jobs.store.Publications;
import io.microtarget.pipeline.Pipeline;
import io.microtarget.table.Checksum;
import io.microtarget.testing.Sessions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;

/** What a reader with Delta and nothing else sees: the latest publication and its tables. */
final class Published {
  private Published() {}

  /**
   * The run that counts, after all its tables were read and compared with what it published: rows
   * and checksum of each.
   */
  static Optional<String> whole(Path root) {
    var head = head(root);
    head.ifPresent(h -> assertThat(tables(root, h)).isEqualTo(recorded(h)));
    return head.flatMap(Publications.Head::runId);
  }

  static Optional<Publications.Head> head(Path root) {
    var spark = Sessions.shared();
    var lake = Lake.at(root.toString(), spark.sparkContext().hadoopConfiguration());
    return new Publications(spark, lake).heads().values().stream().findFirst();
  }

  /** Checksum of each table that was published with rows; the others need no query. */
  static Map<String, String> recorded(Publications.Head head) {
    var recorded = new TreeMap<String, String>();
    head.contents().stream()
        .filter(c -> c.rows() > 0)
        .forEach(c -> recorded.put(c.table(), c.checksum()));
    return recorded;
  }

  private static Map<String, String> tables(Path root, Publications.Head head) {
    var read = new TreeMap<String, String>();
    Pipeline.published().stream()
        .filter(table -> Files.exists(root.resolve(table.name()).resolve("_delta_log")))
        .map(
            table ->
                Checksum.of(
                    table,
                    Sessions.shared()
                        .read()
                        .format("delta")
                        .load(root.resolve(table.name()).toString())
                        .filter(col("as_of").equalTo(lit(head.asOf())))
                        .filter(col("run_id").equalTo(head.runId().orElseThrow()))))
        .reduce(Dataset::unionByName)
        .orElseThrow()
        .collectAsList()
        .forEach(
            row -> {
              if (row.<Long>getAs("rows") > 0) {
                read.put(row.getAs("table"), row.getAs("checksum"));
              }
            });
    return read;
  }
}
