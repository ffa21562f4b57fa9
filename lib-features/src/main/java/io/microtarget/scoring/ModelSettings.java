package io.microtarget.scoring;

import io.microtarget.feature.OccasionSettings.Window;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * One propensity model of the settings ({@code models.<name>}).
 *
 * @param contacts name of the source of contacts
 * @param outcome name of the source of responses
 * @param window how long a response counts: {@code campaign}, from its start to its end, or {@code
 *     contact}, on the day of the contact
 * @param model which kind of model, or {@code auto} to choose it inside the training part
 * @param backtestFrom contacts closed before this day train, later ones judge; none for no backtest
 * @param backtestShare the same by share: the last contacts judge, in the order of time. Contacts
 *     of one moment stay together
 * @param features names of the numbers to use; empty for all there are
 * @param baseline names of the few numbers of the simple regression the model is compared with
 * @param seed of folds, trees and resamples
 * @param bootstrap resamples of subjects behind each interval
 * @param folds groups of subjects for out-of-fold predictions
 * @param penalties L2 penalties to choose from, on the mean log loss and standardised features
 * @param trees number of boosted trees
 * @param treeDepth levels of splits in each tree
 * @param treeStep learning rate of the boosting
 * @param minimumResponders responders, and non-responders, a model is fitted on at least
 * @param mostContacts known contacts used at most; more are sampled by whole subjects
 */
public record ModelSettings(
    String contacts,
    String outcome,
    Window window,
    Algorithm model,
    Optional<LocalDate> backtestFrom,
    Optional<Double> backtestShare,
    List<String> features,
    List<String> baseline,
    long seed,
    int bootstrap,
    int folds,
    List<Double> penalties,
    int trees,
    int treeDepth,
    double treeStep,
    int minimumResponders,
    int mostContacts) {

  /** The kinds of model. */
  public enum Algorithm {
    /** The regression, unless trees are better by more than chance. */
    AUTO,
    LOGISTIC,
    BOOSTED_TREES
  }

  public ModelSettings {
    features = List.copyOf(features);
    baseline = List.copyOf(baseline);
    penalties = List.copyOf(penalties);
    require(!contacts.isBlank(), "contacts must name a source, not be empty");
    require(!outcome.isBlank(), "outcome must name a source, not be empty");
    require(
        backtestFrom.isEmpty() || backtestShare.isEmpty(),
        "backtest-share and backtest-from exclude each other");
    backtestShare.ifPresent(
        share ->
            require(
                share > 0 && share < 1, "backtest-share must lie between 0 and 1, not " + share));
    requireDistinct("features", features);
    requireDistinct("baseline", baseline);
    require(bootstrap >= 100, "bootstrap must be at least 100, not " + bootstrap);
    require(folds >= 3 && folds <= 20, "folds must be from 3 to 20, not " + folds);
    require(!penalties.isEmpty(), "penalties must have at least one value");
    require(
        penalties.stream().allMatch(p -> p > 0 && p < 1e6),
        "penalties must be above 0, not " + penalties);
    require(trees >= 1 && trees <= 500, "trees must be from 1 to 500, not " + trees);
    require(treeDepth >= 1 && treeDepth <= 8, "tree-depth must be from 1 to 8, not " + treeDepth);
    require(
        treeStep > 0 && treeStep <= 1, "tree-step must be above 0 and at most 1, not " + treeStep);
    require(
        minimumResponders >= 10,
        "minimum-responders must be at least 10, not " + minimumResponders);
    require(mostContacts >= 100, "most-contacts must be at least 100, not " + mostContacts);
  }

  private static void requireDistinct(String key, List<String> names) {
    var seen = new HashSet<String>();
    for (var name : names) {
      require(
          seen.add(name), "%s must name each feature once, not `%s` twice".formatted(key, name));
    }
  }

  private static void require(boolean isTrue, String message) {
    if (!isTrue) {
      throw new IllegalArgumentException(message);
    }
  }
}
