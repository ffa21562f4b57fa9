package io.microtarget.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.identity.IdentityTables;
import io.microtarget.source.SourceTables;
import io.microtarget.testing.Sessions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the pass over sorted rows finds, by values computed by hand. */
class PassTest {
  private static final String PURCHASES =
      """
      record_id STRING | product_id STRING | place_id STRING | amount DECIMAL(18,2) | event_date DATE
      a | milk  | north | 1 | 2020-02-20
      a | milk  | north | 2 | 2020-02-22
      a | bread | south | 3 | 2020-02-26
      a | milk  | north | 6 | 2020-02-28
      a | wine  | east  | 4 | 2020-02-14
      """;

  @AfterEach
  void clear() {
    Sessions.shared().catalog().clearCache();
  }

  @Test
  void the_aggregates_have_the_values_of_their_formulas() {
    var given =
        purchases()
            .own("d", "from=purchase; aggregate=deviation; of=amount; windows-days=all")
            .own("first", "from=purchase; aggregate=first; of=amount; windows-days=14 all")
            .own("last", "from=purchase; aggregate=last; of=amount; windows-days=all")
            .own("t", "from=purchase; aggregate=trend; of=amount; windows-days=8")
            .own(
                "s",
                "from=purchase; aggregate=share; of=amount; by=place_id; values=south; windows-days=all")
            .own("e", "from=purchase; aggregate=entropy; of=product_id; windows-days=all")
            .own("top", "from=purchase; aggregate=top-share; of=product_id; windows-days=all")
            .own("gap", "from=purchase; aggregate=gap; windows-days=all")
            .own("b", "from=purchase; aggregate=burstiness; windows-days=all")
            .own("fade", "from=purchase; aggregate=decay; windows-days=8");

    // 2020-03-01: ages 10, 8, 4, 2 and 16. Deviation of 1 2 3 6 4: sqrt(14.8 / 4).
    // Trend: 2 + 3 + 6 in 8 days, 1 + 4 in the 8 before: 6 / 16.
    // Entropy: 3/5, 1/5, 1/5 in bits. Gaps 6 2 4 2: mean 3.5, deviation sqrt(2.75).
    // Faded: 2^-1.25 + 2^-1 + 2^-0.5 + 2^-0.25 + 2^-2.
    assertThat(given.features("2020-03-01"))
        .containsExactly(
            "a purchase__b__burstiness__all=-0.357033"
                + " purchase__d__deviation__all=1.923538"
                + " purchase__e__entropy__all=1.370951"
                + " purchase__fade__decay__8d=2.718451"
                + " purchase__first__first__14d=1.0"
                + " purchase__first__first__all=4.0"
                + " purchase__gap__gap__all=3.5"
                + " purchase__last__last__all=6.0"
                + " purchase__s_south__share__all=0.1875"
                + " purchase__t__trend__8d=0.375"
                + " purchase__top__top_share__all=0.6");
  }

  @Test
  void rows_count_in_the_order_of_time_within_a_day_and_centuries_ago() {
    var given =
        new Given()
            .rows(
                SourceTables.PURCHASE,
                """
                record_id STRING | amount DECIMAL(18,2) | event_time TIMESTAMP | event_date DATE
                a | 1 | 2020-02-02 22:59:59 | 2020-02-03
                a | 2 | 2020-02-03 09:10:00 | 2020-02-03
                a | 3 | 2020-02-03 09:20:00 | 2020-02-03
                a | 4 | 2020-02-02 23:30:00 | 2020-02-02
                b | 1 | 1500-01-01 10:00:00 | 1500-01-01
                b | 2 | 1500-01-02 09:00:00 | 1500-01-02
                c | 1 |  |
                c | 2 | 2020-02-03 09:20:00 | 2020-02-03
                """)
            .own("first", "from=purchase; aggregate=first; of=amount; windows-days=all")
            .own("last", "from=purchase; aggregate=last; of=amount; windows-days=all");

    assertThat(given.features("2020-03-01"))
        .containsExactly(
            "a purchase__first__first__all=4.0 purchase__last__last__all=3.0",
            "b purchase__first__first__all=1.0 purchase__last__last__all=2.0",
            "c purchase__first__first__all=1.0 purchase__last__last__all=2.0");
  }

  @Test
  void what_is_too_large_for_a_number_is_unknown_and_not_zero() {
    var given =
        purchases()
            .own("huge", "from=purchase; aggregate=sum; of=1e308D; windows-days=all")
            .own(
                "none",
                "from=purchase; aggregate=sum; of=amount; where=amount > 99; windows-days=all")
            .own(
                "odd",
                "from=purchase; aggregate=sum; of=if(amount > 5, amount * 1e308D * 10, 1D); windows-days=all");

    assertThat(given.features("2020-03-01"))
        .containsExactly("a purchase__none__sum__all=0.0 purchase__odd__sum__all=4.0");
  }

  @Test
  void the_most_frequent_values_are_found_before_the_date_and_all_others_are_other() {
    var given =
        purchases()
            .rows(
                SourceTables.EVENT,
                """
                record_id STRING | category STRING | event_date DATE
                a | Red Wine | 2020-02-01
                a | Red Wine | 2020-02-02
                a | red-wine | 2020-02-03
                a | red-wine | 2020-02-04
                a | beer     | 2020-02-05
                a | tea      | 2020-02-06
                a | tea      | 2020-03-01
                a | tea      | 2020-03-02
                a |          | 2020-02-07
                """)
            .own("on", "from=event; aggregate=count; by=category; top=2; windows-days=all")
            .own(
                "at",
                "from=purchase; aggregate=sum; of=amount; by=place_id; top=1; windows-days=all");

    // `Red Wine` sorts before `red-wine`; tea has one row before the date.
    assertThat(given.features("2020-03-01"))
        .containsExactly(
            "a event__on_other__count__all=2.0"
                + " event__on_red_wine_2__count__all=2.0"
                + " event__on_red_wine__count__all=2.0"
                + " purchase__at_north__sum__all=9.0"
                + " purchase__at_other__sum__all=7.0");
  }

  @Test
  void a_category_of_a_million_values_makes_as_many_features_as_asked_for_and_one_more() {
    var steps =
        Sessions.shared()
            .range(1_000_000)
            .selectExpr(
                "'a' as record_id",
                "if(id % 1000 = 0, 'tea', concat('v', id)) as category",
                "date'2020-02-01' as event_date");
    var given =
        new Given()
            .rows(SourceTables.PARTY, "record_id STRING\na")
            .rows(SourceTables.EVENT, steps)
            .own("on", "from=event; aggregate=count; by=category; top=2; windows-days=all");

    assertThat(given.features("2020-03-01"))
        .containsExactly(
            "a event__on_other__count__all=998999.0 event__on_tea__count__all=1000.0"
                + " event__on_v1__count__all=1.0");
  }

  @Test
  void who_has_no_row_at_all_has_zeros_for_counts_and_the_rest_is_unknown() {
    var given =
        purchases()
            .rows(SourceTables.PARTY, "record_id STRING\nnobody")
            .own("lines", "from=purchase; aggregate=count; windows-days=28")
            .own("spend", "from=purchase; aggregate=sum; of=amount; windows-days=28 all")
            .own("mean", "from=purchase; aggregate=avg; of=amount; windows-days=all")
            .own("last", "from=purchase; aggregate=days-since-last")
            .own("gap", "from=purchase; aggregate=gap; windows-days=all")
            .own("steps", "from=event; aggregate=count; windows-days=28")
            .own("variety", "from=event; aggregate=entropy; of=category; windows-days=28");

    assertThat(given.features("2020-03-01"))
        .contains(
            "nobody event__steps__count__28d=0.0 purchase__lines__count__28d=0.0"
                + " purchase__spend__sum__28d=0.0 purchase__spend__sum__all=0.0");
  }

  @Test
  void a_household_has_the_rows_of_all_its_persons() {
    var given =
        new Given()
            .rows(
                SourceTables.PURCHASE,
                """
                record_id STRING | amount DECIMAL(18,2) | event_date DATE
                a | 1 | 2020-02-20
                b | 2 | 2020-02-21
                b | 4 | 2020-03-01
                c | 8 | 2020-02-22
                """)
            .rows(
                IdentityTables.MEMBERSHIP,
                """
                parent_type STRING | parent_id STRING | child_type STRING | child_id STRING | valid_to DATE
                household | a | person | a |
                household | a | person | b |
                household | a | person | c | 2020-01-01
                account   | z | person | c |
                """)
            .own("own", "from=purchase; aggregate=sum; of=amount; windows-days=28")
            .own(
                "ours", "from=purchase; aggregate=sum; of=amount; windows-days=28; scope=household")
            .derived("part", "purchase__own__sum__28d / purchase__ours__sum__28d");

    assertThat(given.features("2020-03-01"))
        .containsExactly(
            "a part=0.333333 purchase__ours__sum__28d=3.0 purchase__own__sum__28d=1.0",
            "b part=0.666667 purchase__ours__sum__28d=3.0 purchase__own__sum__28d=2.0",
            "c part=1.0 purchase__ours__sum__28d=8.0 purchase__own__sum__28d=8.0");
  }

  @Test
  void figures_of_an_area_are_those_of_where_somebody_lived() {
    var given =
        new Given()
            .rows(
                SourceTables.PARTY,
                """
                record_id STRING | attributes MAP<STRING,STRING> | event_date DATE
                a | map('zip', '10115') | 2020-01-01
                a | map('zip', '20095') | 2020-03-01
                b | map('zip', '20095') | 2020-01-01
                c | map('zip', '')      | 2020-01-01
                """)
            .rows(
                SourceTables.INDICATOR,
                """
                indicator STRING | area_id STRING | value DOUBLE | event_date DATE
                income | 10115 | 30 | 2020-01-01
                income | 10115 | 33 | 2020-02-01
                income | 10115 | 99 | 2020-03-01
                income | 20095 | 50 | 2020-02-01
                """)
            .area("attributes['zip']")
            .own(
                "level",
                "from=indicator; aggregate=last; of=value; by=indicator; values=income; windows-days=all")
            .own("rows", "from=party; aggregate=count");

    assertThat(given.features("2020-03-01"))
        .containsExactly(
            "a indicator__level_income__last__all=33.0 party__rows__count__all=1.0",
            "b indicator__level_income__last__all=50.0 party__rows__count__all=1.0",
            "c party__rows__count__all=1.0");
  }

  private static Given purchases() {
    return new Given().rows(SourceTables.PURCHASE, PURCHASES);
  }
}
