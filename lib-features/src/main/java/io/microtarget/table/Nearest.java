package io.microtarget.table;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The name a person probably meant. */
public final class Nearest {
  private Nearest() {}

  /** The known name within a third of its length in edits, if there is one. */
  public static Optional<String> of(String name, Collection<String> known) {
    var distance = LevenshteinDistance.getDefaultInstance();
    return known.stream()
        .filter(
            k -> distance.apply(name, k) <= Math.max(1, Math.max(k.length(), name.length()) / 3))
        .min(
            Comparator.comparingInt((String k) -> distance.apply(name, k))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** {@code ; did you mean `x`?}, if something is near. */
  public static Optional<String> hint(String name, Collection<String> known) {
    return of(name, known).map("; did you mean `%s`?"::formatted);
  }
}
