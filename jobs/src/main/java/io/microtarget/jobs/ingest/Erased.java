package io.microtarget.jobs.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.map_concat;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.microtarget.jobs.store.DeltaStore;
import io.microtarget.privacy.PrivacyTables;
import io.microtarget.privacy.Tombstones;
import io.microtarget.source.Mapping;
import io.microtarget.source.SourceSettings;
import io.microtarget.source.SourceTables;
import io.microtarget.vault.Identifiers;
import io.microtarget.vault.Pseudonym;
import io.microtarget.vault.VaultTables;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.types.DataTypes;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Rows of people who were erased stay outside: they count as filtered, and nothing of them is
 * written, neither typed nor into the vault nor as a quarantined line.
 *
 * <p>Known is a row by the id its source gives it. A broken line whose id cannot be read is known
 * by its words: ids of at least {@value #SHORTEST} characters, e-mail addresses, phones and other
 * identifiers. A line that says none of them in full cannot be known. Where ids are made from the
 * place of a row, so that they change with the file, party rows are known by their identifiers.
 *
 * <p>Who comes again under another id, from a list bought later say, is let in and marked ({@link
 * Tombstones#ERASED}): they may have become customers anew, but nobody writes to them on their own.
 *
 * <p>Where nobody was ever erased, rows stay as they are.
 */
final class Erased {
  /** Of shorter words a line may hold one by chance. */
  private static final int SHORTEST = 6;

  private static final int LONGEST = 200;

  /** Native ids a task remembers. */
  private static final int REMEMBERED = 1 << 16;

  private final Tombstones tombstones;
  private final Broadcast<Tombstones> sent;
  private final Pseudonym pseudonym;
  private final String country;

  /** Reads the tombstones of a lake, whenever they were set. */
  static Erased of(SparkSession spark, DeltaStore store, Pseudonym pseudonym, String country) {
    var rows = store.everRecorded(PrivacyTables.TOMBSTONE).collectAsList();
    return new Erased(spark, new Tombstones(rows, pseudonym), pseudonym, country);
  }

  private Erased(SparkSession spark, Tombstones tombstones, Pseudonym pseudonym, String country) {
    this.tombstones = tombstones;
    this.sent = tombstones.isEmpty() ? null : tombstones.sent(spark).all();
    this.pseudonym = pseudonym;
    this.country = country;
  }

  /**
   * Mapped rows of a source, with those of erased people filtered.
   *
   * @param mapped rows of {@link Mapping}
   */
  Dataset<Row> without(Dataset<Row> mapped, SourceSettings settings) {
    var kind = Mapping.kind(settings);
    if (tombstones.isEmpty() || !kind.columns().contains("record_id")) {
      return mapped;
    }
    var isTheirs =
        udf(new IsTheirs(sent, pseudonym, settings.idSpace(), country), DataTypes.BooleanType)
            .apply(
                col(Mapping.NATIVE_ID),
                when(Mapping.quarantined(), col(Mapping.PAYLOAD)),
                col(Mapping.RULE));
    if (!kind.equals(SourceTables.PARTY)) {
      return Mapping.leftOut(mapped, isTheirs);
    }
    var known = udf(new KnownBy(sent, pseudonym, country), DataTypes.StringType);
    var marked =
        mapped.withColumn("_known_by", known.apply(col("identifiers"), col(Mapping.PERSONAL)));
    var isLeftOut = isByPlace(settings) ? isTheirs.or(col("_known_by").isNotNull()) : isTheirs;
    return Mapping.leftOut(marked, isLeftOut).withColumn("identifiers", marked()).drop("_known_by");
  }

  private static Column marked() {
    var own = coalesce(col("identifiers"), map().cast("map<string,string>"));
    var mark = map(lit(Tombstones.ERASED), col("_known_by"));
    return when(col("_known_by").isNotNull(), map_concat(own, mark)).otherwise(col("identifiers"));
  }

  /** Whether ids say where a row stands, not who it is. */
  private static boolean isByPlace(SourceSettings settings) {
    var id = settings.columns().getOrDefault("native-id", "");
    return id.contains(Mapping.CONTENT) || id.contains(Mapping.ROW_INDEX);
  }

  /** Both spellings, as the erased may be buried under the coarser one. */
  private static Set<String> spelled(String type, String word, String country) {
    var cannotBe =
        switch (type) {
          case "email" -> !word.contains("@");
          case "phone" -> !hasDigits(word);
          default -> false;
        };
    return cannotBe ? Set.of() : Identifiers.spellings(type, word, country);
  }

  private static boolean hasDigits(String word) {
    return word.chars().filter(Character::isDigit).count() >= SHORTEST;
  }

  /** Native id, line of a row that broke a rule, and the rule. */
  private static final class IsTheirs
      implements UDF3<String, String, String, Boolean>, Serializable {
    private static final long serialVersionUID = 1L;
    private static final String FIELDS = "[,;|\\t\"'{}\\[\\]<>=&()\\n\\r]+";
    private static final String WORDS = "[\\s,;|\"'{}\\[\\]<>=&()]+";
    private final Broadcast<Tombstones> all;
    private final Pseudonym pseudonym;
    private final String idSpace;
    private final String country;
    private transient Map<String, Boolean> known;

    IsTheirs(Broadcast<Tombstones> all, Pseudonym pseudonym, String idSpace, String country) {
      this.all = all;
      this.pseudonym = pseudonym;
      this.idSpace = idSpace;
      this.country = country;
    }

    @Override
    public Boolean call(String nativeId, String line, String rule) {
      if (nativeId != null) {
        if (known == null || known.size() >= REMEMBERED) {
          known = new HashMap<>();
        }
        if (known.computeIfAbsent(nativeId, this::isErased)) {
          return true;
        }
      }
      return line != null && (isInWords(line.split(FIELDS)) || isInWords(line.split(WORDS)));
    }

    private boolean isErased(String nativeId) {
      return all.value().has(Tombstones.RECORD, pseudonym.of(idSpace, nativeId));
    }

    private boolean isInWords(String[] words) {
      for (var word : words) {
        var text = word.strip();
        if (text.length() >= SHORTEST && text.length() <= LONGEST && isWordOf(text)) {
          return true;
        }
      }
      return false;
    }

    private boolean isWordOf(String word) {
      if (isErased(word)) {
        return true;
      }
      // In JSON and logs a value may stand behind its name.
      int colon = word.indexOf(':');
      if (colon >= 0
          && word.length() - colon - 1 >= SHORTEST
          && isWordOf(word.substring(colon + 1).strip())) {
        return true;
      }
      for (var type : all.value().types()) {
        if (!type.equals(Tombstones.RECORD)
            && spelled(type, word, country).stream()
                .anyMatch(one -> all.value().has(type, pseudonym.of("identifier:" + type, one)))) {
          return true;
        }
      }
      return false;
    }
  }

  /** The type of the identifier by which a party row is of somebody erased; null for the others. */
  private static final class KnownBy
      implements UDF2<
              scala.collection.Map<String, String>, scala.collection.Map<String, String>, String>,
          Serializable {
    private static final long serialVersionUID = 1L;
    private final Broadcast<Tombstones> all;
    private final Pseudonym pseudonym;
    private final String country;

    KnownBy(Broadcast<Tombstones> all, Pseudonym pseudonym, String country) {
      this.all = all;
      this.pseudonym = pseudonym;
      this.country = country;
    }

    @Override
    public String call(
        scala.collection.Map<String, String> identifiers,
        scala.collection.Map<String, String> personal) {
      var byHash =
          identifiers == null ? null : all.value().first(CollectionConverters.asJava(identifiers));
      if (byHash != null || personal == null) {
        return byHash;
      }
      for (var value : CollectionConverters.asJava(personal).entrySet()) {
        var type = value.getKey().replace(VaultTables.COMPARED, "");
        if (value.getValue() != null && all.value().types().contains(type)) {
          if (spelled(type, value.getValue(), country).stream()
              .anyMatch(one -> all.value().has(type, pseudonym.of("identifier:" + type, one)))) {
            return type;
          }
        }
      }
      return null;
    }
  }
}
