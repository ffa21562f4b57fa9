package io.microtarget.feature;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import io.microtarget.feature.Definitions.Delivered;
import io.microtarget.identity.IdentityTables;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Clocks;
import io.microtarget.table.DriverRows;
import io.microtarget.table.Inputs;
import io.microtarget.table.Stage;
import io.microtarget.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The features of today's subjects by name; and the feature dictionary: what each means, what it
 * may be used for, how well it is filled, and whether it is of use to models.
 *
 * <p>Figures are those of a sample on the driver ({@link OccasionSample}), which costs two jobs and
 * is the same on every run; the sum of a million doubles over executors is not.
 */
public final class Dictionary {
  private static final Set<String> OF_CAMPAIGNS = Set.of("pair", "campaign");

  /** Reasons because of which even a model that names the feature goes on without it. */
  private static final Set<String> SAYING_NOTHING = Set.of("constant", "unknown for all");

  private Dictionary() {}

  /**
   * What the dictionary needs to know beside the tables.
   *
   * @param features as declared
   * @param available what the sources of the business give
   * @param purposes key of a declaration to what its rows and columns may be used for
   * @param notes what is left out for want of a purpose
   * @param wanted features that a model or segment names
   * @param subjectType person, household or account
   */
  public record Settings(
      FeatureSettings features,
      Available available,
      Map<String, List<String>> purposes,
      List<String> notes,
      Set<String> wanted,
      String subjectType) {
    public Settings {
      purposes = Map.copyOf(purposes);
      notes = List.copyOf(notes);
      wanted = Set.copyOf(wanted);
    }
  }

  /**
   * Makes {@link FeatureTables#FEATURE}, {@link FeatureTables#FEATURE_HISTORY} and {@link
   * FeatureTables#FEATURE_DEFINITION}.
   */
  public static Stage stage(Settings settings, Clocks clocks) {
    var kinds = kinds(settings);
    var reads = new LinkedHashSet<>(List.of(FeatureTables.OCCASION, FeatureTables.FEATURE_LIST));
    reads.addAll(kinds);
    reads.add(SourceTables.PARTY);
    reads.add(IdentityTables.SUBJECT);
    reads.add(IdentityTables.LINK);
    return new Stage(
        "dictionary",
        List.of(
            FeatureTables.FEATURE, FeatureTables.FEATURE_HISTORY, FeatureTables.FEATURE_DEFINITION),
        List.copyOf(reads),
        inputs -> of(inputs, settings, kinds, clocks));
  }

  /**
   * Whether a feature with this reason says nothing at all, so that a model goes on without it even
   * if it names it.
   */
  public static boolean saysNothing(String reason) {
    return SAYING_NOTHING.contains(reason) || reason.startsWith("no rows of ");
  }

  private static Map<Table, Dataset<Row>> of(
      Inputs inputs, Settings settings, List<Table> kinds, Clocks clocks) {
    var list = inputs.of(FeatureTables.FEATURE_LIST).orderBy("position").collectAsList();
    var occasions = inputs.of(FeatureTables.OCCASION);
    var definitions =
        Definitions.of(
            list,
            OccasionSample.of(occasions, list.size()),
            settings.purposes(),
            delivered(inputs, kinds),
            settings.wanted());
    settings.notes().forEach(inputs::note);
    Definitions.notes(definitions).forEach(inputs::note);
    var names =
        list.stream()
            .filter(row -> !OF_CAMPAIGNS.contains(row.<String>getAs("scope")))
            .map(row -> row.<String>getAs("name"))
            .toList();
    var subjects = occasions.where(col("role").equalTo(Moments.SUBJECT));
    var events = events(inputs, settings, clocks);
    var cells =
        settings.available().saysPlaces() ? List.of(Places.HOME, Places.WORK) : List.<String>of();
    var features =
        features(
            subjects,
            settings.subjectType(),
            names,
            cells.stream().map(n -> col(n)).toArray(Column[]::new));
    return Map.of(
        FeatureTables.FEATURE,
        Traits.add(features, events, cells),
        FeatureTables.FEATURE_HISTORY,
        history(occasions, settings, names),
        FeatureTables.FEATURE_DEFINITION,
        DriverRows.table(
            occasions.sparkSession(), definitions, FeatureTables.FEATURE_DEFINITION.schema()));
  }

  /** Rows of persons, for their traits. */
  private static Events events(Inputs inputs, Settings settings, Clocks clocks) {
    return new Events(
        inputs,
        Declared.of(settings.features().traitsOnly(), new Available(Map.of())),
        settings.subjectType(),
        clocks,
        List.of(IdentityTables.SUBJECT));
  }

  /** The kinds of source whose rows are aggregated. */
  private static List<Table> kinds(Settings settings) {
    var names = new TreeSet<String>();
    var declared = Declared.of(settings.features(), settings.available());
    declared.paths().keySet().forEach(path -> names.add(path.from()));
    if (!declared.places().isEmpty()) {
      names.add(SourceTables.LOCATION.name());
    }
    return names.stream().map(Columns::table).toList();
  }

  /** What was delivered of each kind: one job that reads one column of each. */
  private static Map<String, Delivered> delivered(Inputs inputs, List<Table> kinds) {
    var first =
        kinds.stream()
            .map(
                kind ->
                    inputs
                        .of(kind)
                        .agg(min(Keys.DAY).as("first"), count(lit(1)).as("rows"))
                        .select(lit(kind.name()), col("first"), col("rows")))
            .reduce(Dataset::union);
    var delivered = new TreeMap<String, Delivered>();
    first
        .map(Dataset::collectAsList)
        .orElse(List.of())
        .forEach(
            row ->
                delivered.put(
                    row.getString(0),
                    new Delivered(
                        row.getLong(2) > 0,
                        Optional.ofNullable(row.getDate(1)).map(d -> d.toLocalDate()))));
    return delivered;
  }

  /** Names in the order of their positions: a few hundred, on the driver. */
  static List<String> names(Dataset<Row> list) {
    return list.orderBy("position").select("name").collectAsList().stream()
        .map(row -> row.getString(0))
        .toList();
  }

  /** A table without rows, known as such, where no history is asked for: it costs no commit. */
  private static Dataset<Row> history(
      Dataset<Row> occasions, Settings settings, List<String> names) {
    if (settings.features().historyMonths() == 0) {
      return occasions
          .sparkSession()
          .createDataFrame(List.of(), FeatureTables.FEATURE_HISTORY.schema());
    }
    var rows = occasions.where(col("role").equalTo(Moments.HISTORY));
    return features(rows, settings.subjectType(), names, col("moment"));
  }

  /**
   * @param names those of {@code features} from the first one on; the rest is about campaigns
   * @param more columns between those of the subject and the numbers
   */
  private static Dataset<Row> features(
      Dataset<Row> subjects, String subjectType, List<String> names, Column... more) {
    var columns = new ArrayList<>(List.of(lit(subjectType).as("subject_type"), col("subject_id")));
    columns.addAll(List.of(more));
    columns.add(Packed.named(col("features"), names).as("numbers"));
    return subjects.select(columns.toArray(Column[]::new));
  }
}
