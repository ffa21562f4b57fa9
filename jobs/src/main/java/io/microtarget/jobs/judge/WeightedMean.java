package io.microtarget.jobs.judge;

import io.microtarget.identity.LinkQuality.Figure;

/**
 * The mean of a group by inverse probability weights, with its standard error: {@code sum(y / p) /
 * sum(1 / p)} (Hájek 1971; the weights are those of Horvitz and Thompson, JASA 47, 1952). The error
 * is that of a ratio, by linearisation: {@code sqrt(sum(((y - mean) / p)²)) / sum(1 / p)}
 * (Lunceford and Davidian, Statistics in Medicine 23, 2004).
 */
final class WeightedMean {
  private static final double Z = 1.959964;

  private double weights;
  private double sum;
  private double squares;
  private double crossed;
  private double weightSquares;
  private long count;

  /**
   * @param outcome of one person
   * @param probability with which the person came into the group, above 0
   */
  void add(double outcome, double probability) {
    double weight = 1 / probability;
    weights += weight;
    sum += weight * outcome;
    squares += weight * weight * outcome * outcome;
    crossed += weight * weight * outcome;
    weightSquares += weight * weight;
    count++;
  }

  long count() {
    return count;
  }

  double mean() {
    return sum / weights;
  }

  double standardError() {
    double mean = mean();
    double spread = squares - 2 * mean * crossed + mean * mean * weightSquares;
    return Math.sqrt(Math.max(0, spread)) / weights;
  }

  /** This mean less another one of other persons, with the 95 % interval of the normal. */
  Figure less(WeightedMean other) {
    double difference = mean() - other.mean();
    double error = Math.hypot(standardError(), other.standardError());
    return new Figure(difference, difference - Z * error, difference + Z * error);
  }
}
