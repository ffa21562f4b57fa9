package io.microtarget.identity;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.microtarget.source.SourceTables;
import io.microtarget.table.Clocks;
import io.microtarget.table.Inputs;
import io.microtarget.table.Stage;
import io.microtarget.table.Table;
import io.microtarget.vault.VaultTables;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The golden record: of each person and field the one record whose value survives, by the rule that
 * {@link SurvivorshipSettings} names for the field. Persons of one record are in it too, so that
 * whoever wants a value of a person looks in one place.
 *
 * <p>Candidates are one value per record, source and field. Of an attribute it is the last one the
 * record had, by {@code event_time}, then {@code recorded_at}; of what is compared it is the one in
 * the vault, which keeps the first that was recorded and dates from the first recorded row of the
 * record. A value that tells nothing in its one {@link Spelling} is none. Values are one if they
 * are spelled alike; an attribute is spelled as it stands, without blanks around it.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>{@code most-recent}: the latest {@code event_time} (unknown is earliest), then the latest
 *       {@code recorded_at}
 *   <li>{@code most-complete}: of a name the one of most words without titles, of names of as many
 *       words and of anything else the longest spelling; then the most recent
 *   <li>{@code most-trusted}: the source named first; then the most recent
 *   <li>{@code most-frequent}: the spelling that most records have (one that two sources know
 *       counts for each); of it, and of equally frequent ones, the most recent
 * </ul>
 *
 * What is then still equal ends at the least record id and source, so that the rows are the same in
 * whatever order and partitions the records come.
 *
 * <p>In: {@code record_id, unified_id} of link (a record without one is its own person), party
 * strictly before {@code as_of}, {@code compare:…} of the vault. Out: {@link
 * IdentityTables#GOLDEN_RECORD}, which holds no value. Between them a value goes by its 64-bit
 * hash: two of one person that meet by chance count as one.
 *
 * <p>Survivorship: Bleiholder, Naumann, Data Fusion, ACM Computing Surveys 41 (2008), section 4.
 */
public final class GoldenRecords {
  /** Begins {@code field} where the value is an attribute of party. */
  public static final String ATTRIBUTE = "attribute:";

  /** Candidates in the order in which they survive, after the rule has said their rank. */
  private static final List<String> ORDER =
      List.of("rank", "event_age", "record_age", "record_id", "source", "recorded_at");

  private GoldenRecords() {}

  /**
   * What is chosen from, and how.
   *
   * @param compared what sources declare to be compared; without any the vault is not read
   * @param attributes of sources of persons, without personal ones
   */
  public record Settings(
      SurvivorshipSettings survivorship, SortedSet<String> compared, SortedSet<String> attributes) {
    public Settings {
      compared = new TreeSet<>(compared);
      attributes = new TreeSet<>(attributes);
    }

    boolean isEmpty() {
      return compared.isEmpty() && attributes.isEmpty();
    }

    /** As {@link IdentityTables#GOLDEN_RECORD} names them. */
    public List<String> fields() {
      var fields = new ArrayList<>(compared);
      attributes.forEach(name -> fields.add(ATTRIBUTE + name));
      return fields;
    }
  }

  /** Makes {@link IdentityTables#GOLDEN_RECORD}; empty where no source has anything to choose. */
  public static Stage stage(Settings settings, Clocks clocks) {
    var reads = new ArrayList<Table>(List.of(IdentityTables.LINK));
    if (!settings.isEmpty()) {
      reads.add(SourceTables.PARTY);
    }
    if (!settings.compared().isEmpty()) {
      reads.add(VaultTables.VAULT);
    }
    return Stage.of(
        "golden-records",
        IdentityTables.GOLDEN_RECORD,
        reads,
        inputs -> of(inputs, settings, clocks.asOf()));
  }

  private static Dataset<Row> of(Inputs inputs, Settings settings, LocalDate asOf) {
    var links = inputs.of(IdentityTables.LINK);
    if (settings.isEmpty()) {
      return links.sparkSession().createDataFrame(List.of(), IdentityTables.GOLDEN_RECORD.schema());
    }
    var parties = parties(inputs.of(SourceTables.PARTY), links, asOf);
    var candidates = attributes(parties, settings.attributes());
    if (!settings.compared().isEmpty()) {
      candidates =
          candidates.unionByName(
              compared(parties, inputs.of(VaultTables.VAULT), settings.compared()));
    }
    return survivors(candidates, settings);
  }

  /** Rows with their person and {@code event_age, record_age BIGINT}: the least is the latest. */
  private static Dataset<Row> parties(Dataset<Row> parties, Dataset<Row> links, LocalDate asOf) {
    var persons = links.select(col("record_id").as("_record"), col("unified_id"));
    return parties
        .where(col("event_date").isNull().or(col("event_date").lt(lit(asOf))))
        .where(col("record_id").isNotNull())
        .select(
            col("record_id"),
            col("source"),
            age("event_time").as("event_age"),
            age("recorded_at").as("record_age"),
            col("recorded_at"),
            col("attributes"))
        .join(persons, col("record_id").equalTo(col("_record")), "left")
        .withColumn("unified_id", coalesce(col("unified_id"), col("record_id")))
        .drop("_record");
  }

  private static Column age(String time) {
    return coalesce(negate(unix_micros(col(time))), lit(Long.MAX_VALUE));
  }

  /** The last value of each record, source and attribute. */
  private static Dataset<Row> attributes(Dataset<Row> parties, Collection<String> names) {
    return parties
        .select(
            col("unified_id"),
            col("record_id"),
            col("source"),
            col("event_age"),
            col("record_age"),
            col("recorded_at"),
            explode(col("attributes")).as(new String[] {"name", "raw"}))
        .where(col("name").isin(names.toArray()))
        .withColumn("raw", trim(col("raw")))
        .where(col("raw").notEqual(""))
        .groupBy("unified_id", "record_id", "source", "name")
        .agg(
            min(struct(
                    col("event_age"),
                    col("record_age"),
                    col("recorded_at"),
                    xxhash64(col("raw")).as("value"),
                    length(col("raw")).cast("BIGINT").as("completeness")))
                .as("last"))
        .select(
            col("unified_id"),
            col("record_id"),
            col("source"),
            concat(lit(ATTRIBUTE), col("name")).as("field"),
            col("last.*"));
  }

  /** What the vault has of each record and source, dated by the first row recorded of them. */
  private static Dataset<Row> compared(
      Dataset<Row> parties, Dataset<Row> vault, Collection<String> names) {
    var first =
        parties
            .groupBy("unified_id", "record_id", "source")
            .agg(min(struct("recorded_at", "event_age", "record_age")).as("first"))
            .select("unified_id", "record_id", "source", "first.*");
    var spell =
        udf(
            new Spell(),
            new StructType()
                .add("text", DataTypes.StringType)
                .add("completeness", DataTypes.LongType));
    var fields = names.stream().map(name -> VaultTables.COMPARED + name).toArray();
    var values =
        vault
            .where(col("field").isin(fields).and(col("value").isNotNull()))
            .withColumn(
                "field", col("field").substr(lit(VaultTables.COMPARED.length() + 1), lit(99)))
            .withColumn("spelled", spell.apply(col("field"), col("value")))
            .select(
                col("record_id"),
                col("source"),
                col("field"),
                col("spelled.text").as("text"),
                col("spelled.completeness").as("completeness"))
            .where(col("text").notEqual(""))
            .withColumn("value", xxhash64(col("text")))
            .drop("text");
    return first.join(values, new String[] {"record_id", "source"});
  }

  /** One shuffle by person: values of one spelling first, then the spellings. */
  private static Dataset<Row> survivors(Dataset<Row> candidates, Settings settings) {
    var rule = byField(settings, f -> lit(settings.survivorship().rule(f).key()));
    return candidates
        .withColumn("rank", byField(settings, f -> rank(settings.survivorship(), f)))
        .repartition(col("unified_id"))
        .groupBy("unified_id", "field", "value")
        .agg(count(lit(1)).as("records"), min(struct(columns(ORDER))).as("best"))
        .select(col("unified_id"), col("field"), col("records"), col("best.*"))
        .withColumn(
            "rank",
            when(rule.equalTo(Survivorship.MOST_FREQUENT.key()), negate(col("records")))
                .otherwise(col("rank")))
        .groupBy("unified_id", "field")
        .agg(count(lit(1)).as("candidates"), min(struct(columns(ORDER))).as("best"))
        .select(
            col("unified_id"),
            col("field"),
            rule.as("rule"),
            col("best.record_id").as("record_id"),
            col("best.source").as("source"),
            col("best.recorded_at").as("recorded_at"),
            col("candidates"));
  }

  /**
   * BIGINT by which one candidate of a field survives another: the least; what it does not tell 0.
   */
  private static Column rank(SurvivorshipSettings survivorship, String field) {
    return switch (survivorship.rule(field)) {
      case MOST_RECENT, MOST_FREQUENT -> lit(0L);
      case MOST_COMPLETE -> negate(col("completeness"));
      case MOST_TRUSTED -> trust(survivorship.trusted());
    };
  }

  private static Column trust(List<String> trusted) {
    var place = lit((long) trusted.size());
    for (int i = 0; i < trusted.size(); i++) {
      place = when(col("source").equalTo(trusted.get(i)), (long) i).otherwise(place);
    }
    return place;
  }

  /** What differs only between fields with rules of their own. */
  private static Column byField(Settings settings, Function<String, Column> of) {
    var column = of.apply("");
    for (var field : settings.fields()) {
      if (settings.survivorship().fields().containsKey(field)) {
        column = when(col("field").equalTo(field), of.apply(field)).otherwise(column);
      }
    }
    return column;
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(name -> col(name)).toArray(Column[]::new);
  }

  /** Field and value to the one spelling of it and how much it tells. */
  private record Spell() implements UDF2<String, String, Row>, Serializable {
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s,-]+");

    /** More than any spelling is long, so that words go before letters. */
    private static final long A_WORD = 1000;

    @Override
    public Row call(String field, String value) {
      var text = text(field, value);
      var isName =
          field.equals(Compared.NAME)
              || field.equals(Field.FIRST_NAME.key())
              || field.equals(Field.LAST_NAME.key());
      return RowFactory.create(text, (isName ? A_WORD * words(value) : 0) + text.length());
    }

    private static String text(String field, String value) {
      if (field.equals(Compared.NAME)) {
        var parts = PersonName.parts(cut(value));
        return (parts.first() + " " + parts.last()).strip();
      }
      return Arrays.stream(Field.values())
          .filter(f -> f.key().equals(field))
          .findFirst()
          .map(f -> Spelling.of(f, value))
          .orElse("");
    }

    private static long words(String name) {
      return BETWEEN_WORDS
          .splitAsStream(cut(name))
          .filter(word -> !PersonName.of(word).isEmpty())
          .count();
    }

    private static String cut(String value) {
      return value.length() > Spelling.LONGEST ? value.substring(0, Spelling.LONGEST) : value;
    }
  }
}
