package io.microtarget.feature;

import static org.apache.spark.sql.functions.broadcast;

import java.math.BigInteger;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How large tables are, by the size of their files. Spark multiplies sizes at every join and then
 * shuffles what it could broadcast; a table that is small as read stays small when it is joined to
 * its own attributes.
 */
final class Sizes {
  private static final BigInteger SMALL = BigInteger.valueOf(10L << 20);
  private static final int MOST_PARTITIONS = 10_000;
  private static final BigInteger MEDIUM = BigInteger.valueOf(32L << 20);

  private static final BigInteger LARGE = BigInteger.valueOf(48L << 20);
  private static final BigInteger OF_A_PARTITION = BigInteger.valueOf(24L << 20);

  private Sizes() {}

  /** Above 48 MiB: not even a few numbers a row can be broadcast. */
  static boolean isLarge(Dataset<Row> table) {
    return size(table).compareTo(LARGE) > 0;
  }

  /** Partitions for rows of so many tables, one for 24 MiB of files. */
  static int partitions(List<Dataset<Row>> tables) {
    var bytes = tables.stream().map(Sizes::size).reduce(BigInteger.ZERO, BigInteger::add);
    return bytes.divide(OF_A_PARTITION).min(BigInteger.valueOf(MOST_PARTITIONS)).intValue() + 1;
  }

  /** Up to 10 MiB: the table can be broadcast. */
  static boolean isSmall(Dataset<Row> table) {
    return size(table).compareTo(SMALL) <= 0;
  }

  /** Up to 32 MiB: hashes of its keys can be broadcast. */
  static boolean isMedium(Dataset<Row> table) {
    return size(table).compareTo(MEDIUM) <= 0;
  }

  /** The rows, to be broadcast if what they are made from is small. */
  static Dataset<Row> broadcastIfSmall(Dataset<Row> rows, Dataset<Row> madeFrom) {
    return isSmall(madeFrom) ? broadcast(rows) : rows;
  }

  /** Of the plan as it is written: to optimize it asks the log of a table for its files. */
  private static BigInteger size(Dataset<Row> rows) {
    return rows.queryExecution().analyzed().stats().sizeInBytes().bigInteger();
  }
}
