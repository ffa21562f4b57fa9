package io.microtarget.jobs.town;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.jobs.town.Truth.Contact;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What was planted is found again in the raw files. */
class TownTruthTest {
  private static SmallTown town;
  private static List<Contact> contacts;

  @BeforeAll
  static void make() throws IOException {
    town = SmallTown.shared();
    contacts = Truth.contacts(town);
  }

  @Test
  void the_effect_of_the_randomised_campaigns_is_found_within_its_error() {
    var randomised = of(c -> c.campaign().startsWith("k"));

    var naive = Truth.naive(randomised);
    assertThat(naive.truth()).isBetween(0.03, 0.08);
    assertThat(naive.errorsOff()).as("%s", naive).isLessThan(2);
    // Found, and not only not missed: far from nothing.
    assertThat(naive.value() / naive.error()).isGreaterThan(3);
  }

  @Test
  void the_effect_of_each_offer_is_found_by_the_logged_probabilities() {
    for (var offer : List.of("o1", "o2", "o3", "o4")) {
      var hajek = Truth.hajek(of(c -> c.campaign().startsWith("k") && c.offer().equals(offer)));
      assertThat(hajek.errorsOff()).as("%s %s", offer, hajek).isLessThan(2.5);
    }
  }

  @Test
  void the_placebo_does_nothing() {
    var placebo = Truth.hajek(of(c -> c.campaign().equals("p1")));

    assertThat(placebo.truth()).isZero();
    assertThat(placebo.value() - 1.96 * placebo.error()).isLessThan(0);
    assertThat(placebo.value() + 1.96 * placebo.error()).isGreaterThan(0);
  }

  @Test
  void the_naive_figure_of_the_campaign_that_was_not_randomised_is_wrong_as_stated()
      throws IOException {
    var contacted = of(c -> c.campaign().equals("n1"));
    var naive = Truth.naive(contacted);
    var stated =
        town.rows("truth/campaigns.csv").stream()
            .filter(r -> r.get("campaign_id").equals("n1"))
            .findFirst()
            .orElseThrow();

    assertThat(naive.value()).isCloseTo(number(stated, "naive"), within());
    assertThat(naive.value() - naive.truth()).isGreaterThan(0.04);
    assertThat(number(stated, "naive_minus_sample")).isGreaterThan(0.04);
    // The true probabilities repair it.
    var hajek = Truth.hajek(contacted);
    assertThat(hajek.errorsOff()).isLessThan(2.5);
    assertThat(Math.abs(hajek.value() - hajek.truth())).isLessThan(naive.value() - naive.truth());
  }

  @Test
  void raw_files_state_no_probability_where_nothing_was_drawn() throws IOException {
    var stated =
        town.rows("raw/contacts.csv").stream()
            .filter(r -> r.get("KundenNr").startsWith("K"))
            .collect(
                Collectors.groupingBy(
                    r -> r.get("Kampagne"),
                    Collectors.averagingInt(r -> r.get("Wahrscheinlichkeit").isEmpty() ? 0 : 1)));

    assertThat(stated.remove("n1")).isZero();
    assertThat(stated.values()).containsOnly(1.0);
  }

  @Test
  void nobody_can_know_more_than_the_true_probability() throws IOException {
    var rows =
        town.rows("truth/outcomes.csv.gz").stream()
            .filter(r -> !r.get("campaign_id").equals("n1"))
            .toList();
    for (var arm : List.of("T", "K")) {
      var of = rows.stream().filter(r -> r.get("arm").equals(arm)).toList();
      var scores = of.stream().mapToDouble(r -> number(r, arm.equals("T") ? "p1" : "p0")).toArray();
      var answers = of.stream().mapToInt(r -> Integer.parseInt(r.get("y"))).toArray();
      assertThat(Truth.auc(scores, answers)).as(arm).isBetween(0.75, 0.95);
    }
  }

  @Test
  void types_overlap_and_effects_have_all_signs() throws IOException {
    var people = byKey("truth/persons.csv.gz", "person_id");
    var sums = new HashMap<String, double[]>();
    for (var row : town.rows("truth/effects.csv.gz")) {
      var sum =
          sums.computeIfAbsent(people.get(row.get("person_id")).get("type"), type -> new double[2]);
      sum[0] += number(row, "effect");
      sum[1]++;
    }
    var means =
        sums.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue()[0] / e.getValue()[1]));
    assertThat(means.get("3")).isGreaterThan(0.05);
    assertThat(means.get("6")).isLessThan(-0.005);
    assertThat(Math.abs(means.get("5"))).isLessThan(0.015);

    double purest =
        people.values().stream()
            .mapToDouble(p -> number(p, "w" + p.get("type")))
            .average()
            .orElseThrow();
    assertThat(purest).isBetween(0.5, 0.85);
  }

  @Test
  void one_row_of_eleven_of_the_crm_is_somebody_once_more() throws IOException {
    assertThat(Truth.duplicateShare(town)).isBetween(0.08, 0.10);
  }

  @Test
  void a_half_per_cent_of_the_rows_of_each_source_breaks_a_rule() throws IOException {
    var broken =
        town.rows("truth/breaches.csv").stream()
            .collect(Collectors.groupingBy(r -> r.get("source"), Collectors.counting()));

    assertThat(broken).hasSize(22);
    for (var source :
        Map.of(
                "receipts",
                "raw/receipts",
                "card-statements",
                "raw/card_statements.csv",
                "web",
                "raw/web_events",
                "gps",
                "raw/gps.csv.gz")
            .entrySet()) {
      double share = broken.get(source.getKey()) / (double) town.lines(source.getValue()).size();
      assertThat(share).as(source.getKey()).isBetween(0.004, 0.006);
    }
  }

  @Test
  void each_broken_row_stands_in_its_file_once() throws IOException {
    var byFile =
        town.rows("truth/breaches.csv").stream()
            .filter(r -> !r.get("source").equals("web"))
            .collect(Collectors.groupingBy(r -> "raw/" + r.get("file")));
    for (var file : byFile.entrySet()) {
      var lines = town.lines(file.getKey());
      for (var row : file.getValue()) {
        assertThat(lines.stream().filter(line -> line.contains(row.get("key"))))
            .as("%s in %s", row.get("key"), file.getKey())
            .hasSize(1);
      }
    }
  }

  @Test
  void households_share_a_phone_and_a_name_and_houses_are_shared_by_many() throws IOException {
    var people = byKey("truth/records.csv.gz", "native_id");
    var names = new HashMap<String, java.util.Set<String>>();
    var homes = new HashMap<String, java.util.Set<String>>();
    var phones = new HashMap<String, java.util.Set<String>>();
    for (var row : town.rows("raw/crm.csv")) {
      var of = people.get(row.get("KundenNr"));
      if (of != null) {
        add(names, of.get("household_id"), row.get("Nachname") + of.get("person"));
        add(homes, row.get("Strasse") + row.get("PLZ"), of.get("household_id"));
        var digits = row.get("Telefon").replaceAll("[^0-9]", "").replaceFirst("^(0049|49|0)", "");
        if (digits.length() > 6) {
          add(phones, digits, of.get("person"));
        }
      }
    }
    assertThat(homes.values()).anyMatch(households -> households.size() >= 5);
    assertThat(phones.values().stream().filter(persons -> persons.size() > 1).count())
        .isGreaterThan(50);
    assertThat(names.values().stream().filter(n -> n.size() > 1).count()).isGreaterThan(200);
  }

  @Test
  void a_type_that_tells_little_has_more_gaps() throws IOException {
    var people = byKey("truth/persons.csv.gz", "person_id");
    var records = byKey("truth/records.csv.gz", "native_id");
    var gaps = new HashMap<String, double[]>();
    for (var row : town.rows("raw/crm.csv")) {
      var record = records.get(row.get("KundenNr"));
      if (record != null) {
        var sum =
            gaps.computeIfAbsent(
                people.get(record.get("person")).get("type"), type -> new double[2]);
        sum[0] += row.get("Geburtsdatum").isEmpty() ? 1 : 0;
        sum[1]++;
      }
    }
    double seniors = gaps.get("4")[0] / gaps.get("4")[1];
    double students = gaps.get("2")[0] / gaps.get("2")[1];
    assertThat(seniors - students).isGreaterThan(0.08);
  }

  @Test
  void what_is_expected_of_a_year_is_near_what_came_in_the_year_before() throws IOException {
    double came = 0;
    for (var row : town.rows("raw/receipts")) {
      var at = row.get("Zeit");
      if (at.matches("[0-9. :]{16}") && row.get("Betrag").contains(",")) {
        var day = at.substring(6, 10) + at.substring(3, 5) + at.substring(0, 2);
        if (day.compareTo("20250701") >= 0 && day.compareTo("20260701") < 0) {
          came += Double.parseDouble(row.get("Betrag").replace(',', '.'));
        }
      }
    }
    for (var line : town.lines("raw/orders")) {
      var ts = line.replaceAll(".*\"ts\":\"([^\"]*).*", "$1");
      if (line.endsWith("}") && ts.compareTo("2025-07") >= 0 && ts.compareTo("2026-07") < 0) {
        came += Double.parseDouble(line.replaceAll(".*\"total\":([-0-9.]*).*", "$1"));
      }
    }
    double expected =
        town.rows("truth/persons.csv.gz").stream().mapToDouble(p -> number(p, "ltv_12m")).sum();
    // Since then some have left, and the campaigns brought something that is not expected again.
    assertThat(came / expected).isBetween(1.0, 1.25);
  }

  @Test
  void all_faults_are_there() throws IOException {
    var faults =
        town.rows("truth/faults.csv.gz").stream()
            .map(r -> r.get("fault"))
            .collect(Collectors.toSet());

    assertThat(faults)
        .containsExactlyInAnyOrder(
            "duplicate",
            "typo",
            "moved",
            "married",
            "two-cards",
            "junk-key",
            "bot",
            "late",
            "doubled",
            "after-as-of",
            "missing");
  }

  private static void add(Map<String, java.util.Set<String>> to, String key, String value) {
    to.computeIfAbsent(key, k -> new java.util.HashSet<>()).add(value);
  }

  private static List<Contact> of(Predicate<Contact> which) {
    return contacts.stream().filter(which).toList();
  }

  private static Map<String, Map<String, String>> byKey(String file, String key)
      throws IOException {
    return town.rows(file).stream().collect(Collectors.toMap(r -> r.get(key), r -> r));
  }

  private static double number(Map<String, String> row, String column) {
    return Double.parseDouble(row.get(column));
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(1e-5);
  }
}
