package io.microtarget.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.microtarget.source.SourceTables;
import io.microtarget.testing.Sessions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DictionaryTest {
  private static final String PURCHASES =
      """
      record_id STRING | amount DECIMAL(18,2) | discount DECIMAL(18,2) | event_date DATE
      a | 1.00 | 0.10 | 2020-02-29
      a | 2.50 |      | 2020-02-02
      b | 5.00 | 0.70 | 2019-12-01
      c | 7.00 | 0.90 | 2020-02-20
      d | 4.00 |      | 2020-02-21
      """;

  @AfterEach
  void clear() {
    Sessions.shared().catalog().clearCache();
  }

  @Test
  void says_what_a_feature_means_and_how_well_it_is_filled() {
    var row =
        definitions(
                given().own("spend", "from=purchase; aggregate=avg; of=amount; windows-days=28"))
            .get("purchase__spend__avg__28d");
    assertThat(row.<String>getAs("meaning"))
        .isEqualTo("mean amount of purchase rows, 28 days before the moment");
    assertThat(row.<String>getAs("scope")).isEqualTo("subject");
    assertThat(row.<String>getAs("source")).isEqualTo("purchase");
    assertThat(row.<String>getAs("aggregate")).isEqualTo("avg");
    assertThat(row.<Integer>getAs("window_days")).isEqualTo(28);
    assertThat(row.<String>getList(row.fieldIndex("columns"))).containsExactly("amount");
    assertThat(row.<Object>getAs("first_date")).hasToString("2019-12-01");
    // The means of a, c and d: 1.75, 7 and 4; b bought nothing.
    assertThat(row.<Double>getAs("missing_share")).isEqualTo(0.25);
    assertThat(row.<Double>getAs("mean")).isEqualTo(4.25);
    assertThat(row.<Double>getAs("deviation")).isCloseTo(2.633913, within(1e-6));
    assertThat(row.<Double>getAs("least")).isEqualTo(1.75);
    assertThat(row.<Double>getAs("most")).isEqualTo(7);
    assertThat(row.<Boolean>getAs("is_usable")).isTrue();
    assertThat(row.<String>getAs("reason")).isNull();
  }

  @Test
  void names_what_is_constant_unknown_repeated_or_never_delivered() {
    var given =
        given()
            .own("spend", "from=purchase; aggregate=sum; of=amount; windows-days=all")
            .own(
                "huge",
                "from=purchase; aggregate=sum; of=amount; where=amount > 1e6; windows-days=all")
            .own(
                "mean",
                "from=purchase; aggregate=avg; of=amount; where=amount > 1e6; windows-days=all")
            .own("calls", "from=call_record; aggregate=count; windows-days=all")
            .own("talk", "from=call_record; aggregate=avg; of=duration_seconds; windows-days=all")
            .derived("cents", "100 * purchase__spend__sum__all")
            .derived("nobodys", "purchase__mean__avg__all + 1");
    assertThat(reasons(given))
        .isEqualTo(
            Map.of(
                "call_record__calls__count__all", "no rows of call_record",
                "call_record__talk__avg__all", "no rows of call_record",
                "purchase__huge__sum__all", "constant",
                "purchase__mean__avg__all", "unknown for all",
                "nobodys", "unknown for all",
                "purchase__spend__sum__all", "repeats cents"));
    assertThat(reasons(given.wanted("purchase__spend__sum__all")))
        .containsEntry("cents", "repeats purchase__spend__sum__all")
        .doesNotContainKey("purchase__spend__sum__all");
  }

  @Test
  void a_derived_feature_serves_what_all_it_reads_may_serve() {
    var given =
        given()
            .own("spend", "from=purchase; aggregate=sum; of=amount; windows-days=all")
            .own("saved", "from=purchase; aggregate=sum; of=discount; windows-days=all")
            .derived("ratio", "purchase__saved__sum__all / purchase__spend__sum__all")
            .derived("more", "ratio + month(moment)")
            .purposes("features.own.spend", "analysis", "direct-marketing")
            .purposes("features.own.saved", "analysis", "measurement");
    var definitions = definitions(given);
    assertThat(purposes(definitions, "purchase__spend__sum__all"))
        .containsExactly("analysis", "direct-marketing");
    assertThat(purposes(definitions, "more")).containsExactly("analysis");
    assertThat(definitions.get("more").<Object>getAs("first_date")).hasToString("2019-12-01");
    assertThat(definitions.get("more").<String>getAs("meaning"))
        .isEqualTo("computed: ratio + month(moment)");
  }

  @Test
  void what_tells_contacts_apart_stays_though_it_is_the_same_for_all_today() {
    var given =
        given()
            .rows(
                SourceTables.CAMPAIGN,
                """
                campaign_id STRING | campaign_type STRING | starts_on DATE | ends_on DATE
                c1 | big   | 2020-01-01 | 2020-01-31
                c2 | small | 2020-02-01 | 2020-02-10
                """)
            .rows(
                SourceTables.CONTACT,
                """
                record_id STRING | campaign_id STRING | event_date DATE
                a | c1 | 2020-01-01
                b | c2 | 2020-02-01
                c | c1 | 2020-01-01
                d | c2 | 2020-02-01
                """)
            .own("is_big", "from=campaign; aggregate=max; of=if(campaign_type = 'big', 1, 0)")
            .own("spend", "from=purchase; aggregate=sum; of=amount; windows-days=all")
            .derived("month", "month(moment)")
            .derived("same", "purchase__spend__sum__all * 0")
            .model("coupon", "contact", "response")
            .offer("big", "campaign_type = 'big'");
    assertThat(reasons(given)).isEqualTo(Map.of("same", "constant"));
    // Contacts of c1 and c2, and four candidates of the latest big campaign.
    var ofCampaigns = definitions(given).get("campaign__is_big__max__all");
    assertThat(ofCampaigns.<Double>getAs("mean")).isEqualTo(0.75);
    assertThat(ofCampaigns.<Double>getAs("missing_share")).isZero();
  }

  @Test
  void the_dictionary_does_not_depend_on_partitions() {
    var own = "from=purchase; aggregate=deviation; of=amount; windows-days=all";
    var once = definitions(given().own("spend", own)).toString();
    assertThat(definitions(given().own("spend", own).partitions(3)).toString()).isEqualTo(once);
  }

  @Test
  void notes_name_what_is_left_out() {
    var given =
        given()
            .own("spend", "from=purchase; aggregate=sum; of=amount; windows-days=all")
            .own("calls", "from=call_record; aggregate=count; windows-days=7 28 91 182 364 all");
    assertThat(Definitions.notes(List.copyOf(definitions(given).values())))
        .containsExactly(
            "features: 1 of 7 say something of their own; models and segments that name none take"
                + " those",
            "features: 6 no rows of call_record: call_record__calls__count__182d,"
                + " call_record__calls__count__28d, call_record__calls__count__364d,"
                + " call_record__calls__count__7d, call_record__calls__count__91d and 1 more");
  }

  private static Given given() {
    return new Given().rows(SourceTables.PURCHASE, PURCHASES);
  }

  private static Map<String, Row> definitions(Given given) {
    var rows = given.made("2020-03-01").get(FeatureTables.FEATURE_DEFINITION).collectAsList();
    var byName = new TreeMap<String, Row>();
    rows.forEach(row -> byName.put(row.getString(0), row));
    return byName;
  }

  private static Map<String, String> reasons(Given given) {
    return definitions(given).entrySet().stream()
        .filter(e -> e.getValue().getAs("reason") != null)
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().getAs("reason")));
  }

  private static List<String> purposes(Map<String, Row> definitions, String name) {
    var row = definitions.get(name);
    return row.getList(row.fieldIndex("purposes"));
  }
}
