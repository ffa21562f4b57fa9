package io.microtarget.jobs;

import picocli.CommandLine;

/** The one entry point, for plain Java and for spark-submit. */
public final class Run {
  private Run() {}

  /** See {@code microtarget --help}. */
  public static void main(String[] arguments) {
    QuietLog.use();
    var code = execute(arguments);
    // Under spark-submit in cluster mode a call of exit with 0 counts as an early end.
    if (code != 0) {
      System.exit(code);
    }
  }

  /** Runs a command and returns its exit code. */
  static int execute(String... arguments) {
    return new CommandLine(new Microtarget())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Exit::onError)
        .setParameterExceptionHandler(Exit::onUsage)
        .execute(arguments);
  }
}
