package io.microtarget.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class AddressTest {
  @Test
  void the_addresses_of_the_table_are_taken_apart() {
    var examples = Examples.of("addresses.txt");
    assertThat(examples).hasSizeGreaterThan(50);
    assertThat(Examples.wrong(examples, 1, row -> text(Address.parts(row[0])))).isEmpty();
  }

  private static String text(Address.Parts parts) {
    return String.join(" | ", parts.street(), parts.houseNumber(), parts.extra());
  }

  @Test
  void parts_are_spelled_as_those_of_columns_of_their_own() {
    var parts = Address.parts("Große Haupt-Str. 12 a");
    assertThat(Spelling.of(Field.STREET, parts.street()))
        .isEqualTo(Spelling.of(Field.STREET, "Große Hauptstraße"));
    assertThat(Spelling.of(Field.HOUSE_NUMBER, parts.houseNumber())).isEqualTo("12a");
  }

  @Test
  void a_value_of_ten_megabytes_is_cut_before_anything_looks_at_it() {
    for (var large : new String[] {"x 1 ".repeat(2_500_000), "1".repeat(10_000_000)}) {
      Assertions.assertTimeout(
          Duration.ofMillis(500), () -> assertThat(Address.parts(large)).isNotNull());
    }
  }
}
