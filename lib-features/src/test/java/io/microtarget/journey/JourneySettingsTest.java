package io.microtarget.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JourneySettingsTest {
  @Test
  void numbers_that_mean_nothing_are_refused_by_name() {
    refused(-1, 30, 2_000, "days must be at least 0, not -1");
    refused(91, 0, 2_000, "session-minutes must be at least 1, not 0");
    refused(91, 30, 0, "machine-steps-per-day must be at least 1, not 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CartSettings(List.of(), List.of(), List.of(), -1))
        .withMessage("days must be at least 0, not -1");
  }

  @Test
  void a_type_of_steps_does_one_thing_to_a_cart_however_it_is_spelled() {
    assertThat(CartSettings.folded(List.of("Add_To-Cart", "ADD TO CART")))
        .containsExactly("add to cart");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CartSettings(List.of("Cart_Add"), List.of(), List.of("cart add"), 30))
        .withMessage("`cart add` stands in two of add, remove and order");
  }

  private static void refused(int days, int minutes, int steps, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new JourneySettings(days, minutes, steps, "url", Map.of(), CartSettings.DEFAULT))
        .withMessage(message);
  }
}
