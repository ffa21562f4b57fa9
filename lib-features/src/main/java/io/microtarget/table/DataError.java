package io.microtarget.table;

/**
 * The data breaks its contract: table or source, column, count and the remedy; never a personal
 * value.
 */
public final class DataError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong with the data, which decides the exit code. */
  public enum Reason {
    /** A gate failed: contract, balance, threshold. */
    GATE,
    /** There is no input where input was declared. */
    NO_INPUT
  }

  private final Reason reason;

  private DataError(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public static DataError gate(String message) {
    return new DataError(Reason.GATE, message, null);
  }

  public static DataError gate(String message, Throwable cause) {
    return new DataError(Reason.GATE, message, cause);
  }

  public static DataError noInput(String message) {
    return new DataError(Reason.NO_INPUT, message, null);
  }

  public Reason reason() {
    return reason;
  }
}
