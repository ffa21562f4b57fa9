package io.microtarget.jobs;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkThrowable;

/** Texts of unexpected errors, without the values that Spark likes to quote. */
final class Messages {
  private static final int FRAMES = 12;

  private Messages() {}

  /**
   * The kinds of the error and its causes. Spark's messages quote values of rows, which may be
   * personal, so only its error conditions are shown.
   */
  static String withoutValues(Throwable error) {
    var parts = new ArrayList<String>();
    for (var cause = error; cause != null && parts.size() < 5; cause = cause.getCause()) {
      var name = cause.getClass().getSimpleName();
      if (cause instanceof SparkThrowable spark && spark.getCondition() != null) {
        parts.add(name + " " + spark.getCondition());
      } else if (isOurs(cause)) {
        parts.add(name + ": " + cause.getMessage());
      } else {
        parts.add(name);
      }
    }
    return String.join(", caused by ", parts);
  }

  /** The first frames of the root cause. */
  static List<String> frames(Throwable error) {
    var root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    var frames = new ArrayList<String>();
    for (var frame : root.getStackTrace()) {
      if (frames.size() < FRAMES) {
        frames.add(frame.toString());
      }
    }
    return frames;
  }

  private static boolean isOurs(Throwable cause) {
    var frames = cause.getStackTrace();
    return frames.length > 0 && frames[0].getClassName().startsWith("io.microtarget.");
  }
}
