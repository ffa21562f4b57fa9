package io.microtarget.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microtarget.table.SettingsError;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeclaredTest {
  private static final String SPEND = "from=purchase; aggregate=sum; of=amount";

  @Test
  void names_a_feature_after_its_value_and_its_window() {
    var declared =
        declared(
            new Given()
                .own("spend", SPEND + "; by=place_id; values=Down Town,UP-TOWN; windows-days=all 7")
                .own("lines", "from=purchase; aggregate=count")
                .own("last", "from=purchase; aggregate=days-since-last")
                .settings());

    assertThat(declared.paths().values().iterator().next().stream().map(Feature::name))
        .containsExactly(
            "purchase__last__days_since_last__all",
            "purchase__lines__count__28d",
            "purchase__lines__count__91d",
            "purchase__spend_down_town__sum__all",
            "purchase__spend_up_town__sum__all",
            "purchase__spend_down_town__sum__7d",
            "purchase__spend_up_town__sum__7d");
  }

  @Test
  void an_unknown_column_names_the_feature_and_the_nearest_column() {
    refuses(
        new Given().own("spend", "from=purchase; aggregate=sum; of=amout"),
        "features.own.spend.of: expression `amout`: no column `amout`; did you mean `amount`?");
    refuses(
        new Given().derived("twice", "purchase__spend_28__sum__all * 2").own("spend", SPEND),
        "features.derived.twice: expression `purchase__spend_28__sum__all * 2`: no column"
            + " `purchase__spend_28__sum__all`; did you mean `purchase__spend__sum__28d`?");
    refuses(
        new Given().trait("age", "attribute['age']"),
        "features.traits.age: expression `attribute['age']`: no column `attribute`; did you mean"
            + " `attributes`?");
  }

  @Test
  void all_problems_are_reported_together() {
    refuses(
        new Given()
            .own("one", "from=purchases; aggregate=count")
            .own("two", "from=product; aggregate=count; where=brand = 'x'"),
        "features.own.one: no kind of source `purchases`; did you mean `purchase`?; there are"
            + " [party, purchase, event, call_record, location, sensor_reading, survey_answer,"
            + " mention, product, indicator, promotion, campaign, offer, contact, response,"
            + " content, consent, suppression, account, account_contact, opportunity]\n"
            + "features.own.two.from: rows of `product` belong to nobody");
  }

  @Test
  void derived_features_in_a_circle_are_refused() {
    refuses(
        new Given().derived("a", "b + 1").derived("b", "c").derived("c", "a").derived("d", "1"),
        "features.derived: [a, b, c] read each other in a circle");
  }

  @Test
  void a_name_is_given_once_and_not_to_what_the_tables_need() {
    refuses(
        new Given().own("a_b", "from=purchase; aggregate=count; by=place_id; values=c,C"),
        "features.own.a_b: there are two features of the name `purchase__a_b_c__count__28d`\n"
            + "features.own.a_b: there are two features of the name `purchase__a_b_c__count__91d`");
    refuses(
        new Given().own("a__b", "from=purchase; aggregate=count; windows-days=7"),
        "features.own.a__b: `a__b` is not snake_case with single underscores");
    refuses(
        new Given().derived("moment", "1"),
        "features.derived.moment: the name `moment` is taken; choose another");
    refuses(
        new Given().derived("Big", "1"),
        "features.derived.Big: feature name `Big` is not snake_case with single underscores");
  }

  @Test
  void a_dimension_names_known_tables_and_columns() {
    refuses(
        new Given()
            .dimension(
                "goods",
                new Dimension(
                    "purchase",
                    "product",
                    Map.of("product", "product_id"),
                    Map.of("amount", "brand"))),
        "features.dimensions.goods.columns: `amount` is already a column of purchase\n"
            + "features.dimensions.goods.keys: expression `product`: no column `product`; did you"
            + " mean `product_id`?");
  }

  @Test
  void a_match_is_a_column_of_the_row_and_of_what_the_campaign_is_about() {
    var count = "from=purchase; aggregate=count; match=";
    refuses(
        new Given().own("near", count + "produkt_id"),
        "features.own.near.match: no column `produkt_id`; did you mean `product_id`?");
    refuses(
        new Given().own("near", count + "place_id"),
        "features.own.near.match: `place_id` is a column of neither campaign nor offer, and no"
            + " dimension gives it to offers");
    refuses(
        new Given()
            .own(
                "near",
                "from=purchase; aggregate=sum; of=amount; where=offer_id = 'x'; match=product_id"),
        "features.own.near: a row may be covered by several offers, so `offer_id` goes with"
            + " aggregate = count-distinct only");
  }

  @Test
  void a_derived_feature_needs_the_campaign_if_anything_it_reads_does() {
    var derived =
        declared(
                new Given()
                    .own("spend", SPEND)
                    .own("covered", "from=purchase; aggregate=count; match=product_id")
                    .derived(
                        "share", "purchase__covered__count__28d / (purchase__spend__sum__28d + 1)")
                    .derived("far", "share + 1")
                    .derived("near", "purchase__spend__sum__28d + 1")
                    .settings())
            .derived();

    assertThat(derived.stream().filter(Derived::needsCampaign).map(Derived::name))
        .containsExactly("share", "far");
  }

  @Test
  void a_declaration_that_cannot_mean_anything_is_refused() {
    refusesOwn("from=purchase; aggregate=sum", "of must say what is aggregated by sum");
    refusesOwn(
        "from=purchase; aggregate=count; by=place_id",
        "by and values (or top) must be given together");
    refusesOwn(
        "from=purchase; aggregate=count; windows-days=",
        "windows-days is empty; leave it out, or write [all] for all history");
    refusesOwn(
        "from=purchase; aggregate=count; windows-days=-1",
        "windows-days must be days from 1 on, or `all` for all history, not -1");
    refusesOwn(
        "from=purchase; aggregate=count; windows-days=0",
        "windows-days must be days from 1 on, or `all` for all history, not 0");
    refusesOwn(
        "from=party; aggregate=count; windows-days=28",
        "windows-days does not apply to from = party, whose rows have no date");
    refusesOwn(
        "from=purchase; aggregate=count; scope=pair",
        "scope pair needs match, and no other scope takes it");
    refusesOwn(
        "from=purchase; aggregate=count; scope=campaign",
        "scope campaign goes with from = campaign or offer, and only with them");
    refusesOwn(
        "from=offer; aggregate=count; offer-products-at-most=0",
        "offer-products-at-most must be at least 1, not 0");
  }

  private static void refuses(Given given, String message) {
    assertThatThrownBy(() -> Declared.of(given.settings(), Given.ALL))
        .isInstanceOf(SettingsError.class)
        .hasMessage(message);
  }

  private static void refusesOwn(String text, String message) {
    assertThatThrownBy(() -> FeatureText.own(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static Declared declared(FeatureSettings settings) {
    return Declared.of(settings, Given.ALL);
  }
}
