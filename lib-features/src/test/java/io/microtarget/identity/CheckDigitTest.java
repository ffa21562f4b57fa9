package io.microtarget.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CheckDigitTest {
  @Test
  void published_numbers_fit() {
    assertThat(CheckDigit.fits("4012888888881881")).as("Luhn, a test card").isTrue();
    assertThat(CheckDigit.fits("4006381333931")).as("EAN-13").isTrue();
    assertThat(CheckDigit.fits("73513537")).as("EAN-8").isTrue();
  }

  @Test
  void one_wrong_digit_never_fits() {
    for (var number : new String[] {"4012888888881881", "73513537"}) {
      for (int i = 0; i < number.length(); i++) {
        for (char digit = '0'; digit <= '9'; digit++) {
          var wrong = number.substring(0, i) + digit + number.substring(i + 1);
          assertThat(CheckDigit.fits(wrong)).as(wrong).isEqualTo(wrong.equals(number));
        }
      }
    }
  }

  @Test
  void what_is_no_number_or_too_short_has_none() {
    assertThat(CheckDigit.fits("18")).isFalse();
    assertThat(CheckDigit.fits("98a")).isFalse();
    assertThat(CheckDigit.fits("")).isFalse();
  }
}
