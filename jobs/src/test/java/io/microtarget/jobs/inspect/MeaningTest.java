package io.microtarget.jobs.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeaningTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EMAIL      | a@b.example ; c.d@e.example ; x_y@z.example",
        "IBAN       | DE89370400440532013000 ; GB82 WEST 1234 5698 7654 32 ; DE02120300000000202051",
        "PHONE      | +49 160 7788314 ; 0049 170 3544516 ; (030) 123 45 67",
        "IP         | 83.149.9.216 ; 10.0.0.1 ; 2001:db8::1",
        "DEVICE     | 00:1b:44:11:3a:b7 ; 00:1b:44:11:3a:b8",
        "ADDRESS    | Xenonallee 5 ; Am Weg 12 ; Lange Straße 7a ; Hauptstr. 9",
        "NAME       | Anna Knatterfels ; Peter Ozzelbrink ; Hans Frömmwald"
      })
  void finds_personal_values_whatever_their_column_is_called(Meaning meaning, String values) {
    assertThat(of("c7", values.split(" ; "))).isEqualTo(meaning);
    assertThat(meaning.isPersonal()).isTrue();
  }

  @Test
  void finds_card_numbers_by_their_check_digit() {
    var cards = new ArrayList<String>();
    var others = new ArrayList<String>();
    for (int i = 0; i < 30; i++) {
      var start = "49927398%07d".formatted(i * 7919);
      for (int digit = 0; digit < 10; digit++) {
        (luhn(start + digit) ? cards : others).add(start + digit);
      }
    }
    assertThat(of("c7", cards.toArray(String[]::new))).isEqualTo(Meaning.CARD);
    assertThat(of("c7", others.toArray(String[]::new))).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "first_name, NAME",
    "Nachname, NAME",
    "customerName, NAME",
    "Geburtsdatum, BIRTH_DATE",
    "dob, BIRTH_DATE",
    "strasse, ADDRESS",
    "Telefon-Nr, PHONE",
    "email_address, EMAIL",
    "Konfession, SPECIAL",
    "ssn, NATIONAL_ID",
    "PLZ, POSTCODE",
    "city, PLACE",
    "gender, TRAIT"
  })
  void understands_names_of_columns(String name, Meaning meaning) {
    assertThat(of(name)).isEqualTo(meaning);
  }

  @ParameterizedTest
  @CsvSource({
    "contact, cellular ; telephone",
    "card, yes ; no",
    "product, Anna chair ; Lamp ; Table ; Desk ; Rug",
    "version, 1.2.3 ; 1.2.4",
    "time, 10:15:30 ; 11:00:00",
    "amount, 12.50 ; 7.00",
    "machine, M1 ; M2",
    "total, 1 ; 2",
    "username_length, 7 ; 9"
  })
  void invents_none(String name, String values) {
    assertThat(of(name, values.split(" ; "))).isIn(null, Meaning.TRAIT);
  }

  @Test
  void finds_nothing_in_random_words_and_numbers() {
    var random = new Random(7);
    for (int column = 0; column < 200; column++) {
      var isNumber = column % 2 == 0;
      var values = new ArrayList<String>();
      for (int row = 0; row < 60; row++) {
        var text = new StringBuilder();
        for (int i = 0; i < 4 + random.nextInt(8); i++) {
          text.append((char) (isNumber ? '0' + random.nextInt(10) : 'a' + random.nextInt(26)));
        }
        values.add(text.toString());
      }
      assertThat(of("c" + column, values.toArray(String[]::new))).as("%s", values).isNull();
    }
  }

  @Test
  void long_texts_are_taken_for_texts_that_may_name_somebody() {
    var texts = new String[10];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = "the lamp number " + i + " fell down and broke on the way";
    }
    assertThat(of("c7", texts)).isEqualTo(Meaning.FREE_TEXT);
  }

  private static Meaning of(String name, String... values) {
    var column = new RawColumn(List.of(name), RawColumn.Type.TEXT, List.of(values));
    return Meaning.of(column, List.of(values)).orElse(null);
  }

  /** An independent check: digits from the right, every second one doubled, summed by digits. */
  private static boolean luhn(String number) {
    int sum = 0;
    boolean isSecond = false;
    for (int i = number.length() - 1; i >= 0; i--) {
      int digit = Character.digit(number.charAt(i), 10) * (isSecond ? 2 : 1);
      sum += digit / 10 + digit % 10;
      isSecond = !isSecond;
    }
    return sum % 10 == 0;
  }
}
