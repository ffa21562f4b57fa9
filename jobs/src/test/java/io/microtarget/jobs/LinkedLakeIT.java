package io.microtarget.jobs;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.microtarget.testing.Sessions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links of made-up people in lakes that grow, come in another order, or are out to mislead. */
class LinkedLakeIT {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final LocalDate AS_OF = LocalDate.of(2025, 1, 1);
  private static final int DELIVERY = 800;

  @TempDir Path folder;

  @Test
  void ids_stay_and_every_change_is_logged_while_the_lake_grows_to_five_times_its_size()
      throws IOException {
    var deliveries = new MadeUpPeople(5).deliveries(DELIVERY, DELIVERY, 3 * DELIVERY);
    var before = new LinkedRecords(Map.of());
    for (int run = 0; run < deliveries.size(); run++) {
      var asOf = AS_OF.plusMonths(run);
      deliver("%d".formatted(run + 1), deliveries.get(run));
      run("lake", "--as-of", asOf.toString());
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
        deliver("%d".formatted(file), lines.subList(from, to));
      }
      sums.add(checksums(withPartitions(1 + 2 * order, "lake" + order)));
      Trees.delete(folder.resolve("data"));
    }
    assertThat(sums.get(0)).containsOnlyKeys("link", "match", "linkage");
    assertThat(sums.get(0).get("match")).doesNotStartWith("0:");
    assertThat(sums.get(1)).isEqualTo(sums.get(0));
    assertThat(sums.get(2)).isEqualTo(sums.get(0));
  }

  @Test
  void neither_a_phone_of_everybody_nor_a_chain_of_namesakes_makes_one_person_of_many()
      throws IOException {
    var people = new MadeUpPeople(7);
    var lines = new ArrayList<String>();
    people
        .deliveries(50_000)
        .get(0)
        .forEach(
            line -> {
              var cells = line.split(",", -1);
              cells[7] = "0151 5551234";
              lines.add(String.join(",", cells));
            });
    lines.addAll(chain(people, 10_000));
    deliver("1", lines);
    var start = Instant.now();
    run("lake");
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofMinutes(2));

    var found = LinkedRecords.of(folder.resolve("lake"), AS_OF);
    assertThat(found.records()).hasSize(60_000);
    assertThat(found.clusters().values().stream().mapToInt(List::size).max().orElseThrow())
        .isLessThanOrEqualTo(50);
    assertThat(found.precision()).isGreaterThanOrEqualTo(0.99);
    assertThat(found.recall()).isGreaterThanOrEqualTo(0.95);
    assertThat(linkage("placeholder"))
        .as("the phone that links nobody is counted")
        .containsEntry("phone", 50_000L);
  }

  /**
   * Strangers, each with the last name of the one before and the first name of the next, all in the
   * postal code of some 125 others.
   */
  private static List<String> chain(MadeUpPeople people, int length) {
    var first = apart(people, people.firstNames(), length / 2 + 1);
    var last = apart(people, people.lastNames(), length / 2 + 1);
    var lines = new ArrayList<String>();
    for (int i = 0; i < length; i++) {
      lines.add(
          "c%05d,stranger%d,1,%s,%s,,,,,,%s,"
              .formatted(
                  i, i, first.get(i / 2), last.get((i + 1) / 2), MadeUpPeople.postalCode(i / 25)));
    }
    return lines;
  }

  /** Names of which no two in a row begin alike. */
  private static List<String> apart(MadeUpPeople people, List<String> names, int length) {
    var apart = new ArrayList<String>();
    while (apart.size() < length) {
      var name = people.common(names);
      if (apart.isEmpty() || apart.get(apart.size() - 1).charAt(0) != name.charAt(0)) {
        apart.add(name);
      }
    }
    return apart;
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

  private JsonNode withPartitions(int partitions, String lake) {
    var conf = Sessions.shared().conf();
    var before = conf.get("spark.sql.shuffle.partitions");
    conf.set("spark.sql.shuffle.partitions", Integer.toString(partitions));
    try {
      return run(lake);
    } finally {
      conf.set("spark.sql.shuffle.partitions", before);
    }
  }

  private static Map<String, String> checksums(JsonNode result) {
    var sums = new TreeMap<String, String>();
    List.of("link", "match", "linkage")
        .forEach(table -> sums.put(table, result.at("/checksums/" + table).asText()));
    return sums;
  }

  /** Of a topic of {@code linkage} each name with its count. */
  private Map<String, Long> linkage(String topic) {
    var counts = new HashMap<String, Long>();
    LinkedRecords.published(folder.resolve("lake"), "linkage", AS_OF)
        .where(col("topic").equalTo(topic))
        .select("name", "count")
        .collectAsList()
        .forEach(row -> counts.put(row.getString(0), row.isNullAt(1) ? null : row.getLong(1)));
    return counts;
  }

  private void deliver(String name, List<String> lines) throws IOException {
    MadeUpPeople.write(folder.resolve("data/people-%s.csv".formatted(name)), lines);
  }

  private JsonNode run(String lake, String... more) {
    var arguments = new ArrayList<String>();
    var config = ROOT.resolve("jobs/src/test/resources/linking/people.conf").toString();
    arguments.addAll(List.of("run", "--config", config));
    arguments.addAll(List.of("--set", "data=" + folder.resolve("data")));
    arguments.addAll(List.of("--set", "lake.root=" + folder.resolve(lake)));
    arguments.addAll(List.of(more));
    return Command.run(arguments.toArray(String[]::new)).ok().json();
  }
}
