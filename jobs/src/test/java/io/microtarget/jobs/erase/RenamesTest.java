package io.microtarget.jobs.erase;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.decision.DecisionTables;
import io.microtarget.feature.FeatureTables;
import io.microtarget.identity.IdentityTables;
import io.microtarget.jobs.store.DeltaStore;
import io.microtarget.jobs.store.Frame;
import io.microtarget.jobs.store.Lake;
import io.microtarget.jobs.store.Publications;
import io.microtarget.jobs.store.Removal;
import io.microtarget.privacy.PrivacyTables;
import io.microtarget.privacy.Tombstones;
import io.microtarget.table.Clocks;
import io.microtarget.table.Table;
import io.microtarget.testing.Sessions;
import io.microtarget.testing.TextTable;
import io.microtarget.vault.Pseudonym;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.spark.sql.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A household of three that goes by anna, who is erased: ben and cleo stay one. */
class RenamesTest {
  private static final LocalDate AS_OF = LocalDate.parse("2025-01-01");
  private static final Instant NOON = Instant.parse("2025-01-02T12:00:00Z");
  private static final Pseudonym KEY =
      new Pseudonym("0123456789abcdef".getBytes(StandardCharsets.UTF_8), 1);

  @TempDir Path folder;

  @Test
  void those_who_stay_are_one_household_by_another_name_and_its_features_go() {
    var spark = Sessions.shared();
    var hadoop = spark.sparkContext().hadoopConfiguration();
    var lake = Lake.open(folder.toString(), hadoop, "test");
    var frame = new Frame("run-1", new Clocks(AS_OF, NOON, ZoneOffset.UTC), NOON);
    var store = new DeltaStore(spark, lake, frame);
    write(
        store,
        IdentityTables.LINK,
        """
        record_id STRING | source STRING | unified_id STRING | subject_id STRING | version BIGINT | is_fitted BOOLEAN | previous_id STRING | change STRING
        anna             | crm           | anna              | anna              | 1              | true              |                    | new
        ben              | crm           | ben               | anna              | 1              | true              | anna               | split
        ben2             | shop          | ben               | anna              | 1              | true              | ben                | kept
        cleo             | crm           | cleo              | anna              | 1              | true              |                    | new
        dora             | crm           | dora              | dora              | 1              | true              |                    | new
        """);
    write(
        store,
        IdentityTables.MEMBERSHIP,
        """
        parent_type STRING | parent_id STRING | child_type STRING | child_id STRING | role STRING | valid_from DATE | valid_to DATE
        household          | anna             | person            | anna            | member      | 2024-01-01      |
        household          | anna             | person            | ben             | member      | 2024-01-01      |
        household          | anna             | person            | cleo            | member      | 2024-01-01      |
        """);
    write(
        store,
        FeatureTables.FEATURE,
        """
        subject_type STRING | subject_id STRING | numbers MAP<STRING,DOUBLE> | traits MAP<STRING,STRING>
        household           | anna              |                            |
        household           | dora              |                            |
        """);
    write(
        store,
        DecisionTables.HOLDOUT,
        """
        subject_type STRING | subject_id STRING | held_out BOOLEAN | share DOUBLE
        household           | anna              | true             | 0.1
        household           | dora              | false            | 0.1
        """);
    var publications = new Publications(spark, lake);
    publications.publish(frame, List.of(new Publications.Content("feature", 2, "2:0")), "test");
    var rows =
        spark.createDataFrame(
            List.of(Tombstones.row(Tombstones.RECORD, "anna", "r", KEY)),
            PrivacyTables.TOMBSTONE.schema());
    var erased = new Tombstones(rows.collectAsList(), KEY).sent(spark);
    var tables = new Removal(spark, lake);

    var sweep = new Sweep(tables, erased);
    var subjects = sweep.subjects();
    assertThat(sweep.shared(subjects)).isEqualTo(1);
    new Renames(spark, tables, erased).run(publications.heads());
    sweep.delete(sweep.found(subjects));

    assertThat(shown(tables, IdentityTables.LINK, "record_id", "unified_id", "subject_id"))
        .containsExactly("ben ben ben", "ben2 ben ben", "cleo cleo ben", "dora dora dora");
    assertThat(shown(tables, IdentityTables.LINK, "previous_id"))
        .containsExactlyInAnyOrder("null", "ben", "null", "null");
    assertThat(shown(tables, IdentityTables.MEMBERSHIP, "parent_id", "child_id"))
        .containsExactly("ben ben", "ben cleo");
    assertThat(shown(tables, FeatureTables.FEATURE, "subject_id")).containsExactly("dora");
    assertThat(shown(tables, DecisionTables.HOLDOUT, "subject_id", "held_out"))
        .containsExactly("ben true", "dora false");
    assertThat(
            publications.renew(
                List.of(new Publications.Changed(FeatureTables.FEATURE, AS_OF, "run-1"))))
        .isEqualTo(1);
    assertThat(publications.heads().get(AS_OF).contents().get(0).rows()).isEqualTo(1);
  }

  private static void write(DeltaStore store, Table table, String text) {
    store.append(table, TextTable.rows(text));
  }

  private static List<String> shown(Removal tables, Table table, String... columns) {
    var names = java.util.Arrays.stream(columns).map(c -> col(c)).toArray(Column[]::new);
    return tables.rows(table).select(names).collectAsList().stream()
        .map(row -> row.mkString(" "))
        .sorted()
        .toList();
  }
}
