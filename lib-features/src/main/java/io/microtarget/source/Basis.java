package io.microtarget.source;

import io.microtarget.table.Nearest;
import java.io.Serializable;
import java.util.List;

/**
 * What one source may be used for: its {@code basis} block in the settings.
 *
 * @param legalBasis why the data may be processed
 * @param purposes what for, of {@link #PURPOSES}; at least one
 * @param channels names of the channels that messages based on it may take; none is allowed
 * @param conditions of {@link #CONDITIONS} that the business states to be fulfilled
 */
public record Basis(
    LegalBasis legalBasis, List<String> purposes, List<String> channels, List<String> conditions)
    implements Serializable {
  /** A message to a person to sell or to win over; the purpose that opens a channel. */
  public static final String DIRECT_MARKETING = "direct-marketing";

  /** Handing a person to a platform, so that it shows an advertisement. */
  public static final String SHARING = "sharing";

  /** The purposes a basis can name. */
  public static final List<String> PURPOSES =
      List.of("analysis", DIRECT_MARKETING, "measurement", "personalisation", "service", SHARING);

  /**
   * What a law may ask for beside the basis, and only the business can know: the first four are UWG
   * §7(3).
   */
  public static final List<String> CONDITIONS =
      List.of(
          "address-from-sale",
          "own-similar-goods",
          "notice-at-collection",
          "notice-in-every-message",
          "presumed-consent",
          "do-not-call-list");

  public Basis {
    purposes = List.copyOf(purposes);
    channels = List.copyOf(channels);
    conditions = List.copyOf(conditions);
    if (purposes.isEmpty()) {
      throw new IllegalArgumentException("purposes must name at least one of " + PURPOSES);
    }
    check("purposes", purposes, PURPOSES);
    check("conditions", conditions, CONDITIONS);
    for (var channel : channels) {
      if (channel.isBlank()) {
        throw new IllegalArgumentException("channels must not hold an empty name");
      }
    }
  }

  /** A basis without conditions. */
  public Basis(LegalBasis legalBasis, List<String> purposes, List<String> channels) {
    this(legalBasis, purposes, channels, List.of());
  }

  private static void check(String key, List<String> words, List<String> known) {
    for (var word : words) {
      if (!known.contains(word)) {
        throw new IllegalArgumentException(
            "%s must be of %s, not `%s`%s"
                .formatted(key, known, word, Nearest.hint(word, known).orElse("")));
      }
    }
  }
}
