package io.microtarget.vault;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.testing.Sessions;
import java.util.List;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.Test;

class IdentifiersTest {
  /** What lakes hold hashes of: the spellings that values had before there was a country. */
  @Test
  void ordinary_values_are_spelled_as_they_always_were() {
    assertThat(spelled("email", "Ann.O+x@Example.org", "  o'neill@Post.Example ", "no address"))
        .containsExactly("ann.o+x@example.org", "o'neill@post.example", "no address");
    assertThat(spelled("phone", "0151 2345678", "+1 (212) 555-0123", "0044 20 7946 0958"))
        .containsExactly("1512345678", "2125550123", "2079460958");
    assertThat(spelled("card", " 9800-0012 ")).containsExactly("9800-0012");
    assertThat(spelled("device", " abc_DEF== ", "8f14e45f-ceea-467f-a0e6-1b2c3d4e5f60"))
        .containsExactly("abc_DEF==", "8f14e45f-ceea-467f-a0e6-1b2c3d4e5f60");
  }

  @Test
  void a_phone_is_read_by_the_rules_of_its_country_where_that_is_given() {
    assertThat(spelledIn("DE", "phone", "0163 5746523", "+49 163 5746523", "0049 (0)163-5746523"))
        .containsOnly("+491635746523");
    assertThat(spelledIn("US", "phone", "(212) 555-0123", "1-212-555-0123", "011 1 212 5550123"))
        .doesNotContain("2125550123");
    assertThat(spelledIn("DE", "phone", "0151 2345678", "+49 151 2345678"))
        .as("no valid number: as without a country")
        .containsOnly("1512345678");
  }

  @Test
  void an_email_is_the_same_in_capitals_and_between_blanks() {
    assertThat(spelled("email", "Ann.O@Example.org", " ann.o@example.org "))
        .containsOnly("ann.o@example.org");
  }

  @Test
  void a_phone_is_the_same_with_and_without_its_country() {
    assertThat(spelled("phone", "0151 2345678", "+49 151 2345678", "0049151/2345678"))
        .containsOnly("1512345678");
  }

  @Test
  void zeros_and_blanks_are_no_identifier() {
    assertThat(spelled("phone", "0000 0000000", "n/a", "")).containsOnlyNulls();
    assertThat(spelled("email", "", "  ")).containsOnlyNulls();
    assertThat(spelled("card", " ")).containsOnlyNulls();
  }

  @Test
  void placeholders_are_no_identifier() {
    assertThat(spelled("email", "unknown@mail.example", "NoReply@shop.example", "none", "n/a"))
        .containsOnlyNulls();
    assertThat(spelled("phone", "1234567890", "+49 123456789", "1111111111", "4.91512E+11"))
        .containsOnlyNulls();
    assertThat(spelled("device", "00000000-0000-0000-0000-000000000000", "n/a"))
        .containsOnlyNulls();
  }

  @Test
  void an_id_of_a_device_is_the_same_in_capitals_and_braces() {
    assertThat(
            spelled(
                "cookie",
                "{8F14E45F-CEEA-467F-A0E6-1B2C3D4E5F60}",
                "8f14e45fceea467fa0e61b2c3d4e5f60"))
        .containsOnly("8f14e45f-ceea-467f-a0e6-1b2c3d4e5f60");
  }

  @Test
  void any_other_identifier_is_taken_as_it_is_between_blanks() {
    assertThat(spelled("card", " 0098 A ")).containsExactly("0098 A");
  }

  private static List<String> spelled(String type, String... values) {
    return spelledIn("", type, values);
  }

  private static List<String> spelledIn(String country, String type, String... values) {
    return Sessions.shared()
        .createDataset(List.of(values), Encoders.STRING())
        .select(Identifiers.oneSpelling(type, col("value"), country))
        .as(Encoders.STRING())
        .collectAsList();
  }
}
