package io.microtarget.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microtarget.identity.IdentityTables;
import io.microtarget.source.SourceTables;
import io.microtarget.table.SettingsError;
import io.microtarget.testing.Sessions;
import io.microtarget.testing.TextTable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeaturesTest {
  private static final String PURCHASES =
      """
      record_id STRING | basket_id STRING | product_id STRING | place_id STRING | amount DECIMAL(18,2) | event_date DATE
      a | b1 | milk  | north | 1.10 | 2020-02-29
      a | b1 | bread | north | 2.20 | 2020-02-29
      a | b2 | milk  | south | 4.00 | 2020-02-02
      a | b3 | meat  | south | 8.00 | 2020-02-01
      a | b4 | meat  | south | 16.00 | 2020-03-01
      b | b5 | meat  | north |      | 2019-12-01
        | b6 | meat  | north | 99.00 | 2020-02-28
      """;

  private static final Dimension GOODS =
      new Dimension(
          "purchase", "product", Map.of("product_id", "product_id"), Map.of("aisle", "department"));

  private static final String PRODUCTS =
      """
      product_id STRING | department STRING
      milk | COLD
      milk | ALL COLD
      meat | COLD-CUTS
      """;

  @AfterEach
  void clear() {
    Sessions.shared().catalog().clearCache();
  }

  @Test
  void a_window_begins_its_days_before_the_moment_and_ends_the_day_before() {
    var given =
        new Given()
            .rows(SourceTables.PURCHASE, PURCHASES)
            .own("spend", "from=purchase; aggregate=sum; of=amount; windows-days=1 28 29 all");

    assertThat(given.features("2020-03-01"))
        .containsExactly(
            "a purchase__spend__sum__1d=3.3 purchase__spend__sum__28d=7.3 purchase__spend__sum__29d=15.3 purchase__spend__sum__all=15.3",
            "b purchase__spend__sum__1d=0.0 purchase__spend__sum__28d=0.0 purchase__spend__sum__29d=0.0 purchase__spend__sum__all=0.0");
  }

  @Test
  void every_aggregate_gives_the_planted_value() {
    var given =
        new Given()
            .rows(SourceTables.PURCHASE, PURCHASES)
            .own("lines", "from=purchase; aggregate=count; windows-days=all")
            .own("paid", "from=purchase; aggregate=count; of=amount; windows-days=all")
            .own(
                "goods", "from=purchase; aggregate=count-distinct; of=product_id; windows-days=all")
            .own("days", "from=purchase; aggregate=count-distinct; of=event_date; windows-days=28")
            .own("least", "from=purchase; aggregate=min; of=amount; windows-days=all")
            .own("most", "from=purchase; aggregate=max; of=amount; windows-days=all")
            .own("mean", "from=purchase; aggregate=avg; of=amount; windows-days=all")
            .own("first", "from=purchase; aggregate=days-since-first")
            .own("last", "from=purchase; aggregate=days-since-last")
            .own("north", "from=purchase; aggregate=days-since-last; where=place_id = 'south'")
            .own(
                "rare",
                "from=purchase; aggregate=sum; of=amount; where=amount > 99; windows-days=all; empty=-1");

    assertThat(given.features("2020-03-01"))
        .containsExactly(
            "a purchase__days__count_distinct__28d=2.0 purchase__first__days_since_first__all=29.0 purchase__goods__count_distinct__all=3.0 purchase__last__days_since_last__all=1.0 purchase__least__min__all=1.1 purchase__lines__count__all=4.0 purchase__mean__avg__all=3.825 purchase__most__max__all=8.0 purchase__north__days_since_last__all=28.0 purchase__paid__count__all=4.0 purchase__rare__sum__all=-1.0",
            "b purchase__days__count_distinct__28d=0.0 purchase__first__days_since_first__all=91.0 purchase__goods__count_distinct__all=1.0 purchase__last__days_since_last__all=91.0 purchase__lines__count__all=1.0 purchase__paid__count__all=0.0 purchase__rare__sum__all=-1.0");
  }

  @Test
  void a_dimension_with_several_rows_of_a_key_does_not_multiply_rows() {
    var given =
        new Given()
            .rows(SourceTables.PURCHASE, PURCHASES)
            .rows(SourceTables.PRODUCT, PRODUCTS)
            .dimension("goods", GOODS)
            .own(
                "spend",
                "from=purchase; aggregate=sum; of=amount; by=aisle; values=COLD,COLD-CUTS,ALL COLD; windows-days=91")
            .own("aisles", "from=purchase; aggregate=count-distinct; of=aisle; windows-days=all");

    assertThat(given.features("2020-03-01"))
        .containsExactly(
            "a purchase__aisles__count_distinct__all=2.0 purchase__spend_all_cold__sum__91d=0.0 purchase__spend_cold__sum__91d=5.1 purchase__spend_cold_cuts__sum__91d=8.0",
            "b purchase__aisles__count_distinct__all=1.0 purchase__spend_all_cold__sum__91d=0.0 purchase__spend_cold__sum__91d=0.0 purchase__spend_cold_cuts__sum__91d=0.0");
  }

  @Test
  void a_dimension_may_match_by_a_key_computed_from_the_row() {
    var given =
        new Given()
            .rows(SourceTables.PURCHASE, PURCHASES)
            .rows(
                SourceTables.PROMOTION,
                """
                product_id STRING | place_id STRING | starts_on DATE | display STRING
                milk | north | 2020-02-24 | front
                meat | south | 2020-01-27 |
                """)
            .dimension(
                "shelf",
                new Dimension(
                    "purchase",
                    "promotion",
                    Map.of(
                        "product_id", "product_id",
                        "place_id", "place_id",
                        "starts_on", "cast(trunc(event_date, 'WEEK') as date)"),
                    Map.of("on_display", "display is not null")))
            .own(
                "shown",
                "from=purchase; aggregate=sum; of=amount; where=on_display; windows-days=91");

    assertThat(given.features("2020-03-01"))
        .containsExactly("a purchase__shown__sum__91d=1.1", "b purchase__shown__sum__91d=0.0");
  }

  @Test
  void derived_features_read_each_other_and_leave_out_what_is_unknown() {
    var given =
        new Given()
            .rows(SourceTables.PURCHASE, PURCHASES)
            .own("spend", "from=purchase; aggregate=sum; of=amount; windows-days=28")
            .own(
                "baskets", "from=purchase; aggregate=count-distinct; of=basket_id; windows-days=28")
            .derived("a_last", "basket_value * 2")
            .derived(
                "basket_value",
                "purchase__spend__sum__28d / nullif(purchase__baskets__count_distinct__28d, 0)")
            .derived("month_of", "month(moment)")
            .derived("seen", "observed_days");

    assertThat(given.features("2020-03-01"))
        .containsExactly(
            "a a_last=7.3 basket_value=3.65 month_of=3.0 purchase__baskets__count_distinct__28d=2.0 purchase__spend__sum__28d=7.3 seen=91.0",
            "b month_of=3.0 purchase__baskets__count_distinct__28d=0.0 purchase__spend__sum__28d=0.0 seen=91.0");
  }

  @Test
  void party_rows_are_always_known_and_the_latest_states_a_trait() {
    var given =
        new Given()
            .rows(
                SourceTables.PARTY,
                """
                record_id STRING | row_index STRING | attributes MAP<STRING, STRING>
                a | 0 | map('age', '30', 'town', 'x')
                a | 1 | map('age', '31')
                c | 0 | map('town', 'y')
                """)
            .own("known", "from=party; aggregate=count")
            .own("age", "from=party; aggregate=max; of=cast(attributes['age'] as int)")
            .trait("age", "attributes['age']")
            .trait("town", "attributes['town']");

    var made = given.made("2020-03-01").get(FeatureTables.FEATURE);

    assertThat(
            TextTable.lines(made.selectExpr("subject_id", "to_json(numbers)", "to_json(traits)")))
        .containsExactly(
            "a|{\"party__age__max__all\":31.0,\"party__known__count__all\":2.0}|{\"age\":\"31\",\"town\":\"x\"}",
            "c|{\"party__known__count__all\":1.0}|{\"town\":\"y\"}");
  }

  @Test
  void rows_of_linked_records_count_for_their_subject() {
    var given =
        new Given()
            .rows(SourceTables.PURCHASE, PURCHASES)
            .rows(
                IdentityTables.LINK,
                """
                record_id STRING | subject_id STRING
                a | h
                b | h
                """)
            .own("lines", "from=purchase; aggregate=count; windows-days=all");

    assertThat(given.features("2020-03-01")).containsExactly("h purchase__lines__count__all=5.0");
  }

  @Test
  void the_result_does_not_depend_on_how_the_input_is_partitioned() {
    var given =
        new Given()
            .rows(SourceTables.PURCHASE, PURCHASES)
            .own("odd", "from=purchase; aggregate=sum; of=amount / 3; windows-days=all")
            .own("mean", "from=purchase; aggregate=avg; of=amount / 7; windows-days=91");

    var once = given.features("2020-03-01");

    assertThat(once.get(0))
        .isEqualTo("a purchase__mean__avg__91d=0.546429 purchase__odd__sum__all=5.1");
    assertThat(given.partitions(5).features("2020-03-01")).isEqualTo(once);
  }

  @Test
  void refuses_an_expression_of_the_wrong_type_with_the_key_of_the_feature() {
    var given =
        new Given()
            .rows(SourceTables.PURCHASE, PURCHASES)
            .own("spend", "from=purchase; aggregate=sum; of=basket_id");
    assertThatThrownBy(() -> given.features("2020-03-01"))
        .isInstanceOf(SettingsError.class)
        .hasMessage("features.own.spend.of: expression `basket_id`: must be a number, not STRING");

    var other =
        new Given()
            .rows(SourceTables.PURCHASE, PURCHASES)
            .own("spend", "from=purchase; aggregate=count; where=amount");
    assertThatThrownBy(() -> other.features("2020-03-01"))
        .hasMessage(
            "features.own.spend.where: expression `amount`: must be true or false, not"
                + " DECIMAL(18,2)");
  }

  @Test
  void without_models_there_are_no_occasions() {
    var given = new Given().rows(SourceTables.PURCHASE, PURCHASES);

    assertThat(given.occasions("2020-03-01")).isEqualTo(List.of());
    assertThat(given.features("2020-03-01")).containsExactly("a", "b");
  }

  @Test
  void a_feature_of_everyone_takes_the_rows_of_all_subjects_before_the_moment() {
    var given =
        new Given()
            .rows(SourceTables.PURCHASE, PURCHASES)
            .own(
                "all",
                "from=purchase; aggregate=sum; of=amount; scope=everyone; windows-days=28 all")
            .own("lines", "from=purchase; aggregate=count; scope=everyone; windows-days=1")
            .own("last", "from=purchase; aggregate=days-since-last; scope=everyone")
            .own(
                "days",
                "from=purchase; aggregate=count-distinct; of=event_date; scope=everyone; windows-days=all")
            .derived("share", "purchase__all__sum__28d / purchase__all__sum__all");

    // The rows of 1 March are not known on 1 March; b has no row in the window and the same number.
    assertThat(given.features("2020-03-01"))
        .containsExactly(
            "a purchase__all__sum__28d=7.3 purchase__all__sum__all=15.3 purchase__days__count_distinct__all=4.0 purchase__last__days_since_last__all=1.0 purchase__lines__count__1d=2.0 share=0.477124",
            "b purchase__all__sum__28d=7.3 purchase__all__sum__all=15.3 purchase__days__count_distinct__all=4.0 purchase__last__days_since_last__all=1.0 purchase__lines__count__1d=2.0 share=0.477124");
    assertThat(given.partitions(3).features("2019-12-01"))
        .as("nothing was known yet")
        .allMatch(
            line ->
                line.contains(" purchase__all__sum__all=0.0")
                    && line.contains(" purchase__lines__count__1d=0.0"));
  }

  @Test
  void a_feature_of_everyone_needs_dates_and_counts_no_other_distinct_values() {
    assertThatThrownBy(() -> FeatureText.own("from=party; aggregate=count; scope=everyone"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scope everyone needs rows with a date, which from = party has not");
    assertThatThrownBy(
            () ->
                FeatureText.own(
                    "from=purchase; aggregate=count-distinct; of=product_id; scope=everyone"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scope everyone counts distinct values of event_date only");
  }
}
