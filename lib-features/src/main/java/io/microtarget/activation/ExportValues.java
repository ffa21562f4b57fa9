package io.microtarget.activation;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.microtarget.vault.VaultTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The clear values that leave with the rows of an audience: the only reader of the vault besides
 * linking and {@code explain --vault}.
 *
 * <p>Where a record agreed to the contact ({@code granted_by}), every value is that record's: an
 * address that came by another way was not meant. Else the value that survives ({@code
 * golden_record}), else that of the subject's least record that has one.
 */
public final class ExportValues {
  private ExportValues() {}

  /**
   * @param links rows of {@link io.microtarget.identity.IdentityTables#LINK}
   * @param golden rows of {@link io.microtarget.identity.IdentityTables#GOLDEN_RECORD}
   * @param vault rows of {@link VaultTables#VAULT}
   * @param parties rows of {@link io.microtarget.source.SourceTables#PARTY}
   */
  public record Tables(
      Dataset<Row> links, Dataset<Row> golden, Dataset<Row> vault, Dataset<Row> parties) {}

  /**
   * @param rows {@code decision_id, subject_id, granted_by}, one row a decision
   * @param fields as {@link ExportColumn#from}, without those of the row itself
   * @param compared fields that some source compares; of the others the vault has an attribute
   * @return the rows with a STRING column for each field, named {@link #column}; null if unknown
   */
  public static Dataset<Row> of(
      Dataset<Row> rows, List<String> fields, Set<String> compared, Tables tables) {
    if (fields.isEmpty()) {
      return rows;
    }
    var values =
        ofVault(tables.vault(), fields, compared).unionByName(ofParties(tables.parties(), fields));
    var members =
        tables
            .links()
            .select("subject_id", "record_id")
            .union(rows.select(col("subject_id"), col("subject_id")))
            .union(rows.where(col("granted_by").isNotNull()).select("subject_id", "granted_by"))
            .distinct();
    var golden =
        tables
            .golden()
            .select(
                col("unified_id").as("subject_id"),
                col("field"),
                col("record_id"),
                lit(0).as("rank"));
    var found =
        rows.select("decision_id", "subject_id", "granted_by")
            .join(members, "subject_id")
            .where(col("granted_by").isNull().or(col("granted_by").equalTo(col("record_id"))))
            .join(values, "record_id")
            .join(golden, new String[] {"subject_id", "field", "record_id"}, "left")
            .groupBy("decision_id")
            .agg(first(fields, 0), rest(fields));
    return rows.join(found, new String[] {"decision_id"}, "left");
  }

  /** The column of a field beside the row. */
  public static String column(String field) {
    return "value:" + field;
  }

  private static Column[] rest(List<String> fields) {
    var rest = new ArrayList<Column>();
    for (int i = 1; i < fields.size(); i++) {
      rest.add(first(fields, i));
    }
    return rest.toArray(Column[]::new);
  }

  private static Column first(List<String> fields, int i) {
    var isField = col("field").equalTo(fields.get(i));
    var order = struct(coalesce(col("rank"), lit(1)), col("record_id"));
    return min_by(when(isField, col("value")), when(isField, order)).as(column(fields.get(i)));
  }

  /** {@code record_id, field, value}; of several sources of a record the least value. */
  private static Dataset<Row> ofVault(
      Dataset<Row> vault, List<String> fields, Set<String> compared) {
    var field = lit(null).cast("string");
    var inVault = new ArrayList<String>();
    for (var name : fields) {
      if (!name.startsWith(ExportColumn.ATTRIBUTE)) {
        var stored = stored(name, compared);
        inVault.add(stored);
        field = when(col("field").equalTo(stored), name).otherwise(field);
      }
    }
    return vault
        .where(col("field").isin(inVault.toArray()))
        .select(col("record_id"), field.as("field"), col("value"))
        .groupBy("record_id", "field")
        .agg(min("value").as("value"));
  }

  private static String stored(String name, Set<String> compared) {
    if (name.equals(ExportColumn.NATIVE_ID)) {
      return VaultTables.NATIVE_ID;
    }
    return compared.contains(name) ? VaultTables.COMPARED + name : name;
  }

  /** {@code record_id, field, value} of attributes that are not personal, the last recorded. */
  private static Dataset<Row> ofParties(Dataset<Row> parties, List<String> fields) {
    var names = fields.stream().filter(f -> f.startsWith(ExportColumn.ATTRIBUTE)).toList();
    var order = Stream.of("recorded_at", "delivery_id", "row_index", "element_index");
    return parties
        .select(
            col("record_id"),
            struct(order.map(org.apache.spark.sql.functions::col).toArray(Column[]::new))
                .as("order"),
            explode(col("attributes")).as(new String[] {"name", "value"}))
        .withColumn("field", concat(lit(ExportColumn.ATTRIBUTE), col("name")))
        .where(col("field").isin(names.toArray()))
        .where(col("value").isNotNull())
        .groupBy("record_id", "field")
        .agg(max_by(col("value"), col("order")).as("value"));
  }
}
