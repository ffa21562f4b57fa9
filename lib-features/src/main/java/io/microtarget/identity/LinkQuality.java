package io.microtarget.identity;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * How well records were linked, beside a table that knows the truth.
 *
 * <pre>
 * precision = right pairs / linked pairs          recall = right pairs / true pairs
 * F1        = 2 · right pairs / (linked pairs + true pairs)
 * B-cubed   = the same shares, taken for each record and averaged over the records
 * exact     = share of the persons whose records are one cluster, all of it
 * </pre>
 *
 * <p>Pairs weigh a person of ten records 45 times as much as one of two; B-cubed weighs records
 * alike (Bagga and Baldwin, Algorithms for Scoring Coreference Chains, LREC 1998).
 *
 * <p>Intervals: the middle 95 % over {@value #MOST_SAMPLES} bootstrap samples of the true persons
 * (of very many persons fewer, at least {@value #LEAST_SAMPLES}), since pairs of one person are not
 * independent. A wrong pair belongs half to each of its two persons. Errors nobody saw are in no
 * sample: from 1 to 1 is no proof. Clusters of entities as the unit of sampling: Binette, York,
 * Hickerson et al., Estimating the Performance of Entity Resolution Algorithms, The American
 * Statistician 77 (2023).
 *
 * @param records with a true person and a cluster
 * @param persons true ones
 * @param clusters found
 * @param truePairs pairs of records that are one person
 * @param linkedPairs pairs of records that were taken for one
 * @param rightPairs both
 * @param exactPersons whose records are one cluster, all of it
 * @param figures without those that are 0 of 0: there is no precision where nothing was linked
 */
public record LinkQuality(
    long records,
    long persons,
    long clusters,
    long truePairs,
    long linkedPairs,
    long rightPairs,
    long exactPersons,
    SortedMap<Measure, Figure> figures) {
  private static final int MOST_SAMPLES = 1_000;
  private static final int LEAST_SAMPLES = 200;

  /** Persons drawn in all: some seconds. */
  private static final int MOST_DRAWS = 200_000_000;

  private static final double TAIL = 0.025;

  /** What is measured. */
  public enum Measure {
    PRECISION,
    RECALL,
    F1,
    BCUBED_PRECISION,
    BCUBED_RECALL,
    BCUBED_F1,
    EXACT_CLUSTERS;

    /** As files write it: {@code bcubed_f1}. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A share and its 95 % interval. */
  public record Figure(double value, double low, double high) {}

  /**
   * Compares two partitions of the same records. The order of the records and the numbers of
   * persons and clusters do not matter.
   *
   * @param truth of each record the number of its person
   * @param found of each record the number of its cluster
   * @param seed of the bootstrap
   * @throws IllegalArgumentException if there is no record, or not one number each
   */
  public static LinkQuality of(int[] truth, int[] found, long seed) {
    if (truth.length != found.length || truth.length == 0) {
      throw new IllegalArgumentException(
          "truth has %d records and found %d: they must be the same, and at least one"
              .formatted(truth.length, found.length));
    }
    var spreads = spreads(truth, found);
    var all = Sums.of(spreads);
    var samples = samples(spreads, seed);
    var figures = new TreeMap<Measure, Figure>();
    for (var measure : Measure.values()) {
      double value = all.measure(measure);
      if (!Double.isNaN(value)) {
        figures.put(measure, figure(value, samples.get(measure)));
      }
    }
    return new LinkQuality(
        truth.length,
        all.persons,
        Arrays.stream(found).distinct().count(),
        all.truePairs,
        all.rightPairs + all.wrongEnds / 2,
        all.rightPairs,
        all.exact,
        Collections.unmodifiableSortedMap(figures));
  }

  /** How persons are spread, and how many of them so. */
  private static SortedMap<Spread, Integer> spreads(int[] truth, int[] found) {
    var sizes = new HashMap<Integer, Integer>();
    for (int cluster : found) {
      sizes.merge(cluster, 1, Integer::sum);
    }
    var cells = new long[truth.length];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = (long) truth[i] << Integer.SIZE | found[i] & 0xFFFF_FFFFL;
    }
    Arrays.sort(cells);
    var spreads = new TreeMap<Spread, Integer>();
    var parts = new long[cells.length];
    int clusters = 0;
    int records = 0;
    for (int i = 0; i < cells.length; i++) {
      records++;
      boolean isLast = i == cells.length - 1;
      if (isLast || cells[i] != cells[i + 1]) {
        parts[clusters++] = Spread.part(records, sizes.get((int) cells[i]));
        records = 0;
      }
      if (isLast || cells[i] >> Integer.SIZE != cells[i + 1] >> Integer.SIZE) {
        spreads.merge(new Spread(Arrays.copyOf(parts, clusters)), 1, Integer::sum);
        clusters = 0;
      }
    }
    return spreads;
  }

  /** Of each measure its values in the samples, sorted; NaN stands last. */
  private static Map<Measure, double[]> samples(SortedMap<Spread, Integer> spreads, long seed) {
    var kinds = spreads.keySet().toArray(Spread[]::new);
    var sums = Arrays.stream(kinds).map(kind -> new Sums().plus(kind, 1)).toArray(Sums[]::new);
    var kindOfPerson = new int[spreads.values().stream().mapToInt(Integer::intValue).sum()];
    int next = 0;
    for (int kind = 0; kind < kinds.length; kind++) {
      int persons = spreads.get(kinds[kind]);
      Arrays.fill(kindOfPerson, next, next + persons, kind);
      next += persons;
    }
    int replicates =
        Math.max(LEAST_SAMPLES, Math.min(MOST_SAMPLES, MOST_DRAWS / kindOfPerson.length));
    var random = new SplittableRandom(seed);
    var samples = new EnumMap<Measure, double[]>(Measure.class);
    for (var measure : Measure.values()) {
      samples.put(measure, new double[replicates]);
    }
    for (int replicate = 0; replicate < replicates; replicate++) {
      var drawn = new int[kinds.length];
      for (int i = 0; i < kindOfPerson.length; i++) {
        drawn[kindOfPerson[random.nextInt(kindOfPerson.length)]]++;
      }
      var sample = new Sums();
      for (int kind = 0; kind < kinds.length; kind++) {
        sample.plus(sums[kind], drawn[kind]);
      }
      for (var measure : Measure.values()) {
        samples.get(measure)[replicate] = sample.measure(measure);
      }
    }
    samples.values().forEach(Arrays::sort);
    return samples;
  }

  private static Figure figure(double value, double[] sorted) {
    int defined = sorted.length;
    while (defined > 0 && Double.isNaN(sorted[defined - 1])) {
      defined--;
    }
    return defined == 0
        ? new Figure(value, value, value)
        : new Figure(
            value,
            sorted[(int) (TAIL * (defined - 1))],
            sorted[(int) Math.ceil((1 - TAIL) * (defined - 1))]);
  }

  /** Sums over persons; a wrong pair has two ends, one at each of its persons. */
  private static final class Sums {
    private long persons;
    private long records;
    private long truePairs;
    private long rightPairs;
    private long wrongEnds;
    private long exact;
    private double precision;
    private double recall;

    static Sums of(SortedMap<Spread, Integer> spreads) {
      var sums = new Sums();
      spreads.forEach(sums::plus);
      return sums;
    }

    Sums plus(Spread spread, int times) {
      persons += times;
      records += times * spread.records();
      truePairs += times * spread.truePairs();
      rightPairs += times * spread.rightPairs();
      wrongEnds += times * spread.wrongPairs();
      exact += spread.isExact() ? times : 0;
      precision += times * spread.sumOfPrecision();
      recall += times * spread.sumOfRecall();
      return this;
    }

    void plus(Sums other, int times) {
      persons += times * other.persons;
      records += times * other.records;
      truePairs += times * other.truePairs;
      rightPairs += times * other.rightPairs;
      wrongEnds += times * other.wrongEnds;
      exact += times * other.exact;
      precision += times * other.precision;
      recall += times * other.recall;
    }

    double measure(Measure measure) {
      double linkedPairs = rightPairs + wrongEnds / 2.0;
      return switch (measure) {
        case PRECISION -> rightPairs / linkedPairs;
        case RECALL -> rightPairs / (double) truePairs;
        case F1 -> 2 * rightPairs / (linkedPairs + truePairs);
        case BCUBED_PRECISION -> precision / records;
        case BCUBED_RECALL -> recall / records;
        case BCUBED_F1 -> 2 * precision * recall / (records * (precision + recall));
        case EXACT_CLUSTERS -> exact / (double) persons;
      };
    }
  }
}
