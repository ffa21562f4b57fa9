package io.microtarget.privacy;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import io.microtarget.vault.Identifiers;
import io.microtarget.vault.Pseudonym;
import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * Who was erased, told by what of them comes again.
 *
 * <p>A tombstone is {@code HMAC(key, "tombstone:" + type, pseudonym)} beside a {@link
 * Pseudonym#prefix(String) prefix} of the pseudonym: most pseudonyms are told apart by these alone,
 * so that hardly one is hashed a second time. Under 32 bits of prefix a pseudonym of somebody else
 * is a candidate by chance once in {@code 2^32 / tombstones}; the second hash then says no.
 *
 * <p>In: rows of {@link PrivacyTables#TOMBSTONE} and pseudonyms of records ({@link #RECORD}) or of
 * identifiers (their type). Without any tombstone nothing is computed.
 */
public final class Tombstones implements Serializable {
  /** Type of the tombstones of records; others have the type of their identifier. */
  public static final String RECORD = "record";

  /**
   * Key among the {@code identifiers} of a party row whose person asked to be erased before, under
   * another id: its value is the type of the identifier that told so. No source declares it, so it
   * links nobody.
   */
  public static final String ERASED = "erased";

  private static final long serialVersionUID = 1L;
  private static final String SPACE = "tombstone:";

  private final Pseudonym pseudonym;
  private final Map<String, Set<String>> prefixes = new HashMap<>();
  private final Map<String, Set<String>> hashes = new HashMap<>();

  /**
   * The tombstones of a lake.
   *
   * @param rows of {@link PrivacyTables#TOMBSTONE}
   * @param pseudonym with the key of the lake
   */
  public Tombstones(Collection<Row> rows, Pseudonym pseudonym) {
    this.pseudonym = pseudonym;
    for (var row : rows) {
      String type = row.getAs("type");
      prefixes.computeIfAbsent(type, t -> new HashSet<>()).add(row.getAs("prefix"));
      hashes.computeIfAbsent(type, t -> new HashSet<>()).add(row.getAs("tombstone"));
    }
  }

  /** A row of {@link PrivacyTables#TOMBSTONE}. */
  public static Row row(String type, String erased, String requestId, Pseudonym pseudonym) {
    return RowFactory.create(
        type, hash(type, erased, pseudonym), pseudonym.prefix(erased), requestId);
  }

  /** Whether nobody was ever erased. */
  public boolean isEmpty() {
    return hashes.isEmpty();
  }

  /** Types there are tombstones of. */
  public Set<String> types() {
    return Set.copyOf(hashes.keySet());
  }

  /** Whether a pseudonym of this type was erased; null is nobody's. */
  public boolean has(String type, String pseudonymOf) {
    if (pseudonymOf == null) {
      return false;
    }
    var known = prefixes.get(type);
    return known != null
        && known.contains(pseudonym.prefix(pseudonymOf))
        && hashes.get(type).contains(hash(type, pseudonymOf, pseudonym));
  }

  /** The first type of identifier that was erased; null if none was. */
  public String first(Map<String, String> identifiers) {
    if (identifiers == null) {
      return null;
    }
    return identifiers.entrySet().stream()
        .filter(entry -> has(type(entry.getKey()), entry.getValue()))
        .map(entry -> type(entry.getKey()))
        .min(String::compareTo)
        .orElse(null);
  }

  /** The type of an entry of identifiers, whichever spelling it holds. */
  public static String type(String entry) {
    return entry.endsWith(Identifiers.COARSE)
        ? entry.substring(0, entry.length() - Identifiers.COARSE.length())
        : entry;
  }

  /** The same tombstones sent once to each executor, for columns of many rows. */
  public Sent sent(SparkSession spark) {
    return new Sent(JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(this));
  }

  /**
   * Whether a party row is of somebody who was erased under another id: to be contacted by nobody.
   *
   * @param identifiers of {@link io.microtarget.source.SourceTables#PARTY}
   */
  public static Column matches(Column identifiers) {
    return coalesce(identifiers.getItem(ERASED).isNotNull(), lit(false));
  }

  /** The hash of the hash. */
  static String hash(String type, String erased, Pseudonym pseudonym) {
    return pseudonym.of(SPACE + type, erased);
  }

  /**
   * Tombstones on every executor.
   *
   * @param all of them
   */
  public record Sent(Broadcast<Tombstones> all) implements Serializable {
    /**
     * Whether a column of pseudonyms of records is one of an erased person; false for null.
     *
     * <p>A UDF, since a hash with a key inside a SQL expression would stand in every plan.
     */
    public Column hasRecord(Column recordId) {
      UDF1<String, Boolean> has = id -> all.value().has(RECORD, id);
      return udf(has, DataTypes.BooleanType).apply(recordId);
    }

    /** Whether a map of identifiers, by type, has an erased one. */
    public Column hasIdentifier(Column identifiers) {
      UDF1<scala.collection.Map<String, String>, Boolean> has =
          map -> map != null && all.value().first(asJava(map)) != null;
      return udf(has, DataTypes.BooleanType).apply(identifiers);
    }

    private static Map<String, String> asJava(scala.collection.Map<String, String> map) {
      return scala.jdk.javaapi.CollectionConverters.asJava(map);
    }
  }
}
