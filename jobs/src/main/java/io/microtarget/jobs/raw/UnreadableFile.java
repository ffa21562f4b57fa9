package io.microtarget.jobs.raw;

import java.io.IOException;

/** A file that ends too early or is not what its name says; the message holds nothing of it. */
public final class UnreadableFile extends IOException {
  private static final long serialVersionUID = 1L;
  private final String file;
  private final String reason;

  UnreadableFile(String file, Throwable cause) {
    super("file " + file + " cannot be read (" + cause.getClass().getSimpleName() + ")");
    this.file = file;
    this.reason = cause.getClass().getSimpleName();
    // A parser's message holds the text it could not read.
    setStackTrace(cause.getStackTrace());
  }

  /** For a file whose reader is another one. */
  public static UnreadableFile of(String file, Throwable cause) {
    return new UnreadableFile(file, cause);
  }

  /** Name of the file. */
  public String file() {
    return file;
  }

  /** Class of the failure, such as EOFException. */
  public String reason() {
    return reason;
  }
}
