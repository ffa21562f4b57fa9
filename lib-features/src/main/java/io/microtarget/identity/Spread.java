package io.microtarget.identity;

import java.util.Arrays;

/**
 * How the records of one true person are spread over the clusters that were found. All that is
 * counted about linkage follows from it, and persons that are spread alike need to be counted once.
 *
 * @param parts of each cluster with a record of the person: how many, and how many records in all;
 *     sorted
 */
record Spread(long[] parts) implements Comparable<Spread> {
  Spread {
    Arrays.sort(parts);
  }

  /** One part: {@code own} of the {@code all} records of a cluster are of the person. */
  static long part(int own, int all) {
    return (long) own << Integer.SIZE | all;
  }

  long records() {
    return Arrays.stream(parts).map(Spread::own).sum();
  }

  /** Pairs of the person's records. */
  long truePairs() {
    return pairs(records());
  }

  /** Pairs of the person's records that are in one cluster. */
  long rightPairs() {
    return Arrays.stream(parts).map(part -> pairs(own(part))).sum();
  }

  /** Pairs of a record of the person and one of somebody else that are in one cluster. */
  long wrongPairs() {
    return Arrays.stream(parts).map(part -> own(part) * (all(part) - own(part))).sum();
  }

  /** Over the records of the person: which share of its cluster is of the person. */
  double sumOfPrecision() {
    return Arrays.stream(parts).mapToDouble(p -> (double) own(p) * own(p) / all(p)).sum();
  }

  /** Over the records of the person: which share of the person is in its cluster. */
  double sumOfRecall() {
    return Arrays.stream(parts).mapToDouble(p -> (double) own(p) * own(p)).sum() / records();
  }

  /** Whether one cluster has all records of the person and no other. */
  boolean isExact() {
    return parts.length == 1 && own(parts[0]) == all(parts[0]);
  }

  @Override
  public int compareTo(Spread other) {
    return Arrays.compare(parts, other.parts);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Spread spread && Arrays.equals(parts, spread.parts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(parts);
  }

  private static long own(long part) {
    return part >>> Integer.SIZE;
  }

  private static long all(long part) {
    return part & 0xFFFF_FFFFL;
  }

  private static long pairs(long records) {
    return records * (records - 1) / 2;
  }
}
