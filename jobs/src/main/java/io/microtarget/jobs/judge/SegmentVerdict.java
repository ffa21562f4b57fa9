package io.microtarget.jobs.judge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether segments find the types that people were made of: {@link Agreement}, with intervals over
 * resampled persons. A person who is drawn twice agrees with itself, which adds some
 * ten-thousandths.
 */
final class SegmentVerdict {
  private SegmentVerdict() {}

  /** A subject in a segment, and the type of the person behind it. */
  record Member(String set, String segment, String type) {}

  static Finding of(List<Member> members, long seed) {
    var bySet = new TreeMap<String, List<Member>>();
    members.forEach(m -> bySet.computeIfAbsent(m.set(), s -> new ArrayList<>()).add(m));
    var finding = new Finding("segments");
    if (bySet.isEmpty()) {
      return Finding.missing("segments", "segments");
    }
    bySet.forEach(
        (set, of) -> {
          var segments = numbers(of.stream().map(Member::segment).toList());
          var types = numbers(of.stream().map(Member::type).toList());
          var rand =
              Resamples.of(of.size(), seed, w -> Agreement.of(segments, types, w).adjustedRand());
          var mutual =
              Resamples.of(
                  of.size(), seed, w -> Agreement.of(segments, types, w).mutualInformation());
          var figures = new TreeMap<String, Object>();
          figures.put("adjusted_rand", Finding.fields(rand));
          figures.put("mutual_information", Finding.fields(mutual));
          figures.put("persons", of.size());
          finding
              .line(
                  "%s: %d segments beside %d types, %,d persons",
                  set,
                  of.stream().map(Member::segment).distinct().count(),
                  of.stream().map(Member::type).distinct().count(),
                  of.size())
              .line("  adjusted Rand index            %s", Finding.text(rand))
              .line("  normalised mutual information  %s", Finding.text(mutual))
              .put(set, figures);
        });
    return finding;
  }

  private static int[] numbers(List<String> names) {
    Map<String, Integer> numbers = new HashMap<>();
    return names.stream()
        .mapToInt(name -> numbers.computeIfAbsent(name, n -> numbers.size()))
        .toArray();
  }
}
