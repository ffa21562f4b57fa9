package io.microtarget.identity;

import static io.microtarget.testing.TextTable.lines;
import static io.microtarget.testing.TextTable.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.testing.Sessions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class ComponentsTest {
  private static final StructType PAIRS =
      new StructType().add("record_id", DataTypes.StringType).add("least", DataTypes.StringType);

  @Test
  void every_record_gets_the_least_of_its_component() {
    var pairs = rows("record_id STRING | least STRING\nd | c\nc | b\nz | y\nb | d\nq | a\n");

    assertThat(lines(Components.onDriver(pairs))).containsExactly("c|b", "d|b", "q|a", "z|y");
    assertThat(lines(Components.inSpark(pairs))).containsExactly("c|b", "d|b", "q|a", "z|y");
  }

  @Test
  void no_pairs_link_nobody() {
    var none = Sessions.shared().createDataFrame(List.of(), PAIRS);

    assertThat(Components.onDriver(none).isEmpty()).isTrue();
    assertThat(Components.inSpark(none).isEmpty()).isTrue();
  }

  @Test
  void a_chain_of_many_records_is_one_component() {
    var names = IntStream.range(0, 60).mapToObj("r%02d"::formatted).collect(toShuffled(3));
    var pairs = new ArrayList<Row>();
    for (int i = 1; i < names.size(); i++) {
      pairs.add(RowFactory.create(names.get(i - 1), names.get(i)));
    }

    var linked = Components.inSpark(frame(pairs));

    assertThat(linked.count()).isEqualTo(59);
    assertThat(lines(linked.select("person_id").distinct())).containsExactly("r00");
  }

  @Test
  void both_ways_agree_on_random_pairs_in_any_order() {
    // Half as many pairs as records: components from a pair to a large part of all.
    var random = new Random(11);
    var pairs = new ArrayList<Row>();
    for (int i = 0; i < 200; i++) {
      pairs.add(
          RowFactory.create(
              "r%03d".formatted(random.nextInt(400)), "r%03d".formatted(random.nextInt(400))));
    }
    var onDriver = lines(Components.onDriver(frame(pairs)));
    Collections.shuffle(pairs, random);

    assertThat(lines(Components.inSpark(frame(pairs)))).isEqualTo(onDriver).hasSizeGreaterThan(150);
    assertThat(lines(Components.onDriver(frame(pairs)))).isEqualTo(onDriver);
  }

  private static Dataset<Row> frame(List<Row> pairs) {
    return Sessions.shared().createDataFrame(pairs, PAIRS);
  }

  private static java.util.stream.Collector<String, ?, List<String>> toShuffled(long seed) {
    return java.util.stream.Collectors.collectingAndThen(
        java.util.stream.Collectors.toCollection(ArrayList::new),
        names -> {
          Collections.shuffle(names, new Random(seed));
          return names;
        });
  }
}
