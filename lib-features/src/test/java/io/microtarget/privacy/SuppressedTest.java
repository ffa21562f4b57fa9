package io.microtarget.privacy;

import static io.microtarget.testing.TextTable.lines;
import static io.microtarget.testing.TextTable.rows;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.source.Deliveries;
import io.microtarget.source.Format;
import io.microtarget.source.Mapping;
import io.microtarget.source.SourceSettings;
import io.microtarget.source.Values;
import io.microtarget.testing.Sessions;
import io.microtarget.vault.Pseudonym;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class SuppressedTest {
  private static final long SEED = 20_260_107;
  private static final int SUPPRESSED = 500;
  private static final int SPELLINGS = 10_000;
  private static final int OTHERS = 5_000;
  private static final Pseudonym KEY =
      new Pseudonym("a test key of 24 letters".getBytes(StandardCharsets.UTF_8), 1);
  private static final StructType RAW =
      StructType.fromDDL(
          "id STRING, mail STRING, phone STRING, _row_index BIGINT, _content STRING");

  @Test
  void an_entry_means_records_by_their_id_and_by_any_identifier_in_its_coarser_spelling() {
    var parties =
        rows(
            """
            record_id STRING | identifiers MAP<STRING,STRING> | event_time TIMESTAMP | recorded_at TIMESTAMP
            r1 | map('email', 'fine1', 'email~', 'coarse')     |  | 2024-01-01
            r2 | map('email', 'coarse')                        |  | 2024-01-01
            r3 | map('phone', 'p')                             |  | 2024-01-01
            r4 | map('email', 'fine4')                         |  | 2024-01-01
            r5 |                                               |  | 2024-01-01
            r6 | map('email', 'fine6', 'erased', 'email')      |  | 2024-01-01
            """);
    var suppressions =
        rows(
            """
            record_id STRING | identifiers MAP<STRING,STRING> | source STRING | list_id STRING | channel STRING | purpose STRING | reason STRING | event_time TIMESTAMP | recorded_at TIMESTAMP | expires_on DATE
               | map('email', 'fine9', 'email~', 'coarse') | robinson | l1 | mail |                  | objection | 2024-05-01 | 2024-06-01 | 2030-01-01
            r3 | map('phone', 'p')                         | robinson | l2 |      | direct-marketing | complaint |            | 2024-06-01 |
            r5 |                                           | robinson | l3 |      |                  |           |            | 2024-06-01 |
            r9 |                                           | robinson | l4 |      |                  |           |            | 2024-06-01 |
               | map('email', 'fine1')                     | robinson | l5 |      |                  |           |            | 2024-06-01 |
            """);
    assertThat(lines(Suppressed.of(suppressions, parties)))
        .containsExactly(
            "r1|robinson|l1|mail|null|objection|2024-05-01 00:00:00.0|2024-06-01 00:00:00.0|2030-01-01",
            "r2|robinson|l1|mail|null|objection|2024-05-01 00:00:00.0|2024-06-01 00:00:00.0|2030-01-01",
            "r3|robinson|l2|null|direct-marketing|complaint|null|2024-06-01 00:00:00.0|null",
            "r5|robinson|l3|null|null|null|null|2024-06-01 00:00:00.0|null",
            "r6|erased|null|null|null|null|null|2024-01-01 00:00:00.0|null",
            "r9|robinson|l4|null|null|null|null|2024-06-01 00:00:00.0|null");
  }

  /** Half of the records were taken in before the country of phones was set. */
  @Test
  void of_ten_thousand_spellings_of_suppressed_people_none_leaves_and_near_misses_stay() {
    var speller = new Speller(SEED);
    var list = new ArrayList<Row>();
    var early = new ArrayList<Row>();
    var late = new ArrayList<Row>();
    var suppressed = new ArrayList<Speller.Person>();
    for (int n = 0; n < SUPPRESSED; n++) {
      var person = speller.person(n);
      suppressed.add(person);
      list.add(raw("", speller.email(person), speller.phone(person), list.size()));
    }
    for (int n = 0; n < SPELLINGS; n++) {
      var person = suppressed.get(n % SUPPRESSED);
      var isByMail = n % 2 == 0;
      var row =
          raw(
              "S" + n,
              isByMail ? speller.email(person) : "",
              isByMail ? "" : speller.phone(person),
              n);
      (speller.below(2) == 0 ? early : late).add(row);
    }
    for (int n = 0; n < OTHERS; n++) {
      var person = speller.person(SUPPRESSED + n);
      late.add(raw("O" + n, speller.email(person), speller.phone(person), late.size()));
    }
    int near = 0;
    for (var person : suppressed) {
      for (var other : speller.nearly(person)) {
        late.add(raw("N" + near++, other.email(), other.phone(), late.size()));
      }
      for (var phone : speller.nearlyThePhone(person)) {
        late.add(raw("N" + near++, "", phone, late.size()));
      }
    }
    var parties = typed("party", early, "").unionByName(typed("party", late, "DE"));
    var found = Suppressed.of(typed("suppression", list, "DE"), parties);

    var ids = new TreeSet<>(found.select("record_id").as(Encoders.STRING()).collectAsList());
    var missed = missed(early, ids);
    missed.addAll(missed(late, ids));
    long wrong = wrong(late, ids, "O");
    long wrongNear = wrong(late, ids, "N");
    System.out.printf(
        "suppression: seed %d, %,d spellings of %d people: %d leave; of %,d others %d are silenced"
            + " too, of %,d near misses %d%n",
        SEED, SPELLINGS, SUPPRESSED, missed.size(), OTHERS, wrong, near, wrongNear);
    assertThat(missed).isEmpty();
    assertThat(wrong).isZero();
    assertThat(wrongNear).isZero();
  }

  private static List<String> missed(List<Row> raw, TreeSet<String> found) {
    return new ArrayList<>(
        raw.stream()
            .filter(r -> r.getString(0).startsWith("S"))
            .filter(r -> !found.contains(KEY.of("default", r.getString(0))))
            .map(r -> r.getString(1) + " " + r.getString(2))
            .toList());
  }

  private static long wrong(List<Row> raw, TreeSet<String> found, String prefix) {
    return raw.stream()
        .filter(r -> r.getString(0).startsWith(prefix))
        .filter(r -> found.contains(KEY.of("default", r.getString(0))))
        .peek(r -> System.out.println("silenced too: " + r))
        .count();
  }

  private static Row raw(String id, String mail, String phone, int index) {
    return RowFactory.create(id, mail, phone, (long) index, "f");
  }

  private static Dataset<Row> typed(String kind, List<Row> raw, String country) {
    var settings =
        new SourceSettings(
            kind,
            Format.CSV,
            "raw/*.csv",
            Map.of(),
            Values.PLAIN,
            ZoneId.of("UTC"),
            "default",
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            kind.equals("party") ? Map.of("native-id", "id") : Map.of(),
            Map.of(),
            Map.of("email", "mail", "phone", "phone"),
            Map.of(),
            List.of(),
            List.of(),
            Map.of(),
            Map.of(),
            0.1,
            Deliveries.DEFAULT);
    var context =
        new Mapping.Context(
            "s",
            "d",
            "EUR",
            ZoneId.of("UTC"),
            Instant.parse("2026-01-01T00:00:00Z"),
            Optional.empty(),
            KEY,
            country);
    var typed = Mapping.of(Sessions.shared().createDataFrame(raw, RAW), settings, context);
    return typed.filter(Mapping.accepted()).withColumn("checked", lit(true));
  }
}
