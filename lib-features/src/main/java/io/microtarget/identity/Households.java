package io.microtarget.identity;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.try_element_at;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Persons who keep house together: one address, and a surname or a phone, as {@link Housemates}
 * weighs them.
 *
 * <p>A person lives where the most recently recorded of its records that has an {@link Address}
 * says, in the flat that the latest of its records of that address names; surnames and phones of
 * all its records count. A phone of more persons than a household may have ties nobody. An address
 * of more than {@value #CROWD} persons is a placeholder and makes no household; how many persons
 * that leaves out is counted.
 *
 * <p>A household goes by the unified id of its earliest recorded member. There is none of one
 * person: who has no row is its own household and goes by its unified id. A household whose
 * earliest member leaves or becomes another (two persons turn out to be one) goes by another id
 * from then on: its rows close and new ones open.
 *
 * <p>Clear values become 64-bit hashes before the first shuffle. Three shuffles: by record, person
 * and address; residents are kept between the last two, and names of three persons and more are
 * brought to the driver with their counts.
 */
final class Households {
  /** More persons at one address than live in the largest buildings: a placeholder. */
  static final int CROWD = 10_000;

  private static final String HOUSEHOLD = "household";
  private static final String PERSON = "person";
  private static final String[] PAIR = {"parent_id", "child_id"};

  /** What a record may say to the point. */
  private static final List<String> SAID =
      List.of(
          Field.STREET.key(),
          Field.HOUSE_NUMBER.key(),
          Field.POSTAL_CODE.key(),
          Field.ADDRESS_EXTRA.key(),
          Field.LAST_NAME.key(),
          Field.PHONE.key(),
          Compared.NAME);

  /** Columns of the records of {@link Live}. */
  private static final int RECORDED_AT = 1;

  private static final int ADDRESS = 3;
  private static final int FLAT = 4;
  private static final int NAME = 5;
  private static final int PHONE = 6;

  private static final StructType RESIDENT =
      StructType.fromDDL(
          "unified_id STRING, since BIGINT, address BIGINT, flat BIGINT, names ARRAY<BIGINT>,"
              + " phones ARRAY<BIGINT>");
  private static final int ADDRESS_OF_RESIDENT = 2;

  private static final StructType FOUND =
      StructType.fromDDL("child_id STRING, group_id STRING, parent_id STRING, crowd BIGINT");

  private Households() {}

  /**
   * Rows of {@link IdentityTables#MEMBERSHIP} from persons to households, for a run of {@code
   * asOf}; rows of other kinds are not carried along.
   *
   * @param persons {@code record_id, unified_id, recorded_at}, the first recording of the record
   * @param said {@code record_id, said MAP<STRING,STRING>} of raw values by {@link Field#key} or
   *     {@code name}
   * @param before the same of the publication before
   * @param cap most persons of a household
   */
  static Dataset<Row> of(
      Dataset<Row> persons, Dataset<Row> said, Dataset<Row> before, LocalDate asOf, int cap) {
    return memberships(found(persons, said, cap), before, asOf);
  }

  /**
   * {@code child_id, group_id, parent_id, crowd BIGINT}: persons with their household; {@code
   * parent_id} is null where the group they are tied to was too large. A row with {@code crowd}
   * stands for as many persons of one placeholder of an address and has no more.
   *
   * <p>Keeps the residents and runs three small jobs over them: how many have a surname, which
   * surnames several have, which phones too many.
   */
  static Dataset<Row> found(Dataset<Row> persons, Dataset<Row> said, int cap) {
    var residents = residents(persons, said).persist(StorageLevel.MEMORY_AND_DISK());
    long named = residents.where(size(col("names")).gt(0)).count();
    var together =
        new Together(
            Frequent.of(residents, "names", 2), Frequent.of(residents, "phones", cap), named, cap);
    return residents
        .repartition(col("address"))
        .sortWithinPartitions("address")
        .mapPartitions(together, Encoders.row(FOUND));
  }

  /**
   * What was found, compared with what held before: what is new opens on {@code asOf}, what is so
   * no more closes on it, everything else is carried along.
   */
  static Dataset<Row> memberships(Dataset<Row> found, Dataset<Row> before, LocalDate asOf) {
    var today = lit(asOf);
    var earlier =
        before
            .where(col("parent_type").equalTo(HOUSEHOLD).and(col("child_type").equalTo(PERSON)))
            .select("parent_id", "child_id", "valid_from", "valid_to");
    var open =
        earlier
            .where(col("valid_to").isNull())
            .groupBy("parent_id", "child_id")
            .agg(min("valid_from").as("valid_from"));
    var now =
        found
            .where(col("parent_id").isNotNull())
            .select(col("parent_id"), col("child_id"), lit(true).as("holds"));
    var current =
        now.join(open, PAIR, "full_outer")
            .select(
                col("parent_id"),
                col("child_id"),
                coalesce(col("valid_from"), today).as("valid_from"),
                when(col("holds").isNull(), today).as("valid_to"))
            .where(col("valid_to").isNull().or(col("valid_from").lt(col("valid_to"))));
    return current
        .unionByName(earlier.where(col("valid_to").isNotNull()))
        .select(
            lit(HOUSEHOLD).as("parent_type"),
            col("parent_id"),
            lit(PERSON).as("child_type"),
            col("child_id"),
            lit("member").as("role"),
            col("valid_from"),
            col("valid_to"));
  }

  /** One row of counts for the summary of {@link IdentityTables#LINKAGE}, all BIGINT. */
  static Dataset<Row> figures(Dataset<Row> found) {
    var isApart = col("group_id").isNotNull().and(col("parent_id").isNull());
    return found.agg(
        count_distinct(col("parent_id")).as("households"),
        count(col("parent_id")).as("persons_in_households"),
        count_distinct(when(isApart, col("group_id"))).as("households_too_large"),
        count(when(isApart, 1)).as("persons_taken_apart"),
        coalesce(sum("crowd"), lit(0L)).as("persons_at_placeholder_addresses"));
  }

  /**
   * {@code unified_id, since BIGINT, address BIGINT, flat BIGINT, names ARRAY<BIGINT>, phones
   * ARRAY<BIGINT>} of persons with an address.
   */
  private static Dataset<Row> residents(Dataset<Row> persons, Dataset<Row> said) {
    var spelled =
        new StructType()
            .add("address", DataTypes.StringType)
            .add("flat", DataTypes.StringType)
            .add("name", DataTypes.StringType)
            .add("phone", DataTypes.StringType);
    var raw =
        array(
            SAID.stream().map(key -> try_element_at(col("said"), lit(key))).toArray(Column[]::new));
    var living =
        said.select(col("record_id"), udf(new Spell(), spelled).apply(raw).as("spelled"))
            .select(
                col("record_id"),
                hash("address").as("address"),
                when(hash("address").isNotNull(), hash("flat")).as("flat"),
                hash("name").as("name"),
                hash("phone").as("phone"));
    return persons
        .join(living, new String[] {"record_id"}, "left")
        .select(
            col("unified_id"),
            unix_micros(col("recorded_at")).as("recorded_at"),
            col("record_id"),
            col("address"),
            col("flat"),
            col("name"),
            col("phone"))
        .repartition(col("unified_id"))
        .sortWithinPartitions(
            col("unified_id"), col("recorded_at").desc_nulls_last(), col("record_id"))
        .mapPartitions(new Live(), Encoders.row(RESIDENT));
  }

  private static Column hash(String part) {
    var value = col("spelled." + part);
    return when(value.notEqual(""), xxhash64(value));
  }

  /** What a record says, by {@link #SAID}, to the one spelling of where it lives and who it is. */
  private record Spell() implements UDF1<scala.collection.Seq<String>, Row>, Serializable {
    @Override
    public Row call(scala.collection.Seq<String> said) {
      return RowFactory.create(
          Address.of(said.apply(0), said.apply(1), said.apply(2)),
          spelled(Field.ADDRESS_EXTRA, said.apply(3)),
          surname(said.apply(4), said.apply(6)),
          spelled(Field.PHONE, said.apply(5)));
    }

    private static String surname(String last, String full) {
      if (last != null || full == null) {
        return spelled(Field.LAST_NAME, last);
      }
      var cut = full.length() > Spelling.LONGEST ? full.substring(0, Spelling.LONGEST) : full;
      return PersonName.parts(cut).last();
    }

    private static String spelled(Field field, String raw) {
      return raw == null ? "" : Spelling.of(field, raw);
    }
  }

  /** Records of each person, the latest first, to where it lives. */
  private record Live() implements MapPartitionsFunction<Row, Row> {
    @Override
    public Iterator<Row> call(Iterator<Row> records) {
      var persons = new RowGroups(records, 0, Integer.MAX_VALUE);
      var all = Spliterators.spliteratorUnknownSize(persons, 0);
      return StreamSupport.stream(all, false)
          .map(person -> resident(person.rows()))
          .filter(Objects::nonNull)
          .iterator();
    }

    private static Row resident(List<Row> records) {
      var last = records.stream().filter(r -> !r.isNullAt(ADDRESS)).findFirst();
      if (last.isEmpty()) {
        return null;
      }
      long address = last.get().getLong(ADDRESS);
      long flat =
          records.stream()
              .filter(r -> !r.isNullAt(ADDRESS) && r.getLong(ADDRESS) == address)
              .filter(r -> !r.isNullAt(FLAT))
              .mapToLong(r -> r.getLong(FLAT))
              .findFirst()
              .orElse(Housemates.NO_FLAT);
      long since =
          records.stream()
              .filter(r -> !r.isNullAt(RECORDED_AT))
              .mapToLong(r -> r.getLong(RECORDED_AT))
              .min()
              .orElse(Long.MAX_VALUE);
      return RowFactory.create(
          records.get(0).getString(0),
          since,
          address,
          flat,
          values(records, NAME),
          values(records, PHONE));
    }

    private static long[] values(List<Row> records, int column) {
      return records.stream()
          .filter(r -> !r.isNullAt(column))
          .mapToLong(r -> r.getLong(column))
          .sorted()
          .distinct()
          .toArray();
    }
  }

  /** Residents sorted by address to {@link Households#found}. */
  private record Together(Frequent names, Frequent phones, long named, int cap)
      implements MapPartitionsFunction<Row, Row> {
    @Override
    public Iterator<Row> call(Iterator<Row> residents) {
      var addresses = new RowGroups(residents, ADDRESS_OF_RESIDENT, CROWD);
      var all = Spliterators.spliteratorUnknownSize(addresses, 0);
      return StreamSupport.stream(all, false).flatMap(this::of).iterator();
    }

    private Stream<Row> of(RowGroups.Group address) {
      if (address.size() > CROWD) {
        return Stream.of(RowFactory.create(null, null, null, address.size()));
      }
      if (address.size() < 2) {
        return Stream.empty();
      }
      var residents = address.rows().stream().map(this::resident).toList();
      return Housemates.of(residents, names::persons, named, cap).stream()
          .map(m -> RowFactory.create(m.id(), m.group(), m.parent(), null));
    }

    private Housemates.Resident resident(Row row) {
      var own = row.<Long>getList(5).stream().filter(phone -> phones.persons(phone) <= cap);
      return new Housemates.Resident(
          row.getString(0), row.getLong(1), row.getLong(3), row.getList(4), own.toList());
    }
  }

  /**
   * Values that many persons have, by hash.
   *
   * @param values sorted
   * @param persons how many have each of them
   */
  private record Frequent(long[] values, long[] persons) implements Serializable {
    /** Those of more persons than {@code few}. */
    static Frequent of(Dataset<Row> residents, String column, int few) {
      var rows =
          residents
              .select(explode(col(column)).as("value"))
              .groupBy("value")
              .agg(count(lit(1)).as("persons"))
              .where(col("persons").gt(few))
              .orderBy("value")
              .collectAsList();
      return new Frequent(
          rows.stream().mapToLong(row -> row.getLong(0)).toArray(),
          rows.stream().mapToLong(row -> row.getLong(1)).toArray());
    }

    /** 0 if they are few. */
    long persons(long value) {
      int place = Arrays.binarySearch(values, value);
      return place < 0 ? 0 : persons[place];
    }
  }
}
