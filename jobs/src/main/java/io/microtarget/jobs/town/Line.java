package io.microtarget.jobs.town;

/**
 * One line of a purchase; money in cents.
 *
 * @param shelf price of a piece before any reduction
 * @param price asked for a piece
 * @param promotion null if it was not reduced
 */
record Line(Goods.Product product, int pieces, int shelf, int price, Goods.Promotion promotion) {
  static Line of(Goods goods, Goods.Product product, int pieces, int store, int day) {
    int week = Days.week(day);
    return new Line(
        product,
        pieces,
        goods.price(product, week),
        goods.reduced(product, store, week),
        goods.promotion(product, store, week));
  }

  long amount() {
    return (long) pieces * price;
  }

  String category() {
    return Goods.CATEGORIES.get(product.category());
  }
}
