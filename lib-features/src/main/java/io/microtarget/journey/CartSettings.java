package io.microtarget.journey;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which steps make a cart ({@code journey.cart} in the settings). Types of steps are compared
 * without regard to case, and {@code _}, {@code -} and blanks are the same.
 *
 * @param add event types that put something into a cart
 * @param remove event types that take something out; a step that names nothing empties the cart
 * @param order event types that order what is in it
 * @param days a cart holds what was put in within so many days before as_of; 0: there are no carts
 */
public record CartSettings(List<String> add, List<String> remove, List<String> order, int days) {
  /** As {@code conf/reference.conf} has it. */
  public static final CartSettings DEFAULT =
      new CartSettings(
          List.of("cart", "add to cart", "added to cart", "cart add", "product added"),
          List.of(
              "remove from cart",
              "removed from cart",
              "cart remove",
              "product removed",
              "empty cart",
              "cart emptied"),
          List.of("order", "purchase", "order placed", "order completed", "checkout completed"),
          30);

  public CartSettings {
    add = List.copyOf(add);
    remove = List.copyOf(remove);
    order = List.copyOf(order);
    if (days < 0) {
      throw new IllegalArgumentException("days must be at least 0, not " + days);
    }
    var seen = new HashSet<String>();
    for (var types : List.of(folded(add), folded(remove), folded(order))) {
      for (var type : types) {
        if (!seen.add(type)) {
          throw new IllegalArgumentException(
              "`%s` stands in two of add, remove and order".formatted(type));
        }
      }
    }
  }

  /** Types in one spelling: lower case, one blank between words. */
  static Set<String> folded(List<String> types) {
    return types.stream().map(CartSettings::folded).collect(Collectors.toUnmodifiableSet());
  }

  private static String folded(String type) {
    return type.toLowerCase(Locale.ROOT).replaceAll("[_\\s-]+", " ").strip();
  }
}
