package io.microtarget.source;

/**
 * Where the raw rows of a delivery went; it must come out even, to the row.
 *
 * @param in raw rows
 * @param kept typed and accepted
 * @param filtered left out by the {@code where} of the source
 * @param quarantined broke a rule
 * @param duplicates same key and content, or the same file again
 * @param late accepted, but before a date already published
 */
public record Balance(
    long in, long kept, long filtered, long quarantined, long duplicates, long late) {

  public static final Balance NONE = new Balance(0, 0, 0, 0, 0, 0);

  /** All rows of a file that was delivered before. */
  public static Balance duplicate(long rows) {
    return new Balance(rows, 0, 0, 0, rows, 0);
  }

  public Balance plus(Balance other) {
    return new Balance(
        in + other.in,
        kept + other.kept,
        filtered + other.filtered,
        quarantined + other.quarantined,
        duplicates + other.duplicates,
        late + other.late);
  }

  /** Raw rows that are accounted for nowhere; anything but 0 stops the run. */
  public long missing() {
    return in - kept - filtered - quarantined - duplicates - late;
  }
}
