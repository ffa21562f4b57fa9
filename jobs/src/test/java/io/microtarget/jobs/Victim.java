package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.pipeline.Pipeline;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of the product, started as {@code bin/microtarget} does, and killed by SIGKILL. */
final class Victim {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final long MOST_SECONDS = 240;

  private static final String FILE_SYSTEM =
      """
      <configuration>
        <property><name>fs.file.impl</name><value>%s</value></property>
        <property><name>fs.AbstractFileSystem.file.impl</name><value>%s</value></property>
      </configuration>
      """;

  private Victim() {}

  /**
   * Starts a command and kills it at a moment.
   *
   * @param folder for what the process leaves beside the lake
   * @return the line or path it was killed at
   */
  static String kill(Path folder, Kill kill, List<String> arguments)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("core-site.xml"),
        FILE_SYSTEM.formatted(TripFiles.class.getName(), TripFiles.Context.class.getName()));
    var trip = folder.resolve("tripped");
    Files.deleteIfExists(trip);
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "@" + ROOT.resolve("conf/spark/java-options"),
                "-Dlog4j2.configurationFile=" + ROOT.resolve("conf/spark/log4j2.properties"),
                "-Xmx1g",
                // Small tables: compiling each plan costs more than the rows.
                "-Dspark.sql.codegen.wholeStage=false",
                "-Dspark.sql.codegen.factoryMode=NO_CODEGEN",
                "-Dtrip.file=" + trip,
                "-Dtrip.how=" + kill.how(),
                "-Dtrip.where=" + kill.where(),
                "-Dtrip.after=" + kill.after(),
                "-cp",
                classPath(folder),
                TripRun.class.getName()));
    command.addAll(1, Jvm.SHORT_LIVED);
    command.addAll(arguments);
    var log = folder.resolve("log");
    var process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
      while (!Files.exists(trip)) {
        assertThat(process.isAlive())
            .as("ended before %s: %s", kill.name(), Files.readString(log))
            .isTrue();
        assertThat(System.nanoTime()).as("too slow: %s", Files.readString(log)).isLessThan(until);
        process.waitFor(20, TimeUnit.MILLISECONDS);
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(process.exitValue()).as("128 + SIGKILL").isEqualTo(137);
    return Files.readString(trip);
  }

  private static String classPath(Path folder) throws IOException {
    return String.join(
        ":",
        folder.toString(),
        place(Victim.class),
        place(Run.class),
        place(Pipeline.class),
        Files.readString(Path.of("target/classpath")).strip());
  }

  private static String place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
