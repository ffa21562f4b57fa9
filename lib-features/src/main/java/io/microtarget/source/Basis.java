package io.microtarget.source;

import java.util.List;
import java.util.TreeSet;

/**
 * Why the rows of a source may be used, and for what; a source without a purpose serves nothing.
 *
 * @param legalBasis on what the processing rests (GDPR article 6, or research data under licence)
 * @param purposes what the rows may be used for
 * @param channels through which a message may leave because of them
 */
public record Basis(LegalBasis legalBasis, List<String> purposes, List<String> channels) {
  /** Purposes a source may state. */
  public static final List<String> PURPOSES =
      List.of("analysis", "direct-marketing", "measurement");

  /** On what the processing rests. */
  public enum LegalBasis {
    CONSENT,
    CONTRACT,
    LEGAL_OBLIGATION,
    LEGITIMATE_INTEREST,
    PUBLIC_TASK,
    RESEARCH
  }

  public Basis {
    purposes = List.copyOf(purposes);
    channels = List.copyOf(channels);
    var unknown = new TreeSet<>(purposes);
    PURPOSES.forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("purposes %s are none of %s".formatted(unknown, PURPOSES));
    }
  }

  /** Whether a message may leave through the channel because of this basis. */
  public boolean allowsMarketing(String channel) {
    return purposes.contains("direct-marketing") && channels.contains(channel);
  }
}
