package io.microtarget.jobs;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What looks as if many people were one: two minutes of work, so only with {@code
 * -Dlinking.stress=true}.
 */
@EnabledIfSystemProperty(named = "linking.stress", matches = "true")
class OverMergeIT {
  private static final LocalDate AS_OF = LocalDate.of(2025, 1, 1);

  @TempDir Path folder;

  private LinkedLake lake;

  @BeforeEach
  void lies_in_a_folder_of_its_own() {
    lake = new LinkedLake(folder);
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
    lake.deliver("1", lines);
    var before = cpu();
    // Tens of thousands of rows: here compiled plans pay.
    lake.runWith("spark.sql.codegen.factoryMode", "FALLBACK", "lake");
    // Two minutes of two cores: the clock on the wall tells what else the machine was doing.
    assertThat(cpu().minus(before)).isLessThan(Duration.ofMinutes(4));

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
   * Strangers, each with the last name of the one before and the first name of the next, 125 to a
   * postal code as everybody else.
   */
  private static List<String> chain(MadeUpPeople people, int length) {
    var first = apart(people, people.firstNames(), length / 2 + 1);
    var last = apart(people, people.lastNames(), length / 2 + 1);
    var lines = new ArrayList<String>();
    for (int i = 0; i < length; i++) {
      lines.add(
          "c%05d,stranger%d,1,%s,%s,,,,,,%s,"
              .formatted(
                  i,
                  i,
                  first.get(i / 2),
                  last.get((i + 1) / 2),
                  MadeUpPeople.postalCode(9_000 + i / 125)));
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

  private static Duration cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
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
}
