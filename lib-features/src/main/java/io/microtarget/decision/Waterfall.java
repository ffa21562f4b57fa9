package io.microtarget.decision;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.microtarget.identity.IdentityTables;
import io.microtarget.privacy.PrivacyTables;
import io.microtarget.table.Stage;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * The audience waterfall: subjects left after each step, with the rule in words.
 *
 * <p>A subject is left after a step as long as one of its candidates is: the step that drops a
 * subject is the last one that dropped a candidate of it. A subject without any candidate is
 * dropped by {@code eligible}. So {@code subjects[i] = subjects[i-1] - dropped[i]}, and the last
 * step leaves as many as there are chosen rows. It reads the decisions as saved, so that the two
 * cannot disagree.
 */
public final class Waterfall {
  private Waterfall() {}

  /** Makes {@link DecisionTables#WATERFALL}; eight rows, whatever the input. */
  public static Stage stage(Decisions.Settings settings, LocalDate asOf) {
    return Stage.of(
        "waterfall",
        DecisionTables.WATERFALL,
        List.of(IdentityTables.SUBJECT, DecisionTables.DECISION, PrivacyTables.PERMISSION),
        inputs ->
            of(
                inputs.of(IdentityTables.SUBJECT),
                inputs.of(DecisionTables.DECISION),
                inputs.of(PrivacyTables.PERMISSION),
                settings,
                asOf));
  }

  /** Columns of {@link DecisionTables#WATERFALL}. */
  static Dataset<Row> of(
      Dataset<Row> subjects,
      Dataset<Row> decisions,
      Dataset<Row> permissions,
      Decisions.Settings settings,
      LocalDate asOf) {
    var counts =
        subjects
            .filter(col("subject_type").equalTo(settings.subjectType()))
            .select("subject_type", "subject_id")
            .join(
                bySubject(decisions, settings), new String[] {"subject_type", "subject_id"}, "left")
            .transform(rows -> totals(rows, settings))
            .crossJoin(GateRules.inWords(decisions, permissions));
    return counts.select(explode(steps(settings, asOf)).as("step")).select("step.*");
  }

  /** One row a subject: the step that stopped it, its candidates and what is spent on it. */
  private static Dataset<Row> bySubject(Dataset<Row> decisions, Decisions.Settings settings) {
    var isChosen = col("outcome").equalTo(Decisions.CHOSEN);
    var columns = new ArrayList<Column>();
    columns.add(count(lit(1)).as("candidates"));
    columns.add(sum(when(col("expected_value").gt(0), 1).otherwise(0)).as("positive"));
    columns.add(sum(when(isChosen, money("expected_value"))).as("value"));
    columns.add(sum(when(isChosen, money("cost"))).as("cost"));
    var isPaid = isChosen.or(col("outcome").equalTo(Step.SIZE_FLOOR.key()));
    var names = List.copyOf(settings.channels().keySet());
    for (int i = 0; i < names.size(); i++) {
      var isIn = isPaid.and(col("channel").equalTo(names.get(i)));
      columns.add(sum(when(isIn, 1).otherwise(0)).as(paid(i)));
    }
    return decisions
        .groupBy("subject_type", "subject_id")
        .agg(max(stop()).as("stop"), columns.toArray(Column[]::new));
  }

  private static Column stop() {
    var stop = lit(Step.EXPORTED.ordinal() + 1);
    for (var step : Step.values()) {
      stop = when(col("outcome").equalTo(step.key()), step.ordinal()).otherwise(stop);
    }
    return stop;
  }

  private static Dataset<Row> totals(Dataset<Row> rows, Decisions.Settings settings) {
    var columns = new ArrayList<Column>();
    var stop = coalesce(col("stop"), lit(Step.ELIGIBLE.ordinal()));
    for (var step : Step.values()) {
      columns.add(count(when(stop.gt(step.ordinal()), 1)).as(left(step)));
    }
    for (var name : List.of("candidates", "positive", "value", "cost")) {
      columns.add(coalesce(sum(col(name)), lit(0)).as(name));
    }
    for (int i = 0; i < settings.channels().size(); i++) {
      columns.add(coalesce(sum(col(paid(i))), lit(0L)).as(paid(i)));
    }
    return rows.agg(columns.get(0), columns.stream().skip(1).toArray(Column[]::new));
  }

  private static Column steps(Decisions.Settings settings, LocalDate asOf) {
    var rows = new ArrayList<Column>();
    for (var step : Step.values()) {
      var before = step == Step.POPULATION ? step : Step.values()[step.ordinal() - 1];
      rows.add(
          struct(
              lit(step.ordinal() + 1).as("position"),
              lit(step.key()).as("step"),
              rule(step, settings, asOf).as("rule"),
              col(left(step)).as("subjects"),
              col(left(before)).minus(col(left(step))).as("dropped")));
    }
    return array(rows.toArray(Column[]::new));
  }

  private static Column rule(Step step, Decisions.Settings settings, LocalDate asOf) {
    var policy = settings.policy();
    var cap = policy.contactsPerSubject();
    return switch (step) {
      case POPULATION ->
          lit("all subjects of type %s known before %s".formatted(settings.subjectType(), asOf));
      case ELIGIBLE ->
          when(col("candidates").equalTo(0), "no scores for the offers, so no candidates")
              .otherwise(
                  concat(
                      lit("expected value (propensity x margin - cost) above 0: "),
                      text("positive"),
                      lit(" of "),
                      text("candidates"),
                      lit(" candidates")));
      case BASIS -> concat(lit("the law allows the channel: "), col(GateRules.WORDS));
      case HOLDOUT ->
          lit(
              "not in the universal holdout (share %s when drawn now)"
                  .formatted(Money.exact(policy.holdoutShare()).toPlainString()));
      case CAPS ->
          lit(
              "fewer than %d contacts in the %d days before %s; the best offer and channel of each"
                      .formatted(cap.most(), cap.days(), asOf)
                  + " subject goes on");
      case BUDGET -> budget(settings);
      case SIZE_FLOOR ->
          lit("audiences of an offer and a channel of at least " + policy.minimumAudience());
      case EXPORTED ->
          concat(
              text(left(Step.EXPORTED)),
              lit(" contacts, expected value "),
              text("value"),
              lit(" " + settings.currency() + ", cost "),
              text("cost"),
              lit(" " + settings.currency()));
    };
  }

  private static Column budget(Decisions.Settings settings) {
    var parts = new ArrayList<Column>();
    for (var channel : settings.channels().entrySet()) {
      parts.add(
          concat(
              text(paid(parts.size())),
              lit(
                  " contacts by %s at %s, capacity %d"
                      .formatted(
                          channel.getKey(),
                          Money.text(channel.getValue().cost()),
                          channel.getValue().capacity()))));
    }
    var budget = Money.text(settings.policy().budget());
    return concat(
        lit("budget %s %s: ".formatted(budget, settings.currency())),
        parts.isEmpty()
            ? lit("no channels")
            : functions.concat_ws("; ", parts.toArray(Column[]::new)));
  }

  private static Column money(String column) {
    return col(column).cast("decimal(18,6)");
  }

  /** Counts as they are; sums of money with two decimals. */
  private static Column text(String column) {
    var isMoney = column.equals("value") || column.equals("cost");
    return (isMoney ? col(column).cast("decimal(38,2)") : col(column)).cast("string");
  }

  private static String left(Step step) {
    return "left_" + step.key();
  }

  /** By position, as a name from the settings may hold a dot. */
  private static String paid(int channel) {
    return "paid_" + channel;
  }
}
