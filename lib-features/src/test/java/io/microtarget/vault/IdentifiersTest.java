package io.microtarget.vault;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.testing.Sessions;
import java.util.List;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.Test;

class IdentifiersTest {
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
  void any_other_identifier_is_taken_as_it_is_between_blanks() {
    assertThat(spelled("card", " 0098 A ")).containsExactly("0098 A");
  }

  private static List<String> spelled(String type, String... values) {
    return Sessions.shared()
        .createDataset(List.of(values), Encoders.STRING())
        .select(Identifiers.oneSpelling(type, col("value")))
        .as(Encoders.STRING())
        .collectAsList();
  }
}
