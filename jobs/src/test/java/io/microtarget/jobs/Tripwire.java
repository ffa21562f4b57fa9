package io.microtarget.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

/**
 * The moment at which a process is to be killed: the calling thread tells so by a file and waits
 * for SIGKILL for ever; all other threads go on, as they would.
 *
 * <p>Told by system properties, so that the product knows nothing of it: {@code trip.file} (the
 * file to make), {@code trip.how}, {@code trip.where} (a pattern found in a printed line or a
 * path), {@code trip.after} (a pattern that must be met first; may be empty).
 */
final class Tripwire {
  /** What is going on when the process dies. */
  enum How {
    /** A line was printed. */
    LINE,
    /** Half of the bytes of a file are on disk. */
    HALF,
    /** A whole file waits under another name to be renamed to this one. */
    BEFORE_RENAME,
    /** A file has just been renamed to this one; the caller was not told. */
    AFTER_RENAME,
    /** A file or folder is about to be deleted. */
    BEFORE_DELETE
  }

  private static final Path FILE = Path.of(System.getProperty("trip.file", "/dev/null"));
  private static final How HOW = How.valueOf(System.getProperty("trip.how", "LINE"));
  private static final Pattern WHERE = Pattern.compile(System.getProperty("trip.where", "$^"));
  private static final Pattern AFTER = Pattern.compile(System.getProperty("trip.after", ""));
  private static volatile boolean isArmed = AFTER.pattern().isEmpty();

  private Tripwire() {}

  /** Waits here if this is the moment. */
  static void at(How how, String what) {
    if (isAt(how, what)) {
      trip(what);
    }
  }

  /** Whether this is the moment; what comes before it arms the wire. */
  static boolean isAt(How how, String what) {
    if (!isArmed) {
      isArmed = AFTER.matcher(what).find();
      return false;
    }
    return how == HOW && WHERE.matcher(what).find();
  }

  static void trip(String what) {
    try {
      Files.writeString(FILE.resolveSibling("half-" + FILE.getFileName()), what);
      Files.move(FILE.resolveSibling("half-" + FILE.getFileName()), FILE);
      new CountDownLatch(1).await();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
