package io.microtarget.privacy;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.testing.Sessions;
import io.microtarget.vault.Pseudonym;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class TombstonesTest {
  private static final Pseudonym PSEUDONYM =
      new Pseudonym("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8), 1);
  private static final String ANNA = PSEUDONYM.of("default", "anna");
  private static final String BEN = PSEUDONYM.of("default", "ben");
  private static final String MAIL = PSEUDONYM.of("identifier:email", "anna@example.org");

  @Test
  void knows_who_was_erased_and_nobody_else() {
    var tombstones = of(row(Tombstones.RECORD, ANNA), row("email", MAIL));
    assertThat(tombstones.has(Tombstones.RECORD, ANNA)).isTrue();
    assertThat(tombstones.has(Tombstones.RECORD, BEN)).isFalse();
    assertThat(tombstones.has(Tombstones.RECORD, null)).isFalse();
    assertThat(tombstones.has("email", MAIL)).isTrue();
    assertThat(tombstones.has("phone", MAIL)).as("of another type").isFalse();
    assertThat(tombstones.first(Map.of("phone", BEN, "email", MAIL))).isEqualTo("email");
    assertThat(tombstones.first(Map.of("phone", BEN))).isNull();
    assertThat(tombstones.first(null)).isNull();
  }

  @Test
  void the_same_prefix_is_not_enough() {
    var tombstones = of(row(Tombstones.RECORD, ANNA));
    assertThat(tombstones.has(Tombstones.RECORD, ANNA.substring(0, 8) + BEN.substring(8)))
        .isFalse();
  }

  @Test
  void holds_no_pseudonym() {
    var row = row(Tombstones.RECORD, ANNA);
    assertThat(row.getString(1)).isNotEqualTo(ANNA).hasSize(32);
    assertThat(row.getString(2)).hasSize(8);
    assertThat(row("email", ANNA).getString(1))
        .as("of another type")
        .isNotEqualTo(row.getString(1));
  }

  @Test
  void still_knows_who_was_erased_before_the_lake_got_a_new_key() {
    var first = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    var second = "fedcba9876543210fedcba9876543210".getBytes(StandardCharsets.UTF_8);
    var keys = Pseudonym.chained(List.of(first, second));
    var renewed =
        Sessions.shared()
            .createDataFrame(
                List.of(row(Tombstones.RECORD, ANNA)), PrivacyTables.TOMBSTONE.schema())
            .withColumn("tombstone", keys.renewed(col("tombstone")))
            .withColumn("prefix", keys.renewedPrefix(col("prefix")))
            .collectAsList();
    var tombstones = new Tombstones(renewed, keys);
    assertThat(tombstones.has(Tombstones.RECORD, keys.of("default", "anna"))).isTrue();
    assertThat(tombstones.has(Tombstones.RECORD, keys.of("default", "ben"))).isFalse();
    assertThat(tombstones.has(Tombstones.RECORD, ANNA)).as("under the old key").isFalse();
  }

  @Test
  void without_any_it_is_empty() {
    assertThat(of().isEmpty()).isTrue();
    assertThat(of().has(Tombstones.RECORD, ANNA)).isFalse();
    assertThat(of(row(Tombstones.RECORD, ANNA)).isEmpty()).isFalse();
  }

  @Test
  void columns_find_them_too() {
    var spark = Sessions.shared();
    var rows = new ArrayList<Row>();
    rows.add(RowFactory.create(ANNA, Map.of("email", MAIL, Tombstones.ERASED, "email")));
    rows.add(RowFactory.create(BEN, Map.of("email", BEN)));
    rows.add(RowFactory.create(null, null));
    var table =
        spark.createDataFrame(
            rows, StructType.fromDDL("record_id STRING, identifiers MAP<STRING, STRING>"));
    var sent = of(row(Tombstones.RECORD, ANNA), row("email", MAIL)).sent(spark);
    var found =
        table
            .select(
                sent.hasRecord(col("record_id")),
                sent.hasIdentifier(col("identifiers")),
                Tombstones.matches(col("identifiers")))
            .collectAsList();
    assertThat(found)
        .containsExactly(
            RowFactory.create(true, true, true),
            RowFactory.create(false, false, false),
            RowFactory.create(false, false, false));
  }

  private static Row row(String type, String erased) {
    var row = Tombstones.row(type, erased, "request-1", PSEUDONYM);
    return new org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema(
        new Object[] {row.get(0), row.get(1), row.get(2), row.get(3)},
        PrivacyTables.TOMBSTONE.schema());
  }

  private static Tombstones of(Row... rows) {
    return new Tombstones(List.of(rows), PSEUDONYM);
  }
}
