package io.microtarget.identity;

import io.microtarget.vault.Phone;
import java.util.Map;

/**
 * How records of one person are found ({@code identity} in the settings).
 *
 * @param cap an identifier that more records than this share links none of them: it is a
 *     placeholder such as unknown@example.org, or the phone of an office
 * @param caps type of identifier to a cap of its own
 * @param targetPrecision share of the links between compared records that is expected to be right
 * @param clusterCap most records of one person found by comparing
 * @param refitGrowth weights are estimated anew once there are this many times the records they
 *     were estimated from; until then only what is new is compared
 * @param householdCap most persons of one household
 * @param survivorship which of several values of a person survives
 * @param blocking which records are compared
 * @param country where phones without a prefix are at home, two letters of ISO 3166; empty: not
 *     known
 */
public record IdentitySettings(
    int cap,
    Map<String, Integer> caps,
    double targetPrecision,
    int clusterCap,
    double refitGrowth,
    int householdCap,
    SurvivorshipSettings survivorship,
    BlockingSettings blocking,
    String country) {
  private static final double PRECISION = 0.99;
  private static final int CLUSTER = 50;
  private static final int HOUSEHOLD = 12;
  private static final double GROWTH = 1.5;

  public IdentitySettings {
    require("cap", cap);
    caps = Map.copyOf(caps);
    caps.forEach((type, most) -> require("caps." + type, most));
    require("cluster-cap", clusterCap);
    if (!(refitGrowth >= 1)) {
      throw new IllegalArgumentException("refit-growth must be at least 1, not " + refitGrowth);
    }
    require("household-cap", householdCap);
    if (!(targetPrecision > 0 && targetPrecision < 1)) {
      throw new IllegalArgumentException(
          "target-precision must be above 0 and below 1, not " + targetPrecision);
    }
    if (!country.isEmpty() && !Phone.isCountry(country)) {
      throw new IllegalArgumentException(
          "country must be empty or two capital letters of ISO 3166 such as DE, not " + country);
    }
  }

  /** As {@code conf/reference.conf} has the rest. */
  public static IdentitySettings of(int cap, Map<String, Integer> caps) {
    return new IdentitySettings(
        cap,
        caps,
        PRECISION,
        CLUSTER,
        GROWTH,
        HOUSEHOLD,
        SurvivorshipSettings.DEFAULT,
        BlockingSettings.DEFAULT,
        "");
  }

  /** How many records may share an identifier of this type. */
  int cap(String type) {
    return caps.getOrDefault(type, cap);
  }

  private static void require(String key, int cap) {
    if (cap < 2) {
      throw new IllegalArgumentException(
          "%s must be at least 2, not %d: one record shares nothing".formatted(key, cap));
    }
  }
}
