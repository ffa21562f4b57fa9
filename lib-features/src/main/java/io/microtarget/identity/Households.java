package io.microtarget.identity;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.explode_outer;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.ArrayType;
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
 * <p>Clear values become 64-bit hashes before the first shuffle. Four shuffles: by record, person,
 * value and address.
 */
final class Households {
  /** More persons at one address than live in the largest buildings: a placeholder. */
  static final int CROWD = 10_000;

  private static final String HOUSEHOLD = "household";
  private static final String PERSON = "person";
  private static final String[] PAIR = {"parent_id", "child_id"};

  /** Of a record, the latest is the greatest. */
  private static final Column[] WHERE = {
    col("recorded_at"), col("record_id"), col("address"), col("flat")
  };

  private static final int SURNAME = 0;
  private static final int PHONE = 1;
  private static final int SELF = 2;

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
   */
  static Dataset<Row> found(Dataset<Row> persons, Dataset<Row> said, int cap) {
    var residents = residents(persons, said).persist(StorageLevel.MEMORY_AND_DISK());
    var named = residents.where(size(col("names")).gt(0)).agg(count(lit(1)).as("persons"));
    var member =
        new StructType()
            .add("child_id", DataTypes.StringType)
            .add("group_id", DataTypes.StringType)
            .add("parent_id", DataTypes.StringType);
    var together = udf(new Together(cap), new ArrayType(member, true));
    return traits(residents, cap)
        .repartition(col("address"))
        .withColumn(
            "residents",
            count(when(col("kind").equalTo(SELF), 1)).over(Window.partitionBy("address")))
        .where(col("residents").leq(CROWD).or(col("kind").equalTo(SELF)))
        .where(col("residents").gt(1))
        .groupBy("address")
        .agg(
            max("residents").as("residents"),
            collect_list(
                    when(
                        col("residents").leq(CROWD),
                        struct("unified_id", "since", "flat", "kind", "value", "number")))
                .as("traits"))
        .crossJoin(broadcast(named))
        .select(
            when(col("residents").gt(CROWD), col("residents")).as("crowd"),
            explode_outer(together.apply(col("traits"), col("persons"))).as("of"))
        .where(col("crowd").isNotNull().or(col("of").isNotNull()))
        .select(
            col("of.child_id").as("child_id"),
            col("of.group_id").as("group_id"),
            col("of.parent_id").as("parent_id"),
            col("crowd"));
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
    var living =
        said.select(col("record_id"), udf(new Spell(), spelled).apply(col("said")).as("spelled"))
            .select(
                col("record_id"),
                hash("address").as("address"),
                when(hash("address").isNotNull(), hash("flat")).as("flat"),
                hash("name").as("name"),
                hash("phone").as("phone"));
    var ofAddress = filter(col("flats"), at -> at.getField("address").equalTo(col("last.address")));
    var flat = array_max(ofAddress).getField("flat");
    return persons
        .join(living, new String[] {"record_id"}, "left")
        .groupBy("unified_id")
        .agg(
            coalesce(min(unix_micros(col("recorded_at"))), lit(Long.MAX_VALUE)).as("since"),
            max(when(col("address").isNotNull(), struct(WHERE))).as("last"),
            collect_list(when(col("flat").isNotNull(), struct(WHERE))).as("flats"),
            collect_set(col("name")).as("names"),
            collect_set(col("phone")).as("phones"))
        .where(col("last").isNotNull())
        .select(
            col("unified_id"),
            col("since"),
            col("last.address").as("address"),
            coalesce(flat, lit(Housemates.NO_FLAT)).as("flat"),
            col("names"),
            col("phones"));
  }

  private static Column hash(String part) {
    var value = col("spelled." + part);
    return when(value.notEqual(""), xxhash64(value));
  }

  /** A row per person and trait, with how many persons have it; no phone of more than the cap. */
  private static Dataset<Row> traits(Dataset<Row> residents, int cap) {
    var self = array(trait(SELF, xxhash64(col("unified_id"))));
    var all =
        concat(
            self,
            transform(col("names"), name -> trait(SURNAME, name)),
            transform(col("phones"), phone -> trait(PHONE, phone)));
    return residents
        .select(
            col("unified_id"), col("since"), col("address"), col("flat"), explode(all).as("trait"))
        .select("unified_id", "since", "address", "flat", "trait.*")
        .withColumn("number", count(lit(1)).over(Window.partitionBy("kind", "value")))
        .where(col("kind").notEqual(PHONE).or(col("number").leq(cap)));
  }

  private static Column trait(int kind, Column value) {
    return struct(lit(kind).as("kind"), value.as("value"));
  }

  /** What a record says to the one spelling of its address, flat, surname and phone. */
  private record Spell() implements UDF1<scala.collection.Map<String, String>, Row>, Serializable {
    @Override
    public Row call(scala.collection.Map<String, String> said) {
      if (said == null) {
        return RowFactory.create("", "", "", "");
      }
      var raw = scala.jdk.javaapi.CollectionConverters.asJava(said);
      return RowFactory.create(
          Address.of(raw),
          spelled(Field.ADDRESS_EXTRA, raw.get(Field.ADDRESS_EXTRA.key())),
          surname(raw.get(Field.LAST_NAME.key()), raw.get(Compared.NAME)),
          spelled(Field.PHONE, raw.get(Field.PHONE.key())));
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

  /** Traits of the residents of one address to {@link Housemates.Member}. */
  private record Together(int cap)
      implements UDF2<scala.collection.Seq<Row>, Long, List<Row>>, Serializable {
    @Override
    public List<Row> call(scala.collection.Seq<Row> traits, Long persons) {
      var residents = new TreeMap<String, Housemates.Resident>();
      var bearers = new HashMap<Long, Long>();
      for (int i = 0; i < traits.size(); i++) {
        var trait = traits.apply(i);
        var id = trait.getString(0);
        var resident =
            residents.computeIfAbsent(
                id,
                r ->
                    new Housemates.Resident(
                        id,
                        trait.getLong(1),
                        trait.getLong(2),
                        new ArrayList<>(),
                        new ArrayList<>()));
        if (trait.getInt(3) == SURNAME) {
          resident.names().add(trait.getLong(4));
          bearers.put(trait.getLong(4), trait.getLong(5));
        } else if (trait.getInt(3) == PHONE) {
          resident.phones().add(trait.getLong(4));
        }
      }
      return Housemates.of(List.copyOf(residents.values()), bearers, persons, cap).stream()
          .map(member -> RowFactory.create(member.id(), member.group(), member.parent()))
          .toList();
    }
  }
}
