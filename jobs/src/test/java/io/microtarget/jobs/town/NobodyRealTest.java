package io.microtarget.jobs.town;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Addresses, numbers and places of the town can be nobody's. */
class NobodyRealTest {
  private static final Pattern EMAIL = Pattern.compile("[^\",;\\s]+@([^\",;\\s]+)");

  @Test
  void e_mails_are_of_domains_that_nobody_can_own() throws IOException {
    int found = 0;
    for (var file :
        new String[] {"crm.csv", "loyalty_cards.csv", "shop_accounts.ndjson", "suppressions.csv"}) {
      for (var line : SmallTown.shared().lines("raw/" + file)) {
        var emails = EMAIL.matcher(line);
        while (emails.find()) {
          found++;
          assertThat(emails.group(1)).matches("(.+\\.)?(example|test)|example\\.(org|net|com)");
        }
      }
    }
    assertThat(found).isGreaterThan(3_000);
  }

  @Test
  void phones_are_of_the_ranges_kept_for_films() throws IOException {
    int found = 0;
    for (var row : SmallTown.shared().rows("raw/crm.csv")) {
      var digits = row.get("Telefon").replaceAll("[^0-9]", "");
      if (!digits.isEmpty() && !digits.equals("0000")) {
        found++;
        assertThat(digits)
            .matches("(0049|49|0)(30 ?23125|69 ?90009|40 ?66969|89 ?99998|221 ?4710)\\d{6}");
      }
    }
    assertThat(found).isGreaterThan(1_000);
  }

  @Test
  void postcodes_are_given_to_no_place() throws IOException {
    assertThat(SmallTown.shared().rows("raw/crm.csv"))
        .allMatch(row -> row.get("PLZ").matches("00[0-9]{3}"));
  }

  @Test
  void article_numbers_are_of_the_range_inside_shops_and_have_their_check_digit()
      throws IOException {
    for (var row : SmallTown.shared().rows("raw/own_feed/2025-W01.tsv")) {
      var gtin = row.get("gtin");
      if (gtin.matches("\\d+")) {
        int sum = 0;
        for (int i = 0; i < 13; i++) {
          sum += (gtin.charAt(i) - '0') * (i % 2 == 0 ? 1 : 3);
        }
        assertThat(gtin).matches("2[0-9]{12}");
        assertThat(sum % 10).isZero();
      }
    }
  }

  @Test
  void places_lie_in_the_sea() throws IOException {
    assertThat(
            SmallTown.shared().rows("raw/gps.csv.gz").stream()
                .filter(row -> row.get("device_id").startsWith("m")))
        .isNotEmpty()
        .allMatch(row -> in(row.get("lat"), 54.05, 54.40) && in(row.get("lon"), 6.7, 7.3));
  }

  @Test
  void the_crm_is_text_of_windows() throws IOException {
    var bytes = Files.readAllBytes(SmallTown.shared().root().resolve("raw/crm.csv"));
    var text = new String(bytes, "windows-1252");

    assertThat(text).contains("straße").contains("ü");
    assertThat(new String(bytes, "UTF-8")).contains("\uFFFD");
  }

  private static boolean in(String number, double least, double most) {
    double value = Double.parseDouble(number);
    return value >= least && value <= most;
  }
}
