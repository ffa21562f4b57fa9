package io.microtarget.pipeline;

import io.microtarget.table.Nearest;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/**
 * Whose data it is.
 *
 * @param name shown in the report
 * @param jurisdiction whose law applies, ISO 3166 alpha-2
 * @param currency ISO 4217
 * @param zone in which days begin and end
 * @param subject what is scored and contacted: person, household or account
 * @param rehearsal audiences are for looking at and leave through no destination
 */
public record Business(
    String name,
    String jurisdiction,
    String currency,
    ZoneId zone,
    String subject,
    boolean rehearsal) {
  private static final List<String> SUBJECTS = List.of("person", "household", "account");

  private static final List<String> COUNTRIES = List.of(Locale.getISOCountries());

  public Business {
    if (!COUNTRIES.contains(jurisdiction)) {
      throw new IllegalArgumentException(
          "jurisdiction must be a country, two capital letters of ISO 3166 such as US or DE, not '%s'%s"
              .formatted(jurisdiction, Nearest.hint(jurisdiction, COUNTRIES).orElse("")));
    }
    if (!currency.matches("[A-Z]{3}")) {
      throw new IllegalArgumentException(
          "currency must be three capital letters such as USD or EUR, not '" + currency + "'");
    }
    if (!SUBJECTS.contains(subject)) {
      throw new IllegalArgumentException(
          "subject must be one of %s, not '%s'".formatted(SUBJECTS, subject));
    }
  }
}
