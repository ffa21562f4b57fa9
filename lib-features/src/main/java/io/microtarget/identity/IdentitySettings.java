package io.microtarget.identity;

import java.util.Map;

/**
 * How records of one person are found ({@code identity} in the settings).
 *
 * @param cap an identifier that more records than this share links none of them: it is a
 *     placeholder such as unknown@example.org, or the phone of an office
 * @param caps type of identifier to a cap of its own
 */
public record IdentitySettings(int cap, Map<String, Integer> caps) {
  public IdentitySettings {
    require("cap", cap);
    caps = Map.copyOf(caps);
    caps.forEach((type, most) -> require("caps." + type, most));
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
