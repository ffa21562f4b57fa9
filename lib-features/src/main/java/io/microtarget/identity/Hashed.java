package io.microtarget.identity;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A pseudonym as two columns of 64-bit hashes instead of a long text: rows of fixed width are
 * several times faster to join, group and shuffle, and 128 bits do not meet by chance.
 *
 * @param one BIGINT column
 * @param check BIGINT column, another hash
 */
public record Hashed(String one, String check) {
  private static final Hashed FROM = new Hashed("_from", "_from_check");
  private static final Hashed TO = new Hashed("_to", "_to_check");

  /** The first hash of a pseudonym. */
  public static Column one(Column id) {
    return xxhash64(id);
  }

  /** The second hash of a pseudonym. */
  public static Column check(Column id) {
    return xxhash64(lit(1), id);
  }

  /** Rows with both columns. */
  public Dataset<Row> add(Dataset<Row> rows, Column id) {
    return rows.withColumn(one, one(id)).withColumn(check, check(id));
  }

  /**
   * Rows whose key is found among the pairs get the other one; the rest keep theirs. As {@link
   * Subjects#resolve}, where the pairs are those of {@code link}.
   *
   * @param rows with both columns
   * @param pairs each {@code from} once; to be broadcast if the caller marked them so
   * @param from column of pairs: a pseudonym
   * @param to column of pairs: the one it counts for
   */
  public Dataset<Row> replaced(Dataset<Row> rows, Dataset<Row> pairs, String from, String to) {
    var hashed =
        pairs.select(
            one(col(from)).as(FROM.one),
            check(col(from)).as(FROM.check),
            one(col(to)).as(TO.one),
            check(col(to)).as(TO.check));
    // Joined by one number, which takes Spark half the time of two; the other is only compared.
    var isSame =
        col(one).equalTo(col(FROM.one)).and(col(check).bitwiseXOR(col(FROM.check)).equalTo(0L));
    return rows.join(hashed, isSame, "left")
        .withColumn(one, coalesce(col(TO.one), col(one)))
        .withColumn(check, coalesce(col(TO.check), col(check)))
        .drop(FROM.one, FROM.check, TO.one, TO.check);
  }
}
