package io.microtarget.scoring;

import static io.microtarget.feature.FeatureTables.FEATURE_DEFINITION;
import static io.microtarget.feature.FeatureTables.FEATURE_LIST;
import static io.microtarget.feature.FeatureTables.OCCASION;
import static io.microtarget.scoring.ScoringTables.BACKTEST_SCORE;
import static io.microtarget.scoring.ScoringTables.EVALUATION;
import static io.microtarget.scoring.ScoringTables.MODEL_INPUT;
import static io.microtarget.scoring.ScoringTables.SCORE;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.ntile;
import static org.apache.spark.sql.functions.udf;

import io.microtarget.scoring.FeatureChoice.Offered;
import io.microtarget.table.Clocks;
import io.microtarget.table.DriverRows;
import io.microtarget.table.Stage;
import io.microtarget.table.Table;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
 * <p>In: {@code occasion}, {@code feature_list}, {@code feature_definition}. Out: {@code score},
 * {@code evaluation}, {@code model_input}, {@code backtest_score}.
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
        List.of(SCORE, EVALUATION, MODEL_INPUT, BACKTEST_SCORE),
        List.of(OCCASION, FEATURE_LIST, FEATURE_DEFINITION),
        inputs -> {
          var offered = Offered.of(inputs.of(FEATURE_LIST), inputs.of(FEATURE_DEFINITION));
          var scored = of(inputs.of(OCCASION), offered, models, subjectType, clocks.asOf());
          scored.notes().forEach(inputs::note);
          return scored.tables();
        });
  }

  /**
   * What the stage makes.
   *
   * @param notes what models go on without
   */
  record Scored(Map<Table, Dataset<Row>> tables, List<String> notes) {}

  /**
   * Scores, evaluation and backtest scores of all models.
   *
   * @param occasions rows of {@code occasion}
   * @param offered features of the run
   * @throws io.microtarget.table.SettingsError names each feature of the settings that there is not
   */
  static Scored of(
      Dataset<Row> occasions,
      Offered offered,
      Map<String, ModelSettings> models,
      String subjectType,
      LocalDate asOf) {
    var spark = occasions.sparkSession();
    var scores = spark.createDataFrame(List.of(), SCORE.schema());
    var evaluations = spark.createDataFrame(List.of(), EVALUATION.schema());
    var inputs = new ArrayList<Row>();
    var backtests = new ArrayList<Row>();
    var notes = new ArrayList<String>();
    for (var entry : new TreeMap<>(models).entrySet()) {
      var name = entry.getKey();
      var ofModel = occasions.where(col("model").equalTo(name));
      var choice = FeatureChoice.of(name, entry.getValue(), offered);
      choice.note(name, entry.getValue()).ifPresent(notes::add);
      var made = one(ofModel, offered, choice, name, entry.getValue(), asOf);
      evaluations = evaluations.unionByName(Figure.rows(spark, name, made.figures()));
      backtests.addAll(made.backtest());
      if (made.refit().isPresent()) {
        inputs.addAll(ModelInputs.rows(name, made.refit().get()));
        scores =
            scores.unionByName(
                scores(
                    name,
                    occasions.where(col("role").equalTo("candidate")),
                    offered.places(made.features()),
                    made.refit().get(),
                    subjectType));
      }
    }
    return new Scored(
        Map.of(
            SCORE,
            scores,
            EVALUATION,
            evaluations,
            MODEL_INPUT,
            DriverRows.table(spark, inputs, MODEL_INPUT.schema()),
            BACKTEST_SCORE,
            DriverRows.table(spark, backtests, BACKTEST_SCORE.schema())),
        notes);
  }

  private record Made(
      List<String> features,
      List<Figure> figures,
      List<Row> backtest,
      Optional<Learner.Fitted> refit) {}

  private static Made one(
      Dataset<Row> occasions,
      Offered offered,
      FeatureChoice choice,
      String name,
      ModelSettings settings,
      LocalDate asOf) {
    var spark = occasions.sparkSession();
    var all = choice.all();
    var places = offered.places(all);
    var known =
        Contacts.known(occasions, all, places, asOf, settings.mostContacts())
            .with(offered.categories());
    int least = settings.minimumResponders();
    if (!known.hasOfEach(least)) {
      var verdict = "no model: " + tooFew(known, "closed before " + asOf, least);
      return new Made(all, Backtest.none(verdict).figures(), List.of(), Optional.empty());
    }
    var cut = Cut.of(settings, known);
    var training = cut.map(c -> known.where(c::isTraining));
    var judged = training.filter(t -> t.hasOfEach(least));
    var selection = Selection.of(spark, judged.orElse(known), choice.used(), settings);
    var backtest = backtest(name, selection.chosen(), choice, known, cut, training, settings);
    var refit = selection.chosen().on(known);
    var figures = new ArrayList<>(backtest.figures());
    figures.addAll(selection.figures());
    figures.addAll(refitFigures(known, refit.model()));
    figures.addAll(leftOutFigures(choice, refit.model().treatment()));
    return new Made(all, figures, backtest.scores(), Optional.of(refit));
  }

  private static Backtest backtest(
      String name,
      Learner learner,
      FeatureChoice choice,
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
            : Optional.of(Learner.logistic(choice.baseline(), BASELINE_PENALTY, settings));
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

  private static List<Figure> leftOutFigures(FeatureChoice choice, Treatment treatment) {
    var leftOut = new TreeMap<>(choice.leftOut());
    treatment.leftOut().forEach(name -> leftOut.putIfAbsent(name, "constant in training"));
    var figures = new ArrayList<Figure>();
    figures.add(Figure.count("refit", "left_out", leftOut.size()));
    leftOut.forEach(
        (name, reason) ->
            figures.add(
                new Figure(
                    "refit", "left_out", figures.size(), name + ": " + reason, Double.NaN, 0)));
    return figures;
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
