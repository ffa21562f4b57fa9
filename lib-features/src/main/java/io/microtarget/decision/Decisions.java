package io.microtarget.decision;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.when;

import io.microtarget.identity.IdentityTables;
import io.microtarget.privacy.PrivacyTables;
import io.microtarget.scoring.ScoringTables;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Inputs;
import io.microtarget.table.Stage;
import io.microtarget.table.Table;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Decides for every subject x offer x channel: chosen, or the first step that dropped it.
 *
 * <p>Steps in order: eligible (expected value above 0), basis (the channel is allowed), holdout,
 * caps (not contacted too often; best candidate of the subject), budget (money and channel
 * capacity), size_floor (audience large enough). {@code rule_id} is, for a chosen row, the
 * permission that lets it out; for a dropped one {@code value:not-positive}, {@code deny:…}, {@code
 * holdout:universal}, {@code holdout:not-drawn}, {@code cap:<most>-in-<days>-days}, {@code
 * arbitration:better-candidate}, {@code budget:capacity}, {@code budget:spent} or {@code
 * size:below-<minimum>}.
 *
 * <p>{@code arm} is {@code treatment} for chosen rows with probability 1 - share, {@code holdout}
 * with probability share for the held-out rows that would have been chosen, where share is that of
 * the subject's own draw; {@code none} without probability for all others.
 *
 * <p>What is missing denies: no permission row, no holdout row, no usable propensity.
 */
public final class Decisions {
  /** {@code outcome} of a candidate that no step dropped. */
  public static final String CHOSEN = "chosen";

  private static final List<Table> READS =
      List.of(
          IdentityTables.SUBJECT,
          ScoringTables.SCORE,
          PrivacyTables.PERMISSION,
          DecisionTables.HOLDOUT,
          SourceTables.CONTACT,
          IdentityTables.LINK);

  private Decisions() {}

  /**
   * @param model whose scores decide; two models may score the same offers
   * @param subjectType what the run is about: person, household, account
   * @param currency ISO 4217, for the texts
   * @param offers by name; a score of another offer is no candidate
   * @param channels by name
   */
  public record Settings(
      String model,
      String subjectType,
      String currency,
      Map<String, Offer> offers,
      Map<String, Channel> channels,
      Policy policy) {
    public Settings {
      offers = Collections.unmodifiableMap(new TreeMap<>(offers));
      channels = Collections.unmodifiableMap(new TreeMap<>(channels));
    }
  }

  /** What a decision is made from; columns as in the catalogue. */
  record Tables(
      Dataset<Row> subjects,
      Dataset<Row> scores,
      Dataset<Row> permissions,
      Dataset<Row> holdout,
      Dataset<Row> contacts,
      Dataset<Row> links) {}

  /**
   * Makes {@link DecisionTables#DECISION}.
   *
   * @param asOf end of the window of the contact cap, exclusive
   */
  public static Stage stage(Settings settings, LocalDate asOf) {
    return Stage.of(
        "decide", DecisionTables.DECISION, READS, inputs -> of(tables(inputs), settings, asOf));
  }

  private static Tables tables(Inputs inputs) {
    return new Tables(
        inputs.of(IdentityTables.SUBJECT),
        inputs.of(ScoringTables.SCORE),
        inputs.of(PrivacyTables.PERMISSION),
        inputs.of(DecisionTables.HOLDOUT),
        inputs.of(SourceTables.CONTACT),
        inputs.of(IdentityTables.LINK));
  }

  /** Columns of {@link DecisionTables#DECISION}. */
  static Dataset<Row> of(Tables tables, Settings settings, LocalDate asOf) {
    var policy = settings.policy();
    return Candidates.of(tables, settings, asOf)
        .transform(candidates -> checked(candidates, policy.contactsPerSubject()))
        .transform(candidates -> Contest.of(candidates, policy, settings.channels().size()))
        .transform(candidates -> decided(candidates, policy));
  }

  /** The checks a candidate passes or fails by itself; none of them is null afterwards. */
  private static Dataset<Row> checked(Dataset<Row> candidates, ContactCap cap) {
    var value = col("expected_value");
    return candidates
        .withColumn("eligible", isTrue(value.gt(0).and(not(isnan(value)))))
        .withColumn("allowed", isTrue(col("allowed")))
        .withColumn("drawn", col("held_out").isNotNull())
        .withColumn("weight", when(isTrue(not(col("held_out"))), 1).otherwise(0))
        .withColumn("under_cap", coalesce(col("recent"), lit(0L)).lt(cap.most()))
        .withColumn(
            "open", col("eligible").and(col("allowed")).and(col("drawn")).and(col("under_cap")));
  }

  private static Dataset<Row> decided(Dataset<Row> candidates, Policy policy) {
    var cap = policy.contactsPerSubject();
    var isChosen = col("large").and(col("weight").equalTo(1));
    var isGhost = col("large").and(col("weight").equalTo(0));
    return candidates
        .withColumn("outcome", outcome())
        .withColumn(
            "rule_id",
            when(not(col("eligible")), "value:not-positive")
                .when(not(col("allowed")), coalesce(col("permission_rule"), lit("deny:unknown")))
                .when(not(col("drawn")), "holdout:not-drawn")
                .when(col("weight").equalTo(0), "holdout:universal")
                .when(not(col("under_cap")), "cap:%d-in-%d-days".formatted(cap.most(), cap.days()))
                .when(not(col("best")), "arbitration:better-candidate")
                .when(not(col("has_capacity")), "budget:capacity")
                .when(not(col("paid")), "budget:spent")
                .when(not(col("large")), "size:below-" + policy.minimumAudience())
                .otherwise(col("permission_rule")))
        .withColumn("arm", when(isChosen, "treatment").when(isGhost, "holdout").otherwise("none"))
        .withColumn(
            "assignment_probability",
            when(isChosen, round(lit(1).minus(col("share")), Money.SCALE))
                .when(isGhost, col("share")))
        .select(
            DecisionTables.DECISION.columns().stream()
                .map(org.apache.spark.sql.functions::col)
                .toArray(Column[]::new));
  }

  private static Column outcome() {
    return when(not(col("eligible")), Step.ELIGIBLE.key())
        .when(not(col("allowed")), Step.BASIS.key())
        .when(col("weight").equalTo(0), Step.HOLDOUT.key())
        .when(not(col("best")), Step.CAPS.key())
        .when(not(col("paid")), Step.BUDGET.key())
        .when(not(col("large")), Step.SIZE_FLOOR.key())
        .otherwise(CHOSEN);
  }

  private static Column isTrue(Column condition) {
    return coalesce(condition, lit(false));
  }
}
