package io.microtarget.feature;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microtarget.table.Origin;
import io.microtarget.table.SettingsError;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class BadFeaturesTest {
  private static final Available PURCHASES =
      new Available(Map.of("purchase", Set.of("amount", "product_id")));

  private static final Measure AMOUNT =
      FeatureText.measure(Origin.DEFAULT, "aggregate=sum; of=amount");

  @Test
  void a_feature_of_the_business_and_a_measure_of_all_must_not_have_one_name() {
    var own =
        Map.of(
            "amount", FeatureText.own("from=purchase; aggregate=sum; of=amount; windows-days=28"));
    assertThatThrownBy(() -> Declared.of(settings(List.of("28"), own, Map.of()), PURCHASES))
        .isInstanceOf(SettingsError.class)
        .hasMessage(
            "features.kinds.purchase.amount: there are two features of the name"
                + " `purchase__amount__sum__28d`");
  }

  @Test
  void a_derived_feature_cannot_take_the_name_of_another() {
    var derived = Map.of("purchase__amount__sum__28d", "1");
    assertThatThrownBy(() -> Declared.of(settings(List.of("28"), Map.of(), derived), PURCHASES))
        .isInstanceOf(SettingsError.class)
        .hasMessage(
            "features.derived.purchase__amount__sum__28d: feature name"
                + " `purchase__amount__sum__28d` is not snake_case with single underscores");
  }

  @Test
  void a_window_has_at_least_a_day() {
    for (var window : List.of("0", "-7", "1.5", "a week")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> settings(List.of("28", window), Map.of(), Map.of()))
          .withMessage(
              "windows-days must be days from 1 on, or `all` for all history, not " + window);
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  FeatureText.own(
                      "from=purchase; aggregate=sum; of=amount; windows-days="
                          + window.replace(" ", "_")))
          .withMessageStartingWith("windows-days must be days from 1 on, or `all`");
    }
  }

  @Test
  void a_measure_of_a_kind_has_no_window_without_a_day_either() {
    for (var window : List.of("0", "-7")) {
      var measure =
          FeatureText.measure(
              Origin.BUSINESS, "aggregate=sum; of=amount; windows-days=28 " + window);
      var features = FeatureText.none("28").with(Map.of("purchase", Map.of("amount", measure)));
      assertThatThrownBy(() -> Declared.of(features, PURCHASES))
          .isInstanceOf(SettingsError.class)
          .hasMessage(
              "features.kinds.purchase.amount: windows-days must be days from 1 on, or `all` for"
                  + " all history, not "
                  + window);
    }
  }

  private static FeatureSettings settings(
      List<String> windows, Map<String, Own> own, Map<String, String> derived) {
    return FeatureText.none(windows.toArray(String[]::new))
        .with(Map.of("purchase", Map.of("amount", AMOUNT)))
        .withOwn(own, derived);
  }
}
