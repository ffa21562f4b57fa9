package io.microtarget.jobs;

import io.microtarget.table.SettingsError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.SparkConf;

/**
 * The settings file of a driver that spark-submit started, perhaps on a worker: the path as it is,
 * or else the file of that name among those of {@code --files}.
 *
 * <p>YARN and Kubernetes put such a file into the driver's folder. A standalone cluster does not;
 * it only passes on where it came from, so it is read from there.
 */
final class SubmittedFile {
  private SubmittedFile() {}

  /**
   * @param config path, URI or name, as given to {@code --config}
   * @param spark what spark-submit passed on
   * @return path or URI to read
   * @throws SettingsError if the driver runs on a worker that has no such file
   */
  static String of(String config, SparkConf spark) {
    if (config.contains(":/") || Files.exists(Path.of(config))) {
      return config;
    }
    var sent =
        Arrays.stream(spark.get("spark.files", "").split(","))
            .filter(file -> name(file).equals(config))
            .map(file -> file.replaceFirst("#.*", ""))
            .findFirst();
    sent.or(() -> Optional.of(config))
        .filter(file -> !isRemote(file) && isMissing(file))
        .filter(file -> spark.get("spark.submit.deployMode", "client").equals("cluster"))
        .ifPresent(
            file -> {
              throw new SettingsError(
                  "settings file %1$s does not exist on the worker the driver runs on; name a path that every worker sees (a shared mount), a URI (hdfs:, s3a:), or send it along: --files URI/%2$s and --config %2$s"
                      .formatted(file, Path.of(config).getFileName()));
            });
    return sent.orElse(config);
  }

  /** What a file of {@code --files} is called on the other side: {@code path#name} renames it. */
  private static String name(String file) {
    var renamed = file.indexOf('#');
    return renamed >= 0 ? file.substring(renamed + 1) : file.substring(file.lastIndexOf('/') + 1);
  }

  private static boolean isRemote(String file) {
    return file.contains(":/") && !file.startsWith("file:");
  }

  private static boolean isMissing(String file) {
    return !Files.exists(Path.of(file.replaceFirst("^file:/*", "/")));
  }
}
