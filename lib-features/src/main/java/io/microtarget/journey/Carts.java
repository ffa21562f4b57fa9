package io.microtarget.journey;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The carts of one subject that are open after the last of its touchpoints.
 *
 * <p>A cart is what was put in: by its basket where the shop names one, else what was put in within
 * a session. It ends when all was taken out, or with
 *
 * <ul>
 *   <li>an order step or a purchase of its basket;
 *   <li>where it names no basket, any later order step, and any later purchase outside a shop;
 *   <li>a later order step, or purchase outside a shop, that itself names no basket.
 * </ul>
 *
 * Of steps of one moment what is put in comes first, so that it is rather ordered than left behind.
 * What is put in after an order is a new cart, also under the name of the old one.
 */
final class Carts {
  private final Map<String, Cart> named = new LinkedHashMap<>();
  private final Map<Integer, Cart> unnamed = new LinkedHashMap<>();

  /** Takes the next touchpoint; one that is no cart step and no purchase changes nothing. */
  void next(Touch touch, int session) {
    switch (touch.first().cart()) {
      case ADD -> add(touch, session);
      case REMOVE -> remove(touch, session);
      case ORDER -> order(touch.basketId());
      case NONE -> buy(touch);
    }
  }

  /** Those that hold something, in the order in which they were begun. */
  List<Cart> open() {
    var open = new ArrayList<Cart>();
    open.addAll(named.values());
    open.addAll(unnamed.values());
    open.removeIf(Cart::isEmpty);
    open.sort(
        java.util.Comparator.comparingLong((Cart cart) -> cart.first().at())
            .thenComparingLong(cart -> cart.first().first().id()));
    return open;
  }

  private void add(Touch touch, int session) {
    var cart =
        touch.basketId() == null
            ? unnamed.computeIfAbsent(session, s -> new Cart(touch))
            : named.computeIfAbsent(touch.basketId(), b -> new Cart(touch));
    cart.add(touch);
  }

  /** Out of the basket it names, else of the latest cart that has it, this session's before all. */
  private void remove(Touch touch, int session) {
    if (touch.basketId() != null) {
      takeOut(touch, named, touch.basketId());
      return;
    }
    if (unnamed.containsKey(session)) {
      takeOut(touch, unnamed, session);
      return;
    }
    unnamed.entrySet().stream()
        .filter(e -> e.getValue().holds(touch))
        .reduce((earlier, later) -> later)
        .ifPresent(e -> takeOut(touch, unnamed, e.getKey()));
  }

  private static <K> void takeOut(Touch touch, Map<K, Cart> carts, K key) {
    carts.computeIfPresent(
        key,
        (k, cart) -> {
          cart.remove(touch);
          return cart.isEmpty() ? null : cart;
        });
  }

  private void order(String basketId) {
    if (basketId == null) {
      named.clear();
    } else {
      named.remove(basketId);
    }
    unnamed.clear();
  }

  private void buy(Touch touch) {
    if (touch.isOnlinePurchase()) {
      order(touch.basketId());
    } else if (touch.first().kind().equals("purchase") && touch.basketId() != null) {
      named.remove(touch.basketId());
    }
  }
}
