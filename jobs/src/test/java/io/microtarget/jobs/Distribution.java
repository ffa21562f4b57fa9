package io.microtarget.jobs;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A plain Spark of the version the product is built for, from the Python package, which has the
 * launcher and every jar. Installed into {@code target} once; nothing of it runs Python.
 */
final class Distribution {
  static final String VERSION = org.apache.spark.package$.MODULE$.SPARK_VERSION();

  private Distribution() {}

  /**
   * The {@code SPARK_HOME}. Without Python or without a network the test is skipped, and says so;
   * any other failure is one of the test.
   */
  static Path home() throws IOException {
    var folder = Path.of("target", "pyspark-" + VERSION).toAbsolutePath();
    if (!Files.exists(folder)) {
      install(folder);
    }
    return folder.resolve("pyspark");
  }

  private static void install(Path folder) throws IOException {
    var scratch = Files.createTempDirectory(folder.getParent(), "pyspark-");
    try {
      var arguments =
          List.of(
              "install",
              "--no-deps",
              "--no-compile",
              "--target",
              scratch.resolve("whole").toString(),
              "pyspark==" + VERSION);
      System.err.printf("installing pyspark==%s with pip into %s, once%n", VERSION, folder);
      new Pip("python3").run(arguments, scratch.resolve("pip.log")).ifPresent(Distribution::failed);
      // The name appears only when everything is there.
      Files.move(scratch.resolve("whole"), folder, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Trees.delete(scratch);
    }
  }

  private static void failed(String problem) {
    if (problem.matches("(?s).*(was not found|has no pip|is this machine offline).*")) {
      System.err.println("SKIPPED: no test of spark-submit without a Spark: " + problem);
      abort("no Spark distribution: " + problem);
    }
    throw new AssertionError("pyspark could not be installed: " + problem);
  }
}
