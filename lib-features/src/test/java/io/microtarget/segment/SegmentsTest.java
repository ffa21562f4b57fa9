package io.microtarget.segment;

import static io.microtarget.segment.SegmentTables.SEGMENT_DEFINITION;
import static io.microtarget.segment.SegmentTables.SEGMENT_MEMBERSHIP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microtarget.feature.FeatureTables;
import io.microtarget.table.DataError;
import io.microtarget.table.SettingsError;
import io.microtarget.table.Table;
import io.microtarget.testing.TextTable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

class SegmentsTest {
  private static final double[][] CORNERS = {{0, 0, 0}, {12, 0, 5}, {0, 12, 5}};

  @Test
  void finds_three_planted_groups_among_two_to_five() {
    var made = run(Planted.features(Planted.blobs(CORNERS, 60, 1)), Planted.settings(2, 5, 10));

    var definitions = made.get(SEGMENT_DEFINITION).collectAsList();
    assertThat(definitions).hasSize(3);
    assertThat(definitions).allSatisfy(d -> assertThat(d.<Long>getAs("size")).isEqualTo(60L));
    assertThat(definitions.get(0).<String>getAs("rule"))
        .startsWith("nearest of 3 centres: ")
        .contains(" on average against ")
        .contains("k-means over 3 features")
        .contains("strong structure");
    var members = made.get(SEGMENT_MEMBERSHIP).collectAsList();
    assertThat(members).hasSize(180);
    for (int group = 0; group < 3; group++) {
      var of = group;
      assertThat(
              members.stream()
                  .filter(m -> Integer.parseInt(m.getString(2).substring(1)) % 3 == of)
                  .map(m -> m.<String>getAs("segment_id"))
                  .distinct())
          .hasSize(1);
    }
  }

  @Test
  void says_that_uniform_noise_has_no_substantial_structure() {
    var made = run(Planted.features(Planted.noise(400, 6, 2)), Planted.settings(3, 5, 10));

    assertThat(made.get(SEGMENT_DEFINITION).collectAsList())
        .hasSizeBetween(3, 5)
        .allSatisfy(d -> assertThat(d.<String>getAs("rule")).contains("no substantial structure"));
  }

  @Test
  void makes_the_same_bits_from_other_partitions_and_orders() {
    var features = Planted.features(Planted.noise(300, 4, 3));
    var settings = Planted.settings(3, 4, 10);

    var once = lines(run(features.repartition(5), settings));

    assertThat(lines(run(features.orderBy(functions.desc("subject_id")).coalesce(1), settings)))
        .isEqualTo(once);
  }

  @Test
  void fits_all_subjects_from_the_centres_of_the_sample() {
    var features = Planted.features(Planted.blobs(CORNERS, 100, 4));
    var settings =
        new SegmentSettings(
            SegmentSettings.Method.K_MEANS,
            List.of(2, 4),
            10,
            List.of(),
            Optional.of(100),
            Optional.of(7L));

    var once = run(features, settings);

    assertThat(once.get(SEGMENT_DEFINITION).collectAsList())
        .hasSize(3)
        .allSatisfy(d -> assertThat(d.<Long>getAs("size")).isEqualTo(100L));
    assertThat(lines(run(features.repartition(3), settings))).isEqualTo(lines(once));
  }

  @Test
  void publishes_no_segment_below_the_minimum_size() {
    var points = Planted.blobs(new double[][] {{0, 0}, {9, 0}}, 50, 5);
    for (int i = 0; i < 6; i++) {
      points[i] = new double[] {4, 30 + i};
    }

    var made = run(Planted.features(points), Planted.settings(3, 3, 20));

    var definitions = made.get(SEGMENT_DEFINITION).collectAsList();
    assertThat(definitions).hasSize(2);
    assertThat(definitions.stream().mapToLong(d -> d.<Long>getAs("size")).sum()).isEqualTo(100);
    assertThat(definitions)
        .allSatisfy(d -> assertThat(d.<Long>getAs("size")).isGreaterThanOrEqualTo(20));
    var sizes =
        made.get(SEGMENT_MEMBERSHIP).groupBy("segment_id").count().collectAsList().stream()
            .map(r -> r.getString(0) + "=" + r.getLong(1))
            .toList();
    assertThat(sizes)
        .containsExactlyInAnyOrderElementsOf(
            definitions.stream().map(d -> d.getString(1) + "=" + d.getLong(4)).toList());
  }

  @Test
  void leaves_out_features_that_say_nothing_and_says_so() {
    var points = Planted.blobs(CORNERS, 30, 6);
    var widened =
        Arrays.stream(points)
            .map(p -> new double[] {p[0], p[1], p[2], 7.0, Double.NaN})
            .toArray(double[][]::new);

    var made =
        run(Planted.features(widened), Planted.settings(3, 3, 10, "f0", "f1", "f2", "f3", "f4"));

    var first = made.get(SEGMENT_DEFINITION).first();
    assertThat(first.<String>getAs("rule"))
        .endsWith("; left out: f3 (the same for all), f4 (unknown for all)");
    assertThat(first.getJavaMap(6)).doesNotContainKeys("f3", "f4");
  }

  @Test
  void takes_only_usable_features_where_none_are_named() {
    var features = Planted.features(Planted.blobs(CORNERS, 30, 6));
    var definitions =
        Planted.definitions(features)
            .withColumn("is_usable", functions.expr("name in ('f0', 'f2')"));
    var settings = Map.of("lifestyle", Planted.settings(3, 3, 10));
    var made = Segments.of(features, definitions, settings, "household");
    assertThat(made.get(SEGMENT_DEFINITION).first().getJavaMap(6)).containsOnlyKeys("f0", "f2");
  }

  @Test
  void names_a_feature_that_there_is_not() {
    var features = Planted.features(Planted.blobs(CORNERS, 30, 6));
    assertThatThrownBy(() -> run(features, Planted.settings(3, 3, 10, "f1", "ff2")))
        .isInstanceOf(SettingsError.class)
        .hasMessage(
            "segments.lifestyle: there is no feature `ff2` of subjects; did you mean `f2`?");
  }

  @Test
  void takes_an_unknown_feature_for_the_mean() {
    var points = Planted.blobs(CORNERS, 30, 7);
    points[0][0] = Double.NaN;
    points[1] = new double[] {Double.NaN, Double.NaN, Double.NaN};

    var made = run(Planted.features(points), Planted.settings(3, 3, 10));

    assertThat(made.get(SEGMENT_MEMBERSHIP).count()).isEqualTo(90);
    assertThat(lines(made)).noneMatch(line -> line.contains("NaN"));
  }

  @Test
  void names_segments_apart_and_in_falling_order_of_size() {
    var made = run(Planted.features(Planted.noise(300, 3, 8)), Planted.settings(6, 6, 10));

    var definitions = made.get(SEGMENT_DEFINITION).collectAsList();
    var names = definitions.stream().map(d -> d.<String>getAs("name")).toList();
    assertThat(new HashSet<>(names)).hasSameSizeAs(names);
    var sizes = definitions.stream().map(d -> -d.<Long>getAs("size")).toList();
    assertThat(sizes).isSorted();
    assertThat(definitions.get(0).<String>getAs("segment_id")).isEqualTo("s1");
  }

  @Test
  void makes_as_many_segments_as_the_subjects_allow() {
    var made = run(Planted.features(Planted.noise(30, 3, 9)), Planted.settings(3, 8, 20));

    var only = made.get(SEGMENT_DEFINITION).collectAsList();
    assertThat(only).hasSize(1);
    assertThat(only.get(0).<String>getAs("name")).isEqualTo("all");
    assertThat(only.get(0).<String>getAs("rule"))
        .isEqualTo("all subjects. k-means over 3 features; too few subjects for two segments");
  }

  @Test
  void makes_no_more_segments_than_there_are_different_subjects() {
    var points = new double[40][];
    Arrays.setAll(points, i -> new double[] {i % 2, 3.0 * (i % 2)});

    var made = run(Planted.features(points), Planted.settings(2, 4, 5));

    assertThat(made.get(SEGMENT_DEFINITION).collectAsList())
        .hasSize(2)
        .allSatisfy(d -> assertThat(d.<Long>getAs("size")).isEqualTo(20L));
  }

  @Test
  void refuses_fewer_subjects_than_the_minimum_size() {
    var features = Planted.features(Planted.noise(9, 3, 10));

    assertThatThrownBy(() -> run(features, Planted.settings(3, 8, 20)))
        .isInstanceOf(DataError.class)
        .hasMessage(
            "segments.lifestyle: table feature has 9 subjects, fewer than minimum-size 20; a"
                + " segment that small is not published: lower minimum-size or run on more"
                + " subjects");
  }

  @Test
  void refuses_a_table_without_subjects_of_the_type() {
    var features = Planted.features(Planted.noise(9, 3, 10));

    assertThatThrownBy(
            () ->
                Segments.of(
                    features,
                    Planted.definitions(features),
                    Map.of("lifestyle", Planted.settings(2, 3, 1)),
                    "account"))
        .isInstanceOf(DataError.class)
        .hasMessage("segments.lifestyle: table feature has no subjects of type account");
  }

  @Test
  void refuses_features_that_tell_nobody_apart() {
    var features = Planted.features(new double[][] {{1, 2}, {1, 2}, {1, 2}});

    assertThatThrownBy(() -> run(features, Planted.settings(2, 3, 1, "f0", "f9")))
        .isInstanceOf(DataError.class)
        .hasMessage(
            "segments.lifestyle: table feature, column numbers: no feature tells subjects apart:"
                + " f0 (the same for all), f9 (unknown for all)");
  }

  @Test
  void makes_empty_tables_without_segmentations() {
    var made =
        Segments.of(
            Planted.features(Planted.noise(3, 2, 1)),
            Planted.definitions(Planted.features(Planted.noise(3, 2, 1))),
            Map.of(),
            "household");

    assertThat(made.get(SEGMENT_DEFINITION).isEmpty()).isTrue();
    assertThat(made.get(SEGMENT_MEMBERSHIP).isEmpty()).isTrue();
  }

  /** Through the stage, so that the result is conformed to the catalogue too. */
  private static Map<Table, Dataset<Row>> run(Dataset<Row> features, SegmentSettings settings) {
    return Segments.stage(Map.of("lifestyle", settings), "household")
        .run(
            table ->
                table.equals(FeatureTables.FEATURE) ? features : Planted.definitions(features));
  }

  private static List<String> lines(Map<Table, Dataset<Row>> made) {
    return made.values().stream().flatMap(rows -> TextTable.lines(rows).stream()).toList();
  }
}
