package io.microtarget.jobs.judge;

import io.microtarget.identity.LinkQuality.Figure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What the decisions of a run are worth: the true margin that a contact gains, less its cost.
 *
 * <p>Beside it two others of as many contacts, out of the candidates that the run had to choose
 * from (allowed, not held out, not contacted too often): the best one, which knows the truth, takes
 * of each person the best offer and channel and of those the best persons; the random one takes
 * persons, offers and channels by lot. Neither looks at budget and capacity. The value of a policy
 * on the true effects needs no estimate; its interval is that of the mean over persons.
 */
final class DecisionVerdict {
  private DecisionVerdict() {}

  /**
   * A subject with candidates.
   *
   * @param best true net value of the best candidate
   * @param mean true net value over all candidates
   * @param chosen true net value of the one that was chosen; null for none
   * @param expected net value that the run expected of it; null for none
   */
  record Choice(double best, double mean, Double chosen, Double expected) {}

  static Finding of(List<Choice> choices, long seed) {
    var chosen = choices.stream().filter(c -> c.chosen() != null).toList();
    if (chosen.isEmpty()) {
      return Finding.missing("decision", "chosen contacts of persons of the truth");
    }
    var value = Resamples.mean(values(chosen, Choice::chosen), seed);
    var best = new ArrayList<>(choices);
    best.sort(Comparator.comparingDouble(Choice::best).reversed());
    var most = Resamples.mean(values(best.subList(0, chosen.size()), Choice::best), seed);
    var random = Resamples.mean(values(choices, Choice::mean), seed);
    var expected = Resamples.mean(values(chosen, Choice::expected), seed);
    double share = (value.value() - random.value()) / (most.value() - random.value());
    long harmed = chosen.stream().filter(c -> c.chosen() < 0).count();
    return new Finding("decision")
        .line(
            "%,d contacts chosen of %,d persons with candidates; true margin less cost in a contact:",
            chosen.size(), choices.size())
        .line("  chosen          %s   the run expected %s", text(value), text(expected))
        .line("  best possible   %s", text(most))
        .line("  by lot          %s", text(random))
        .line(
            "the choice gets %.1f %% of the way from chance to the best; contacts that lose money %s",
            100 * share, Finding.text(harmed, chosen.size()))
        .line(
            "value of the policy: %,.2f in all, %,.2f if chosen best",
            value.value() * chosen.size(), most.value() * chosen.size())
        .put("contacts", chosen.size())
        .put("chosen", value)
        .put("expected", expected)
        .put("best", most)
        .put("random", random)
        .put("share_of_best", share)
        .put("lose_money", Finding.share(harmed, chosen.size()));
  }

  private static double[] values(List<Choice> choices, ToDoubleFunction<Choice> of) {
    return choices.stream().mapToDouble(of).toArray();
  }

  private static String text(Figure figure) {
    return String.format(
        Locale.ROOT, "%.3f [%.3f, %.3f]", figure.value(), figure.low(), figure.high());
  }
}
