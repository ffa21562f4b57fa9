package io.microtarget.journey;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Steps for tests, each as a few words: {@code 10:00 add product=p1 basket=b1 value=250}. */
final class Planted {
  private Planted() {}

  /**
   * A step on a day of 1970, counted from 0.
   *
   * @param text the time of day, what it is (view, add, remove, order, buy, sell or place), and any
   *     of id, record, product, basket, category, quantity, value, identity, said, together
   */
  static Step step(int day, String text) {
    var words = text.split(" ");
    var is = words[1];
    var at = words[0].equals("-") ? null : (Long) (TimeUnit.DAYS.toMicros(day) + micros(words[0]));
    var isPurchase = is.equals("buy") || is.equals("sell");
    return new Step(
        at,
        day,
        number(words, "record", 1L),
        number(words, "id", at == null ? 0 : at),
        number(words, "identity", null),
        Arrays.asList(words).contains("said"),
        switch (is) {
          case "add" -> CartStep.ADD;
          case "remove" -> CartStep.REMOVE;
          case "order" -> CartStep.ORDER;
          default -> CartStep.NONE;
        },
        isPurchase ? "purchase" : is.equals("place") ? "location" : "event",
        isPurchase ? "orders" : is.equals("place") ? "places" : "web",
        is.equals("buy") ? "online" : is.equals("sell") ? "store" : "web",
        text(words, "place"),
        is,
        number(words, "value", null),
        text(words, "currency"),
        null,
        null,
        text(words, "basket"),
        text(words, "product"),
        text(words, "category"),
        number(words, "quantity", null),
        text(words, "together"));
  }

  private static long micros(String clock) {
    var parts = clock.split(":");
    return TimeUnit.HOURS.toMicros(Long.parseLong(parts[0]))
        + TimeUnit.MINUTES.toMicros(Long.parseLong(parts[1]))
        + (parts.length > 2 ? TimeUnit.SECONDS.toMicros(Long.parseLong(parts[2])) : 0);
  }

  private static Long number(String[] words, String name, Long otherwise) {
    var text = text(words, name);
    return text == null ? otherwise : (Long) Long.parseLong(text);
  }

  private static String text(String[] words, String name) {
    return Arrays.stream(words)
        .filter(w -> w.startsWith(name + "="))
        .map(w -> w.substring(name.length() + 1))
        .findFirst()
        .orElse(null);
  }
}
