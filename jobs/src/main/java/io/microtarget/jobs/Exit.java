package io.microtarget.jobs;

import io.microtarget.jobs.store.Busy;
import io.microtarget.table.DataError;
import io.microtarget.table.SettingsError;
import picocli.CommandLine;

/** Exit codes, and what a person reads when a command ends early. */
final class Exit {
  static final int OK = 0;
  static final int BUG = 1;
  static final int SETTINGS = 2;
  static final int DATA = 3;
  static final int NO_INPUT = 4;
  static final int BUSY = 75;

  private Exit() {}

  /** A one-line message for errors of settings and data; a stack trace only for bugs. */
  static int onError(Exception error, CommandLine command, CommandLine.ParseResult parsed) {
    if (error instanceof SettingsError settings) {
      settings.problems().forEach(p -> say("settings: " + p));
      return SETTINGS;
    }
    if (error instanceof DataError data) {
      var isNoInput = data.reason() == DataError.Reason.NO_INPUT;
      say((isNoInput ? "no input: " : "data: ") + data.getMessage());
      return isNoInput ? NO_INPUT : DATA;
    }
    if (error instanceof Busy) {
      say("busy: " + error.getMessage());
      return BUSY;
    }
    say("bug: " + Messages.withoutValues(error));
    for (var line : Messages.frames(error)) {
      System.err.println("  at " + line);
    }
    return BUG;
  }

  static int onUsage(CommandLine.ParameterException error, String[] arguments) {
    say("usage: " + error.getMessage());
    var help = error.getCommandLine().getCommandSpec().qualifiedName();
    System.err.println("  see `%s --help`".formatted(help));
    return SETTINGS;
  }

  private static void say(String line) {
    System.err.println("microtarget: " + line);
  }
}
