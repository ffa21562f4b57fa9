package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.feature.Available;
import io.microtarget.feature.FeatureSettings;
import io.microtarget.feature.FeatureTables;
import io.microtarget.feature.Features;
import io.microtarget.feature.Packed;
import io.microtarget.identity.IdentityTables;
import io.microtarget.jobs.settings.Loader;
import io.microtarget.pipeline.Settings;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Clocks;
import io.microtarget.table.Table;
import io.microtarget.testing.Sessions;
import io.microtarget.testing.TextTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The measures of conf/reference.conf for the rarer kinds of source, over a few planted rows. */
class DefaultMeasuresTest {
  private static final Path REFERENCE =
      Path.of(System.getProperty("basedir", ".")).resolve("../conf/reference.conf");

  private static final String BUSINESS =
      """
      include "reference"
      business { name = "Any", jurisdiction = DE, currency = EUR, zone = "Europe/Berlin" }
      lake.root = "lake"
      features.place.shops.gate { latitude = 52.5163, longitude = 13.3777 }
      sources.people { kind = party, format = csv, path = "p.csv", columns { native-id = "id" } }
      """;

  @TempDir Path folder;

  @AfterEach
  void clear() {
    Sessions.shared().catalog().clearCache();
  }

  /** The features of `a` on 2020-03-01, where `b` has none of the rows. */
  private Map<String, Double> features(Table table, String text) throws IOException {
    Files.copy(REFERENCE, folder.resolve("reference.conf"));
    var file = Files.writeString(folder.resolve("any.conf"), BUSINESS);
    var settings = Loader.load(file.toString(), Map.of(), Settings.class).features();
    var tables =
        Map.of(
            table,
            full(table, TextTable.rows(text)),
            IdentityTables.SUBJECT,
            full(
                IdentityTables.SUBJECT,
                TextTable.rows("subject_type STRING | subject_id STRING\nperson | a\nperson | b")));
    var clocks =
        new Clocks(LocalDate.parse("2020-03-01"), Instant.EPOCH, ZoneId.of("Europe/Berlin"));
    var available =
        new Available(Map.of(table.name(), table.columns().stream().collect(Collectors.toSet())));
    var stage =
        Features.stage(only(settings, table), Map.of(), Map.of(), "person", available, clocks);
    var made =
        stage.run(
            t -> tables.getOrDefault(t, Sessions.shared().createDataFrame(List.of(), t.schema())));
    var names =
        made
            .get(FeatureTables.FEATURE_LIST)
            .orderBy("position")
            .select("name")
            .collectAsList()
            .stream()
            .map(r -> r.getString(0))
            .toList();
    var found = new HashMap<String, Map<String, Double>>();
    made.get(FeatureTables.OCCASION)
        .select("subject_id", "features")
        .collectAsList()
        .forEach(r -> found.put(r.getString(0), known(names, Packed.numbers(r.getAs(1)))));
    assertThat(found.get("b").values()).containsOnly(0.0);
    return found.get("a");
  }

  private static FeatureSettings only(FeatureSettings all, Table table) {
    return all.with(Map.of(table.name(), all.kinds().get(table.name())));
  }

  private static Map<String, Double> known(List<String> names, double[] values) {
    var known = new TreeMap<String, Double>();
    for (int i = 0; i < names.size(); i++) {
      if (!Double.isNaN(values[i])) {
        known.put(names.get(i), values[i]);
      }
    }
    return known;
  }

  private static Dataset<Row> full(Table table, Dataset<Row> rows) {
    var columns =
        Arrays.stream(table.schema().fields())
            .map(
                f ->
                    Arrays.asList(rows.columns()).contains(f.name())
                        ? functions.col(f.name())
                        : functions.lit(null).cast(f.dataType()).as(f.name()))
            .toArray(Column[]::new);
    return rows.select(columns);
  }

  @Test
  void calls() throws IOException {
    var found =
        features(
            SourceTables.CALL_RECORD,
            """
            record_id STRING | direction STRING | call_type STRING | duration_seconds BIGINT | bytes BIGINT | cell_id STRING | amount DECIMAL(18,2) | event_time TIMESTAMP | event_date DATE
            a | OUT | voice | 60 |     | c1 | 0.10 | 2020-02-27 21:30:00 | 2020-02-27
            a | in  | voice | 30 |     | c1 | 0.00 | 2020-02-28 12:00:00 | 2020-02-28
            a | out | data  |    | 900 | c2 | 0.50 | 2020-02-28 04:30:00 | 2020-02-28
            a | out | data  |    | 500 | c2 | 0.50 | 2020-03-01 04:30:00 | 2020-03-01
            """);

    assertThat(found)
        .containsEntry("call_record__calls__count__28d", 3.0)
        .containsEntry("call_record__duration__avg__28d", 45.0)
        .containsEntry("call_record__bytes__sum__28d", 900.0)
        .containsEntry("call_record__outgoing__share__28d", 0.666667)
        .containsEntry("call_record__type_voice__share__28d", 0.666667)
        .containsEntry("call_record__cells__top_share__28d", 0.666667)
        // 22:30 and 05:30 by the clock of the business.
        .containsEntry("call_record__night__share__28d", 0.666667)
        .containsEntry("call_record__rhythm__days_since_last__all", 2.0);
  }

  @Test
  void places() throws IOException {
    var found =
        features(
            SourceTables.LOCATION,
            """
            record_id STRING | latitude DOUBLE | longitude DOUBLE | place_type STRING | stay_seconds BIGINT | event_time TIMESTAMP | event_date DATE
            a | 52.5163 | 13.3777 | shop | 600 | 2020-02-20 12:00:00 | 2020-02-20
            a | 52.5163 | 13.3780 | shop | 300 | 2020-02-20 13:00:00 | 2020-02-20
            a | 53.5503 | 10.0006 | home |     | 2020-02-22 12:00:00 | 2020-02-22
            a | 52.5163 | 13.3777 | shop | 900 | 2020-03-01 12:00:00 | 2020-03-01
            """);

    assertThat(found)
        .containsEntry("location__fixes__count__28d", 3.0)
        .containsEntry("location__cells__count_distinct__28d", 2.0)
        .containsEntry("location__cells__top_share__28d", 0.666667)
        .containsEntry("location__near_shop_days__count_distinct__28d", 1.0)
        .containsEntry("location__near_shop__days_since_last__all", 10.0)
        .containsEntry("location__shop_km__min__28d", 0.0)
        .containsEntry("location__place_type_shop__share__28d", 0.666667)
        .containsEntry("location__stay__sum__28d", 900.0)
        .containsKey("location__radius_km__deviation__91d")
        .doesNotContainKey("location__home_shop_km__min__91d");
  }

  @Test
  void readings_of_each_measure_by_themselves() throws IOException {
    var found =
        features(
            SourceTables.SENSOR_READING,
            """
            record_id STRING | sensor_id STRING | measure STRING | value DOUBLE | state STRING | event_time TIMESTAMP | event_date DATE
            a | s1 | temperature | -4.0 |     | 2020-02-20 21:30:00 | 2020-02-20
            a | s1 | temperature | 20.0 |     | 2020-02-21 12:00:00 | 2020-02-21
            a | s2 | power       | 500  |     | 2020-02-21 12:00:00 | 2020-02-21
            a | s3 |             |      | on  | 2020-02-22 12:00:00 | 2020-02-22
            """);

    assertThat(found)
        .containsEntry("sensor_reading__value_temperature__avg__28d", 8.0)
        .containsEntry("sensor_reading__value_temperature__last__28d", 20.0)
        .containsEntry("sensor_reading__value_power__max__28d", 500.0)
        .containsEntry("sensor_reading__at_night_temperature__avg__28d", -4.0)
        .containsEntry("sensor_reading__state_on__share__28d", 0.25)
        .containsEntry("sensor_reading__sensors__count_distinct__28d", 3.0)
        .doesNotContainKey("sensor_reading__value_power__deviation__28d");
  }

  @Test
  void a_question_without_an_answer_stays_unknown_and_is_no_zero() throws IOException {
    var found =
        features(
            SourceTables.SURVEY_ANSWER,
            """
            record_id STRING | survey_id STRING | question_id STRING | answer STRING | answer_number DOUBLE | event_date DATE
            a | s1 | trust   | 4    | 4 | 2019-01-10
            a | s2 | trust   | 2    | 2 | 2020-01-10
            a | s3 | trust   |      |   | 2020-02-10
            a | s3 | savings |      |   | 2020-02-10
            a | s3 | trust   | 5    | 5 | 2020-03-01
            """);

    assertThat(found)
        .containsEntry("survey_answer__answer_trust__last__all", 2.0)
        .containsEntry("survey_answer__answer_trust__first__all", 4.0)
        .doesNotContainKey("survey_answer__answer_savings__last__all")
        .containsEntry("survey_answer__answered__share__all", 0.5)
        .containsEntry("survey_answer__answered__share__364d", 0.333333)
        .containsEntry("survey_answer__surveys__count_distinct__all", 3.0);
  }

  @Test
  void posts() throws IOException {
    var found =
        features(
            SourceTables.MENTION,
            """
            record_id STRING | brand STRING | topic STRING | sentiment STRING | sentiment_score DOUBLE | likes BIGINT | event_date DATE
            a | own   | price | negative | -0.5 | 3 | 2020-02-10
            a | own   | taste | positive |  0.9 | 5 | 2020-02-20
            a | other | price |          | -0.3 |   | 2020-02-29
            """);

    assertThat(found)
        .containsEntry("mention__posts__count__28d", 3.0)
        .containsEntry("mention__negative__share__28d", 0.666667)
        .containsEntry("mention__brand_own__share__28d", 0.666667)
        .containsEntry("mention__about_price__share__28d", 0.666667)
        .containsEntry("mention__mood__last__28d", -0.3)
        .containsEntry("mention__likes__sum__28d", 8.0);
  }

  @Test
  void a_deal_counts_as_won_only_by_rows_of_the_day_it_was_won_or_later() throws IOException {
    var found =
        features(
            SourceTables.OPPORTUNITY,
            """
            record_id STRING | opportunity_id STRING | stage STRING | outcome STRING | amount DECIMAL(18,2) | probability DOUBLE | opened_on DATE | closed_on DATE | event_date DATE
            a | o1 | offer  | won  | 100 | 0.5 | 2020-01-01 | 2020-03-10 | 2020-01-01
            a | o2 | closed | won  | 300 | 1.0 | 2020-01-01 | 2020-02-01 | 2020-02-01
            a | o3 | closed | lost | 200 | 0.0 | 2020-01-01 | 2020-02-05 | 2020-02-06
            """);

    assertThat(found)
        .containsEntry("opportunity__deals__count_distinct__all", 3.0)
        .containsEntry("opportunity__won__count_distinct__all", 1.0)
        .containsEntry("opportunity__won_amount__sum__364d", 300.0)
        .containsEntry("opportunity__won_days__avg__all", 31.0)
        .containsEntry("opportunity__lost__count_distinct__all", 1.0)
        .containsEntry("opportunity__probability__last__all", 0.0);
  }

  @Test
  void firms_and_the_people_in_them() throws IOException {
    assertThat(
            features(
                SourceTables.ACCOUNT,
                """
                record_id STRING | account_id STRING | sector STRING | employees BIGINT | founded_year INT | event_date DATE
                a | f1 | steel | 10 | 1990 | 2019-01-01
                a | f1 | steel | 30 | 1990 | 2020-01-01
                """))
        .containsEntry("account__employees__last__all", 30.0)
        .containsEntry("account__employees__first__all", 10.0)
        .containsEntry("account__age__last__all", 30.0)
        .containsEntry("account__sector_steel__count__all", 2.0);
  }

  @Test
  void parts_in_buying() throws IOException {
    assertThat(
            features(
                SourceTables.ACCOUNT_CONTACT,
                """
                record_id STRING | account_id STRING | role STRING | seniority STRING | event_date DATE
                a | f1 | champion | vp |
                a | f2 | user     | vp | 2020-01-01
                """))
        .containsEntry("account_contact__firms__count_distinct__all", 2.0)
        .containsEntry("account_contact__role_champion__count__all", 1.0)
        .containsEntry("account_contact__seniority_vp__count__all", 2.0);
  }
}
