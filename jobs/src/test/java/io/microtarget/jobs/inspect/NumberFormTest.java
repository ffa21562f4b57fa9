package io.microtarget.jobs.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberFormTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "1 ; 22 ; -3              | ~~  | ~~ | false",
        "1.5 ; 22 ; -3.25         | .   | ~~ | false",
        "1,5 ; 22 ; -3,25         | ,   | ~~ | false",
        "1.234,50 ; 7,00          | ,   | .  | false",
        "1,234.50 ; 7.00          | .   | ,  | false",
        "1,234 ; 7 ; 12,345,678   | .   | ,  | false",
        "1 234,50 ; 7,00          | ,   | ~ ~ | false",
        "€ 12,50 ; € 7,00         | ,   | ~~ | true",
        "12.50 USD ; 7.00 USD     | .   | ~~ | true",
        "1e5 ; 2.5e-3             | .   | ~~ | false"
      })
  void finds_how_numbers_are_written(
      String values, String decimal, String grouping, boolean hasUnit) {
    assertThat(NumberForm.of(List.of(values.split(" ; "))))
        .contains(new NumberForm(decimal, grouping, hasUnit));
  }

  @Test
  void codes_and_words_are_no_numbers() {
    assertThat(NumberForm.of(List.of("01001", "12345"))).isEmpty();
    assertThat(NumberForm.of(List.of("12", "house", "7"))).isEmpty();
    assertThat(NumberForm.of(List.of("1.2.3", "4.5.6"))).isEmpty();
    assertThat(NumberForm.of(List.of())).isEmpty();
  }

  @Test
  void reads_a_value_in_its_form() {
    assertThat(new NumberForm(",", ".", false).value("1.234,50")).isEqualTo(1234.5);
    assertThat(new NumberForm(",", "", true).value("€ 12,50")).isEqualTo(12.5);
    assertThat(new NumberForm(".", "", false).value("none")).isNaN();
  }
}
