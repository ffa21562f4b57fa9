package io.microtarget.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * A process that does several commands one after the other, as {@code bin/microtarget} would each,
 * on one session. Prints {@code exit N} after each. {@code #name} delivers files of {@link
 * Canaries}.
 */
final class Commands {
  private Commands() {}

  /** Words of a command in each line of the file, apart by tabs. */
  public static void main(String[] arguments) throws IOException {
    QuietLog.use();
    SparkStart.use(spark -> lines(spark, Path.of(arguments[0])));
  }

  private static void lines(SparkSession spark, Path file) {
    try {
      for (var line : Files.readAllLines(file)) {
        if (line.startsWith("#")) {
          Canaries.deliver(file.getParent(), line.substring(1));
          continue;
        }
        System.out.println("$ " + line.split("\t")[0]);
        System.out.println("exit " + Run.execute(line.split("\t")));
        System.out.flush();
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Starts the process with what it writes going to a file. */
  static Process start(Path file, Path log, List<String> options) throws IOException {
    var root = Path.of("").toAbsolutePath().getParent();
    var command =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "@" + root.resolve("conf/spark/java-options"),
                "-Dlog4j2.configurationFile=" + root.resolve("conf/spark/log4j2.properties"),
                "-Xmx1g",
                "-Dspark.sql.codegen.wholeStage=false",
                "-Dspark.sql.codegen.factoryMode=NO_CODEGEN"));
    command.addAll(Jvm.SHORT_LIVED);
    command.addAll(options);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            Commands.class.getName(),
            file.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }
}
