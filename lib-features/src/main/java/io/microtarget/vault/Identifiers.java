package io.microtarget.vault;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.ltrim;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.right;
import static org.apache.spark.sql.functions.trim;

import org.apache.spark.sql.Column;

/** One spelling for each value by which two records are known to be the same. */
public final class Identifiers {
  private static final int SUBSCRIBER_DIGITS = 10;

  private Identifiers() {}

  /**
   * The spelling that is hashed; null for blank values.
   *
   * @param type {@code email}: lower case; {@code phone}: the last ten digits without leading
   *     zeros, so that +49, 0049 and 0 agree; any other: without blanks around it
   */
  public static Column oneSpelling(String type, Column value) {
    var spelled =
        switch (type) {
          case "email" -> lower(trim(value));
          case "phone" ->
              ltrim(
                  right(regexp_replace(value, lit("[^0-9]"), lit("")), lit(SUBSCRIBER_DIGITS)),
                  lit("0"));
          default -> trim(value);
        };
    return nullif(spelled, lit(""));
  }
}
