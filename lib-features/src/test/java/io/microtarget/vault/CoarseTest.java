package io.microtarget.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoarseTest {
  @Test
  void umlauts_are_one_with_both_ways_of_writing_them_without_their_dots() {
    assertThat(emails("J.Müller@example.org", "j.mueller@example.org", "J.MULLER@EXAMPLE.ORG"))
        .containsOnly("j.muller@example.org");
    assertThat(
            emails("groß@bücher.example", "gross@xn--bcher-kva.example", "gross@buecher.example"))
        .containsOnly("gross@bucher.example");
  }

  @Test
  void dots_count_but_at_google_and_tags_nowhere() {
    assertThat(emails("a.berg@gmail.com", "aberg+news@GoogleMail.com", "A.B.e.r.g@gmail.com."))
        .containsOnly("aberg@gmail.com");
    assertThat(emails("a.berg+news@example.org", "aberg@example.org"))
        .containsExactly("a.berg@example.org", "aberg@example.org");
  }

  @Test
  void an_address_is_found_in_what_stands_around_it() {
    assertThat(
            emails(
                "mailto:a%40example.org?subject=x",
                "Berg, Anna (privat) <a@example.org>",
                "'a@example.org'",
                "\"a\"@example.org",
                "a(work)@example.org",
                "a [at] example [dot] org",
                "\ufeffa＠example.org\u00a0"))
        .containsOnly("a@example.org");
  }

  @Test
  void a_phone_is_the_same_with_and_without_a_country_in_the_number_and_in_the_settings() {
    for (var country : List.of("DE", "")) {
      assertThat(
              phones(
                  country,
                  "030 23125042",
                  "+49 (0)30 / 231 250 42",
                  "0049 30 23125042",
                  "(030) 2312-5042 ext. 12",
                  "０３０ 23125042",
                  "+49.30.23125042;ext=7",
                  "tel:+49-30-23125042"))
          .as("country '%s'", country)
          .containsOnly("3023125042");
      assertThat(phones(country, "0151 23456789", "+49151 23456789", "49 151 23456789"))
          .containsOnly("5123456789");
    }
    assertThat(phones("DE", "49 30 123456", "030 123456")).containsOnly("30123456");
    assertThat(phones("US", "(202) 555-0143", "+1 202 555 0143")).containsOnly("2025550143");
  }

  @Test
  void placeholders_and_other_types_have_none() {
    assertThat(emails("noreply@shop.example", "no address", "")).containsOnly("");
    assertThat(phones("DE", "1111111111", "n/a", "+49 1")).containsOnly("");
    assertThat(Coarse.of("card", "12 34", "")).isEmpty();
  }

  @Test
  void a_postal_address_is_the_same_in_other_letters_and_with_the_street_shortened() {
    assertThat(
            List.of(
                    "Jörg Groß, Müllerstraße 5, 10115 Berlin",
                    "JOERG GROSS  Muellerstr. 5  10115 BERLIN",
                    "Jorg Gross; Müller-Straße 5; 10115 Berlin",
                    "jörg groß müller str 5 10115 berlin")
                .stream()
                .map(t -> Coarse.of(Identifiers.POSTAL_ADDRESS, t, "")))
        .containsOnly("jorggrossmullerstr510115berlin");
    assertThat(Coarse.of(Identifiers.POSTAL_ADDRESS, "Anna Strauß, Weg 5", ""))
        .isEqualTo("annastraussweg5");
  }

  /** The price: of two real names that differ in such a vowel both are silenced. */
  @Test
  void michael_and_michal_are_one_at_the_same_domain() {
    assertThat(emails("michael@example.org", "michal@example.org"))
        .containsOnly("michal@example.org");
  }

  private static List<String> emails(String... typed) {
    return Arrays.stream(typed).map(t -> Coarse.of("email", t, "")).toList();
  }

  private static List<String> phones(String country, String... typed) {
    return Arrays.stream(typed).map(t -> Coarse.of("phone", t, country)).toList();
  }
}
