package io.microtarget.identity;

import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Which of several values of a person survives ({@code identity.survivorship} in the settings).
 *
 * @param rule of every field that has none of its own
 * @param fields what is compared, or {@code attribute:NAME}, to a rule of its own
 * @param trusted sources of persons, the most trusted first; those not named come after them
 */
public record SurvivorshipSettings(
    Survivorship rule, Map<String, Survivorship> fields, List<String> trusted) {
  /** As {@code conf/reference.conf} has it. */
  public static final SurvivorshipSettings DEFAULT =
      new SurvivorshipSettings(Survivorship.MOST_RECENT, Map.of(), List.of());

  public SurvivorshipSettings {
    fields = Map.copyOf(fields);
    trusted = List.copyOf(trusted);
    if (new HashSet<>(trusted).size() < trusted.size()) {
      throw new IllegalArgumentException("trusted names a source twice: " + trusted);
    }
    var goesByTrust =
        rule == Survivorship.MOST_TRUSTED || fields.containsValue(Survivorship.MOST_TRUSTED);
    if (goesByTrust && trusted.isEmpty()) {
      throw new IllegalArgumentException(
          "trusted is empty, but a rule is most-trusted: name the sources, the most trusted first");
    }
  }

  /** The rule of a field of {@link IdentityTables#GOLDEN_RECORD}. */
  Survivorship rule(String field) {
    return fields.getOrDefault(field, rule);
  }
}
