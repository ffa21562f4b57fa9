package io.microtarget.jobs.judge;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import io.microtarget.decision.DecisionTables;
import io.microtarget.jobs.store.DeltaStore;
import io.microtarget.pipeline.Settings;
import io.microtarget.scoring.ScoringTables;
import io.microtarget.source.SourceTables;
import io.microtarget.vault.Pseudonym;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a publication says of contacts beside what they would bring about: the part of {@link Judge}
 * that reads probabilities, outcomes and effects of the truth.
 */
record JudgedContacts(
    Settings settings,
    DeltaStore store,
    Pseudonym pseudonym,
    Truth truth,
    People people,
    long seed) {
  /** Scores beside the true probabilities. */
  Finding response() {
    var probabilities = effects().groupBy("person", "offer").agg(avg(number("p1")).as("p1"));
    var scores =
        people
            .of(store.own(ScoringTables.SCORE))
            .join(probabilities, new String[] {"person", "offer"})
            .select("model", "offer", "subject_id", "propensity", "p1")
            .orderBy("model", "offer", "subject_id")
            .collectAsList()
            .stream()
            .map(
                row ->
                    new ResponseVerdict.Score(
                        row.getString(0),
                        row.getString(1),
                        row.getString(2),
                        row.getDouble(3),
                        row.getDouble(4)))
            .toList();
    return ResponseVerdict.of(scores, seed);
  }

  /** What contacts change, as far as the lake can tell. */
  Finding effect() {
    var isRandom =
        truth
            .table("campaigns", "campaign_id", "kind")
            .where(col("kind").equalTo("randomised"))
            .select("campaign_id");
    var space =
        Optional.ofNullable(settings.sources().get("crm")).map(s -> s.idSpace()).orElse("crm");
    var outcomes =
        truth
            .table(
                "outcomes",
                "campaign_id",
                "crm_id",
                "arm",
                "offer_id",
                "probability",
                "y0",
                "y1",
                "y")
            .join(isRandom, "campaign_id")
            .select(
                pseudonym.column(space, col("crm_id")).as("record_id"),
                concat_ws("-", col("campaign_id"), col("offer_id")).as("campaign_id"),
                col("offer_id"),
                col("arm").equalTo("T").as("is_treated"),
                number("y").equalTo(1).as("is"),
                number("y1").minus(number("y0")).as("effect"));
    var answers =
        store
            .read(SourceTables.RESPONSE)
            .select("record_id", "campaign_id")
            .distinct()
            .withColumn("answered", lit(true));
    var contacts =
        store
            .read(SourceTables.CONTACT)
            .where(col("probability").isNotNull())
            .select("record_id", "campaign_id", "probability")
            .withColumn("is_there", lit(true));
    var keys = new String[] {"record_id", "campaign_id"};
    var rows =
        outcomes
            .join(contacts, keys, "left")
            .join(answers, keys, "left")
            .select(
                col("offer_id"),
                col("is_treated"),
                col("probability"),
                coalesce(col("answered"), lit(false)),
                col("is"),
                col("effect"),
                coalesce(col("is_there"), lit(false)))
            .collectAsList();
    var known =
        rows.stream()
            .filter(row -> row.getBoolean(6))
            .map(
                row ->
                    new EffectVerdict.Contact(
                        row.getString(0),
                        row.getBoolean(1),
                        row.getDouble(2),
                        row.getBoolean(3),
                        row.getBoolean(4),
                        row.getDouble(5)))
            .toList();
    return EffectVerdict.of(known, rows.size() - known.size());
  }

  /** What the decisions are worth. */
  Finding decision() {
    var net = number("value").minus(col("cost"));
    var barred =
        col("rule_id")
            .startsWith("deny:")
            .or(col("rule_id").startsWith("holdout:"))
            .or(col("rule_id").startsWith("cap:"));
    var isUnknown = col("rule_id").startsWith("value:");
    var decisions = store.own(DecisionTables.DECISION);
    // Of a candidate without value nobody looked whether it is allowed; another one of the channel
    // tells.
    var open =
        decisions
            .where(isUnknown.equalTo(false).and(barred.equalTo(false)))
            .select("subject_id", "channel")
            .distinct();
    var choices =
        people
            .of(decisions.where(barred.equalTo(false)))
            .join(open, new String[] {"subject_id", "channel"})
            .join(effects(), new String[] {"person", "offer", "channel"})
            .groupBy("subject_id")
            .agg(
                max(net),
                avg(net),
                max(when(col("outcome").equalTo("chosen"), net)),
                max(when(col("outcome").equalTo("chosen"), col("expected_value"))))
            .orderBy("subject_id")
            .collectAsList()
            .stream()
            .map(
                row ->
                    new DecisionVerdict.Choice(
                        row.getDouble(1),
                        row.getDouble(2),
                        row.isNullAt(3) ? null : row.getDouble(3),
                        row.isNullAt(4) ? null : row.getDouble(4)))
            .toList();
    return DecisionVerdict.of(choices, seed);
  }

  /** {@code person, offer, channel, p1, value} of every person of the truth. */
  private Dataset<Row> effects() {
    return truth
        .table("effects", "person_id", "offer_id", "channel", "p1", "value")
        .select(
            People.person("person_id").as("person"),
            col("offer_id").as("offer"),
            col("channel"),
            col("p1"),
            col("value"));
  }

  private static Column number(String column) {
    return col(column).cast("double");
  }
}
