package io.microtarget.jobs.ingest;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.microtarget.jobs.store.DeltaStore;
import io.microtarget.source.Mapping;
import io.microtarget.source.SourceSettings;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Conform;
import io.microtarget.vault.Pseudonym;
import io.microtarget.vault.VaultRows;
import io.microtarget.vault.VaultTables;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF4;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What rows leave at the border: native ids and personal values for the vault, and the rows that
 * broke a rule.
 *
 * <p>The tasks that write typed rows leave it in {@link Left files} beside them, so that the rows
 * are made once and are not kept in between; {@link #commit} takes it all into the lake, and {@link
 * #close} removes the files, which hold clear values.
 */
final class Crossing implements AutoCloseable {
  /** What a row leaves, evaluated once: null where it is not accepted. */
  private static final String LEAVES = "_leaves";

  /** Ids a task remembers: one that comes again was left already. */
  private static final int REMEMBERED = 1 << 16;

  private final SparkSession spark;
  private final DeltaStore store;
  private final Pseudonym pseudonym;
  private final Path folder;
  private final Broadcast<SerializableConfiguration> hadoop;
  private final List<Dataset<Row>> others = Collections.synchronizedList(new ArrayList<>());

  Crossing(SparkSession spark, DeltaStore store, Pseudonym pseudonym) {
    this.spark = spark;
    this.store = store;
    this.pseudonym = pseudonym;
    this.folder = store.scratch("crossing");
    this.hadoop =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .broadcast(new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()));
  }

  /**
   * Accepted rows; whoever writes them leaves what crosses the border.
   *
   * @param marked rows of {@link Mapping}
   * @param delivery all deliveries of a run become visible together, so that one of them stands for
   *     an id that is in several
   * @param isAside whether rows that broke a rule are left too
   */
  Dataset<Row> accepted(
      Dataset<Row> marked,
      String source,
      SourceSettings settings,
      String delivery,
      boolean isAside) {
    var hasRecord = List.of(marked.columns()).contains("record_id");
    var files = new Path(folder, Hash.of(source)).toString();
    var left = new Left(files, source, hadoop);
    var leaves = when(Mapping.accepted(), hasRecord ? id(settings, left, delivery) : lit(""));
    if (isAside) {
      var aside =
          udf(new Aside(left), DataTypes.StringType)
              .asNondeterministic()
              .apply(col("delivery_id"), col("row_index"), col(Mapping.RULE), col(Mapping.PAYLOAD));
      leaves = leaves.when(Mapping.quarantined().and(col(Mapping.COUNTS)), aside);
    }
    // The filter makes sure that Spark does not leave the column out, where nobody reads it.
    var accepted = marked.withColumn(LEAVES, leaves).filter(col(LEAVES).isNotNull());
    return hasRecord ? accepted.withColumn("record_id", nullif(col(LEAVES), lit(""))) : accepted;
  }

  private Column id(SourceSettings settings, Left left, String delivery) {
    var pseudonyms = pseudonym.function(settings.idSpace());
    if (!settings.hasClearValues()) {
      return udf(new Id(left, pseudonyms, delivery), DataTypes.StringType)
          .asNondeterministic()
          .apply(col(Mapping.NATIVE_ID));
    }
    return udf(new Person(left, pseudonyms, delivery), DataTypes.StringType)
        .asNondeterministic()
        .apply(col(Mapping.NATIVE_ID), col(Mapping.PERSONAL), col("delivery_id"), col("row_index"));
  }

  /** What a source left so far; nothing where it left nothing. */
  Dataset<Row> left(String source) {
    return read(new Path(folder, Hash.of(source)));
  }

  /** Rows to be taken along, in the columns of {@link Left#SCHEMA}. */
  void take(Dataset<Row> rows) {
    others.add(rows);
  }

  /**
   * Writes what was left into the vault and the quarantine.
   *
   * @param files delivery to the name of its file
   * @param hasAside whether a row was put aside at all
   */
  void commit(Map<String, String> files, boolean hasAside) {
    if (!isThere(folder) && others.isEmpty()) {
      return;
    }
    var left = read(folder);
    for (var rows : others) {
      left = left.unionByName(rows);
    }
    store.append(
        VaultTables.VAULT,
        Conform.to(VaultTables.VAULT, VaultRows.of(left, pseudonym.version()), "sources"));
    if (hasAside) {
      var rows =
          left.filter(col("rule").isNotNull())
              .select("delivery_id", "row_index", "source", "rule")
              .distinct();
      store.append(
          SourceTables.QUARANTINE,
          Conform.to(SourceTables.QUARANTINE, named(rows, files), "sources"));
    }
  }

  /** Rows with the name of their {@code file}. */
  Dataset<Row> named(Dataset<Row> rows, Map<String, String> files) {
    var schema =
        new StructType().add("_of", DataTypes.StringType).add("file", DataTypes.StringType);
    var names = new ArrayList<Row>();
    files.forEach((id, file) -> names.add(RowFactory.create(id, file)));
    return rows.join(
            broadcast(spark.createDataFrame(names, schema)), col("delivery_id").equalTo(col("_of")))
        .drop("_of");
  }

  private Dataset<Row> read(Path where) {
    return isThere(where)
        ? spark
            .read()
            .schema(Left.SCHEMA)
            .option("recursiveFileLookup", "true")
            .parquet(where.toString())
        : spark.createDataFrame(List.of(), Left.SCHEMA);
  }

  private boolean isThere(Path where) {
    try {
      return where.getFileSystem(hadoop.value().value()).exists(where);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      folder.getFileSystem(hadoop.value().value()).delete(folder, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The record id of a native id, which is left; empty where there is none. */
  private static final class Id implements UDF1<String, String>, Serializable {
    private static final long serialVersionUID = 1L;
    private final Left left;
    private final UDF1<String, String> pseudonyms;
    private final String delivery;
    private transient Map<String, String> known;

    Id(Left left, UDF1<String, String> pseudonyms, String delivery) {
      this.left = left;
      this.pseudonyms = pseudonyms;
      this.delivery = delivery;
    }

    @Override
    public String call(String nativeId) throws Exception {
      if (nativeId == null) {
        return "";
      }
      if (known == null || known.size() >= REMEMBERED) {
        known = new HashMap<>();
      }
      var recordId = known.get(nativeId);
      if (recordId == null) {
        recordId = pseudonyms.call(nativeId);
        known.put(nativeId, recordId);
        left.value(recordId, VaultTables.NATIVE_ID, nativeId, delivery);
      }
      return recordId;
    }
  }

  /** As above; personal values are left too, of nobody's known record under the row itself. */
  private static final class Person
      implements UDF4<String, scala.collection.Map<String, String>, String, Long, String>,
          Serializable {
    private static final long serialVersionUID = 1L;
    private final Left left;
    private final Id ids;
    private final String delivery;

    Person(Left left, UDF1<String, String> pseudonyms, String delivery) {
      this.left = left;
      this.ids = new Id(left, pseudonyms, delivery);
      this.delivery = delivery;
    }

    @Override
    public String call(
        String nativeId,
        scala.collection.Map<String, String> personal,
        String deliveryId,
        Long rowIndex)
        throws Exception {
      var id = ids.call(nativeId);
      if (personal != null) {
        var isKnown = !id.isEmpty();
        for (var value : CollectionConverters.asJava(personal).entrySet()) {
          left.value(
              isKnown ? id : deliveryId + ":" + rowIndex,
              value.getKey(),
              value.getValue(),
              isKnown ? delivery : deliveryId);
        }
      }
      return id;
    }
  }

  /** Leaves a row that broke a rule. */
  private record Aside(Left left)
      implements UDF4<String, Long, String, String, String>, Serializable {
    @Override
    public String call(String deliveryId, Long rowIndex, String rule, String payload) {
      left.aside(
          deliveryId + ":" + rowIndex,
          VaultTables.QUARANTINED_ROW,
          payload,
          deliveryId,
          rowIndex,
          rule);
      return null;
    }
  }
}
