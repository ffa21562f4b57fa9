package io.microtarget.report;

import io.microtarget.table.Clocks;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the runner knows of a run: who, when, how long, and the books of its sources.
 *
 * @param runId id of the run
 * @param business name of the business in the settings
 * @param currency ISO 4217
 * @param subject what the run is about: person, household or account
 * @param clocks both clocks and the zone
 * @param status such as {@code published}
 * @param use whether the audience may leave
 * @param productVersion version of Microtarget
 * @param sources balance by source, in the order of the settings
 * @param stages in the order they ran
 * @param checksums published table to content checksum
 */
public record RunFacts(
    String runId,
    String business,
    String currency,
    String subject,
    Clocks clocks,
    String status,
    Use use,
    String productVersion,
    List<Source> sources,
    List<Stage> stages,
    Map<String, String> checksums) {

  /** Whether a destination would accept the audience. */
  public enum Use {
    /** Accepted by no destination. */
    REHEARSAL,
    /** May leave the house. */
    READY
  }

  /** Raw rows of a source: {@code in = kept + filtered + quarantined + duplicates + late}. */
  public record Source(
      String name,
      long in,
      long kept,
      long filtered,
      long quarantined,
      long duplicates,
      long late) {
    /** Rows that are in no other count; zero in a source that balances. */
    public long missing() {
      return in - kept - filtered - quarantined - duplicates - late;
    }
  }

  /** One step of the run. */
  public record Stage(String name, long rowsIn, long rowsOut, double seconds) {}

  public RunFacts {
    if (!List.of("person", "household", "account").contains(subject)) {
      throw new IllegalArgumentException(
          "subject must be person, household or account, not " + subject);
    }
    sources = List.copyOf(sources);
    stages = List.copyOf(stages);
    checksums = new TreeMap<>(checksums);
  }

  /** What the run is about, more than one of them. */
  String subjects() {
    return subject.equals("person") ? "people" : subject + "s";
  }
}
