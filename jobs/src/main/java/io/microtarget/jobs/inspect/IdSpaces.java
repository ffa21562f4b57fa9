package io.microtarget.jobs.inspect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which sources seem to mean the same person by the same id: those whose native ids stand in
 * columns of one name, or are to a good part the same values. Ids of few signs, such as counters,
 * meet by chance and count by name only.
 */
final class IdSpaces {
  private static final double SHARED = 0.2;
  private static final int LONG_ENOUGH = 6;

  private IdSpaces() {}

  /** Name of a source to its id space; none if all sources share the default one. */
  static Map<String, Optional<String>> of(Map<String, Guess> guesses) {
    var leaders = new ArrayList<Map.Entry<String, Guess>>();
    var spaces = new HashMap<String, String>();
    for (var entry : guesses.entrySet()) {
      var guess = entry.getValue();
      if (!guess.namesSomebody()) {
        continue;
      }
      var leader = leaders.stream().filter(l -> isSame(l.getValue(), guess)).findFirst();
      if (leader.isPresent()) {
        spaces.put(entry.getKey(), spaces.get(leader.get().getKey()));
      } else {
        leaders.add(entry);
        var own =
            guess.nativeId().map(l -> Names.attribute(List.of(l.name()))).orElse(entry.getKey());
        spaces.put(entry.getKey(), spaces.containsValue(own) ? own + "-" + entry.getKey() : own);
      }
    }
    var isOne = new HashSet<>(spaces.values()).size() <= 1;
    var result = new HashMap<String, Optional<String>>();
    guesses
        .keySet()
        .forEach(n -> result.put(n, isOne ? Optional.empty() : Optional.ofNullable(spaces.get(n))));
    return result;
  }

  private static boolean isSame(Guess one, Guess other) {
    if (one.nativeId().isEmpty() || other.nativeId().isEmpty()) {
      return false;
    }
    var names =
        List.of(Names.key(one.nativeId().get().name()), Names.key(other.nativeId().get().name()));
    var isNamed = names.get(0).equals(names.get(1)) && !names.get(0).matches("id|nr|no|key|code");
    return isNamed || share(one.ids(), other.ids()) >= SHARED;
  }

  private static double share(Set<String> some, Set<String> others) {
    var smaller = some.size() < others.size() ? some : others;
    var larger = smaller == some ? others : some;
    var both =
        smaller.stream().filter(i -> i.length() >= LONG_ENOUGH && larger.contains(i)).count();
    return smaller.isEmpty() ? 0 : (double) both / smaller.size();
  }
}
