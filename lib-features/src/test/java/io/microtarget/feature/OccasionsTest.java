package io.microtarget.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microtarget.source.SourceTables;
import io.microtarget.table.SettingsError;
import io.microtarget.testing.Sessions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OccasionsTest {
  private static final String CAMPAIGNS =
      """
      campaign_id STRING | campaign_type STRING | starts_on DATE | ends_on DATE
      c1 | big   | 2020-01-01 | 2020-01-31
      c2 | big   | 2020-02-01 | 2020-03-10
      c3 | big   | 2020-03-01 | 2020-03-31
      c4 | small | 2020-01-10 | 2020-02-29
      c5 | small | 2020-01-10 | 2020-02-29
      """;

  private static final String CONTACTS =
      """
      record_id STRING | campaign_id STRING | event_date DATE
      a | c1 | 2020-01-01
      a | c1 | 2020-01-01
      b | c1 | 2020-01-01
      b | c2 | 2020-02-01
      b | c3 | 2020-03-01
      c | c4 | 2020-01-10
      d | gone | 2020-01-05
      """;

  private static final String RESPONSES =
      """
      record_id STRING | campaign_id STRING | offer_id STRING | event_date DATE
      a | c1 | o1 | 2020-01-31
      b | c1 | o1 | 2020-02-01
      b | c2 | o2 | 2020-02-02
      c | c4 | o4 | 2020-01-09
      d | gone | o9 | 2020-01-06
      """;

  private static final String PURCHASES =
      """
      record_id STRING | product_id STRING | amount DECIMAL(18,2) | event_date DATE
      a | milk  | 1.00 | 2019-12-31
      a | bread | 2.00 | 2019-12-30
      a | milk  | 4.00 | 2020-01-01
      b | meat  | 8.00 | 2020-01-31
      b | milk  | 16.00 | 2020-01-30
        | meat  | 99.00 | 2019-12-31
      """;

  private static final String OFFERS =
      """
      campaign_id STRING | offer_id STRING | product_id STRING
      c1 | o1 | milk
      c1 | o1 | milk
      c1 | o2 | milk
      c1 | o2 | bread
      c2 | o2 | meat
      c5 | o5 | bread
      """;

  private static final String PRODUCTS =
      """
      product_id STRING | category STRING
      milk | drinks
      juice | drinks
      meat | meals
      bread | bakes
      """;

  @AfterEach
  void clear() {
    Sessions.shared().catalog().clearCache();
  }

  @Test
  void a_contact_is_answered_or_not_or_open() {
    var contacts = given().occasions("2020-03-01").stream().filter(o -> o.startsWith("contact"));

    assertThat(contacts)
        .containsExactly(
            "contact a c1 all 2020-01-01 2020-01-31 true",
            "contact b c1 all 2020-01-01 2020-01-31 false",
            "contact b c2 all 2020-02-01 2020-03-10 null",
            "contact c c4 all 2020-01-10 2020-02-29 false",
            "contact d gone null 2020-01-05 null null");
  }

  @Test
  void a_contact_stays_open_on_the_last_day_and_on_the_day_after_it_is_closed() {
    assertThat(given().occasions("2020-01-31"))
        .contains("contact a c1 all 2020-01-01 2020-01-31 null");
    assertThat(given().occasions("2020-02-01"))
        .contains(
            "contact a c1 all 2020-01-01 2020-01-31 true",
            "contact b c1 all 2020-01-01 2020-01-31 false");
  }

  @Test
  void a_candidate_stands_in_the_place_of_the_latest_campaign_of_its_offer() {
    var candidates =
        given()
            .offer("big", "campaign_type = 'big'")
            .offer("none", "campaign_type = 'huge'")
            .offer("small", "campaign_type = 'small'")
            .occasions("2020-03-01")
            .stream()
            .filter(o -> o.startsWith("candidate a") || o.startsWith("candidate d"));

    assertThat(candidates)
        .containsExactly(
            "candidate a c2 all 2020-03-01 null null",
            "candidate a c2 big 2020-03-01 null null",
            "candidate a c5 small 2020-03-01 null null",
            "candidate d c2 all 2020-03-01 null null",
            "candidate d c2 big 2020-03-01 null null",
            "candidate d c5 small 2020-03-01 null null");
  }

  @Test
  void each_occasion_has_the_features_of_its_own_moment() {
    var made =
        given()
            .own("spend", "from=purchase; aggregate=sum; of=amount; windows-days=all")
            .own("recency", "from=purchase; aggregate=days-since-last")
            .own("earlier", "from=contact; aggregate=count; windows-days=all")
            .own("answers", "from=response; aggregate=count; windows-days=all")
            .occasions("2020-03-01");

    assertThat(made)
        .contains(
            "contact a c1 all 2020-01-01 2020-01-31 true contact__earlier__count__all=0.0 purchase__recency__days_since_last__all=1.0 purchase__spend__sum__all=3.0 response__answers__count__all=0.0",
            "contact b c2 all 2020-02-01 2020-03-10 null contact__earlier__count__all=1.0 purchase__recency__days_since_last__all=1.0 purchase__spend__sum__all=24.0 response__answers__count__all=0.0",
            "contact c c4 all 2020-01-10 2020-02-29 false contact__earlier__count__all=0.0 purchase__spend__sum__all=0.0 response__answers__count__all=1.0",
            "candidate a c2 all 2020-03-01 null null contact__earlier__count__all=2.0 purchase__recency__days_since_last__all=60.0 purchase__spend__sum__all=7.0 response__answers__count__all=1.0",
            "candidate c c2 all 2020-03-01 null null contact__earlier__count__all=1.0 purchase__spend__sum__all=0.0 response__answers__count__all=1.0");
  }

  @Test
  void values_are_chosen_once_for_all_moments_and_each_counts_its_own_past_of_them() {
    var made =
        given()
            .own(
                "on",
                "from=purchase; aggregate=sum; of=amount; by=product_id; top=1; windows-days=all")
            .occasions("2020-03-01");

    assertThat(made)
        .contains(
            "contact a c1 all 2020-01-01 2020-01-31 true purchase__on_milk__sum__all=1.0 purchase__on_other__sum__all=2.0",
            "contact b c2 all 2020-02-01 2020-03-10 null purchase__on_milk__sum__all=16.0 purchase__on_other__sum__all=8.0",
            "contact c c4 all 2020-01-10 2020-02-29 false purchase__on_milk__sum__all=0.0 purchase__on_other__sum__all=0.0",
            "candidate a c2 all 2020-03-01 null null purchase__on_milk__sum__all=5.0 purchase__on_other__sum__all=2.0");
  }

  @Test
  void features_of_a_campaign_do_not_depend_on_the_subject() {
    var made =
        given()
            .own("offers", "from=offer; aggregate=count-distinct; of=offer_id")
            .own(
                "narrow",
                "from=offer; aggregate=count-distinct; of=offer_id; offer-products-at-most=1")
            .own("is_big", "from=campaign; aggregate=max; of=if(campaign_type = 'big', 1, 0)")
            .own("days", "from=campaign; aggregate=max; of=datediff(ends_on, starts_on)")
            .occasions("2020-03-01");

    assertThat(made)
        .contains(
            "contact a c1 all 2020-01-01 2020-01-31 true campaign__days__max__all=30.0 campaign__is_big__max__all=1.0 offer__narrow__count_distinct__all=1.0 offer__offers__count_distinct__all=2.0",
            "contact c c4 all 2020-01-10 2020-02-29 false campaign__days__max__all=50.0 campaign__is_big__max__all=0.0 offer__narrow__count_distinct__all=0.0 offer__offers__count_distinct__all=0.0",
            "contact d gone null 2020-01-05 null null offer__narrow__count_distinct__all=0.0 offer__offers__count_distinct__all=0.0");
  }

  @Test
  void features_of_a_pair_count_what_the_campaign_covers_once() {
    var made =
        withAffinity(given())
            .derived("share", "purchase__covered__sum__all / (1 + purchase__spend__sum__all)")
            .own("spend", "from=purchase; aggregate=sum; of=amount; windows-days=all")
            .occasions("2020-03-01");

    assertThat(made)
        .contains(
            "contact a c1 all 2020-01-01 2020-01-31 true purchase__alike__count__all=2.0 purchase__covered__sum__all=3.0 purchase__days__count_distinct__all=2.0 purchase__narrow__count__all=1.0 purchase__offers__count_distinct__all=2.0 purchase__spend__sum__all=3.0 response__similar__count__all=0.0 share=0.75",
            "contact b c2 all 2020-02-01 2020-03-10 null purchase__alike__count__all=1.0 purchase__covered__sum__all=8.0 purchase__days__count_distinct__all=1.0 purchase__narrow__count__all=1.0 purchase__offers__count_distinct__all=1.0 purchase__spend__sum__all=24.0 response__similar__count__all=0.0 share=0.32",
            "candidate b c2 all 2020-03-01 null null purchase__alike__count__all=1.0 purchase__covered__sum__all=8.0 purchase__days__count_distinct__all=1.0 purchase__narrow__count__all=1.0 purchase__offers__count_distinct__all=1.0 purchase__spend__sum__all=24.0 response__similar__count__all=2.0 share=0.32");
  }

  @Test
  void a_subject_has_no_features_of_campaigns_or_pairs() {
    var made =
        withAffinity(given())
            .own("spend", "from=purchase; aggregate=sum; of=amount; windows-days=all")
            .derived("share", "purchase__covered__sum__all / (1 + purchase__spend__sum__all)")
            .derived("twice", "purchase__spend__sum__all * 2")
            .features("2020-03-01");

    assertThat(made)
        .contains(
            "a purchase__spend__sum__all=7.0 twice=14.0",
            "d purchase__spend__sum__all=0.0 twice=0.0");
  }

  @Test
  void occasions_do_not_depend_on_how_the_input_is_partitioned() {
    var given = withAffinity(given());
    var once = given.occasions("2020-03-01");

    assertThat(once).hasSize(9);
    assertThat(given.partitions(3).occasions("2020-03-01")).isEqualTo(once);
  }

  @Test
  void refuses_an_offer_whose_condition_names_no_column() {
    assertThatThrownBy(() -> given().offer("big", "kampaign_type = 'x'").occasions("2020-03-01"))
        .isInstanceOf(SettingsError.class)
        .hasMessage(
            "offers.big.where: expression `kampaign_type = 'x'`: no column `kampaign_type`; did you"
                + " mean `campaign_type`?");
  }

  private static final String CALLS =
      """
      record_id STRING | campaign_id STRING | event_time TIMESTAMP | event_date DATE
      a | c1 | 2020-01-02 10:30:00 | 2020-01-02
      a | c1 | 2020-01-02 09:15:00 | 2020-01-02
      a | c1 | 2020-01-03 09:00:00 | 2020-01-03
      b | c1 | 2020-01-02 11:00:00 | 2020-01-02
      d | gone | 2020-01-05 12:00:00 | 2020-01-05
      e | c3 | 2020-03-01 12:00:00 | 2020-03-01
      """;

  @Test
  void an_answer_given_in_the_contact_counts_on_its_day_alone() {
    var given =
        new Given()
            .rows(SourceTables.CAMPAIGN, CAMPAIGNS)
            .rows(SourceTables.CONTACT, CALLS)
            .rows(
                SourceTables.RESPONSE,
                """
                record_id STRING | campaign_id STRING | event_date DATE
                a | c1 | 2020-01-03
                b | c2 | 2020-01-02
                d | gone | 2020-01-05
                """)
            .offer("all", "true")
            .modelOfCalls("calls", "contact", "response");

    // The window is closed with the day, whether or not the campaign is known; b answered another.
    assertThat(given.occasions("2020-03-01").stream().filter(o -> o.startsWith("contact")))
        .containsExactly(
            "contact a c1 all 2020-01-02 2020-01-02 false",
            "contact a c1 all 2020-01-03 2020-01-03 true",
            "contact b c1 all 2020-01-02 2020-01-02 false",
            "contact d gone null 2020-01-05 2020-01-05 true");
    var first =
        given
            .made("2020-03-01")
            .get(FeatureTables.OCCASION)
            .where("subject_id = 'a' and moment = date'2020-01-02'")
            .first();
    assertThat(first.<java.sql.Timestamp>getAs("contacted_at").toInstant())
        .isEqualTo(java.time.Instant.parse("2020-01-02T09:15:00Z"));
  }

  private static Given withAffinity(Given given) {
    return given
        .dimension(
            "goods",
            new Dimension(
                "purchase",
                "product",
                Map.of("product_id", "product_id"),
                Map.of("class", "category")))
        .dimension(
            "sort",
            new Dimension(
                "response",
                "campaign",
                Map.of("campaign_id", "campaign_id"),
                Map.of("campaign_type", "campaign_type")))
        .own(
            "covered",
            "from=purchase; aggregate=sum; of=amount; match=product_id; windows-days=all")
        .own(
            "narrow",
            "from=purchase; aggregate=count; match=product_id; offer-products-at-most=1; windows-days=all")
        .own(
            "days",
            "from=purchase; aggregate=count-distinct; of=event_date; match=product_id; windows-days=all")
        .own(
            "offers",
            "from=purchase; aggregate=count-distinct; of=offer_id; match=product_id; windows-days=all")
        .own("alike", "from=purchase; aggregate=count; match=class; windows-days=all")
        .own("similar", "from=response; aggregate=count; match=campaign_type; windows-days=all");
  }

  private static Given given() {
    return new Given()
        .rows(SourceTables.CAMPAIGN, CAMPAIGNS)
        .rows(SourceTables.CONTACT, CONTACTS)
        .rows(SourceTables.RESPONSE, RESPONSES)
        .rows(SourceTables.PURCHASE, PURCHASES)
        .rows(SourceTables.OFFER, OFFERS)
        .rows(SourceTables.PRODUCT, PRODUCTS)
        .offer("all", "campaign_id <> 'x'")
        .model("answer", "contact", "response");
  }
}
