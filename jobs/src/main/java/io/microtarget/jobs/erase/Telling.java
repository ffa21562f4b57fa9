package io.microtarget.jobs.erase;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Clear values of erased people that nobody else has, long enough to be no chance find: a raw line
 * that holds one is theirs. Case does not matter.
 *
 * <p>A line is looked through once, whatever the number of values: at each place its next {@value
 * #SHORTEST} characters are looked up.
 */
final class Telling implements Serializable {
  /** Of shorter values a line may hold one by chance. */
  static final int SHORTEST = 6;

  private static final long serialVersionUID = 1L;
  private final Map<String, List<String>> byBeginning = new HashMap<>();

  Telling(Collection<String> values) {
    for (var value : values) {
      var text = value.strip().toLowerCase(Locale.ROOT);
      if (text.length() >= SHORTEST) {
        byBeginning.computeIfAbsent(text.substring(0, SHORTEST), b -> new ArrayList<>()).add(text);
      }
    }
  }

  boolean isEmpty() {
    return byBeginning.isEmpty();
  }

  /** Whether a line holds one of the values; null holds none. */
  boolean isIn(String line) {
    if (line == null || byBeginning.isEmpty()) {
      return false;
    }
    var text = line.toLowerCase(Locale.ROOT);
    for (int at = 0; at + SHORTEST <= text.length(); at++) {
      for (var value : byBeginning.getOrDefault(text.substring(at, at + SHORTEST), List.of())) {
        if (text.startsWith(value, at)) {
          return true;
        }
      }
    }
    return false;
  }
}
