package io.microtarget.source;

import io.microtarget.table.Nearest;
import java.util.List;

/**
 * What one source may be used for: its {@code basis} block in the settings.
 *
 * @param legalBasis why the data may be processed
 * @param purposes what for, of {@link #PURPOSES}; at least one
 * @param channels names of the channels that messages based on it may take; none is allowed
 */
public record Basis(LegalBasis legalBasis, List<String> purposes, List<String> channels) {
  /** A message to a person to sell or to win over; the purpose that opens a channel. */
  public static final String DIRECT_MARKETING = "direct-marketing";

  /** The purposes a basis can name. */
  public static final List<String> PURPOSES =
      List.of("analysis", DIRECT_MARKETING, "measurement", "personalisation", "service");

  public Basis {
    purposes = List.copyOf(purposes);
    channels = List.copyOf(channels);
    if (purposes.isEmpty()) {
      throw new IllegalArgumentException("purposes must name at least one of " + PURPOSES);
    }
    for (var purpose : purposes) {
      if (!PURPOSES.contains(purpose)) {
        throw new IllegalArgumentException(
            "purposes must be of %s, not `%s`%s"
                .formatted(PURPOSES, purpose, Nearest.hint(purpose, PURPOSES).orElse("")));
      }
    }
    for (var channel : channels) {
      if (channel.isBlank()) {
        throw new IllegalArgumentException("channels must not hold an empty name");
      }
    }
  }

  /** Whether a message to a person may be based on it, through some channel. */
  public boolean allowsMarketing() {
    return purposes.contains(DIRECT_MARKETING);
  }

  /** Whether a message to a person through this channel may be based on it. */
  public boolean allowsMarketing(String channel) {
    return allowsMarketing() && channels.contains(channel);
  }
}
