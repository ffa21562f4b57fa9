package io.microtarget.feature;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.size;

import io.microtarget.feature.Declared.Path;
import io.microtarget.source.SourceTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Event rows of a subject that have to do with the campaign of an occasion: they share a value with
 * the campaign, or with a product that one of its offers covers.
 *
 * <p>A row counts once per campaign, however many offers cover it, with the number of products of
 * the narrowest of them as {@code offer_products}; only where a feature counts offers is it
 * repeated per offer.
 */
final class Affinity {
  static final String CAMPAIGN = "_campaign";
  private static final String MATCHED = "_matched";

  /** Pair features are grouped by these. */
  static final Keys KEYS = Keys.of("subject_id", CAMPAIGN, "moment");

  private Affinity() {}

  /**
   * Event rows before the moment of a pair, with {@code _campaign}, {@code moment}, {@code _age}
   * and {@code offer_products}.
   *
   * @param pairs distinct {@code subject_id, campaign_id, moment}
   */
  static Dataset<Row> rows(Events events, Path path, Set<String> used, Dataset<Row> pairs) {
    var table = Columns.table(path.from());
    var rows = events.ofSubjects(table, used);
    var values = Columns.isOfCampaign(path.match()) ? ofCampaigns(events, path) : ofOffers(events, path);
    var ofPair =
        pairs.select(
            col("subject_id").as("_subject"),
            col("campaign_id").as("_asked"),
            col("moment").as("moment"));
    var isBefore = col("event_date").isNull().or(col("event_date").lt(col("moment")));
    var offers = Sizes.broadcastIfSmall(values, events.all(SourceTables.OFFER));
    var asked = events.areSubjectsSmall() ? broadcast(ofPair) : ofPair;
    return rows.join(offers, rows.col(path.match()).equalTo(col(MATCHED)))
        .join(
            asked,
            col("subject_id")
                .equalTo(col("_subject"))
                .and(col(CAMPAIGN).equalTo(col("_asked")))
                .and(isBefore))
        .withColumn(Keys.AGE, datediff(col("moment"), col("event_date")));
  }

  private static Dataset<Row> ofCampaigns(Events events, Path path) {
    return events.all(SourceTables.CAMPAIGN)
        .select(col("campaign_id").as(CAMPAIGN), col(path.match()).as(MATCHED))
        .distinct();
  }

  private static Dataset<Row> ofOffers(Events events, Path path) {
    var offers = sized(events.all(SourceTables.OFFER));
    var to = Columns.table(path.from());
    var rows =
        SourceTables.OFFER.columns().contains(path.match())
            ? offers
            : events.withDimensions(offers, to, Set.of(path.match()));
    var keys = new ArrayList<Column>();
    keys.add(col("campaign_id").as(CAMPAIGN));
    keys.add(col(path.match()).as(MATCHED));
    if (path.isPerOffer()) {
      keys.add(col(Columns.OFFER_ID));
    }
    return rows.where(col(path.match()).isNotNull())
        .groupBy(keys.toArray(Column[]::new))
        .agg(min(Columns.OFFER_PRODUCTS).as(Columns.OFFER_PRODUCTS));
  }

  /** One row per campaign, offer and product, with the number of products of the offer. */
  static Dataset<Row> sized(Dataset<Row> offers) {
    return offers
        .groupBy("campaign_id", Columns.OFFER_ID)
        .agg(collect_set("product_id").as("_products"))
        .withColumn(Columns.OFFER_PRODUCTS, size(col("_products")))
        .withColumn("product_id", explode(col("_products")))
        .drop("_products");
  }

  /** Offer rows with the number of distinct products of their offer. */
  static Dataset<Row> withOfferProducts(Dataset<Row> offers) {
    var sizes =
        offers
            .groupBy("campaign_id", Columns.OFFER_ID)
            .agg(count_distinct(col("product_id")).cast("int").as(Columns.OFFER_PRODUCTS));
    return offers.join(sizes, new String[] {"campaign_id", Columns.OFFER_ID}, "left");
  }
}
