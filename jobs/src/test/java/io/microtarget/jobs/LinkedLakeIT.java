package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.identity.IdentityTables;
import io.microtarget.table.Checksum;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links of made-up people in lakes that grow, or come in another order. */
class LinkedLakeIT {
  private static final LocalDate AS_OF = LocalDate.of(2025, 1, 1);
  private static final int DELIVERY = 800;

  @TempDir Path folder;

  private LinkedLake lake;

  @BeforeEach
  void lies_in_a_folder_of_its_own() {
    lake = new LinkedLake(folder);
  }

  @Test
  void ids_stay_and_every_change_is_logged_while_the_lake_grows_to_five_times_its_size()
      throws IOException {
    var deliveries = new MadeUpPeople(5).deliveries(DELIVERY, DELIVERY, 3 * DELIVERY);
    var before = new LinkedRecords(Map.of());
    for (int run = 0; run < deliveries.size(); run++) {
      var asOf = AS_OF.plusMonths(run);
      lake.deliver("%d".formatted(run + 1), deliveries.get(run));
      lake.run("lake", "--as-of", asOf.toString());
      var now = LinkedRecords.of(folder.resolve("lake"), asOf);
      assertThat(now.records()).hasSize(DELIVERY * (run == 0 ? 1 : run == 1 ? 2 : 5));
      assertThat(now.f1()).as("F1 of run %d".formatted(run + 1)).isGreaterThan(0.95);
      assertThat(now.precision()).isGreaterThanOrEqualTo(0.99);
      checkIds(now);
      checkChanges(before, now);
      before = now;
    }
  }

  @Test
  void order_of_rows_number_of_files_and_partitions_change_nothing() throws IOException {
    var people = new MadeUpPeople(6).deliveries(DELIVERY).get(0);
    var sums = new ArrayList<Map<String, String>>();
    for (int order = 0; order < 3; order++) {
      var lines = new ArrayList<>(people);
      if (order > 0) {
        Collections.shuffle(lines, new Random(order));
      }
      int files = 1 + 2 * order;
      for (int file = 0; file < files; file++) {
        int from = lines.size() * file / files;
        int to = lines.size() * (file + 1) / files;
        lake.deliver("%d".formatted(file), lines.subList(from, to));
      }
      var partitions = Integer.toString(1 + 2 * order);
      lake.runWith("spark.sql.shuffle.partitions", partitions, "lake" + order);
      sums.add(checksums("lake" + order));
      Trees.delete(folder.resolve("data"));
    }
    assertThat(sums.get(0)).containsOnlyKeys("link", "match", "linkage");
    assertThat(sums.get(0).get("match")).doesNotStartWith("0:");
    assertThat(sums.get(1)).isEqualTo(sums.get(0));
    assertThat(sums.get(2)).isEqualTo(sums.get(0));
  }

  /** An id is that of the member that was there first. */
  private static void checkIds(LinkedRecords now) {
    now.clusters()
        .forEach(
            (id, members) -> {
              var anchor = now.records().get(id);
              assertThat(members).as(id).contains(anchor);
              assertThat(members).allMatch(m -> anchor.delivery().compareTo(m.delivery()) <= 0);
            });
  }

  private static void checkChanges(LinkedRecords before, LinkedRecords now) {
    var lost = new ArrayList<String>();
    long pairs = 0;
    for (var record : now.records().values()) {
      var earlier = before.records().get(record.id());
      if (earlier == null) {
        assertThat(record.previous()).isNull();
        assertThat(record.change()).isEqualTo("new");
        continue;
      }
      assertThat(record.previous()).isEqualTo(earlier.unified());
      if (!record.unified().equals(record.previous())) {
        assertThat(record.change()).isIn("merged", "split");
      }
    }
    for (var cluster : before.clusters().values()) {
      for (int i = 0; i < cluster.size(); i++) {
        for (int j = 0; j < i; j++) {
          var one = now.records().get(cluster.get(i).id());
          var other = now.records().get(cluster.get(j).id());
          pairs++;
          if (!one.unified().equals(other.unified())
              && !List.of(one.change(), other.change()).contains("split")) {
            lost.add(one.id() + "+" + other.id());
          }
        }
      }
    }
    assertThat(lost.size())
        .as("pairs of %d that the log does not account for", pairs)
        .isLessThanOrEqualTo((int) (0.005 * pairs));
  }

  private Map<String, String> checksums(String lake) {
    var sums = new TreeMap<String, String>();
    for (var table : List.of(IdentityTables.LINK, IdentityTables.MATCH, IdentityTables.LINKAGE)) {
      var rows = LinkedRecords.published(folder.resolve(lake), table.name(), AS_OF);
      sums.put(table.name(), Checksum.of(table, rows).first().getAs("checksum"));
    }
    return sums;
  }
}
