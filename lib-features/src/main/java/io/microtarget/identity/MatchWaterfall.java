package io.microtarget.identity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which field of a pair brings how many bits. They add up to the weight of the pair; what no field
 * brings by itself (few of all pairs are one person, how rare the values are, who lives together,
 * the place as a whole) is the rest.
 *
 * @param parts by falling size, whatever their sign; those with nothing to say last
 * @param rest bits that belong to no field alone
 * @param bits the weight: log2 of the odds that both are one person
 */
public record MatchWaterfall(List<Part> parts, double rest, double bits) {
  /** Label of a field that one of the two records does not know. */
  public static final String UNKNOWN = "unknown";

  /** {@code first-name=}, at the start or after a blank; labels may hold blanks and commas. */
  private static final Pattern FIELD = Pattern.compile("(?:^|(?<=[ ,]))([a-z][a-z0-9-]*)=");

  /** A field, how it agrees, and what that brings. */
  public record Part(String field, String label, double bits) {}

  public MatchWaterfall {
    parts = List.copyOf(parts);
  }

  /**
   * Takes a weight apart.
   *
   * @param agreement of {@link IdentityTables#MATCH}, such as {@code first-name=same city=unknown}
   * @param bits weight of the pair
   * @param weights field to label to bits; a field or label that is not there brings nothing
   */
  public static MatchWaterfall of(
      String agreement, double bits, Map<String, Map<String, Double>> weights) {
    var parts = new ArrayList<Part>();
    var found = FIELD.matcher(agreement);
    boolean isFound = found.find();
    while (isFound) {
      var field = found.group(1);
      int start = found.end();
      isFound = found.find();
      int end = isFound ? found.start() : agreement.length();
      var label = agreement.substring(start, end).replaceAll("[ ,;]+$", "");
      parts.add(
          new Part(field, label, weights.getOrDefault(field, Map.of()).getOrDefault(label, 0.0)));
    }
    parts.sort(
        Comparator.comparingDouble((Part part) -> -Math.abs(part.bits)).thenComparing(Part::field));
    double ofFields = parts.stream().mapToDouble(Part::bits).sum();
    return new MatchWaterfall(parts, bits - ofFields, bits);
  }

  /** That both are one person, 0 to 1. */
  public double probability() {
    return MatchModel.probability(bits);
  }
}
