package io.microtarget.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FeatureSectionTest {
  @Test
  void says_how_many_are_of_use_and_why_others_are_not() {
    var html = FeatureSection.of(Examples.shop()).html().markup();
    assertThat(html)
        .contains("3 of 5 features say something of their own")
        .contains("constant")
        .contains("repeats another")
        .contains("spend repeats purchase__amount__sum__28d");
  }

  @Test
  void bars_show_what_is_missing_but_no_small_group() {
    var section = FeatureSection.of(Examples.shop());
    assertThat(section.charts()).hasSize(1);
    assertThat(Chart.json(section.charts()))
        .contains("{\"feature\":\"purchase__amount__sum__91d\",\"missing\":25}")
        // 7 of 1,000 subjects are fewer than 10.
        .doesNotContain("purchase__rhythm__gap__all");
  }

  @Test
  void a_run_without_features_says_so() {
    assertThat(FeatureSection.of(Examples.empty()).html().markup())
        .contains("No features were made");
  }
}
