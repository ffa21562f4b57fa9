package io.microtarget.identity;

import static io.microtarget.testing.TextTable.lines;
import static io.microtarget.testing.TextTable.rows;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ComparedTest {
  private static final String VAULT =
      "record_id STRING | source STRING | field STRING | value STRING\n";

  @Test
  void two_spellings_of_one_person_in_two_sources_are_one() {
    var parties = new StringBuilder("record_id STRING | source STRING\n");
    var vault = new StringBuilder(VAULT);
    var random = new Random(3);
    for (int i = 0; i < 60; i++) {
      say(parties, vault, id(i), "crm", word(random), word(random), 1940 + i);
    }
    say(parties, vault, id(100), "crm", "Katharina", "Müller-Lüdenscheidt", 1971);
    vault.append("%s | shop | compare:name | Muellerluedenscheit, Katharina\n".formatted(id(101)));
    vault.append("%s | shop | compare:birth-date | 1971-05-07\n".formatted(id(101)));
    vault.append("%s | shop | native_id | 4711\n".formatted(id(101)));
    parties.append("%s | shop\n".formatted(id(101)));
    var pairs =
        Compared.pairs(
            rows(parties.toString()), rows(vault.toString()), IdentitySettings.of(8, Map.of()));
    assertThat(lines(pairs)).containsExactly(id(101) + "|" + id(100));
  }

  private static void say(
      StringBuilder parties,
      StringBuilder vault,
      String id,
      String source,
      String first,
      String last,
      int year) {
    parties.append("%s | %s\n".formatted(id, source));
    vault.append("%s | %s | compare:first-name | %s\n".formatted(id, source, first));
    vault.append("%s | %s | compare:last-name | %s\n".formatted(id, source, last));
    vault.append("%s | %s | compare:birth-date | %d-05-07\n".formatted(id, source, year));
  }

  private static String id(int number) {
    return "%016x%016x".formatted(number, number);
  }

  private static String word(Random random) {
    var word = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      word.append((char) ('a' + random.nextInt(26)));
    }
    return word.toString();
  }
}
