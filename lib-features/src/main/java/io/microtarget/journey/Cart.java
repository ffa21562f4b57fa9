package io.microtarget.journey;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was put into one cart and not taken out again. */
final class Cart {
  private static final long ONE = 1_000;

  /** Units and worth of one thing; worth is null as long as no step stated any. */
  private static final class Item {
    private long quantity;
    private Long value;
    private String category;
  }

  private final Touch first;
  private final Map<String, Item> items = new LinkedHashMap<>();
  private final Map<String, String> currencies = new HashMap<>();
  private long lastAt;

  Cart(Touch first) {
    this.first = first;
  }

  void add(Touch touch) {
    var step = touch.first();
    var item = items.computeIfAbsent(thing(touch), name -> new Item());
    item.quantity += step.quantity() == null ? ONE : step.quantity();
    if (touch.value() != null) {
      item.value = (item.value == null ? 0 : item.value) + touch.value();
      currencies.put(String.valueOf(step.currency()), step.currency());
    }
    item.category = step.category();
    lastAt = touch.at();
  }

  /**
   * Takes out so many units of a thing, all of it if none are stated; everything if none is named.
   */
  void remove(Touch touch) {
    var quantity = touch.first().quantity();
    if (thing(touch).isEmpty()) {
      items.clear();
    } else {
      items.computeIfPresent(
          thing(touch), (name, item) -> quantity == null ? null : less(item, quantity));
    }
    lastAt = touch.at();
  }

  private static Item less(Item item, long quantity) {
    if (quantity >= item.quantity) {
      return null;
    }
    if (item.value != null) {
      item.value -= Math.round((double) item.value * quantity / item.quantity);
    }
    item.quantity -= quantity;
    return item;
  }

  /** The product, else the group of goods, else nothing. */
  private static String thing(Touch touch) {
    if (touch.productId() != null) {
      return "product " + touch.productId();
    }
    return touch.first().category() == null ? "" : "category " + touch.first().category();
  }

  boolean holds(Touch touch) {
    return items.containsKey(thing(touch));
  }

  boolean isEmpty() {
    return items.isEmpty();
  }

  /** The touchpoint that began it. */
  Touch first() {
    return first;
  }

  String basketId() {
    return first.basketId();
  }

  long lastAt() {
    return lastAt;
  }

  /** Units in it, in thousandths. */
  long quantity() {
    return items.values().stream().mapToLong(item -> item.quantity).sum();
  }

  /** Worth of what is in it, in hundredths, as far as it is known; null in several currencies. */
  Long value() {
    var known = items.values().stream().filter(item -> item.value != null).toList();
    return known.isEmpty() || currencies.size() > 1
        ? null
        : (Long) known.stream().mapToLong(item -> item.value).sum();
  }

  String currency() {
    return currencies.size() == 1 ? currencies.values().iterator().next() : null;
  }

  int products() {
    return (int) items.keySet().stream().filter(thing -> thing.startsWith("product ")).count();
  }

  int categories() {
    var categories = new HashSet<String>();
    items.values().forEach(item -> categories.add(item.category));
    categories.remove(null);
    return categories.size();
  }
}
