package io.microtarget.measurement;

import static io.microtarget.identity.IdentityTables.LINK;
import static io.microtarget.measurement.MeasurementTables.PAST_CAMPAIGN;
import static io.microtarget.scoring.ScoringTables.BACKTEST_SCORE;
import static io.microtarget.source.SourceTables.CAMPAIGN;
import static io.microtarget.source.SourceTables.PURCHASE;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.grouping;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.microtarget.identity.Subjects;
import io.microtarget.table.Clocks;
import io.microtarget.table.Stage;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.StructType;

/**
 * Describes closed campaigns by decile of the out-of-time score.
 *
 * <p>Observational: the contacts were chosen, not drawn at random. A higher rate or spend in a
 * decile says who answers and who buys, not what the contact changed.
 *
 * <p>Reads {@code backtest_score, campaign, purchase, link}; makes {@code past_campaign}: a row per
 * campaign and decile, decile 0 for all deciles, campaign {@code all} for all campaigns. A campaign
 * is closed if its last day is before {@code as_of}. Spend is in currency a day and contact: over
 * the 28 days before the first day of the campaign, and from its first to its last day; a subject
 * without purchases counts with 0. Without closed contacts in the backtest the table is empty.
 */
public final class PastCampaigns {
  private static final String[] CONTACT = {"subject_id", "campaign_id"};
  private static final int DAYS_BEFORE = 28;
  private static final String ALL = "all";

  /** Exact sums of money a day: the mean does not depend on the order of adding. */
  private static final String MONEY = "decimal(28,6)";

  private PastCampaigns() {}

  /**
   * The stage.
   *
   * @param model whose backtest is described
   * @param clocks of the run
   */
  public static Stage stage(String model, Clocks clocks) {
    return Stage.of(
        "past-campaigns",
        PAST_CAMPAIGN,
        List.of(BACKTEST_SCORE, CAMPAIGN, PURCHASE, LINK),
        inputs ->
            of(
                inputs.of(BACKTEST_SCORE).where(col("model").equalTo(model)),
                inputs.of(CAMPAIGN),
                bySubject(inputs.of(PURCHASE), inputs.of(LINK)),
                clocks.asOf()));
  }

  static Dataset<Row> of(
      Dataset<Row> backtest, Dataset<Row> campaigns, Dataset<Row> purchases, LocalDate asOf) {
    var contacts = contacts(backtest, closed(campaigns, asOf));
    return contacts
        .join(spend(contacts, purchases), CONTACT, "left")
        .transform(PastCampaigns::perDay)
        .transform(PastCampaigns::cells);
  }

  /** One row a campaign, also where it was delivered more than once. */
  private static Dataset<Row> closed(Dataset<Row> campaigns, LocalDate asOf) {
    return campaigns
        .groupBy("campaign_id")
        .agg(
            min("campaign_type").as("campaign_type"),
            min("starts_on").as("starts_on"),
            max("ends_on").as("ends_on"))
        .where(col("ends_on").lt(lit(asOf)));
  }

  private static Dataset<Row> contacts(Dataset<Row> backtest, Dataset<Row> closed) {
    return backtest
        .where(col("outcome").isNotNull())
        .select("subject_id", "campaign_id", "decile", "outcome")
        .join(closed, "campaign_id");
  }

  /**
   * {@code subject_id, event_date, amount}: tens of lines become one row a record and day before
   * windows, which overlap, multiply them. A subject of several records has several rows a day.
   */
  private static Dataset<Row> bySubject(Dataset<Row> purchases, Dataset<Row> links) {
    var byRecord = purchases.groupBy("record_id", "event_date").agg(sum("amount").as("amount"));
    return Subjects.resolve(byRecord, links).select("subject_id", "event_date", "amount");
  }

  /** One scan of the purchases for both windows of every contact. */
  private static Dataset<Row> spend(Dataset<Row> contacts, Dataset<Row> purchases) {
    var windows = contacts.select("subject_id", "campaign_id", "starts_on", "ends_on").distinct();
    var day = col("event_date");
    var isBefore = day.lt(col("starts_on"));
    return purchases
        .join(windows, "subject_id")
        .where(day.geq(date_sub(col("starts_on"), DAYS_BEFORE)).and(day.leq(col("ends_on"))))
        .groupBy("subject_id", "campaign_id")
        .agg(
            sum(when(isBefore, col("amount"))).as("before"),
            sum(when(isBefore, null).otherwise(col("amount"))).as("during"));
  }

  private static Dataset<Row> perDay(Dataset<Row> contacts) {
    var days = datediff(col("ends_on"), col("starts_on")).plus(1);
    return contacts
        .withColumn("before", money("before").divide(lit(DAYS_BEFORE)).cast(MONEY))
        .withColumn("during", money("during").divide(days).cast(MONEY));
  }

  private static Column money(String column) {
    return coalesce(col(column), lit(0).cast(MONEY)).cast(MONEY);
  }

  /** Every combination of campaign or all with decile or 0, in one aggregation. */
  private static Dataset<Row> cells(Dataset<Row> contacts) {
    var isAllCampaigns = grouping("campaign_id").equalTo(1);
    var counted =
        contacts
            .cube(col("campaign_id"), col("decile"))
            .agg(
                when(isAllCampaigns, ALL).otherwise(col("campaign_id")).as("campaign"),
                when(isAllCampaigns, ALL).otherwise(min("campaign_type")).as("campaign_type"),
                when(grouping("decile").equalTo(1), 0).otherwise(col("decile")).as("tenth"),
                count(lit(1)).as("contacts"),
                count_if(col("outcome")).as("responders"),
                avg("before").as("before"),
                avg("during").as("during"))
            .withColumn("interval", wilson(col("responders"), col("contacts")));
    return counted.select(
        col("campaign").as("campaign_id"),
        col("campaign_type"),
        col("tenth").as("decile"),
        col("contacts"),
        col("responders"),
        round(col("responders").divide(col("contacts")), 6).as("response_rate"),
        round(col("interval.low"), 6).as("response_rate_low"),
        round(col("interval.high"), 6).as("response_rate_high"),
        round(col("before").cast("double"), 6).as("spend_before"),
        round(col("during").cast("double"), 6).as("spend_during"));
  }

  /** A UDF, so that the formula stands once, where it is compared with published figures. */
  private static Column wilson(Column responders, Column contacts) {
    UDF2<Long, Long, Row> interval =
        (successes, trials) -> {
          var wilson = Wilson.of(successes, trials);
          return RowFactory.create(wilson.low(), wilson.high());
        };
    return udf(interval, StructType.fromDDL("low DOUBLE, high DOUBLE")).apply(responders, contacts);
  }
}
