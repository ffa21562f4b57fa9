package io.microtarget.identity;

import static io.microtarget.testing.TextTable.lines;
import static io.microtarget.testing.TextTable.rows;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.testing.Sessions;
import io.microtarget.vault.VaultTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class ComparedTest {
  private static final StructType VAULT =
      StructType.fromDDL(
          "record_id STRING, source STRING, field STRING, value STRING, delivery_id STRING");
  private static final IdentitySettings SETTINGS =
      new IdentitySettings(
          8, Map.of(), 0.99, 50, 3, 12, SurvivorshipSettings.DEFAULT, BlockingSettings.DEFAULT, "");
  private static final Set<String> FIELDS = Set.of("name", "birth-date", "email", "city");

  /** Rows of the vault. */
  private final List<Row> vault = new ArrayList<>();

  @Test
  void two_spellings_of_one_person_in_two_sources_are_one() {
    var random = new Random(3);
    for (int i = 0; i < 60; i++) {
      say(id(i), "crm", "first-name", word(random));
      say(id(i), "crm", "last-name", word(random));
      say(id(i), "crm", "birth-date", 1940 + i + "-05-07");
    }
    say(id(100), "crm", "first-name", "Katharina");
    say(id(100), "crm", "last-name", "Müller-Lüdenscheidt");
    say(id(100), "crm", "birth-date", "1971-05-07");
    say(id(101), "shop", "name", "Muellerluedenscheit, Katharina");
    say(id(101), "shop", "birth-date", "1971-05-07");
    vault.add(RowFactory.create(id(101), "shop", "native_id", "4711", "d"));
    var compared = compared(nothing());
    assertThat(lines(compared.pairs())).containsExactly(id(101) + "|" + id(100));
    assertThat(compared.matches().select("one", "other", "ground").collectAsList())
        .containsExactly(RowFactory.create(id(101), id(100), "compared"));
    assertThat(compared.matches().select("agreement").first().getString(0))
        .startsWith("first-name=the same; last-name=nearly the same or a short form; birth-date=");
  }

  @Test
  void a_kept_model_comes_back_from_its_text_with_the_same_bits() {
    deliver(new Random(4), 0, 150, "d1");
    var kept = compared(nothing()).kept().orElseThrow();
    var again = Kept.ofJson(kept.json());
    assertThat(again.json()).isEqualTo(kept.json());
    var pattern =
        Pattern.with(Pattern.with(Pattern.EMPTY, Field.LAST_NAME, 1), Field.EMAIL, Comparison.SAME);
    assertThat(again.model().bits(0, pattern, Map.of()))
        .isEqualTo(kept.model().bits(0, pattern, Map.of()));
    assertThat(kept.json()).doesNotContain("mail.example");
  }

  @Test
  void comparing_only_what_is_new_finds_what_comparing_everything_finds() {
    var random = new Random(5);
    deliver(random, 0, 200, "d1");
    var first = compared(nothing());
    assertThat(first.found().why().isFull()).isTrue();
    var earlier = earlier(first, first.kept());

    // New persons, more records of old ones, an e-mail that gets too frequent only now, a value
    // that an old record did not have before, and blocks that grow.
    deliver(random, 150, 300, "d2");
    for (int i = 0; i < 12; i++) {
      say(id(90_000 + i), "shop", "last-name", word(random));
      say(id(90_000 + i), "shop", "email", i < 7 ? "info@mail.example" : "a" + i + "@b.example");
    }
    say(id(0), "crm", "city", "Oldtown");
    var added = compared(earlier);
    var unknown = earlier.links().withColumn("version", lit(null).cast("bigint"));
    var all =
        compared(new Compared.Earlier(first.kept(), unknown, none(IdentityTables.MATCH.schema())));
    assertThat(added.found().why())
        .isEqualTo(new Matching.Why(false, "only what is new or changed was compared"));
    assertThat(all.found().why().isFull()).isFalse();
    assertThat(added.found().pairs()).isLessThan(all.found().pairs() * 3 / 4);
    assertThat(matches(added)).isNotEmpty().isEqualTo(matches(all));
    assertThat(added.found().placeholders()).isEqualTo(all.found().placeholders());
  }

  @Test
  void everything_is_compared_anew_when_records_doubled_went_or_are_compared_otherwise() {
    var random = new Random(6);
    deliver(random, 0, 100, "d1");
    var first = compared(nothing());
    var earlier = earlier(first, first.kept());
    assertThat(compared(earlier).found().why().isFull()).isFalse();
    assertThat(compared(earlier, Set.of("name", "email")).found().why())
        .isEqualTo(
            new Matching.Why(true, "settings, sources or the method are others than before"));
    var gone = new ArrayList<>(vault);
    vault.removeIf(row -> row.getString(0).equals(id(0)));
    assertThat(compared(earlier).found().why())
        .isEqualTo(new Matching.Why(true, "1 records of the publication before are gone"));
    vault.clear();
    vault.addAll(gone);
    deliver(random, 1000, 1500, "d2");
    assertThat(compared(earlier).found().why().reason()).contains("where the model was fitted to");
  }

  /** Records of persons; two in three persons have a second record with a slip of the pen. */
  private void deliver(Random random, int from, int to, String delivery) {
    for (int i = from; i < to; i++) {
      var person = new Random(i);
      var first = word(person);
      var last = word(person);
      var born = "%d-%02d-11".formatted(1940 + person.nextInt(60), 1 + person.nextInt(12));
      var mail = first + "." + last + "@mail.example";
      say(id(i), "crm", "first-name", first, delivery);
      say(id(i), "crm", "last-name", last, delivery);
      say(id(i), "crm", "birth-date", born, delivery);
      say(id(i), "crm", "email", i % 40 == 0 ? "info@mail.example" : mail, delivery);
      if (i % 3 > 0) {
        var second = id(10_000 + i * 7 + random.nextInt(7));
        say(second, "shop", "name", first + " " + last.substring(1), delivery);
        say(second, "shop", "birth-date", born, delivery);
        say(second, "shop", "email", i % 3 == 1 ? mail : "x" + mail, delivery);
      }
    }
  }

  private void say(String id, String source, String field, String value) {
    say(id, source, field, value, "d");
  }

  private void say(String id, String source, String field, String value, String delivery) {
    var isThere =
        vault.stream()
            .anyMatch(r -> r.getString(0).equals(id) && r.getString(2).endsWith(":" + field));
    if (!isThere) {
      vault.add(RowFactory.create(id, source, VaultTables.COMPARED + field, value, delivery));
    }
  }

  private Compared compared(Compared.Earlier earlier) {
    return compared(earlier, FIELDS);
  }

  private Compared compared(Compared.Earlier earlier, Set<String> fields) {
    var rows = Sessions.shared().createDataFrame(vault, VAULT);
    return Compared.of(
        rows.select("record_id", "source").distinct(), rows, fields, SETTINGS, earlier, note -> {});
  }

  private static Compared.Earlier nothing() {
    return new Compared.Earlier(
        Optional.empty(),
        none("record_id STRING, version BIGINT, is_fitted BOOLEAN"),
        none(IdentityTables.MATCH.schema()));
  }

  private static Compared.Earlier earlier(Compared compared, Optional<Kept> kept) {
    return new Compared.Earlier(
        kept.map(k -> Kept.ofJson(k.json())),
        compared.records().select("record_id", "version", "is_fitted").localCheckpoint(),
        compared.matches().localCheckpoint());
  }

  private static List<String> matches(Compared compared) {
    return lines(compared.matches().drop("agreement"));
  }

  private static Dataset<Row> none(String ddl) {
    return none(StructType.fromDDL(ddl));
  }

  private static Dataset<Row> none(StructType schema) {
    return Sessions.shared().createDataFrame(List.of(), schema);
  }

  private static String id(int number) {
    return "%016x%016x".formatted(number * 0x9E3779B97F4A7C15L, number);
  }

  private static String word(Random random) {
    var word = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      word.append((char) ('a' + random.nextInt(26)));
    }
    return word.toString();
  }
}
