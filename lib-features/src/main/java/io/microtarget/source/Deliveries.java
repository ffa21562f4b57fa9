package io.microtarget.source;

/**
 * What happens when the files of a source are not as they were.
 *
 * @param sameName a file of a name that was delivered before, with other content that does not
 *     merely go on where the old one ended
 * @param newColumn a column that no earlier file had
 * @param missingColumn a column that the settings read is not in the file; {@code note}: its values
 *     count as unknown
 * @param emptyFile a file without a row beside others
 * @param volume a file has far fewer or far more rows than the last ones
 * @param freshness the content of an earlier file under a new name, or no event newer than in the
 *     last file
 * @param leastShare of the median of the last seven files; fewer rows are an alarm
 * @param mostShare of the median of the last seven files; more rows are an alarm
 */
public record Deliveries(
    SameName sameName,
    Outcome newColumn,
    Outcome missingColumn,
    Outcome emptyFile,
    Outcome volume,
    Outcome freshness,
    double leastShare,
    double mostShare) {
  /** As {@code conf/reference.conf} has it. */
  public static final Deliveries DEFAULT =
      new Deliveries(
          SameName.REPLACE,
          Outcome.NOTE,
          Outcome.STOP,
          Outcome.NOTE,
          Outcome.NOTE,
          Outcome.NOTE,
          0.5,
          2.0);

  /** A name that comes again. */
  public enum SameName {
    /** The new file stands for the old one, whose rows are seen no more. */
    REPLACE,
    /** Both count. */
    APPEND
  }

  /** What is done about it. */
  public enum Outcome {
    /** Taken in, with a note in the ledger and on the screen. */
    NOTE,
    /** All rows of the file go to quarantine; the run goes on. */
    QUARANTINE,
    /** The run stops with exit code 3. */
    STOP
  }

  public Deliveries {
    var afterReading = new java.util.TreeMap<String, Outcome>();
    afterReading.put("empty-file", emptyFile);
    afterReading.put("volume", volume);
    afterReading.put("freshness", freshness);
    afterReading.forEach(
        (key, outcome) -> {
          if (outcome == Outcome.QUARANTINE) {
            throw new IllegalArgumentException(
                key + " must be note or stop: it is known only after the file was read");
          }
        });
    if (!(leastShare >= 0 && leastShare <= 1)) {
      throw new IllegalArgumentException("least-share must lie between 0 and 1, not " + leastShare);
    }
    if (!(mostShare >= 1)) {
      throw new IllegalArgumentException("most-share must be at least 1, not " + mostShare);
    }
  }
}
