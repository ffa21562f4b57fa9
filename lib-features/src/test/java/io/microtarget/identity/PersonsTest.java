package io.microtarget.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.testing.Sessions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class PersonsTest {
  private static final StructType LINK =
      StructType.fromDDL("one BIGINT, other BIGINT, bits DOUBLE");

  @Test
  void driver_and_spark_find_the_same_persons_with_chains_and_crowds_taken_apart() {
    var random = new Random(11);
    var links = new HashMap<List<Long>, Double>();
    // Small groups, a chain of weak links, and a crowd above the cap that resembles itself.
    for (int i = 0; i < 600; i++) {
      long one = random.nextInt(900);
      link(links, one, one + 1 + random.nextInt(2), random.nextInt(20));
    }
    for (int i = 0; i < 300; i++) {
      link(links, 10_000 + i, 10_001 + i, 1);
    }
    for (int i = 0; i < 70; i++) {
      for (int j = 0; j < i; j++) {
        link(links, -20_000 - i, -20_000 - j, 5 + (i + j) % 7);
      }
    }
    var table = table(links);
    var onDriver = Persons.onDriver(table, 50);
    var inSpark = Persons.inSpark(table, 50);
    assertThat(groups(inSpark)).isEqualTo(groups(onDriver));
    assertThat(inSpark.splits()).isNotEmpty().isEqualTo(onDriver.splits());
    assertThat(groups(onDriver)).allSatisfy(g -> assertThat(g).hasSizeLessThanOrEqualTo(50));
  }

  @Test
  void no_link_makes_no_person() {
    assertThat(Persons.inSpark(table(Map.of()), 50).records().isEmpty()).isTrue();
    assertThat(Persons.of(table(Map.of()), 0, 50).records().isEmpty()).isTrue();
  }

  private static void link(Map<List<Long>, Double> links, long one, long other, double bits) {
    links.put(List.of(Math.min(one, other), Math.max(one, other)), bits);
  }

  private static Dataset<Row> table(Map<List<Long>, Double> links) {
    var rows = new ArrayList<Row>();
    links.forEach((pair, bits) -> rows.add(RowFactory.create(pair.get(0), pair.get(1), bits)));
    return Sessions.shared().createDataFrame(rows, LINK).repartition(3);
  }

  private static List<TreeSet<Long>> groups(Persons persons) {
    var groups = new HashMap<Long, TreeSet<Long>>();
    persons
        .records()
        .collectAsList()
        .forEach(
            row ->
                groups.computeIfAbsent(row.getLong(1), p -> new TreeSet<>()).add(row.getLong(0)));
    var sorted = new ArrayList<>(groups.values().stream().filter(g -> g.size() > 1).toList());
    sorted.sort((a, b) -> a.first().compareTo(b.first()));
    return sorted;
  }
}
