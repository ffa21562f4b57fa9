package io.microtarget.scoring;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.microtarget.feature.OccasionSettings.Window;
import io.microtarget.scoring.ModelSettings.Algorithm;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class ModelSettingsTest {
  @Test
  void names_the_key_and_what_is_allowed() {
    refused(() -> of(" ", "a", Window.CAMPAIGN), "contacts must name a source, not be empty");
    refused(() -> of("c", "", Window.CAMPAIGN), "outcome must name a source, not be empty");
    refused(
        () -> of(List.of("x", "x"), 200, 5, List.of(0.1)),
        "features must name each feature once, not `x` twice");
    refused(() -> of(List.of(), 10, 5, List.of(0.1)), "bootstrap must be at least 100, not 10");
    refused(() -> of(List.of(), 200, 2, List.of(0.1)), "folds must be from 3 to 20, not 2");
    refused(() -> of(List.of(), 200, 5, List.of()), "penalties must have at least one value");
    refused(
        () -> of(List.of(), 200, 5, List.of(0.1, 0.0)),
        "penalties must be above 0, not [0.1, 0.0]");
    refused(() -> trees(0, 3, 0.1, 20, 1000), "trees must be from 1 to 500, not 0");
    refused(() -> trees(40, 9, 0.1, 20, 1000), "tree-depth must be from 1 to 8, not 9");
    refused(() -> trees(40, 3, 0, 20, 1000), "tree-step must be above 0 and at most 1, not 0.0");
    refused(() -> trees(40, 3, 0.1, 5, 1000), "minimum-responders must be at least 10, not 5");
    refused(() -> trees(40, 3, 0.1, 20, 50), "most-contacts must be at least 100, not 50");
  }

  @Test
  void a_share_lies_between_0_and_1_and_stands_alone() {
    refused(
        () -> withShare(Optional.empty(), 1), "backtest-share must lie between 0 and 1, not 1.0");
    refused(
        () -> withShare(Optional.of(LocalDate.EPOCH), 0.2),
        "backtest-share and backtest-from exclude each other");
  }

  private static ModelSettings withShare(Optional<LocalDate> from, double share) {
    return Planted.with(of("c", "a", Window.CONTACT), Window.CONTACT, from, Optional.of(share));
  }

  private static void refused(ThrowingCallable make, String message) {
    assertThatIllegalArgumentException().isThrownBy(make).withMessage(message);
  }

  private static ModelSettings of(String contacts, String outcome, Window window) {
    return new ModelSettings(
        contacts,
        outcome,
        window,
        Algorithm.AUTO,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        7,
        200,
        5,
        List.of(0.1),
        40,
        3,
        0.1,
        20,
        1000);
  }

  private static ModelSettings of(
      List<String> features, int bootstrap, int folds, List<Double> penalties) {
    return new ModelSettings(
        "c",
        "a",
        Window.CAMPAIGN,
        Algorithm.AUTO,
        Optional.empty(),
        Optional.empty(),
        features,
        List.of(),
        7,
        bootstrap,
        folds,
        penalties,
        40,
        3,
        0.1,
        20,
        1000);
  }

  private static ModelSettings trees(int trees, int depth, double step, int least, int most) {
    return new ModelSettings(
        "c",
        "a",
        Window.CAMPAIGN,
        Algorithm.AUTO,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        7,
        200,
        5,
        List.of(0.1),
        trees,
        depth,
        step,
        least,
        most);
  }
}
