package io.microtarget.decision;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;

import io.microtarget.identity.Subjects;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Every subject x offer x channel with its value, and what is known of its permission, its holdout
 * and its recent contacts.
 *
 * <p>Expected value = propensity x margin - cost, in currency, rounded to 6 decimals. Columns out:
 * {@code decision_id, subject_type, subject_id, offer, channel, propensity, expected_value, cost,
 * capacity, room, allowed, permission_rule, held_out, share, recent}; the last five are null where
 * nothing is known.
 */
final class Candidates {
  /** Arms of a contact row that say that nobody was contacted. */
  private static final Object[] NOT_CONTACTED = {"control", "holdout", "none"};

  private Candidates() {}

  static Dataset<Row> of(Decisions.Tables tables, Decisions.Settings settings, LocalDate asOf) {
    var subject = new String[] {"subject_type", "subject_id"};
    return tables
        .scores()
        .filter(col("model").equalTo(settings.model()))
        .filter(col("subject_type").equalTo(settings.subjectType()))
        .filter(col("offer").isin(settings.offers().keySet().toArray()))
        .join(tables.subjects().select("subject_type", "subject_id"), subject, "left_semi")
        .select(
            col("subject_type"),
            col("subject_id"),
            col("offer"),
            col("propensity"),
            margin(settings.offers()).as("margin"),
            explode(channels(settings)).as("channel"))
        .select(col("*"), col("channel.*"))
        .drop("channel")
        .withColumnRenamed("name", "channel")
        .withColumn(
            "expected_value",
            round(col("propensity").multiply(col("margin")).minus(col("cost")), Money.SCALE))
        .withColumn("decision_id", decisionId(asOf))
        .drop("margin")
        .join(
            permissions(tables.permissions()),
            new String[] {"subject_type", "subject_id", "channel"},
            "left")
        .join(Holdout.draws(tables.holdout(), tables.links()), subject, "left")
        .join(
            recent(tables, settings.policy().contactsPerSubject(), asOf),
            new String[] {"subject_id"},
            "left");
  }

  private static Column margin(Map<String, Offer> offers) {
    var margin = lit(null).cast("double");
    for (var name : offers.keySet()) {
      margin =
          functions.when(col("offer").equalTo(name), offers.get(name).margin()).otherwise(margin);
    }
    return margin;
  }

  private static Column channels(Decisions.Settings settings) {
    // An empty array has no type of its own, so that the cast is needed for no channels.
    return array(
            settings.channels().entrySet().stream()
                .map(entry -> channel(entry.getKey(), entry.getValue(), settings.policy()))
                .toArray(Column[]::new))
        .cast("array<struct<name:string,cost:double,capacity:bigint,room:bigint>>");
  }

  private static Column channel(String name, Channel channel, Policy policy) {
    return struct(
        lit(name).as("name"),
        lit(channel.cost()).as("cost"),
        lit(channel.capacity()).as("capacity"),
        lit(room(channel, policy)).as("room"));
  }

  /** Contacts the channel can carry and the whole budget could pay. */
  private static long room(Channel channel, Policy policy) {
    if (channel.cost() == 0) {
      return channel.capacity();
    }
    return Money.exact(policy.budget())
        .divide(Money.exact(channel.cost()), 0, RoundingMode.FLOOR)
        .min(BigDecimal.valueOf(channel.capacity()))
        .longValueExact();
  }

  private static Column decisionId(LocalDate asOf) {
    var key =
        functions.concat_ws(
            "|",
            lit(asOf.toString()),
            col("subject_type"),
            col("subject_id"),
            col("offer"),
            col("channel"));
    return substring(functions.sha2(key.cast("binary"), 256), 1, 32);
  }

  private static Dataset<Row> permissions(Dataset<Row> permissions) {
    return permissions.select(
        col("subject_type"),
        col("subject_id"),
        col("channel"),
        col("allowed"),
        col("rule_id").as("permission_rule"));
  }

  private static Dataset<Row> recent(Decisions.Tables tables, ContactCap cap, LocalDate asOf) {
    return tables
        .contacts()
        .filter(col("event_date").geq(lit(asOf.minusDays(cap.days()))))
        .filter(col("event_date").lt(lit(asOf)))
        .filter(col("arm").isNull().or(functions.not(col("arm").isin(NOT_CONTACTED))))
        .transform(contacts -> Subjects.resolve(contacts, tables.links()))
        .groupBy("subject_id")
        .agg(count(lit(1)).as("recent"));
  }
}
