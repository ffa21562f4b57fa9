package io.microtarget.jobs;

import io.microtarget.jobs.raw.Listing;
import io.microtarget.pipeline.Settings;
import io.microtarget.table.DataError;
import io.microtarget.table.SettingsError;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Raw files and lake of a run on a cluster: where they lie on a local file system, driver and
 * workers must see the same one. Otherwise a worker would find nothing, or write rows of the lake
 * onto its own disk.
 *
 * <p>A few tasks look, which reaches every worker of a small cluster and a part of a large one.
 * URIs of shared file systems are not looked at, and nothing in local mode.
 */
final class SharedFiles {
  private static final String REMEDY =
      "put it on a mount that driver and workers share, or on a file system with a URI (hdfs:, s3a:)";

  private SharedFiles() {}

  private record Wanted(String setting, String source, String path) implements Serializable {
    boolean isLake() {
      return source.isEmpty();
    }

    boolean isSeen() {
      var file = java.nio.file.Path.of(path);
      return isLake() ? Files.isWritable(file) : Files.isReadable(file);
    }
  }

  /** What one task did not see. */
  private record Missing(Wanted wanted, String host) implements Serializable {}

  /**
   * @throws DataError (no input) names the source, its setting and the file that somebody cannot
   *     see
   * @throws SettingsError if it is the lake
   */
  static void check(SparkSession spark, Settings settings) {
    var context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    if (context.isLocal()) {
      return;
    }
    var wanted = seenByDriver(settings, context.hadoopConfiguration());
    var tasks = 2 * Math.max(1, context.defaultParallelism());
    var missing =
        context
            .parallelize(IntStream.range(0, tasks).boxed().toList(), tasks)
            .flatMap(task -> missing(wanted).iterator())
            .collect();
    if (!missing.isEmpty()) {
      throw error(missing.get(0).wanted(), "the worker on " + missing.get(0).host());
    }
  }

  /**
   * A lake without a root that holds everywhere.
   *
   * @throws SettingsError if it would lie in the folder of a driver on some worker
   */
  static void requireLastingRoot(SparkSession spark, Settings settings) {
    var root = settings.lake().root();
    if (spark.sparkContext().deployMode().equals("cluster") && !new Path(root).isAbsolute()) {
      throw new SettingsError(
          "lake.root '%s' is relative: in cluster mode it would lie in a folder of one worker; name an absolute path on a mount that all share, or a URI"
              .formatted(root));
    }
  }

  private static List<Wanted> seenByDriver(Settings settings, Configuration hadoop) {
    var wanted = new ArrayList<Wanted>();
    new TreeMap<>(settings.sources())
        .forEach(
            (name, source) -> {
              add(wanted, "sources.%s.path".formatted(name), name, source.path(), hadoop);
              new TreeMap<>(source.lookups())
                  .forEach(
                      (lookup, s) ->
                          add(
                              wanted,
                              "sources.%s.lookups.%s.path".formatted(name, lookup),
                              name,
                              s.path(),
                              hadoop));
            });
    add(wanted, "lake.root", "", settings.lake().root(), hadoop);
    return wanted;
  }

  private static void add(
      List<Wanted> wanted, String setting, String source, String path, Configuration hadoop) {
    try {
      var outer = new Path(path.contains("!/") ? path.substring(0, path.indexOf("!/")) : path);
      if (!outer.getFileSystem(hadoop).getScheme().equals("file")) {
        return;
      }
      // The lake is a folder; everything else must match files.
      var found =
          source.isEmpty()
              ? Optional.of(outer.toUri().getPath()).filter(p -> new java.io.File(p).exists())
              : new Listing(hadoop).first(path);
      var first = found.orElse(path);
      wanted.add(new Wanted(setting, source, first));
      if (found.isEmpty()) {
        throw error(wanted.get(wanted.size() - 1), "the driver");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Missing> missing(List<Wanted> wanted) {
    var host = SparkEnv.get().blockManager().blockManagerId().host();
    return wanted.stream().filter(w -> !w.isSeen()).map(w -> new Missing(w, host)).toList();
  }

  private static RuntimeException error(Wanted wanted, String who) {
    return wanted.isLake()
        ? new SettingsError(
            "lake.root: %s cannot write %s; %s".formatted(who, wanted.path(), REMEDY))
        : DataError.noInput(
            "source '%s': %s sees no file %s (%s); %s"
                .formatted(wanted.source(), who, wanted.path(), wanted.setting(), REMEDY));
  }
}
