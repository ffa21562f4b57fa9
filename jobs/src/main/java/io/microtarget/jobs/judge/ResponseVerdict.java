package io.microtarget.jobs.judge;

import io.microtarget.identity.LinkQuality.Figure;
import io.microtarget.scoring.Auc;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Scores of a model beside the true probabilities of an answer on the same day: how well they rank
 * ({@link Auc} by probabilities, with the most any scores could reach) and whether they mean what
 * they say.
 *
 * <p>Calibration: the mean said and the mean that is true, and the expected calibration error over
 * ten groups of as many scores (Naeini, Cooper and Hauskrecht, AAAI 2015), here against true
 * probabilities, so that it is 0 for scores that are right. Intervals over resampled persons.
 */
final class ResponseVerdict {
  private static final int TENTHS = 10;

  private final double[] scores;
  private final double[] truth;
  private final int[] person;
  private final int persons;
  private final Integer[] byScore;

  /**
   * A score.
   *
   * @param truth probability that the person answers if contacted, over the channels
   */
  record Score(String model, String offer, String person, double score, double truth) {}

  private ResponseVerdict(List<Score> rows) {
    Map<String, Integer> numbers = new HashMap<>();
    this.scores = rows.stream().mapToDouble(Score::score).toArray();
    this.truth = rows.stream().mapToDouble(Score::truth).toArray();
    this.person =
        rows.stream()
            .mapToInt(r -> numbers.computeIfAbsent(r.person(), p -> numbers.size()))
            .toArray();
    this.persons = numbers.size();
    this.byScore = IntStream.range(0, scores.length).boxed().toArray(Integer[]::new);
    Arrays.sort(byScore, Comparator.comparingDouble(i -> scores[i]));
  }

  static Finding of(List<Score> rows, long seed) {
    if (rows.isEmpty()) {
      return Finding.missing("response", "scores of offers that the truth knows");
    }
    var finding = new Finding("response");
    for (var model : new TreeSet<>(rows.stream().map(Score::model).toList())) {
      var ofModel = rows.stream().filter(r -> r.model().equals(model)).toList();
      var figures = new TreeMap<String, Object>();
      finding.line("model %s, over all offers", model);
      new ResponseVerdict(ofModel).judge(finding, figures, seed);
      for (var offer : new TreeSet<>(ofModel.stream().map(Score::offer).toList())) {
        var ofOffer =
            new ResponseVerdict(ofModel.stream().filter(r -> r.offer().equals(offer)).toList());
        var auc = ofOffer.auc(ofOffer.scores, seed);
        var ceiling = ofOffer.auc(ofOffer.truth, seed);
        finding.line("  %s: AUC %s, ceiling %.4f", offer, Finding.text(auc), ceiling.value());
        figures.put("auc_" + offer, Finding.fields(auc));
        figures.put("ceiling_" + offer, Finding.fields(ceiling));
      }
      finding.put(model, figures);
    }
    return finding;
  }

  private void judge(Finding finding, Map<String, Object> figures, long seed) {
    var auc = auc(scores, seed);
    var ceiling = auc(truth, seed);
    var said = Resamples.of(persons, seed, w -> mean(scores, w));
    var is = Resamples.of(persons, seed, w -> mean(truth, w));
    var error = Resamples.of(persons, seed, this::calibrationError);
    finding
        .line(
            "  AUC      %s   ceiling of the true probabilities %s",
            Finding.text(auc), Finding.text(ceiling))
        .line("  mean     %s said, %s true", Finding.text(said), Finding.text(is))
        .line("  calibration error over ten groups %s", Finding.text(error));
    figures.put("auc", Finding.fields(auc));
    figures.put("ceiling", Finding.fields(ceiling));
    figures.put("mean_said", Finding.fields(said));
    figures.put("mean_true", Finding.fields(is));
    figures.put("calibration_error", Finding.fields(error));
  }

  private Figure auc(double[] by, long seed) {
    var area = new Auc(by, truth);
    return Resamples.of(persons, seed, weights -> area.of(ofRows(weights)));
  }

  private double mean(double[] values, int[] weights) {
    double sum = 0;
    long count = 0;
    for (int i = 0; i < values.length; i++) {
      sum += weights[person[i]] * values[i];
      count += weights[person[i]];
    }
    return sum / count;
  }

  private double calibrationError(int[] weights) {
    var said = new double[TENTHS];
    var is = new double[TENTHS];
    long rows = Arrays.stream(person).mapToLong(p -> weights[p]).sum();
    long before = 0;
    for (int i : byScore) {
      int weight = weights[person[i]];
      int tenth = (int) Math.min(TENTHS - 1, before * TENTHS / rows);
      said[tenth] += weight * scores[i];
      is[tenth] += weight * truth[i];
      before += weight;
    }
    return IntStream.range(0, TENTHS).mapToDouble(t -> Math.abs(said[t] - is[t])).sum() / rows;
  }

  private int[] ofRows(int[] weights) {
    var ofRows = new int[person.length];
    for (int i = 0; i < ofRows.length; i++) {
      ofRows[i] = weights[person[i]];
    }
    return ofRows;
  }
}
