package io.microtarget.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.microtarget.testing.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class MatchingTest {
  private static final StructType RAW =
      StructType.fromDDL("id BIGINT, source INT, raw ARRAY<STRING>");

  @Test
  void finds_planted_persons_the_same_in_any_order_and_number_of_partitions() {
    var random = new Random(7);
    var rows = new ArrayList<Row>();
    var person = new HashMap<Long, Integer>();
    for (int p = 0; p < 300; p++) {
      var first = word(random, 6);
      var last = word(random, 7);
      var born =
          "19%02d-%02d-%02d"
              .formatted(40 + random.nextInt(59), 1 + random.nextInt(12), 1 + random.nextInt(28));
      var mail = first + "." + last + random.nextInt(99) + "@mail.example";
      for (int copy = 0; copy <= p % 3; copy++) {
        long id = random.nextLong();
        person.put(id, p);
        var typed = copy == 0 ? last : last.substring(0, 3) + last.substring(4);
        rows.add(
            row(
                id,
                copy,
                Map.of(
                    Field.FIRST_NAME,
                    first,
                    Field.LAST_NAME,
                    typed,
                    Field.BIRTH_DATE,
                    born,
                    Field.EMAIL,
                    copy == 2 ? "" : mail)));
      }
    }
    var found = matching(table(rows, 2));
    assertThat(f1(found, person)).isGreaterThan(0.98);
    assertThat(found.fitted().isConverged()).isTrue();

    Collections.shuffle(rows, new Random(8));
    var again = matching(table(rows, 5));
    assertThat(again.clusters(50)).isEqualTo(found.clusters(50));
    assertThat(again.threshold()).isEqualTo(found.threshold());
    assertThat(again.fitted().logLikelihood()).isEqualTo(found.fitted().logLikelihood());
  }

  @Test
  void links_nobody_where_nobody_has_anything_in_common() {
    var random = new Random(9);
    var rows = new ArrayList<Row>();
    for (int p = 0; p < 200; p++) {
      rows.add(
          row(
              random.nextLong(),
              0,
              Map.of(Field.FIRST_NAME, word(random, 8), Field.LAST_NAME, word(random, 9))));
    }
    assertThat(matching(table(rows, 2)).clusters(50).clusterOf()).isEmpty();
  }

  @Test
  void a_placeholder_of_many_records_links_nobody_and_is_counted() {
    var random = new Random(10);
    var rows = new ArrayList<Row>();
    for (int p = 0; p < 50; p++) {
      rows.add(
          row(
              random.nextLong(),
              0,
              Map.of(Field.LAST_NAME, word(random, 9), Field.EMAIL, "unknown@mail.example")));
    }
    var found = matching(table(rows, 2));
    assertThat(found.clusters(50).clusterOf()).isEmpty();
    assertThat(found.placeholders()).isEqualTo(Map.of(Field.EMAIL, 50L));
  }

  @Test
  void made_up_persons_of_the_splink_project_are_found_with_f1_of_at_least_90_percent()
      throws IOException {
    var file = Path.of("../../shared/data/fake-1000");
    assumeTrue(Files.isDirectory(file), "skipped: no ../shared/data/fake-1000");
    var csv = Files.list(file).filter(f -> f.toString().endsWith(".csv")).findFirst().orElseThrow();
    var lines = Files.readAllLines(csv);
    var head = List.of(lines.get(0).split(",", -1));
    var rows = new ArrayList<Row>();
    var person = new HashMap<Long, Integer>();
    for (var line : lines.subList(1, lines.size())) {
      var cells = line.split(",", -1);
      long id = rows.size();
      person.put(id, Integer.valueOf(cells[head.indexOf("cluster")]));
      var values = new EnumMap<Field, String>(Field.class);
      values.put(Field.FIRST_NAME, cells[head.indexOf("first_name")]);
      values.put(Field.LAST_NAME, cells[head.indexOf("surname")]);
      values.put(Field.BIRTH_DATE, cells[head.indexOf("dob")]);
      values.put(Field.CITY, cells[head.indexOf("city")]);
      values.put(Field.EMAIL, cells[head.indexOf("email")]);
      rows.add(row(id, 0, values));
    }
    var found = matching(table(rows, 2));
    assertThat(f1(found, person)).isGreaterThan(0.90);
    assertThat(f1(found, person)).isCloseTo(0.98, within(0.01));
  }

  private static Matching.Found matching(Dataset<Row> raw) {
    var bySource = new TreeMap<Integer, Long>();
    raw.collectAsList().forEach(row -> bySource.merge(row.getInt(1), 1L, Long::sum));
    var settings = IdentitySettings.of(8, Map.of());
    return Matching.of(raw, Matching.How.of(settings, List.copyOf(bySource.values()), note -> {}));
  }

  private static String word(Random random, int letters) {
    var word = new StringBuilder();
    for (int i = 0; i < letters; i++) {
      word.append((char) ('a' + random.nextInt(26)));
    }
    return word.toString();
  }

  private static Row row(long id, int source, Map<Field, String> values) {
    var raw = new String[Field.values().length];
    values.forEach((field, value) -> raw[field.ordinal()] = value);
    return RowFactory.create(id, source, raw);
  }

  private static Dataset<Row> table(List<Row> rows, int partitions) {
    return Sessions.shared().createDataFrame(rows, RAW).repartition(partitions);
  }

  private static double f1(Matching.Found found, Map<Long, Integer> person) {
    var clusters = new HashMap<Object, Long>();
    var persons = new HashMap<Object, Long>();
    var both = new HashMap<Object, Long>();
    var clusterOf = found.clusters(50).clusterOf();
    person.forEach(
        (id, p) -> {
          var cluster = clusterOf.getOrDefault(id, id);
          clusters.merge(cluster, 1L, Long::sum);
          persons.merge(p, 1L, Long::sum);
          both.merge(p + " " + cluster, 1L, Long::sum);
        });
    return 2 * pairs(both) / (pairs(clusters) + pairs(persons));
  }

  private static double pairs(Map<Object, Long> sizes) {
    return sizes.values().stream().mapToDouble(n -> n * (n - 1) / 2.0).sum();
  }
}
