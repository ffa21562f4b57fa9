package io.microtarget.identity;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_from_entries;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.try_element_at;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.xxhash64;

import io.microtarget.vault.VaultTables;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;

/**
 * Records of parties compared by what the vault has of them.
 *
 * @param found pairs, by the first 64 bits of record ids
 * @param persons of these pairs
 * @param records {@code record_id, source, id BIGINT, version BIGINT, said MAP<STRING,STRING>,
 *     is_fitted BOOLEAN} of records with values: {@code version} changes when more values come
 * @param kept for the next publication; empty where nothing was linked
 */
public record Compared(
    Matching.Found found, Persons persons, Dataset<Row> records, Optional<Kept> kept) {
  /** The full name, where a source has no others. */
  static final String NAME = "name";

  /** Street and number in one, where a source has no others. */
  static final String ADDRESS = "address";

  private static final Set<Field> ALL_FIELDS = EnumSet.allOf(Field.class);

  /** Changes when the same records, settings and sources would give other links. */
  private static final String METHOD = "1";

  private static final String[] RECORD = {"record_id"};

  /** Of a record id, and their base. */
  private static final int DIGITS_OF_ID = 16;

  /**
   * What was published before.
   *
   * @param links {@code record_id, version, is_fitted}: its records
   * @param matches rows of {@link IdentityTables#MATCH}
   */
  record Earlier(Optional<Kept> kept, Dataset<Row> links, Dataset<Row> matches) {}

  /** What {@code compare} of a source may name. */
  public static List<String> names() {
    return Stream.concat(Stream.of(NAME, ADDRESS), Arrays.stream(Field.values()).map(Field::key))
        .toList();
  }

  /**
   * @param parties {@code record_id, source}: records that are known
   * @param fields that sources declare to be compared
   * @param vault rows of {@link VaultTables#VAULT}
   * @param notes told what is about to be compared
   */
  static Compared of(
      Dataset<Row> parties,
      Dataset<Row> vault,
      Set<String> fields,
      IdentitySettings settings,
      Earlier earlier,
      Consumer<String> notes) {
    var records = records(parties, vault).persist(StorageLevel.MEMORY_AND_DISK());
    var bySource = bySource(records);
    var sources = List.copyOf(bySource.keySet());
    long number = bySource.values().stream().mapToLong(n -> n).sum();
    var how = Matching.How.of(settings, List.copyOf(bySource.values()), notes);
    var fingerprint = fingerprint(how, sources, fields);
    var whyNot = whyNot(earlier, records, number, fingerprint, settings);
    var before =
        whyNot.isPresent()
            ? Optional.<Matching.Before>empty()
            : earlier.kept().map(k -> new Matching.Before(k, ofIds(earlier.matches())));
    var old =
        earlier.links().select(col("record_id"), col("version").as("_version"), col("is_fitted"));
    var compared =
        records
            .join(old, RECORD, "left")
            .withColumn("is_old", coalesce(col("version").equalTo(col("_version")), lit(false)))
            .withColumn(
                "is_fitted",
                whyNot.isPresent() ? lit(true) : coalesce(col("is_fitted"), lit(false)))
            .drop("_version");
    var raw = raw(compared, sources);
    var found = Matching.of(raw, how, before, whyNot.orElse(""));
    found.links().persist(StorageLevel.MEMORY_AND_DISK());
    tellUnknown(fields, found, notes);
    var persons = Persons.of(found.links(), found.linked(), settings.clusterCap());
    var kept = found.why().isFull() ? kept(found, fingerprint) : earlier.kept();
    return new Compared(found, persons, compared, kept);
  }

  /** Rows of {@link IdentityTables#MATCH}. */
  Dataset<Row> matches() {
    var ids = records.select("record_id", "id");
    UDF1<Long, String> agreement = new Agreement();
    return found
        .links()
        .join(ids.toDF("_one", "_one_id"), col("one").equalTo(col("_one_id")))
        .join(ids.toDF("_other", "_other_id"), col("other").equalTo(col("_other_id")))
        .select(
            least(col("_one"), col("_other")).as("one"),
            greatest(col("_one"), col("_other")).as("other"),
            lit(ExactLinks.COMPARED).as("ground"),
            col("bits"),
            col("pattern"),
            udf(agreement, DataTypes.StringType).apply(col("pattern")).as("agreement"));
  }

  /** {@code record_id, least}: each linked record beside one of its person, which is not in it. */
  Dataset<Row> pairs() {
    var ids = records.select("record_id", "id");
    return persons
        .records()
        .where(not(col("id").equalTo(col("person"))))
        .join(ids, "id")
        .select(col("record_id"), col("person"))
        .join(ids.toDF("least", "_id"), col("person").equalTo(col("_id")))
        .select("record_id", "least");
  }

  private static void tellUnknown(
      Set<String> fields, Matching.Found found, Consumer<String> notes) {
    for (var field : Field.values()) {
      if (fields.contains(field.key()) && !found.known().containsKey(field)) {
        notes.accept("link: no record has a value of `%s` to compare".formatted(field.key()));
      }
    }
  }

  private static Optional<String> whyNot(
      Earlier earlier,
      Dataset<Row> records,
      long number,
      String fingerprint,
      IdentitySettings settings) {
    if (earlier.kept().isEmpty()) {
      return Optional.of("nothing was compared before");
    }
    var kept = earlier.kept().orElseThrow();
    if (!kept.how().equals(fingerprint)) {
      return Optional.of("settings, sources or the method are others than before");
    }
    if (number > settings.refitGrowth() * kept.records()) {
      return Optional.of(
          "%,d records, where the model was fitted to %,d".formatted(number, kept.records()));
    }
    long gone =
        earlier
            .links()
            .where(col("version").isNotNull())
            .join(records, RECORD, "left_anti")
            .count();
    return gone == 0
        ? Optional.empty()
        : Optional.of("%,d records of the publication before are gone".formatted(gone));
  }

  private static Optional<Kept> kept(Matching.Found found, String fingerprint) {
    return found.model() == null || Double.isInfinite(found.threshold().bits())
        ? Optional.empty()
        : Optional.of(
            new Kept(
                fingerprint,
                found.records(),
                found.fields(),
                found.model(),
                found.threshold(),
                found.rules()));
  }

  private static String fingerprint(Matching.How how, List<String> sources, Set<String> fields) {
    return String.join(
        ";",
        METHOD,
        how.blocking().toString(),
        String.valueOf(how.targetPrecision()),
        String.valueOf(how.cap()),
        how.country(),
        String.join(",", sources),
        fields.stream().sorted().collect(Collectors.joining(",")));
  }

  private static Dataset<Row> ofIds(Dataset<Row> matches) {
    UDF1<String, Long> id = new Id();
    var toId = udf(id, DataTypes.LongType);
    return matches
        .where(col("ground").equalTo(ExactLinks.COMPARED))
        .select(
            toId.apply(col("one")).as("_one"),
            toId.apply(col("other")).as("_other"),
            col("bits"),
            col("pattern"))
        .select(
            least(col("_one"), col("_other")).as("one"),
            greatest(col("_one"), col("_other")).as("other"),
            col("bits"),
            col("pattern"));
  }

  private static Dataset<Row> records(Dataset<Row> parties, Dataset<Row> vault) {
    var said =
        vault
            .where(col("field").startsWith(VaultTables.COMPARED))
            .select(
                col("record_id"),
                col("field").substr(lit(VaultTables.COMPARED.length() + 1), lit(99)).as("field"),
                col("value"))
            .repartition(col("record_id"))
            .groupBy("record_id", "field")
            .agg(min("value").as("value"), count(lit(1)).as("times"))
            .groupBy("record_id")
            .agg(array_sort(collect_list(struct("field", "value", "times"))).as("of"))
            .select(
                col("record_id"),
                map_from_entries(
                        transform(
                            col("of"), of -> struct(of.getField("field"), of.getField("value"))))
                    .as("said"),
                // The vault keeps the first value of a field, so that only more of them are a
                // change.
                xxhash64(
                        transform(
                            col("of"), of -> struct(of.getField("field"), of.getField("times"))))
                    .as("version"));
    UDF1<String, Long> id = new Id();
    return parties
        .join(said, "record_id")
        .withColumn("id", udf(id, DataTypes.LongType).apply(col("record_id")));
  }

  /** Records by source; no two have the same id. */
  private static TreeMap<String, Long> bySource(Dataset<Row> records) {
    var bySource = new TreeMap<String, Long>();
    records
        .groupBy("id")
        .agg(min("source").as("source"), count(lit(1)).as("n"))
        .groupBy("source")
        .agg(count(lit(1)), max("n"))
        .collectAsList()
        .forEach(
            row -> {
              if (row.getLong(2) > 1) {
                throw new IllegalStateException("two record ids begin with the same 64 bits");
              }
              bySource.put(row.getString(0), row.getLong(1));
            });
    return bySource;
  }

  /** As {@link Matching#of} wants them; sources by their place among the sorted names. */
  private static Dataset<Row> raw(Dataset<Row> records, List<String> sources) {
    var values = new ArrayList<Column>();
    for (var field : Field.values()) {
      values.add(
          switch (field) {
            case FIRST_NAME -> name(field, true);
            case LAST_NAME -> name(field, false);
            case STREET, HOUSE_NUMBER, ADDRESS_EXTRA -> address(field);
            default -> said(field.key());
          });
    }
    var place = udf(new Place(new ArrayList<>(sources)), DataTypes.IntegerType);
    return records.select(
        col("id"),
        place.apply(col("source")).as("source"),
        col("is_old"),
        col("is_fitted"),
        array(values.toArray(Column[]::new)).as("raw"));
  }

  private static Column said(String key) {
    return try_element_at(col("said"), lit(key));
  }

  private static Column name(Field field, boolean isFirst) {
    UDF2<String, String, String> part = new Part(isFirst);
    return udf(part, DataTypes.StringType).apply(said(field.key()), said(NAME));
  }

  private static Column address(Field field) {
    UDF2<String, String, String> part = new AddressPart(field);
    return udf(part, DataTypes.StringType).apply(said(field.key()), said(ADDRESS));
  }

  private record Agreement() implements UDF1<Long, String>, Serializable {
    @Override
    public String call(Long pattern) {
      return Pattern.text(pattern, ALL_FIELDS);
    }
  }

  private record Id() implements UDF1<String, Long>, Serializable {
    @Override
    public Long call(String recordId) {
      return Long.parseUnsignedLong(recordId.substring(0, DIGITS_OF_ID), DIGITS_OF_ID);
    }
  }

  private record Place(ArrayList<String> sources) implements UDF1<String, Integer>, Serializable {
    @Override
    public Integer call(String source) {
      return sources.indexOf(source);
    }
  }

  /** A name by itself, or its part of the full one. */
  private record Part(boolean isFirst) implements UDF2<String, String, String>, Serializable {
    @Override
    public String call(String part, String full) {
      if (part != null || full == null) {
        return part;
      }
      var parts = PersonName.parts(full);
      return isFirst ? parts.first() : parts.last();
    }
  }

  /** A street or number by itself, or its part of the whole. */
  private record AddressPart(Field field) implements UDF2<String, String, String>, Serializable {
    @Override
    public String call(String part, String whole) {
      if (part != null || whole == null) {
        return part;
      }
      var parts = Address.parts(whole);
      return switch (field) {
        case STREET -> parts.street();
        case HOUSE_NUMBER -> parts.houseNumber();
        default -> parts.extra();
      };
    }
  }
}
