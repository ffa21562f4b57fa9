package io.microtarget.feature;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.microtarget.source.SourceTables;
import io.microtarget.table.Expression;
import io.microtarget.table.SettingsError;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The occasions of every model, still without numbers: past contacts with their outcome, and
 * today's candidates.
 *
 * <p>A <em>contact</em> is known before {@code as_of}; its moment is its own day. Its outcome is
 * true if the subject answered the campaign from {@code starts_on} to {@code ends_on} and before
 * {@code as_of}, false if not, and open (null) while {@code ends_on >= as_of}. A contact whose
 * campaign is unknown or has no end stays open for ever, with {@code ends_on} null. Where the
 * answer is given in the contact itself ({@link OccasionSettings.Window#CONTACT}) both dates are
 * its own day, whatever the campaign. Several contacts of a subject by one campaign on one day are
 * one occasion, contacted at the first.
 *
 * <p>A <em>candidate</em> is a subject and an offer at {@code as_of}, in the place of the latest
 * campaign of that offer: greatest {@code starts_on} before {@code as_of}, then greatest id. An
 * offer that no campaign has made yet has no candidates.
 */
record Occasions(
    Events events,
    NavigableMap<String, OccasionSettings> models,
    NavigableMap<String, String> offers) {

  private static final String ANSWERED_ON = "_answered_on";

  /** Stands for every day, so that answers are joined by equality. */
  private static final LocalDate ANY_DAY = LocalDate.EPOCH;

  Occasions(Events events, Map<String, OccasionSettings> models, Map<String, String> offers) {
    this(events, new TreeMap<>(models), new TreeMap<>(offers));
  }

  /**
   * Checks what decides which campaigns make an offer.
   *
   * @throws SettingsError all problems, each with its key
   */
  static void check(Map<String, String> offers) {
    var problems = new ArrayList<String>();
    new TreeMap<>(offers)
        .forEach(
            (name, where) -> {
              try {
                Expression.of(where, SourceTables.CAMPAIGN.columns());
              } catch (SettingsError e) {
                e.problems().forEach(p -> problems.add("offers.%s.where: %s".formatted(name, p)));
              }
            });
    if (!problems.isEmpty()) {
      throw new SettingsError(problems);
    }
  }

  /** The columns of {@link FeatureTables#OCCASION} but {@code features} and the cells. */
  Dataset<Row> all() {
    return offers.isEmpty() ? contacts() : contacts().unionByName(candidates());
  }

  /** Past contacts of all models. */
  Dataset<Row> contacts() {
    var campaigns = campaigns();
    var isOwnDay = col("model").isin(withWindow(OccasionSettings.Window.CONTACT));
    var endsOn = when(isOwnDay, col("moment")).otherwise(col("ends_on"));
    var answered = new String[] {"model", "subject_id", "campaign_id", ANSWERED_ON};
    var answers = Sizes.broadcastIfSmall(answers(campaigns), events.all(SourceTables.RESPONSE));
    return contactRows()
        .withColumn(ANSWERED_ON, when(isOwnDay, col("moment")).otherwise(lit(ANY_DAY)))
        .join(campaigns, new String[] {"campaign_id"}, "left")
        .join(answers, answered, "left")
        .withColumn("ends_on", endsOn)
        .select(
            lit("contact").as("role"),
            col("model"),
            col("subject_id"),
            col("campaign_id"),
            col("offer"),
            col("moment"),
            col("contacted_at"),
            col("ends_on"),
            when(col("ends_on").lt(events.today()), coalesce(col("answered"), lit(false)))
                .as("outcome"));
  }

  /** Today's candidates, the same for every model. */
  Dataset<Row> candidates() {
    return events
        .subjects()
        .crossJoin(broadcast(latestCampaigns()))
        .select(
            lit("candidate").as("role"),
            lit(null).cast("string").as("model"),
            col("subject_id"),
            col("campaign_id"),
            col("offer"),
            col("moment"),
            lit(null).cast("timestamp").as("contacted_at"),
            lit(null).cast("date").as("ends_on"),
            lit(null).cast("boolean").as("outcome"));
  }

  /** {@code model, subject_id, campaign_id, moment, contacted_at}: the first one of a day. */
  private Dataset<Row> contactRows() {
    var rows =
        events.ofSubjects(SourceTables.CONTACT, Set.of()).where(col("event_date").isNotNull());
    return perModel(
            rows,
            OccasionSettings::contacts,
            "subject_id",
            "campaign_id",
            "event_date as moment",
            "event_time")
        .groupBy("model", "subject_id", "campaign_id", "moment")
        .agg(min("event_time").as("contacted_at"));
  }

  /**
   * {@code model, subject_id, campaign_id, _answered_on, answered}: answers inside the campaign's
   * window on any day, or, where the answer is given in the contact, on their own.
   */
  private Dataset<Row> answers(Dataset<Row> campaigns) {
    var rows =
        events
            .ofSubjects(SourceTables.RESPONSE, Set.of())
            .select("source", "subject_id", "campaign_id", "event_date")
            .join(
                campaigns.select("campaign_id", "starts_on", "ends_on"),
                new String[] {"campaign_id"},
                "left");
    var isOwnDay = col("model").isin(withWindow(OccasionSettings.Window.CONTACT));
    var isInCampaign =
        expr("event_date >= coalesce(starts_on, event_date) and event_date <= ends_on");
    return perModel(
            rows,
            OccasionSettings::outcome,
            "subject_id",
            "campaign_id",
            "event_date",
            "starts_on",
            "ends_on")
        .where(isOwnDay.or(isInCampaign))
        .select(
            col("model"),
            col("subject_id"),
            col("campaign_id"),
            when(isOwnDay, col("event_date")).otherwise(lit(ANY_DAY)).as(ANSWERED_ON))
        .distinct()
        .withColumn("answered", lit(true));
  }

  private Object[] withWindow(OccasionSettings.Window window) {
    return models.entrySet().stream()
        .filter(m -> m.getValue().window() == window)
        .map(m -> m.getKey())
        .toArray();
  }

  /** Each row once for every model that looks at its source: one scan for all models. */
  private Dataset<Row> perModel(
      Dataset<Row> rows, Function<OccasionSettings, String> source, String... columns) {
    var ofSource = new TreeMap<String, List<Column>>();
    models.forEach(
        (name, model) ->
            ofSource.computeIfAbsent(source.apply(model), s -> new ArrayList<>()).add(lit(name)));
    var names = lit(null).cast("array<string>");
    for (var entry : ofSource.entrySet()) {
      var isOfSource = col("source").equalTo(entry.getKey());
      names = when(isOfSource, array(entry.getValue().toArray(Column[]::new))).otherwise(names);
    }
    var selected = new ArrayList<Column>(List.of(explode(names).as("model")));
    Stream.of(columns).forEach(text -> selected.add(expr(text)));
    return rows.where(col("source").isin(ofSource.keySet().toArray()))
        .select(selected.toArray(Column[]::new));
  }

  /**
   * One row per campaign: {@code campaign_id, starts_on, ends_on, offer} and a column {@code
   * _makes_i} per offer. Of several rows of a campaign the last by dates and row key is taken.
   */
  private Dataset<Row> campaigns() {
    var columns = SourceTables.CAMPAIGN.columns().stream().map(n -> col(n)).toArray(Column[]::new);
    var order = struct(col("starts_on"), col("ends_on"), col("delivery_id"), col("row_index"));
    var single =
        events
            .all(SourceTables.CAMPAIGN)
            .groupBy(col("campaign_id").as("_id"))
            .agg(max_by(struct(columns), order).as("_row"))
            .select("_row.*");
    var selected = new ArrayList<>(List.of(col("campaign_id"), col("starts_on"), col("ends_on")));
    var first = lit(null).cast("string");
    for (var offer : offers.descendingMap().entrySet()) {
      Typed.condition(single, "offers." + offer.getKey() + ".where", offer.getValue());
      var makes = coalesce(expr(offer.getValue()), lit(false));
      selected.add(makes.as(makes(offer.getKey())));
      first = when(makes, lit(offer.getKey())).otherwise(first);
    }
    selected.add(first.as("offer"));
    return single.select(selected.toArray(Column[]::new));
  }

  /** {@code offer, campaign_id}: the campaign in whose place a candidate stands. */
  private Dataset<Row> latestCampaigns() {
    var order = struct(col("starts_on"), col("campaign_id"));
    var latest = new ArrayList<Column>();
    for (var offer : offers.keySet()) {
      var campaign = max(when(col(makes(offer)), order)).getField("campaign_id");
      latest.add(struct(lit(offer).as("offer"), campaign.as("campaign_id")));
    }
    return campaigns()
        .where(col("starts_on").lt(events.today()))
        .agg(array(latest.toArray(Column[]::new)).as("_latest"))
        .select(explode(col("_latest")).as("_one"))
        .select("_one.*")
        .where(col("campaign_id").isNotNull());
  }

  private String makes(String offer) {
    return "_makes_" + new ArrayList<>(offers.keySet()).indexOf(offer);
  }
}
