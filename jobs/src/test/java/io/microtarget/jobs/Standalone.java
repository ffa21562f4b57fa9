package io.microtarget.jobs;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A standalone Spark cluster on the loopback address: a master and one worker, each a process, on
 * free ports.
 */
final class Standalone implements AutoCloseable {
  private static final int SECONDS = 90;
  private final Path home;
  private final Path folder;
  private final List<Process> processes = new ArrayList<>();
  private final String master;

  /**
   * @param home of a Spark distribution
   * @param folder gets logs, the worker's folder and what Spark spills
   */
  Standalone(Path home, Path folder) throws Exception {
    this.home = home;
    this.folder = folder;
    Files.createDirectories(folder.resolve("no-conf"));
    try {
      start("master", "master.Master", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0");
      this.master = wait("master", "Starting Spark master at (spark://\\S+)");
      var size = List.of("--cores", "8", "--memory", "12g", "--work-dir", work().toString());
      var worker = new ArrayList<>(List.of("--host", "127.0.0.1", "--webui-port", "0"));
      worker.addAll(size);
      worker.add(master);
      start("worker", "worker.Worker", worker.toArray(String[]::new));
      wait("worker", "(Successfully registered with master)");
    } catch (Exception | Error failed) {
      close();
      throw failed;
    }
  }

  /** Its address, {@code spark://…}. */
  String master() {
    return master;
  }

  /** Where the worker keeps what its drivers and executors print. */
  Path work() {
    return folder.resolve("work");
  }

  /** A process of the distribution, in a folder, with what it prints in {@code name.out, .err}. */
  Process start(Path in, String name, List<String> command) throws IOException {
    var builder = new ProcessBuilder(command).directory(in.toFile());
    var environment = builder.environment();
    environment.keySet().removeIf(key -> key.startsWith("SPARK_") || key.endsWith("JAVA_OPTIONS"));
    environment.putAll(
        Map.of(
            "SPARK_HOME",
            home.toString(),
            "SPARK_CONF_DIR",
            folder.resolve("no-conf").toString(),
            "SPARK_LOCAL_DIRS",
            folder.resolve("spill").toString(),
            "SPARK_LOCAL_IP",
            "127.0.0.1",
            "SPARK_DAEMON_MEMORY",
            "256m",
            "SPARK_MASTER_OPTS",
            "-Dspark.master.rest.enabled=false",
            "JAVA_HOME",
            System.getProperty("java.home"),
            // For every JVM: short runs, two cores.
            "JAVA_TOOL_OPTIONS",
            "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=256m"));
    var process =
        builder.redirectOutput(file(name + ".out")).redirectError(file(name + ".err")).start();
    processes.add(process);
    return process;
  }

  /** What a process printed. */
  String printed(String file) throws IOException {
    return Files.readString(file(file).toPath());
  }

  Path bin(String program) {
    return home.resolve("bin").resolve(program);
  }

  private void start(String name, String main, String... arguments) throws IOException {
    var command = new ArrayList<>(List.of(bin("spark-class").toString()));
    command.add("org.apache.spark.deploy." + main);
    command.addAll(List.of(arguments));
    start(folder, name, command);
  }

  /** Waits until a process printed a line, for a bounded time. */
  private String wait(String name, String line) throws Exception {
    var pattern = Pattern.compile(line);
    var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (System.nanoTime() < until) {
      var found = pattern.matcher(printed(name + ".err"));
      if (found.find()) {
        return found.group(1);
      }
      Thread.sleep(100);
    }
    throw new AssertionError("the %s is not up: %s".formatted(name, printed(name + ".err")));
  }

  private File file(String name) {
    return folder.resolve(name).toFile();
  }

  /** Ends every process that was started here, with those they started. */
  @Override
  public void close() {
    for (var process : processes) {
      var children = process.descendants().toList();
      process.destroy();
      try {
        process.waitFor(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      process.destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
