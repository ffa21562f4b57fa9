package io.microtarget.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> KNOWN =
      List.of("event-time", "amount", "basket-id", "product-id");

  @Test
  void finds_the_name_with_the_fewest_edits() {
    assertThat(Nearest.of("amuont", KNOWN)).contains("amount");
    assertThat(Nearest.of("event_time", KNOWN)).contains("event-time");
  }

  @Test
  void finds_nothing_beyond_a_third_of_the_length() {
    assertThat(Nearest.of("colour", KNOWN)).isEmpty();
    assertThat(Nearest.of("abc", List.of("xyz"))).isEmpty();
    assertThat(Nearest.of("x", List.of())).isEmpty();
  }

  @Test
  void of_two_as_near_takes_the_first_of_the_alphabet() {
    assertThat(Nearest.of("cat", List.of("hat", "bat", "rat"))).contains("bat");
  }

  @Test
  void words_its_hint_for_the_end_of_a_message() {
    assertThat(Nearest.hint("amuont", KNOWN)).contains("; did you mean `amount`?");
    assertThat(Nearest.hint("colour", KNOWN)).isEmpty();
  }
}
