package io.microtarget.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.microtarget.testing.Hostile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ValueTypeTest {
  @Test
  void a_hostile_value_fits_no_type_but_text_or_is_harmless_in_it() {
    for (var type : ValueType.values()) {
      for (var value : Hostile.values()) {
        var leaves = type.of(value, "name", "DE");
        if (type != ValueType.TEXT && type != ValueType.SHA256) {
          leaves.ifPresent(
              v -> assertThat(v).as("%s as %s", value, type).matches("[A-Za-z0-9][^=\"\\s]*|-1"));
        }
      }
    }
  }

  @Test
  void an_address_is_spelled_as_one_and_begins_with_a_letter_or_digit() {
    assertThat(of(ValueType.EMAIL, "email", " Anna.Berg@Example.ORG "))
        .contains("anna.berg@example.org");
    for (var wrong :
        List.of("=1@example.org", "+x@example.org", "-x@example.org", "@x.org", "anna")) {
      assertThat(of(ValueType.EMAIL, "email", wrong)).as(wrong).isEmpty();
    }
  }

  @Test
  void a_phone_is_written_by_the_rules_of_its_country_or_not_at_all() {
    assertThat(of(ValueType.E164, "phone", "030 / 231 250 42")).contains("+493023125042");
    assertThat(of(ValueType.E164, "phone", "030 23125042 ext. 5")).isEmpty();
    assertThat(of(ValueType.E164, "phone", "12")).isEmpty();
    assertThat(ValueType.E164.of("030 23125042", "phone", "")).as("no country").isEmpty();
  }

  @Test
  void numbers_days_and_codes_fit_as_a_whole() {
    assertThat(of(ValueType.NUMBER, "n", "-12.50")).contains("-12.50");
    assertThat(of(ValueType.NUMBER, "n", "1e5")).isEmpty();
    assertThat(of(ValueType.DATE, "d", "2024-02-29")).contains("2024-02-29");
    assertThat(of(ValueType.DATE, "d", "29.02.2024")).isEmpty();
    assertThat(of(ValueType.CODE, "c", "KD-77:1")).contains("KD-77:1");
    assertThat(of(ValueType.CODE, "c", "-KD")).isEmpty();
    assertThat(of(ValueType.CODE, "c", "a\n=1")).isEmpty();
  }

  /** The vectors of the platforms. */
  @Test
  void a_hash_is_of_the_value_in_one_spelling_and_never_of_nothing() {
    assertThat(of(ValueType.SHA256, "phone", "030 / 231 250 42"))
        .contains("e1d258844d0237baa794ca570aaf61d7085699b8d6f8c8669f5e17c64bb738ba");
    assertThat(of(ValueType.SHA256, "last-name", " JOSE\u0301 "))
        .contains("d994e1d001886fe5b45b1267bd1fa2b752ac50742579bd3dad7b2a2aa0ed6866");
    assertThat(of(ValueType.SHA256, "email", "no address")).isEmpty();
    assertThat(of(ValueType.SHA256, "phone", "+0000000000")).isEmpty();
    assertThat(of(ValueType.SHA256, "last-name", " ")).isEmpty();
  }

  @Test
  void columns_stand_in_the_order_of_the_settings_and_then_by_name() {
    var destination =
        new Destination(
            "mail",
            Format.CSV,
            Map.of("b", "email", "a", "phone as sha256", "z", "first-name?"),
            List.of("z"),
            Optional.of(5L));
    assertThat(
            destination.exported().stream()
                .map(c -> c.name() + " " + c.type().key() + " " + c.need()))
        .containsExactly("z text OPTIONAL", "a sha256 REQUIRED", "b email REQUIRED");
  }

  @Test
  void settings_that_make_no_sense_are_refused() {
    refused(Map.of("a", "email as md5"), "columns.a: `md5` is none of the types [text, email");
    refused(Map.of("a", "email of anna"), "columns.a: `email of anna` is not `FROM`");
    refused(Map.of("=a", "email"), "columns: `=a` is no name of a column");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Destination(
                    "mail", Format.CSV, Map.of("a", "email"), List.of("b"), Optional.empty()))
        .withMessage("order names `b`, which is none of the columns [a]");
    assertThat(ExportColumn.of("a", "emal").problem(List.of("email")))
        .isEqualTo("columns.a: no source of persons knows `emal`; did you mean `email`?");
  }

  private static void refused(Map<String, String> columns, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Destination("mail", Format.CSV, columns, List.of(), Optional.empty()))
        .withMessageStartingWith(message);
  }

  private static Optional<String> of(ValueType type, String from, String value) {
    return type.of(value, from, "DE");
  }
}
