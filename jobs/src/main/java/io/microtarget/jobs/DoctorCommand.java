package io.microtarget.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.spark.package$;
import picocli.CommandLine.Command;

/** {@code microtarget doctor}: is this machine fit to run? */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Says whether this machine is fit to run, and what to do if not.")
final class DoctorCommand implements Callable<Integer> {
  private static final long NEEDED_MB = 2_000;
  private boolean isFit = true;

  @Override
  public Integer call() {
    var java = Runtime.version().feature();
    say(java == 17, "Java " + Runtime.version(), "use a JDK 17 (set JAVA_HOME)");
    say(true, "%d cores".formatted(Runtime.getRuntime().availableProcessors()), "");
    var heap = Runtime.getRuntime().maxMemory() / (1024 * 1024);
    say(heap >= NEEDED_MB, "heap of %,d MB".formatted(heap), "set MICROTARGET_MEMORY=3g or more");
    say(true, "Spark " + package$.MODULE$.SPARK_VERSION(), "");
    delta();
    python();
    temporary();
    System.out.println(isFit ? "this machine is fit to run" : "this machine is not fit to run");
    return isFit ? Exit.OK : Exit.SETTINGS;
  }

  private void delta() {
    try {
      SparkStart.requireDelta(DoctorCommand.class.getClassLoader());
      say(true, "Delta Lake on the class path", "");
    } catch (io.microtarget.table.SettingsError e) {
      say(false, "Delta Lake", e.getMessage());
    }
  }

  private void python() {
    var isThere = answers("python3", "-m", "pip", "--version");
    // Only the example businesses that live in Python packages need it.
    System.out.println(
        (isThere ? "ok    " : "note  ")
            + (isThere
                ? "python3 with pip"
                : "python3 with pip is missing: needed once, to fetch example data (apt-get install python3-pip)"));
  }

  private void temporary() {
    var folder = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      Files.delete(Files.createTempFile(folder, "microtarget", ".probe"));
      var freeMb = Files.getFileStore(folder).getUsableSpace() / (1024 * 1024);
      say(
          freeMb > NEEDED_MB,
          "%,d MB free in %s".formatted(freeMb, folder),
          "free some space, or set SPARK_LOCAL_DIRS to a larger disk");
    } catch (IOException e) {
      say(false, "cannot write " + folder, "set java.io.tmpdir to a folder that can be written");
    }
  }

  private static boolean answers(String... command) {
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void say(boolean isOk, String fact, String remedy) {
    System.out.println((isOk ? "ok    " : "wrong ") + fact + (isOk ? "" : ": " + remedy));
    isFit &= isOk;
  }
}
