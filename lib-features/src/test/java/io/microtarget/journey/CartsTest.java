package io.microtarget.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CartsTest {
  @Test
  void what_was_put_in_and_not_ordered_is_an_open_cart() {
    assertThat(open("10:00 add product=p1 category=c1 value=250", "10:05 add product=p2 value=100"))
        .containsExactly("null 2000 350 2/1 from 10:00 to 10:05");
  }

  @Test
  void a_cart_without_a_name_is_that_of_its_session() {
    assertThat(
            open(
                "10:00 add product=p1 value=1",
                "10:29 add product=p2 value=2",
                "11:00 add product=p3 value=4"))
        .containsExactly(
            "null 2000 3 2/0 from 10:00 to 10:29", "null 1000 4 1/0 from 11:00 to 11:00");
  }

  @Test
  void an_order_step_ends_its_basket_and_leaves_other_baskets_open() {
    assertThat(
            open(
                "10:00 add product=p1 basket=b1 value=1",
                "10:01 add product=p1 basket=b2 value=2",
                "10:02 order basket=b1"))
        .containsExactly("b2 1000 2 1/0 from 10:01 to 10:01");
  }

  @Test
  void where_a_cart_names_no_basket_any_later_order_and_any_purchase_outside_a_shop_ends_it() {
    assertThat(open("10:00 add product=p1", "18:00 order basket=b7")).isEmpty();
    assertThat(open("10:00 add product=p1", "18:00 buy basket=b7")).isEmpty();
    assertThat(open("10:00 add product=p1", "18:00 sell basket=b7")).hasSize(1);
  }

  @Test
  void a_purchase_of_its_basket_ends_a_cart_wherever_it_was_made() {
    assertThat(open("10:00 add product=p1 basket=b1", "18:00 sell basket=b1")).isEmpty();
    assertThat(open("10:00 add product=p1 basket=b1", "18:00 buy basket=b1")).isEmpty();
    assertThat(open("10:00 add product=p1 basket=b1", "18:00 buy basket=b2")).hasSize(1);
  }

  @Test
  void an_order_that_names_no_basket_may_be_of_any() {
    assertThat(open("10:00 add product=p1 basket=b1", "10:01 add product=p2", "10:02 order"))
        .isEmpty();
    assertThat(open("10:00 add product=p1 basket=b1", "10:02 buy")).isEmpty();
    assertThat(open("10:00 add product=p1 basket=b1", "10:02 sell")).hasSize(1);
  }

  @Test
  void an_order_before_it_ends_no_cart() {
    assertThat(open("09:00 order", "09:30 buy", "10:00 add product=p1")).hasSize(1);
  }

  @Test
  void what_is_put_in_after_an_order_is_a_new_cart_also_under_the_old_name() {
    assertThat(
            open(
                "10:00 add product=p1 basket=b1 value=500",
                "10:05 order basket=b1",
                "10:30 add product=p2 basket=b1 value=70"))
        .containsExactly("b1 1000 70 1/0 from 10:30 to 10:30");
    assertThat(open("10:00 add product=p1", "10:05 order", "10:10 add product=p2 value=70"))
        .containsExactly("null 1000 70 1/0 from 10:10 to 10:10");
  }

  @Test
  void taking_out_a_product_leaves_the_others() {
    assertThat(
            open(
                "10:00 add product=p1 quantity=4000 value=1000",
                "10:01 add product=p2 value=50",
                "10:02 remove product=p1 quantity=1000"))
        .containsExactly("null 4000 800 2/0 from 10:00 to 10:02");
    assertThat(
            open(
                "10:00 add product=p1 quantity=4000 value=1000",
                "10:01 add product=p2 value=50",
                "10:02 remove product=p1"))
        .containsExactly("null 1000 50 1/0 from 10:00 to 10:02");
  }

  @Test
  void a_cart_out_of_which_all_was_taken_is_none() {
    assertThat(open("10:00 add product=p1", "10:01 remove product=p1")).isEmpty();
    assertThat(open("10:00 add product=p1", "10:01 add product=p2", "10:02 remove")).isEmpty();
    assertThat(open("10:00 add product=p1 basket=b", "10:02 remove basket=b")).isEmpty();
  }

  @Test
  void what_is_taken_out_in_a_later_session_comes_from_the_latest_cart_that_has_it() {
    assertThat(
            open(
                "08:00 add product=p1 value=1",
                "10:00 add product=p1 value=2",
                "12:00 remove product=p1",
                "13:00 remove product=p9"))
        .containsExactly("null 1000 1 1/0 from 08:00 to 08:00");
  }

  @Test
  void taking_out_of_a_cart_that_is_not_there_changes_nothing() {
    assertThat(open("10:00 remove product=p1", "10:01 remove", "10:02 remove basket=b1")).isEmpty();
  }

  @Test
  void things_without_a_product_are_told_apart_by_their_category() {
    assertThat(
            open(
                "10:00 add category=c1 value=1",
                "10:01 add category=c1 value=2",
                "10:02 add category=c2 value=4",
                "10:03 remove category=c2"))
        .containsExactly("null 2000 3 0/1 from 10:00 to 10:03");
  }

  @Test
  void worth_is_unknown_where_no_step_states_it_and_in_several_currencies() {
    assertThat(open("10:00 add product=p1"))
        .containsExactly("null 1000 null 1/0 from 10:00 to 10:00");
    assertThat(
            open(
                "10:00 add product=p1 value=1 currency=EUR",
                "10:01 add product=p2 value=1 currency=CHF"))
        .containsExactly("null 2000 null 2/0 from 10:00 to 10:01");
  }

  private static List<String> open(String... steps) {
    var carts = new Carts();
    var sessions = new Sessions(30);
    for (var text : steps) {
      var step = Planted.step(0, text);
      var session = step.isDigital() ? sessions.at(step.at()) : 0;
      carts.next(new Touch(step), session);
    }
    return carts.open().stream()
        .map(
            cart ->
                "%s %d %s %d/%d from %s to %s"
                    .formatted(
                        cart.basketId(),
                        cart.quantity(),
                        cart.value(),
                        cart.products(),
                        cart.categories(),
                        clock(cart.first().at()),
                        clock(cart.lastAt())))
        .toList();
  }

  private static String clock(long micros) {
    return java.time.LocalTime.ofSecondOfDay(micros / 1_000_000).toString();
  }
}
