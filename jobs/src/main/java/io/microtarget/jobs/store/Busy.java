package io.microtarget.jobs.store;

/** Another run holds the lake; the command ends with exit code 75 and may be tried again. */
public final class Busy extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Busy(String message) {
    super(message);
  }
}
