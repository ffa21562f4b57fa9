package io.microtarget.jobs.town;

import java.util.ArrayList;
import java.util.List;

/**
 * What the business sells, at which price in which week, and what is reduced where.
 *
 * <p>Prices of a category are lognormal; every four weeks a price moves by a few per cent. Money is
 * in cents.
 */
final class Goods {
  static final List<String> CATEGORIES =
      List.of("food", "fashion", "home", "sport", "toys", "beauty", "media", "garden");

  /** Store 0 is the web shop. */
  static final int STORES = 9;

  private static final double PROMOTED = 0.012;
  private static final List<String> THINGS =
      List.of("Brot", "Jacke", "Lampe", "Ball", "Kreisel", "Creme", "Buch", "Rechen");

  /**
   * @param id as feeds and orders name it
   * @param category position in {@link #CATEGORIES}
   */
  record Product(int number, String id, String gtin, String title, String brand, int category) {}

  /**
   * @param firstDay first day; the last one is {@code lastDay}
   */
  record Promotion(
      String id, Product product, int store, int firstDay, int lastDay, double discount) {}

  private final List<Product> products = new ArrayList<>();
  private final List<Promotion> promotions = new ArrayList<>();
  private final int perCategory;
  private final int[][] prices;
  private final Promotion[][][] promoted;
  private final double[] meanPrices = new double[CATEGORIES.size()];

  Goods(Parameters.Shopping shopping, Numbers numbers, long seed) {
    perCategory = shopping.products();
    int all = perCategory * CATEGORIES.size();
    prices = new int[all][Days.WEEKS];
    promoted = new Promotion[all][STORES][];
    for (int i = 0; i < all; i++) {
      var chance = Chance.of(seed, i, "product");
      int category = i / perCategory;
      var word = Names.word(chance, 2);
      products.add(
          new Product(
              i,
              "P%d-%03d".formatted(category + 1, i % perCategory + 1),
              numbers.gtin(i),
              THINGS.get(category) + " " + word,
              Names.word(chance, 1) + "ox",
              category));
      double base =
          100
              * shopping.prices().get(category)
              * StrictMath.exp(shopping.spreadOfPrices() * chance.normal());
      double move = 1;
      for (int week = 0; week < Days.WEEKS; week++) {
        move = week % 4 == 0 ? 1 + 0.04 * chance.normal() : move;
        prices[i][week] = (int) Math.max(19, Math.round(base * move / 10) * 10 - 1);
      }
      promote(products.get(i), chance);
    }
    for (int i = 0; i < all; i++) {
      meanPrices[i / perCategory] += meanPrice(products.get(i)) / perCategory;
    }
  }

  List<Product> products() {
    return products;
  }

  List<Promotion> promotions() {
    return promotions;
  }

  Product one(int category, Chance chance) {
    return products.get(category * perCategory + chance.below(perCategory));
  }

  /** Cents of one piece before any reduction. */
  int price(Product product, int week) {
    return prices[product.number()][week];
  }

  /** Null if the product is not reduced there in that week. */
  Promotion promotion(Product product, int store, int week) {
    var ofStore = promoted[product.number()][store];
    return ofStore == null ? null : ofStore[week];
  }

  /** Cents asked for one piece. */
  int reduced(Product product, int store, int week) {
    var promotion = promotion(product, store, week);
    int price = price(product, week);
    return promotion == null ? price : (int) Math.round(price * (1 - promotion.discount()));
  }

  /** Cents of one piece of any product of a category, over all weeks and stores. */
  double meanPrice(int category) {
    return meanPrices[category];
  }

  private void promote(Product product, Chance chance) {
    for (int store = 0; store < STORES; store++) {
      for (int week = 1; week + 2 < Days.WEEKS; week++) {
        if (chance.happens(PROMOTED)) {
          int weeks = chance.from(1, 2);
          int first = 7 * week - 2;
          var promotion =
              new Promotion(
                  "A%05d".formatted(promotions.size() + 1),
                  product,
                  store,
                  first,
                  first + 7 * weeks - 1,
                  chance.from(2, 6) * 0.05);
          promotions.add(promotion);
          if (promoted[product.number()][store] == null) {
            promoted[product.number()][store] = new Promotion[Days.WEEKS];
          }
          for (int i = 0; i < weeks; i++) {
            promoted[product.number()][store][week + i] = promotion;
          }
          week += weeks;
        }
      }
    }
  }

  private double meanPrice(Product product) {
    double sum = 0;
    for (int store = 0; store < STORES; store++) {
      for (int week = 0; week < Days.WEEKS; week++) {
        sum += reduced(product, store, week);
      }
    }
    return sum / (STORES * Days.WEEKS);
  }
}
