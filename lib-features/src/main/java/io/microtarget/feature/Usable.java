package io.microtarget.feature;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which features say something that no other one says.
 *
 * <p>Not usable is one that has a single value in at least 99.5 % of the rows (unknown counts as a
 * value), and one that repeats another: an absolute Pearson correlation over 0.99 where both are
 * known, known in the same rows but for 1 %, and a rank correlation (Spearman 1904) over 0.9, so
 * that one enormous value, which makes any two features correlate, makes none of them a repetition.
 * Filters of this sort: Kuhn and Johnson, Applied Predictive Modeling, 2013, 3.5.
 *
 * <p>Of features that repeat each other the one stays that somebody named, then the one with the
 * shorter name, then the first by name.
 *
 * <p>Rows of several samples (subjects today, past contacts at their own moments) are judged apart:
 * a feature is constant only if it is in each, and repeats another only if it does wherever both
 * vary. So the month of a contact stays, which is the same for everybody today.
 */
final class Usable {
  /** Rows a sample has at most. */
  static final int MOST_ROWS = 20_000;

  private static final double NEARLY_ALL = 0.995;
  private static final double ALIKE = 0.99;
  private static final double ALIKE_BY_RANK = 0.9;
  private static final double KNOWN_APART = 0.01;

  private final List<Judged> samples = new ArrayList<>();
  private final List<String> names;

  private Usable(List<String> names, double[][]... samples) {
    this.names = names;
    for (var sample : samples) {
      if (sample.length > 0 && sample[0].length > 0) {
        this.samples.add(new Judged(sample));
      }
    }
  }

  /**
   * Feature to why models may not use it; usable ones are absent.
   *
   * @param wanted features that somebody named in the settings
   * @param samples each one array a feature, in the order of the names; NaN where unknown
   */
  static Map<String, String> reasons(
      List<String> names, Collection<String> wanted, double[][]... samples) {
    return new Usable(names, samples).reasons(Set.copyOf(wanted));
  }

  private Map<String, String> reasons(Set<String> wanted) {
    var reasons = new TreeMap<String, String>();
    var kept = new ArrayList<Integer>();
    for (int f : order(wanted)) {
      var constant = constant(f);
      if (constant != Kind.VARYING) {
        reasons.put(names.get(f), constant.words);
        continue;
      }
      var same = kept.stream().filter(k -> isRepeated(f, k)).findFirst();
      same.ifPresent(k -> reasons.put(names.get(f), "repeats " + names.get(k)));
      if (same.isEmpty()) {
        kept.add(f);
      }
    }
    return reasons;
  }

  private List<Integer> order(Set<String> wanted) {
    var order = new ArrayList<Integer>();
    for (int f = 0; f < names.size(); f++) {
      order.add(f);
    }
    order.sort(
        Comparator.comparing((Integer f) -> !wanted.contains(names.get(f)))
            .thenComparing(f -> names.get(f).length())
            .thenComparing(names::get));
    return order;
  }

  /** The most it varies in any sample. */
  private Kind constant(int feature) {
    return samples.stream()
        .map(s -> s.kinds[feature])
        .max(Comparator.naturalOrder())
        .orElse(Kind.UNKNOWN);
  }

  private boolean isRepeated(int one, int other) {
    boolean isAnywhere = false;
    for (var sample : samples) {
      boolean varies = sample.kinds[one] == Kind.VARYING;
      if (varies != (sample.kinds[other] == Kind.VARYING)) {
        return false;
      }
      if (varies && !sample.areAlike(one, other)) {
        return false;
      }
      isAnywhere |= varies;
    }
    return isAnywhere;
  }

  /** From the least telling to the most. */
  enum Kind {
    UNKNOWN("unknown for all"),
    CONSTANT("constant"),
    NEARLY("near-constant: one value in at least 99.5 %"),
    VARYING("");

    final String words;

    Kind(String words) {
      this.words = words;
    }

    /** Majority vote (Boyer and Moore 1981): what has more than half is found in one pass. */
    static Kind of(double[] values) {
      double candidate = 0;
      int lead = 0;
      for (double value : values) {
        double seen = seen(value);
        if (lead == 0) {
          candidate = seen;
          lead = 1;
        } else {
          lead += isSame(seen, candidate) ? 1 : -1;
        }
      }
      int count = 0;
      for (double value : values) {
        count += isSame(seen(value), candidate) ? 1 : 0;
      }
      if (count == values.length) {
        return Double.isNaN(candidate) ? UNKNOWN : CONSTANT;
      }
      return count >= NEARLY_ALL * values.length ? NEARLY : VARYING;
    }

    private static double seen(double value) {
      return Double.isFinite(value) ? value : Double.NaN;
    }

    private static boolean isSame(double one, double other) {
      return one == other || (Double.isNaN(one) && Double.isNaN(other));
    }
  }

  /** One sample, standardised once: a correlation is then one sum of products. */
  private static final class Judged {
    final Kind[] kinds;
    private final double[][] values;
    private final double[][] standard;
    private final double[][] ranks;
    private final long[][] known;
    private final int rows;

    Judged(double[][] values) {
      this.values = values;
      rows = values[0].length;
      kinds = new Kind[values.length];
      standard = new double[values.length][];
      ranks = new double[values.length][];
      known = new long[values.length][];
      for (int f = 0; f < values.length; f++) {
        kinds[f] = Kind.of(values[f]);
        if (kinds[f] == Kind.VARYING) {
          known[f] = Correlation.known(values[f]);
          standard[f] = Correlation.standardised(values[f]);
        }
      }
    }

    boolean areAlike(int one, int other) {
      int apart = Correlation.differing(known[one], known[other]);
      if (apart > KNOWN_APART * rows) {
        return false;
      }
      double r =
          apart == 0
              ? Correlation.dot(standard[one], standard[other])
              : Correlation.whereBothKnown(values[one], values[other]);
      return Math.abs(r) > ALIKE && Math.abs(byRank(one, other, apart)) > ALIKE_BY_RANK;
    }

    private double byRank(int one, int other, int apart) {
      return apart == 0
          ? Correlation.dot(ranks(one), ranks(other))
          : Correlation.whereBothKnown(
              Correlation.ranks(values[one]), Correlation.ranks(values[other]));
    }

    private double[] ranks(int feature) {
      if (ranks[feature] == null) {
        ranks[feature] = Correlation.standardised(Correlation.ranks(values[feature]));
      }
      return ranks[feature];
    }
  }
}
