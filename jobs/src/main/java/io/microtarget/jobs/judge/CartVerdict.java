package io.microtarget.jobs.judge;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.lit;

import java.time.LocalDate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Carts that are open as published, beside those that are: which, whose, and what is in them.
 *
 * <p>A publication forgets what was put in before {@code journey.cart.days}; so besides the recall
 * of all carts that are open stands that of carts begun since then.
 */
final class CartVerdict {
  private CartVerdict() {}

  /**
   * @param truth {@code cart_id, person (hashed), opened_at, products, value} of carts that are
   *     open
   * @param published rows of {@code open_cart}
   * @param days a cart is remembered
   */
  static Finding of(
      Dataset<Row> truth, Dataset<Row> published, People people, LocalDate asOf, int days) {
    var ours =
        published
            .join(people.subjects(), new String[] {"subject_id"}, "left")
            .select(
                col("basket_id").as("cart_id"),
                col("person").as("our_person"),
                col("products").as("our_products"),
                col("value").as("our_value"),
                lit(true).as("is_ours"));
    var theirs =
        truth.select(
            col("cart_id"),
            col("person"),
            col("opened_at"),
            col("products"),
            col("value"),
            lit(true).as("is_open"));
    var isFound = col("is_ours").and(col("is_open"));
    var isLate =
        col("opened_at").cast("timestamp").geq(date_sub(lit(asOf), days).cast("timestamp"));
    var counts =
        theirs
            .join(ours, new String[] {"cart_id"}, "full_outer")
            .agg(
                count(col("is_ours")),
                number(isFound),
                count(col("is_open")),
                number(col("is_open").and(isLate)),
                number(isFound.and(isLate)),
                number(isFound.and(col("person").equalTo(col("our_person")))),
                number(isFound.and(col("products").cast("int").equalTo(col("our_products")))),
                number(isFound.and(col("value").cast("decimal(18,2)").equalTo(col("our_value")))))
            .first();
    long said = counts.getLong(0);
    long found = counts.getLong(1);
    return new Finding("open carts")
        .line("%,d carts are open, %,d as published", counts.getLong(2), said)
        .line("precision          %s", Finding.text(found, said))
        .line("recall             %s", Finding.text(found, counts.getLong(2)))
        .line(
            "  of those begun in the last %d days %s",
            days, Finding.text(counts.getLong(4), counts.getLong(3)))
        .line("of those found: of the right person %s", Finding.text(counts.getLong(5), found))
        .line(
            "  the same number of products %s, the same value %s",
            Finding.text(counts.getLong(6), found), Finding.text(counts.getLong(7), found))
        .put("precision", Finding.share(found, said))
        .put("recall", Finding.share(found, counts.getLong(2)))
        .put("recall_of_remembered", Finding.share(counts.getLong(4), counts.getLong(3)))
        .put("right_person", Finding.share(counts.getLong(5), found))
        .put("same_value", Finding.share(counts.getLong(7), found));
  }

  private static Column number(Column condition) {
    return count_if(coalesce(condition, lit(false)));
  }
}
