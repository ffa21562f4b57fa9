package io.microtarget.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MeaningTest {
  @Test
  void says_what_is_summed_over_which_rows_and_when() {
    assertThat(
            Meaning.of(
                feature(
                    own("purchase", Aggregate.SUM, "amount", "brand = 'Private'", null), null, 91)))
        .isEqualTo(
            "sum of amount over purchase rows where brand = 'Private', 91 days before the moment");
  }

  @Test
  void says_the_value_of_by_beside_the_condition() {
    assertThat(
            Meaning.of(
                feature(
                    own("event", Aggregate.COUNT, null, "bytes > 0", "event_type"), "search", 28)))
        .isEqualTo(
            "number of event rows where bytes > 0 and event_type = 'search', 28 days before the"
                + " moment");
  }

  @Test
  void says_when_all_other_values_count() {
    var own = own("contact", Aggregate.COUNT, null, null, "channel");
    assertThat(Meaning.of(new Feature("name", "features.own.x", own, Optional.empty(), true, 28)))
        .isEqualTo(
            "number of contact rows where channel is any other value, 28 days before the moment");
  }

  @Test
  void a_share_names_what_it_is_a_share_of() {
    assertThat(
            Meaning.of(
                feature(
                    own("purchase", Aggregate.SHARE, "amount", "discount > 0", null), null, 364)))
        .isEqualTo(
            "share of the sum of amount over purchase rows where discount > 0 in all purchase rows,"
                + " 364 days before the moment");
  }

  @Test
  void windows_are_told_by_what_they_mean() {
    assertThat(Meaning.of(feature(own("purchase", Aggregate.TREND, null, null, null), null, 91)))
        .isEqualTo(
            "trend of the number of purchase rows from -1 (only before) to 1 (only lately), 91 days"
                + " before the moment against as many before them");
    assertThat(
            Meaning.of(feature(own("purchase", Aggregate.DECAY, "amount", null, null), null, 28)))
        .isEqualTo("sum of amount over purchase rows, each counting half as much every 28 days");
    assertThat(
            Meaning.of(
                feature(own("purchase", Aggregate.DAYS_SINCE_LAST, null, null, null), null, 0)))
        .isEqualTo("days since the last of purchase rows, ever before the moment");
    assertThat(
            Meaning.of(
                feature(own("party", Aggregate.MAX, "attributes['age']", null, null), null, 0)))
        .isEqualTo("greatest attributes['age'] of party rows");
  }

  @Test
  void every_aggregate_has_words() {
    for (var aggregate : Aggregate.values()) {
      var text =
          Meaning.of(feature(own("purchase", aggregate, "amount", "amount > 0", null), null, 7));
      assertThat(text).contains("purchase rows where amount > 0").doesNotContain("%", "null");
    }
  }

  @Test
  void derived_ones_show_their_expression_on_one_line() {
    assertThat(Meaning.derived(" ln(1 +\n   spend) ")).isEqualTo("computed: ln(1 + spend)");
  }

  private static Feature feature(Own own, String value, int window) {
    return new Feature("name", "features.own.x", own, Optional.ofNullable(value), false, window);
  }

  private static Own own(String from, Aggregate aggregate, String of, String where, String by) {
    return new Own(
        from,
        aggregate,
        Optional.ofNullable(of),
        Optional.ofNullable(where),
        Optional.ofNullable(by),
        Optional.ofNullable(by).map(b -> List.of("search")),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
