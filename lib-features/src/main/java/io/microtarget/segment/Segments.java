package io.microtarget.segment;

import static io.microtarget.feature.FeatureTables.FEATURE;
import static io.microtarget.feature.FeatureTables.FEATURE_DEFINITION;
import static io.microtarget.segment.SegmentTables.SEGMENT_DEFINITION;
import static io.microtarget.segment.SegmentTables.SEGMENT_MEMBERSHIP;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.round;

import io.microtarget.table.DataError;
import io.microtarget.table.Stage;
import io.microtarget.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.storage.StorageLevel;

/**
 * Finds the segments of each segmentation and who is in them.
 *
 * <p>Reads {@code feature}; makes {@code segment_definition} and {@code segment_membership}. Every
 * subject is in the segment whose centre is nearest on the {@link Scale}s of its features; no
 * segment has fewer subjects than the minimum size. Ids are {@code s1, s2, …} by falling size.
 *
 * <p>A clustering is a search, so this stage looks at the data before its result is written: it
 * collects one sample (at most {@code sample} subjects), fits it, and aggregates all subjects once;
 * more than the sample also cost a distributed fit. No row of a subject is kept on the driver.
 */
public final class Segments {
  private Segments() {}

  /**
   * The stage.
   *
   * @param segmentations by name of the set
   * @param subjectType whom segments are made of
   */
  public static Stage stage(Map<String, SegmentSettings> segmentations, String subjectType) {
    return new Stage(
        "segment",
        List.of(SEGMENT_DEFINITION, SEGMENT_MEMBERSHIP),
        List.of(FEATURE, FEATURE_DEFINITION),
        inputs ->
            of(inputs.of(FEATURE), inputs.of(FEATURE_DEFINITION), segmentations, subjectType));
  }

  /**
   * Both tables of all segmentations. One that names no features takes the usable ones.
   *
   * @param dictionary rows of {@code feature_definition}
   * @throws io.microtarget.table.SettingsError names each feature of the settings that there is not
   * @throws DataError if there are no subjects, fewer than the minimum size, or no feature that
   *     tells them apart
   */
  static Map<Table, Dataset<Row>> of(
      Dataset<Row> features,
      Dataset<Row> dictionary,
      Map<String, SegmentSettings> segmentations,
      String subjectType) {
    var offered = Offered.of(dictionary);
    offered.check(segmentations);
    var ofType = features.where(col("subject_type").equalTo(subjectType));
    var spark = features.sparkSession();
    var definitions = spark.createDataFrame(List.of(), SEGMENT_DEFINITION.schema());
    var memberships = spark.createDataFrame(List.of(), SEGMENT_MEMBERSHIP.schema());
    for (var entry : new TreeMap<>(segmentations).entrySet()) {
      var set = entry.getKey();
      var settings = entry.getValue();
      var found = found(ofType, offered, subjectType, set, settings);
      definitions =
          definitions.union(
              spark.createDataFrame(found.definitions(set), SEGMENT_DEFINITION.schema()));
      memberships = memberships.union(found.memberships(set, subjectType));
    }
    return Map.of(SEGMENT_DEFINITION, definitions, SEGMENT_MEMBERSHIP, memberships);
  }

  private static Found found(
      Dataset<Row> features,
      Offered offered,
      String subjectType,
      String set,
      SegmentSettings settings) {
    var names = settings.features().isEmpty() ? offered.usable() : settings.features();
    var size = settings.sampleSize();
    // One row more than the sample tells whether it holds all subjects.
    var rows = Points.sample(Points.values(features, names), size + 1, settings.seedValue());
    var isAll = rows.size() <= size;
    var sample = isAll ? rows : rows.subList(0, size);
    var subjects = isAll ? rows.size() : features.count();
    checkEnough(set, subjectType, subjects, settings.minimumSize());
    var space = Space.of(names, sample);
    checkTelling(set, space);

    var clustering = Clustering.of(points(sample, names, space), subjects, settings);
    // Read for the fit, for each tally and for the memberships; who runs the stage clears the
    // cache.
    var located =
        Points.located(Points.values(features, space.features()), space)
            .select("subject_id", "values", "point")
            .persist(StorageLevel.MEMORY_AND_DISK());
    var centres =
        isAll
            ? clustering.centres()
            : Clustering.refined(clustering.centres(), Points.vectors(located, subjects));
    var tally = tally(located, space, centres);
    for (var small = centres.smallest(tally.sizes(), settings.minimumSize());
        small >= 0;
        small = centres.smallest(tally.sizes(), settings.minimumSize())) {
      centres = centres.without(small);
      tally = tally(located, space, centres);
    }
    return new Found(Points.assigned(located, centres), centres, tally, note(clustering, space));
  }

  private static Tally tally(Dataset<Row> located, Space space, Centres centres) {
    return Tally.of(Points.assigned(located, centres), space.scales(), centres.count());
  }

  private static double[][] points(List<Double[]> sample, List<String> names, Space space) {
    var axes = space.features().stream().mapToInt(names::indexOf).toArray();
    return sample.stream()
        .map(row -> space.point(Arrays.stream(axes).mapToObj(axis -> row[axis]).toList()))
        .toArray(double[][]::new);
  }

  private static String note(Clustering clustering, Space space) {
    var leftOut = leftOut(space);
    return "k-means over %d features; %s%s"
        .formatted(
            space.scales().size(),
            clustering.summary(),
            leftOut.isEmpty() ? "" : "; left out: " + leftOut);
  }

  private static String leftOut(Space space) {
    return space.leftOut().entrySet().stream()
        .map(e -> "%s (%s)".formatted(e.getKey(), e.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static void checkEnough(String set, String subjectType, long subjects, long minimumSize) {
    if (subjects == 0) {
      throw DataError.noInput(
          "segments.%s: table %s has no subjects of type %s".formatted(set, FEATURE, subjectType));
    }
    if (subjects < minimumSize) {
      throw DataError.gate(
          ("segments.%s: table %s has %d subjects, fewer than minimum-size %d; a segment that small"
                  + " is not published: lower minimum-size or run on more subjects")
              .formatted(set, FEATURE, subjects, minimumSize));
    }
  }

  private static void checkTelling(String set, Space space) {
    if (space.scales().isEmpty()) {
      throw DataError.gate(
          "segments.%s: table %s, column numbers: no feature tells subjects apart: %s"
              .formatted(set, FEATURE, leftOut(space)));
    }
  }

  /** A finished segmentation: its subjects with their cluster, its figures, how it came about. */
  private record Found(Dataset<Row> assigned, Centres centres, Tally tally, String note) {

    List<Row> definitions(String set) {
      var profiles = ordered();
      var names = Wording.names(profiles);
      var overall = tally.overall();
      var rows = new ArrayList<Row>();
      for (int s = 0; s < profiles.size(); s++) {
        var profile = profiles.get(s);
        var rule = Wording.rule(profile, profiles.size(), overall);
        var share = Math.rint(1e6 * profile.size() / tally.subjects()) / 1e6;
        rows.add(
            RowFactory.create(
                set,
                id(s),
                names.get(s),
                rule + ". " + note,
                profile.size(),
                share,
                profile.centre(),
                profile.difference()));
      }
      return rows;
    }

    Dataset<Row> memberships(String set, String subjectType) {
      var ids = new String[centres.count()];
      var profiles = ordered();
      for (int s = 0; s < profiles.size(); s++) {
        ids[profiles.get(s).cluster()] = id(s);
      }
      return assigned.select(
          lit(set).as("segment_set"),
          lit(subjectType).as("subject_type"),
          col("subject_id"),
          get(lit(ids), col("near.cluster")).as("segment_id"),
          round(col("near.distance"), 6).as("distance"));
    }

    /** By falling size; equals in the order of their centres. */
    private List<Profile> ordered() {
      return tally.profiles().stream()
          .sorted(
              Comparator.comparingLong((Profile p) -> -p.size()).thenComparing(Profile::cluster))
          .toList();
    }

    private static String id(int position) {
      return "s" + (position + 1);
    }
  }
}
