package io.microtarget.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AddressTest {
  @Test
  void one_address_has_one_spelling_with_the_number_apart_or_in_the_street() {
    assertThat(of("Hauptstraße", "5 a", "01234")).isEqualTo("1234|hauptstr|5a");
    assertThat(of("Hauptstr. 5a", null, "1234")).isEqualTo("1234|hauptstr|5a");
    assertThat(of("HAUPTSTRASSE 5 A", " ", "1234 ")).isEqualTo("1234|hauptstr|5a");
    assertThat(of("5A, Hauptstr.", null, "1234")).isEqualTo("1234|hauptstr|5a");
    assertThat(of("Main Street", "12", "90210")).isEqualTo(of("12 Main Street", null, "90210"));
  }

  @Test
  void a_number_in_the_name_of_a_street_stays_there() {
    assertThat(of("Straße des 17. Juni 135", null, "10623")).isEqualTo("10623|strdes17juni|135");
    assertThat(of("Straße 12", "3", "10623")).isEqualTo("10623|str12|3");
    assertThat(of("Allee 4-6", null, "10623")).isEqualTo("10623|allee|46");
  }

  @Test
  void without_street_number_or_postal_code_an_address_is_unknown() {
    assertThat(of(null, null, null)).isEmpty();
    assertThat(of("Hauptstr.", null, "1234")).isEmpty();
    assertThat(of("Hauptstr.", "5", null)).isEmpty();
    assertThat(of("Hauptstr.", "5", "0000")).isEmpty();
    assertThat(of("", "5", "1234")).isEmpty();
    assertThat(of("12", null, "1234")).isEmpty();
  }

  @Test
  void a_long_text_is_cut() {
    assertThat(of("x".repeat(1_000_000), "5", "1234")).hasSizeLessThan(200);
    assertThat(of("1 ".repeat(1_000_000), null, "1234")).hasSizeLessThan(200);
  }

  private static String of(String street, String number, String postalCode) {
    return Address.of(street, number, postalCode);
  }
}
