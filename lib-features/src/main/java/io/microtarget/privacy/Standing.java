package io.microtarget.privacy;

import io.microtarget.privacy.Statement.Status;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What counts at a moment of all that one record said to one source about a purpose and a channel.
 *
 * <p>The latest statement that has begun counts; of two at the same moment the stricter: a refusal,
 * then the one that ended. If it has ended, it brings back no older grant, which it had replaced;
 * but the newest refusal that has not ended stands again.
 *
 * @param counts the statement that counts
 * @param lapse why there is none, if a grant is there all the same
 */
record Standing(Optional<Statement> counts, Optional<Lapse> lapse) {
  /** Why a grant does not count. */
  enum Lapse {
    EXPIRED,
    NOT_YET_VALID;

    String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private static final Comparator<Statement> LATEST =
      Comparator.comparing(Statement::saidAt)
          .thenComparing(Statement::status)
          .thenComparing(s -> s.expiresOn().orElse(LocalDate.MAX), Comparator.reverseOrder())
          .thenComparing(Statement::basis);

  /**
   * @param statements of one record to one source, known at the moment
   * @param day of the moment
   */
  static Standing of(List<Statement> statements, Instant knownAt, LocalDate day) {
    var begun = statements.stream().filter(s -> s.hasBegun(knownAt, day)).toList();
    var latest = begun.stream().max(LATEST);
    if (latest.isEmpty()) {
      var isGranted = statements.stream().anyMatch(s -> !s.isRefusal());
      return none(isGranted ? Optional.of(Lapse.NOT_YET_VALID) : Optional.empty());
    }
    if (!latest.get().hasEnded(day)) {
      return new Standing(latest, Optional.empty());
    }
    var refusal = begun.stream().filter(s -> s.isRefusal() && !s.hasEnded(day)).max(LATEST);
    if (refusal.isPresent()) {
      return new Standing(refusal, Optional.empty());
    }
    return none(latest.filter(s -> !s.isRefusal()).map(s -> Lapse.EXPIRED));
  }

  boolean is(Status status) {
    return counts.filter(s -> s.status() == status).isPresent();
  }

  private static Standing none(Optional<Lapse> lapse) {
    return new Standing(Optional.empty(), lapse);
  }
}
