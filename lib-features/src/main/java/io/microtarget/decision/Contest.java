package io.microtarget.decision;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Which candidates win: the best of each subject, then the best of all until budget or channel
 * capacity is used, then only audiences that are large enough.
 *
 * <p>Arbitration: of a subject's open candidates the one of highest expected value, ties by offer,
 * then channel. A subject whose channel is full is not moved to its second-best one.
 *
 * <p>Budget: candidates in the order of expected value per cost, ties by expected value, offer,
 * channel, subject; one is taken if its channel has room and the money left pays it. This is the
 * greedy rule for the knapsack problem (Dantzig 1957). It is exact where all channels cost the
 * same. Otherwise its value is below the best possible one by less than the value of the first
 * contact that was not paid: one channel has one cost, so its best candidates by ratio are its best
 * by value, capacity only shortens the list, and what was taken before that contact, together with
 * it, is at least the optimum of the linear relaxation.
 *
 * <p>Held-out subjects take part without weight: they use no room, no money and do not count for
 * the size. A held-out row wins if it would have been chosen had it alone not been held out; so
 * holdout and treated are picked by one rule and can be compared.
 *
 * <p>Scale: one pass, no row on the driver. Rows that no longer contend are spread over tasks by
 * their id. The ranks of a channel are one sorted task of at most one row a subject, which spills
 * to disk; the running cost is one task of at most the contacts the budget can pay.
 *
 * <p>Columns in: those of {@link Candidates} and {@code open BOOLEAN, weight INT} (1, or 0 if held
 * out). Columns added: {@code best, has_capacity, paid, large BOOLEAN}; each implies the one
 * before.
 */
final class Contest {
  private Contest() {}

  /**
   * @param channels how many there are, the most a budget can be cut
   */
  static Dataset<Row> of(Dataset<Row> candidates, Policy policy, int channels) {
    return candidates
        .transform(Contest::best)
        .transform(Contest::ranked)
        .transform(rows -> paid(rows, policy, channels))
        .transform(rows -> large(rows, policy.minimumAudience()));
  }

  private static Dataset<Row> best(Dataset<Row> candidates) {
    var ofSubject =
        Window.partitionBy("subject_type", "subject_id")
            .orderBy(
                col("open").desc(), col("expected_value").desc(), col("offer"), col("channel"));
    return candidates.withColumn("best", col("open").and(row_number().over(ofSubject).equalTo(1)));
  }

  /** The position among the weighted rows of the channel, from 1. */
  private static Dataset<Row> ranked(Dataset<Row> candidates) {
    var before = byWorth().rowsBetween(Window.unboundedPreceding(), -1);
    var rank = coalesce(sum(col("weight")).over(before), lit(0L)).plus(1);
    return candidates
        .withColumn("ratio", ratio())
        .withColumn("lane", lane("best", concat_ws(":", lit("channel"), col("channel"))))
        .withColumn("rank", rank)
        .withColumn("has_capacity", col("best").and(col("rank").leq(col("capacity"))));
  }

  private static Dataset<Row> paid(Dataset<Row> candidates, Policy policy, int channels) {
    var buys =
        candidates
            .withColumn("paid", col("best").and(col("rank").leq(col("room"))))
            .withColumn("lane", lane("paid", lit("budget")));
    for (int i = 0; i < channels; i++) {
      buys = withoutTail(buys, Money.column(policy.budget()));
    }
    return buys;
  }

  /**
   * Drops the first row that cannot be paid and, as one channel has one cost, all later ones of its
   * channel. The sum before the others can only shrink, so every channel is cut at most once.
   */
  private static Dataset<Row> withoutTail(Dataset<Row> buys, Column budget) {
    var cost = col("cost").cast("decimal(18,6)");
    var spent = sum(when(col("paid").and(col("weight").equalTo(1)), cost));
    var before = byWorth().rowsBetween(Window.unboundedPreceding(), -1);
    var all = byWorth().rowsBetween(Window.unboundedPreceding(), Window.unboundedFollowing());
    return buys.withColumn("spent", coalesce(spent.over(before), lit(0).cast("decimal(28,6)")))
        .withColumn("fails", col("paid").and(col("spent").plus(cost).gt(budget)))
        .withColumn("cut", first(when(col("fails"), col("channel")), true).over(all))
        .withColumn(
            "paid", col("paid").and(not(col("fails").and(col("channel").eqNullSafe(col("cut"))))));
  }

  private static Dataset<Row> large(Dataset<Row> candidates, long minimum) {
    var audience = concat_ws("|", lit("audience"), col("offer"), col("channel"));
    return candidates
        .withColumn("lane", lane("paid", audience))
        .withColumn("size", sum(col("weight")).over(Window.partitionBy("lane")))
        .withColumn("large", col("paid").and(col("size").geq(minimum)));
  }

  /** A partition of the contending rows; every other row is alone in one of its own. */
  private static Column lane(String contends, Column name) {
    return when(col(contends), name).otherwise(col("decision_id"));
  }

  private static Column ratio() {
    return when(col("cost").gt(0), col("expected_value").divide(col("cost")))
        .otherwise(lit(Double.POSITIVE_INFINITY));
  }

  /** The order inside a lane; {@code lane} is a column so that Spark sorts it once for all sums. */
  private static WindowSpec byWorth() {
    return Window.partitionBy("lane")
        .orderBy(
            col("ratio").desc(),
            col("expected_value").desc(),
            col("offer"),
            col("channel"),
            col("subject_type"),
            col("subject_id"));
  }
}
