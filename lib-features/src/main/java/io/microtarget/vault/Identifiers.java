package io.microtarget.vault;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.udf;

import java.io.Serializable;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/** One spelling for each value by which two records are known to be the same. */
public final class Identifiers {
  /** Ends the key under which the coarser spelling of a type is hashed beside the one spelling. */
  public static final String COARSE = "~";

  /**
   * Type of identifier that only suppresses and links nobody, as father and son may share it: name
   * and address in one text.
   */
  public static final String POSTAL_ADDRESS = "postal-address";

  private Identifiers() {}

  /**
   * The spelling that is hashed; null for blank values and placeholders.
   *
   * <p>UDFs, as the same spelling is needed where values are compared and Spark's functions know no
   * phone numbers.
   *
   * @param type {@code email} as {@link Email}, {@code phone} as {@link Phone}, {@code device} and
   *     {@code cookie} as {@link Device}; any other: without blanks around it
   * @param country ISO 3166, where phones without a prefix are at home; empty: not known
   */
  public static Column oneSpelling(String type, Column value, String country) {
    var spelled = spelling(type, country).map(of -> spelled(of, value));
    return nullif(spelled.orElseGet(() -> trim(value)), lit(""));
  }

  /**
   * The coarser spelling ({@code müller}, {@code mueller} and {@code muller}; Gmail's dots; +49 and
   * 0), by which a suppression finds whom it means; null where it is as {@link #oneSpelling}.
   */
  public static Column coarseSpelling(String type, Column value, String country) {
    var one = oneSpelling(type, value, country);
    var coarse = spelled(raw -> Coarse.of(type, raw, country), value);
    return nullif(nullif(coarse, lit("")), one);
  }

  /**
   * The spellings of one value: the one that is hashed, and the coarser one where it differs; none
   * of a placeholder.
   *
   * @param type as in {@link #oneSpelling}
   */
  public static Set<String> spellings(String type, String raw, String country) {
    // Blanks as SQL trims them, so that both ways hash the same.
    var one =
        spelling(type, country)
            .map(of -> of.apply(raw))
            .orElseGet(() -> UTF8String.fromString(raw).trim().toString());
    var spellings = new TreeSet<>(Set.of(one));
    spellings.add(Coarse.of(type, raw, country));
    spellings.remove("");
    return spellings;
  }

  /** Whether values of this type have a coarser spelling. */
  public static boolean hasCoarse(String type) {
    return Coarse.TYPES.contains(type);
  }

  /** Empty for types that are only trimmed. */
  private static Optional<Spelling> spelling(String type, String country) {
    return switch (type) {
      case "email" -> Optional.of(Email::of);
      case "phone" -> Optional.of(raw -> Phone.of(raw, country));
      case "device", "cookie" -> Optional.of(Device::of);
      default -> Optional.empty();
    };
  }

  private static Column spelled(Spelling spelling, Column value) {
    UDF1<String, String> function = raw -> raw == null ? null : spelling.apply(raw);
    return udf(function, DataTypes.StringType).apply(value);
  }

  /** Can be sent to tasks. */
  private interface Spelling extends UnaryOperator<String>, Serializable {}
}
