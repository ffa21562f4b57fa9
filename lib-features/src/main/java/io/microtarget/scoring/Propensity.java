package io.microtarget.scoring;

import static io.microtarget.feature.FeatureTables.FEATURE_LIST;
import static io.microtarget.feature.FeatureTables.OCCASION;
import static io.microtarget.scoring.ScoringTables.BACKTEST_SCORE;
import static io.microtarget.scoring.ScoringTables.EVALUATION;
import static io.microtarget.scoring.ScoringTables.SCORE;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.ntile;
import static org.apache.spark.sql.functions.udf;

import io.microtarget.table.Clocks;
import io.microtarget.table.DriverRows;
import io.microtarget.table.Nearest;
import io.microtarget.table.SettingsError;
import io.microtarget.table.Stage;
import io.microtarget.table.Table;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;

/**
 * Propensity: the calibrated probability that a subject answers an offer.
 *
 * <p>Train on contacts closed before the {@link Cut}; judge once on contacts that began at it or
 * later and closed before {@code as_of}; contacts across the cut are neither. Then fit the chosen
 * model again on all closed contacts and score the candidates. Without enough contacts to judge the
 * scores still come, with a verdict that says so; without enough to fit there are none.
 *
 * <p>In: {@code occasion}. Out: {@code score}, {@code evaluation}, {@code backtest_score}.
 */
public final class Propensity {
  /**
   * The regression the model is compared with has few inputs and hundreds of responders: it needs
   * no shrinkage, only a finite answer when an input separates the outcomes.
   */
  private static final double BASELINE_PENALTY = 0.001;

  private static final int TOP_WEIGHTS = 20;

  private Propensity() {}

  /**
   * The stage {@code score}.
   *
   * @param models settings by name of the model
   * @param subjectType person, household or account
   */
  public static Stage stage(Map<String, ModelSettings> models, String subjectType, Clocks clocks) {
    return new Stage(
        "score",
        List.of(SCORE, EVALUATION, BACKTEST_SCORE),
        List.of(OCCASION, FEATURE_LIST),
        inputs ->
            of(inputs.of(OCCASION), inputs.of(FEATURE_LIST), models, subjectType, clocks.asOf()));
  }

  /**
   * Scores, evaluation and backtest scores of all models.
   *
   * @param occasions rows of {@code occasion}
   * @param list rows of {@code feature_list}
   * @throws SettingsError names each feature of the settings that no occasion of its model has
   */
  public static Map<Table, Dataset<Row>> of(
      Dataset<Row> occasions,
      Dataset<Row> list,
      Map<String, ModelSettings> models,
      String subjectType,
      LocalDate asOf) {
    var spark = occasions.sparkSession();
    var positions = new TreeMap<String, Integer>();
    list.select("name", "position")
        .collectAsList()
        .forEach(row -> positions.put(row.getString(0), row.getInt(1)));
    var scores = spark.createDataFrame(List.of(), SCORE.schema());
    var evaluations = spark.createDataFrame(List.of(), EVALUATION.schema());
    var backtests = new ArrayList<Row>();
    for (var entry : new TreeMap<>(models).entrySet()) {
      var name = entry.getKey();
      var ofModel = occasions.where(col("model").equalTo(name));
      var made = one(ofModel, positions, name, entry.getValue(), asOf);
      evaluations = evaluations.unionByName(Figure.rows(spark, name, made.figures()));
      backtests.addAll(made.backtest());
      if (made.refit().isPresent()) {
        scores =
            scores.unionByName(
                scores(
                    name,
                    occasions.where(col("role").equalTo("candidate")),
                    places(made.features(), positions),
                    made.refit().get(),
                    subjectType));
      }
    }
    return Map.of(
        SCORE,
        scores,
        EVALUATION,
        evaluations,
        BACKTEST_SCORE,
        DriverRows.table(spark, backtests, BACKTEST_SCORE.schema()));
  }

  private record Made(
      List<String> features,
      List<Figure> figures,
      List<Row> backtest,
      Optional<Learner.Fitted> refit) {}

  private static Made one(
      Dataset<Row> occasions,
      Map<String, Integer> positions,
      String name,
      ModelSettings settings,
      LocalDate asOf) {
    var spark = occasions.sparkSession();
    var all = features(positions.keySet(), name, settings);
    var places = places(all, positions);
    var known = Contacts.known(occasions, all, places, asOf, settings.mostContacts());
    int least = settings.minimumResponders();
    if (!known.hasOfEach(least)) {
      var verdict = "no model: " + tooFew(known, "closed before " + asOf, least);
      return new Made(all, Backtest.none(verdict).figures(), List.of(), Optional.empty());
    }
    var used = settings.features().isEmpty() ? all : settings.features();
    var cut = Cut.of(settings, known);
    var training = cut.map(c -> known.where(c::isTraining));
    var judged = training.filter(t -> t.hasOfEach(least));
    var selection = Selection.of(spark, judged.orElse(known), used, settings);
    var backtest = backtest(name, selection.chosen(), known, cut, training, settings);
    var refit = selection.chosen().on(known);
    var figures = new ArrayList<>(backtest.figures());
    figures.addAll(selection.figures());
    figures.addAll(refitFigures(known, refit.model()));
    return new Made(all, figures, backtest.scores(), Optional.of(refit));
  }

  private static Backtest backtest(
      String name,
      Learner learner,
      Contacts known,
      Optional<Cut> cut,
      Optional<Contacts> training,
      ModelSettings settings) {
    if (cut.isEmpty() || training.isEmpty()) {
      return Backtest.none("no backtest: neither backtest-from nor backtest-share is set");
    }
    if (!training.get().hasOfEach(settings.minimumResponders())) {
      var which = "closed before " + cut.get().day();
      var tooFew = tooFew(training.get(), which, settings.minimumResponders());
      return Backtest.none("no backtest: " + tooFew);
    }
    var test = known.where(cut.get()::isTest);
    if (test.size() == 0) {
      return Backtest.none("no backtest: 0 closed contacts");
    }
    if (!test.hasOfEach(1)) {
      return Backtest.none(
          "no backtest: %d closed contacts, %d responders"
              .formatted(test.size(), test.responders()));
    }
    var simple =
        settings.baseline().isEmpty()
            ? Optional.<Learner>empty()
            : Optional.of(Learner.logistic(settings.baseline(), BASELINE_PENALTY, settings));
    return Backtest.of(name, learner, simple, training.get(), test, settings);
  }

  private static String tooFew(Contacts contacts, String which, int least) {
    return "%d subjects answered and %d did not in %d contacts %s, at least %d of each are needed"
        .formatted(
            contacts.subjectsThat(true),
            contacts.subjectsThat(false),
            contacts.size(),
            which,
            least);
  }

  private static List<Figure> refitFigures(Contacts known, Model model) {
    var figures = new ArrayList<Figure>();
    figures.add(Figure.count("refit", "contacts", known.size()));
    figures.add(Figure.count("refit", "responders", known.responders()));
    var weights = model.weights();
    for (int i = 0; i < Math.min(TOP_WEIGHTS, weights.size()); i++) {
      var weight = weights.get(i);
      figures.add(
          new Figure(
              "refit", "coefficient", i + 1, weight.feature(), weight.value(), known.size()));
    }
    return figures;
  }

  private static int[] places(List<String> features, Map<String, Integer> positions) {
    return features.stream().mapToInt(positions::get).toArray();
  }

  /** Names of all features there are, or of those in the settings; sorted. */
  private static List<String> features(Set<String> present, String name, ModelSettings settings) {
    var wanted = new TreeSet<>(settings.features());
    wanted.addAll(settings.baseline());
    var problems =
        wanted.stream()
            .filter(feature -> !present.isEmpty() && !present.contains(feature))
            .map(
                feature ->
                    "models.%s: there is no feature `%s`%s"
                        .formatted(name, feature, Nearest.hint(feature, present).orElse("")))
            .toList();
    if (!problems.isEmpty()) {
      throw new SettingsError(problems);
    }
    return settings.features().isEmpty() ? List.copyOf(present) : List.copyOf(wanted);
  }

  private static Dataset<Row> scores(
      String model,
      Dataset<Row> candidates,
      int[] places,
      Learner.Fitted fitted,
      String subjectType) {
    // A function of our own: the same code and rounding on the driver and on the executors.
    UserDefinedFunction propensity =
        udf(
            (UDF1<Vector, Double>) vector -> fitted.propensity(vector.toArray()),
            DataTypes.DoubleType);
    var byOffer =
        Window.partitionBy("offer").orderBy(col("propensity").desc(), col("subject_id").asc());
    return candidates
        .select(
            lit(model).as("model"),
            col("offer"),
            lit(subjectType).as("subject_type"),
            col("subject_id"),
            propensity.apply(Contacts.vector(places)).as("propensity"))
        .withColumn("decile", ntile(Accuracy.TENTHS).over(byOffer));
  }
}
