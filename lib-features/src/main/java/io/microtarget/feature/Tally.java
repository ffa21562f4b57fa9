package io.microtarget.feature;

import java.util.Arrays;

/**
 * How often each value came, bucket by bucket: open addressing over 64-bit hashes, because boxed
 * maps cost more than all the rest of the pass.
 */
final class Tally {
  private static final int LEAST = 8;

  private final int buckets;
  private long[] keys = new long[LEAST];
  private boolean[] taken = new boolean[LEAST];
  private int[] counts;
  private int size;

  Tally(int buckets) {
    this.buckets = buckets;
    this.counts = new int[LEAST * buckets];
  }

  void clear() {
    if (size == 0) {
      return;
    }
    size = 0;
    if (keys.length > 64 * LEAST) {
      keys = new long[LEAST];
      taken = new boolean[LEAST];
      counts = new int[LEAST * buckets];
    } else {
      Arrays.fill(taken, false);
      Arrays.fill(counts, 0);
    }
  }

  void add(long key, int bucket) {
    int at = place(key);
    if (!taken[at]) {
      if (2 * (size + 1) > keys.length) {
        grow();
        at = place(key);
      }
      taken[at] = true;
      keys[at] = key;
      size++;
    }
    counts[at * buckets + bucket]++;
  }

  /** How many values came; NaN if none did. */
  double distinct(int from, int to) {
    int distinct = 0;
    for (int i = 0; i < keys.length; i++) {
      distinct += taken[i] && count(i, from, to) > 0 ? 1 : 0;
    }
    return distinct == 0 ? Double.NaN : distinct;
  }

  /** Bits a row. The counts are sorted, so that the sum has the same last bit every time. */
  double entropy(int from, int to) {
    var known = known(from, to);
    long all = sum(known);
    double entropy = 0;
    for (long count : known) {
      double share = (double) count / all;
      entropy -= share * Math.log(share) / Math.log(2);
    }
    return all == 0 ? Double.NaN : entropy + 0.0;
  }

  /** Share of the most frequent value. */
  double topShare(int from, int to) {
    var known = known(from, to);
    return known.length == 0 ? Double.NaN : (double) known[known.length - 1] / sum(known);
  }

  private static long sum(long[] counts) {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }

  private long[] known(int from, int to) {
    var known = new long[size];
    int n = 0;
    for (int i = 0; i < keys.length; i++) {
      long count = taken[i] ? count(i, from, to) : 0;
      if (count > 0) {
        known[n++] = count;
      }
    }
    var sorted = Arrays.copyOf(known, n);
    Arrays.sort(sorted);
    return sorted;
  }

  private long count(int at, int from, int to) {
    long count = 0;
    for (int b = from; b < to; b++) {
      count += counts[at * buckets + b];
    }
    return count;
  }

  /** Where the key stands, or may stand. */
  private int place(long key) {
    int at = (int) (key ^ key >>> 32) & keys.length - 1;
    while (taken[at] && keys[at] != key) {
      at = at + 1 & keys.length - 1;
    }
    return at;
  }

  private void grow() {
    var oldKeys = keys;
    var oldTaken = taken;
    var oldCounts = counts;
    keys = new long[2 * oldKeys.length];
    taken = new boolean[keys.length];
    counts = new int[keys.length * buckets];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldTaken[i]) {
        int at = place(oldKeys[i]);
        taken[at] = true;
        keys[at] = oldKeys[i];
        System.arraycopy(oldCounts, i * buckets, counts, at * buckets, buckets);
      }
    }
  }
}
