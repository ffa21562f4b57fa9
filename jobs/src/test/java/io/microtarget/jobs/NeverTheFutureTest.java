package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.feature.Available;
import io.microtarget.feature.FeatureSettings;
import io.microtarget.feature.FeatureTables;
import io.microtarget.feature.Features;
import io.microtarget.feature.OccasionSettings;
import io.microtarget.feature.OccasionSettings.Window;
import io.microtarget.feature.Packed;
import io.microtarget.identity.IdentityTables;
import io.microtarget.jobs.settings.Loader;
import io.microtarget.pipeline.Settings;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Clocks;
import io.microtarget.table.Table;
import io.microtarget.testing.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All measures of conf/reference.conf over random rows of six kinds, seed 8: what happens from a
 * moment on changes nothing at it, and a moment has the same features whoever asks for it.
 */
class NeverTheFutureTest {
  private static final long SEED = 8;
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final LocalDate AS_OF = LocalDate.parse("2020-06-01");

  /** The clock was put forward on 29 March 2020, back on 27 October 2019. */
  private static final Instant FROM = Instant.parse("2019-08-01T00:00:00Z");

  private static final int DAYS = 400;
  private static final int SUBJECTS = 25;

  private static final List<Table> KINDS =
      List.of(
          SourceTables.PURCHASE,
          SourceTables.EVENT,
          SourceTables.CONTACT,
          SourceTables.RESPONSE,
          SourceTables.CONSENT,
          SourceTables.PARTY);

  private static final String BUSINESS =
      """
      include "reference"
      business { name = "Any", jurisdiction = DE, currency = EUR, zone = "Europe/Berlin" }
      lake.root = "lake"
      sources.people { kind = party, format = csv, path = "p.csv", columns { native-id = "id" } }
      """;

  @TempDir static Path folder;

  /** Days on which Berlin put its clock back and forward: of 25 and of 23 hours. */
  private static final List<LocalDate> CHANGED =
      List.of(LocalDate.parse("2019-10-27"), LocalDate.parse("2020-03-29"));

  /** Up to the month in which everything begins. */
  private static final int MONTHS = 10;

  private static FeatureSettings settings;
  private static final Map<Table, List<Row>> ROWS = new HashMap<>();
  private static Map<Asked, Map<String, Double>> all;

  /** A moment of somebody: role, subject and day. */
  private record Asked(String role, String subject, LocalDate moment) {}

  @BeforeAll
  static void plant() throws IOException {
    var reference = Path.of(System.getProperty("basedir", ".")).resolve("../conf/reference.conf");
    Files.copy(reference, folder.resolve("reference.conf"));
    var file = Files.writeString(folder.resolve("any.conf"), BUSINESS);
    settings = Loader.load(file.toString(), Map.of(), Settings.class).features();
    var random = new Random(SEED);
    for (var kind : KINDS) {
      var rows = new ArrayList<Row>();
      for (int i = 0; i < (kind.equals(SourceTables.CONTACT) ? 60 : 400); i++) {
        rows.add(row(kind, i, random));
      }
      ROWS.put(kind, rows);
    }
    for (var changed : CHANGED) {
      for (var day : List.of(changed, changed.plusDays(1))) {
        plant(SourceTables.CONTACT, day.atTime(12, 0).atZone(BERLIN).toInstant(), random);
        plant(SourceTables.PURCHASE, midnight(day), random);
        plant(SourceTables.PURCHASE, midnight(day).minusSeconds(1), random);
      }
    }
    all = features(AS_OF, MONTHS, row -> true);
  }

  private static Instant midnight(LocalDate day) {
    return day.atStartOfDay(BERLIN).toInstant();
  }

  private static void plant(Table kind, Instant time, Random random) {
    ROWS.get(kind).add(row(kind, ROWS.get(kind).size(), "s0", time, random));
  }

  @Test
  void removing_the_future_changes_no_feature() {
    var past = features(AS_OF, MONTHS, row -> day(row).isBefore(AS_OF));

    assertThat(all.keySet().stream().map(Asked::role).distinct())
        .containsExactlyInAnyOrder("subject", "history", "contact", "candidate");
    assertThat(differences(all, past)).isEmpty();
    assertThat(all.values().iterator().next()).hasSizeGreaterThan(150);
  }

  @Test
  void the_last_day_counts_and_the_day_itself_does_not() {
    var without = features(AS_OF, MONTHS, row -> !day(row).equals(AS_OF.minusDays(1)));

    assertThat(differences(all, without)).isNotEmpty();
  }

  @Test
  void a_history_has_the_features_of_as_many_runs() {
    for (var month : List.of("2019-08-01", "2019-09-01", "2019-11-01", "2020-04-01")) {
      var moment = LocalDate.parse(month);
      var single = features(moment, 0, row -> true);
      var known =
          ROWS.values().stream()
              .flatMap(List::stream)
              .filter(row -> day(row).isBefore(moment))
              .map(row -> row.<String>getAs("record_id"))
              .collect(Collectors.toSet());
      for (int i = 0; i < SUBJECTS; i++) {
        var subject = "s" + i;
        var history = all.get(new Asked("history", subject, moment));
        var alone = single.get(new Asked("subject", subject, moment));
        if (known.contains(subject)) {
          assertThat(differing(history, alone)).as("%s of %s", moment, subject).isEmpty();
        } else {
          assertThat(history).as("%s of %s, unknown", moment, subject).isNull();
        }
      }
    }
    assertThat(all.keySet().stream().filter(a -> a.role().equals("history")).map(Asked::moment))
        .contains(LocalDate.parse("2019-09-01"), LocalDate.parse("2020-05-01"))
        .doesNotContain(AS_OF, LocalDate.parse("2019-08-01"));
  }

  @Test
  void a_day_of_23_or_25_hours_ends_at_its_midnight() {
    for (var changed : CHANGED) {
      for (var moment : List.of(changed, changed.plusDays(1))) {
        // By the clock, not by the day of the rows.
        var single = features(moment, 0, row -> time(row).isBefore(midnight(moment)));
        var alone = single.get(new Asked("subject", "s0", moment));
        var contact = all.get(new Asked("contact", "s0", moment));
        assertThat(differing(contact, alone)).as("%s", moment).isEmpty();
        var lines =
            ROWS.get(SourceTables.PURCHASE).stream()
                .filter(row -> "s0".equals(row.<String>getAs("record_id")))
                .filter(row -> time(row).isBefore(midnight(moment)))
                .count();
        assertThat(contact).containsEntry("purchase__lines__count__364d", (double) lines);
      }
    }
  }

  @Test
  void a_contact_has_the_features_of_a_run_of_its_day() {
    var moments =
        all.keySet().stream()
            .filter(a -> a.role().equals("contact"))
            .map(Asked::moment)
            .distinct()
            .filter(day -> !CHANGED.contains(day) && !CHANGED.contains(day.minusDays(1)))
            .sorted(Comparator.reverseOrder())
            .limit(3)
            .toList();
    assertThat(moments).hasSize(3);
    for (var moment : moments) {
      var single = features(moment, 0, row -> true);
      for (var asked : all.keySet()) {
        if (asked.moment().equals(moment) && asked.role().equals("contact")) {
          var alone = single.get(new Asked("subject", asked.subject(), moment));
          assertThat(differing(all.get(asked), alone)).as("%s", asked).isEmpty();
        }
      }
    }
  }

  private static List<String> differences(
      Map<Asked, Map<String, Double>> one, Map<Asked, Map<String, Double>> other) {
    var found = new ArrayList<String>();
    if (!one.keySet().equals(other.keySet())) {
      found.add("other moments");
    }
    one.forEach(
        (asked, features) -> {
          var others = other.getOrDefault(asked, Map.of());
          if (!features.keySet().equals(others.keySet())) {
            found.add(asked + " has other features");
          }
          differing(features, others).forEach(name -> found.add(asked + " " + name));
        });
    return found;
  }

  /**
   * Names of what differs, of what both have: a value by which rows are told apart has no features
   * in a run of a day before which it never came.
   */
  private static Set<String> differing(Map<String, Double> one, Map<String, Double> other) {
    var names = new TreeSet<>(one.keySet());
    names.retainAll(other.keySet());
    names.removeIf(name -> one.get(name).equals(other.get(name)));
    return names;
  }

  /** Feature to value, NaN where unknown, of each moment. */
  private static Map<Asked, Map<String, Double>> features(
      LocalDate asOf, int months, Predicate<Row> isThere) {
    var spark = Sessions.shared();
    var clocks = new Clocks(asOf, Instant.EPOCH, BERLIN);
    var columns = new TreeMap<String, Set<String>>();
    KINDS.forEach(kind -> columns.put(kind.name(), Set.copyOf(kind.columns())));
    var models = Map.of("answer", new OccasionSettings("contact", "response", Window.CAMPAIGN));
    var subjects = new ArrayList<Row>();
    for (int i = 0; i < SUBJECTS; i++) {
      subjects.add(RowFactory.create("person", "s" + i));
    }
    var made =
        Features.stage(
                settings.withHistory(months),
                models,
                Map.of("all", "true"),
                "person",
                new Available(columns),
                clocks)
            .run(
                table -> {
                  if (table.equals(IdentityTables.SUBJECT)) {
                    return spark
                        .createDataFrame(
                            subjects,
                            new StructType()
                                .add("subject_type", "string")
                                .add("subject_id", "string"))
                        .selectExpr("*", "cast(array() as array<string>) as sources");
                  }
                  var rows = ROWS.getOrDefault(table, campaigns(table));
                  return spark.createDataFrame(
                      rows.stream().filter(isThere).toList(), table.schema());
                });
    var names =
        made.get(FeatureTables.FEATURE_LIST).orderBy("position").collectAsList().stream()
            .map(row -> row.<String>getAs("name"))
            .toList();
    var found = new HashMap<Asked, Map<String, Double>>();
    for (var row : made.get(FeatureTables.OCCASION).collectAsList()) {
      var asked =
          new Asked(
              row.getAs("role"), row.getAs("subject_id"), row.<Date>getAs("moment").toLocalDate());
      var values = Packed.numbers(row.getAs("features"));
      var features = new TreeMap<String, Double>();
      for (int i = 0; i < names.size(); i++) {
        features.put(names.get(i), values[i]);
      }
      found.put(asked, features);
    }
    return found;
  }

  /** One campaign a quarter, each of which makes the offer. */
  private static List<Row> campaigns(Table table) {
    if (!table.equals(SourceTables.CAMPAIGN)) {
      return List.of();
    }
    var rows = new ArrayList<Row>();
    for (int i = 0; i < 4; i++) {
      var values = new Object[table.schema().length()];
      var from = LocalDate.parse("2019-08-01").plusMonths(3L * i);
      set(table, values, "campaign_id", "c" + i);
      set(table, values, "campaign_type", "letter");
      set(table, values, "starts_on", Date.valueOf(from));
      set(table, values, "ends_on", Date.valueOf(from.plusDays(60)));
      set(table, values, "source", "campaign");
      set(table, values, "delivery_id", "d");
      set(table, values, "row_index", (long) i);
      rows.add(RowFactory.create(values));
    }
    return rows;
  }

  /** A row whose texts are of few values and whose numbers are small. */
  private static Row row(Table kind, int number, Random random) {
    var time = FROM.plusSeconds((long) (random.nextDouble() * DAYS * 86_400));
    return row(kind, number, "s" + random.nextInt(SUBJECTS), time, random);
  }

  private static Row row(Table kind, int number, String subject, Instant time, Random random) {
    var values = new Object[kind.schema().length()];
    for (var field : kind.schema().fields()) {
      var type = field.dataType();
      Object value = null;
      if (type.equals(DataTypes.StringType)) {
        value = "v" + random.nextInt(4);
      } else if (type.equals(DataTypes.DoubleType)) {
        value = random.nextInt(100) / 4.0;
      } else if (type.equals(DataTypes.LongType)) {
        value = (long) random.nextInt(9);
      } else if (type.equals(DataTypes.IntegerType)) {
        value = random.nextInt(9);
      } else if (type instanceof DecimalType decimal) {
        value = java.math.BigDecimal.valueOf(random.nextInt(900), 2).setScale(decimal.scale());
      }
      // A tenth of what may be unknown is.
      set(kind, values, field.name(), random.nextInt(10) == 0 ? null : value);
    }
    set(kind, values, "record_id", subject);
    if (kind.columns().contains("campaign_id")) {
      set(kind, values, "campaign_id", "c" + random.nextInt(4));
    }
    set(kind, values, "source", kind.name());
    set(kind, values, "delivery_id", "d");
    set(kind, values, "row_index", (long) number);
    set(kind, values, "element_index", 0);
    set(kind, values, "event_time", Timestamp.from(time));
    set(kind, values, "event_date", Date.valueOf(LocalDate.ofInstant(time, BERLIN)));
    return new GenericRowWithSchema(values, kind.schema());
  }

  private static void set(Table table, Object[] values, String column, Object value) {
    int at = table.columns().indexOf(column);
    if (at >= 0) {
      values[at] = value;
    }
  }

  private static Instant time(Row row) {
    Object time = row.get(row.size() - 4);
    return time instanceof Timestamp stamp ? stamp.toInstant() : Instant.MIN;
  }

  private static LocalDate day(Row row) {
    Object day = row.get(row.size() - 3);
    return day instanceof Date date ? date.toLocalDate() : LocalDate.MIN;
  }
}
