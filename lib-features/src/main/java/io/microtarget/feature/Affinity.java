package io.microtarget.feature;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.xxhash64;

import io.microtarget.feature.Declared.Path;
import io.microtarget.source.SourceTables;
import java.util.ArrayList;
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
 * repeated per offer. Values and campaigns are compared by 64-bit hashes.
 */
final class Affinity {
  private static final String CAMPAIGN = "_campaign";
  private static final String MATCHED = "_matched";

  private Affinity() {}

  /**
   * Event rows before the moment of a pair, with {@link Keys#AT_MOMENT}, {@code _age} and {@code
   * offer_products}.
   *
   * @param pairs {@code subject_id, campaign_id, moment} with the hashes of {@link Keys}
   */
  static Dataset<Row> rows(Events events, Path path, Dataset<Row> pairs) {
    var rows = events.ofFeatures(Columns.table(path.from()));
    var values =
        Columns.isOfCampaign(path.match()) ? ofCampaigns(events, path) : ofOffers(events, path);
    var offered = Sizes.broadcastIfSmall(values, events.all(SourceTables.OFFER));
    var asked =
        pairs.select(
            col(Keys.SUBJECT).as("_asked"),
            col(Keys.CHECK).as("_askedCheck"),
            xxhash64(col("campaign_id")).as("_askedCampaign"),
            col(Keys.AT),
            col("moment"));
    var isAsked =
        col(Keys.SUBJECT)
            .equalTo(col("_asked"))
            .and(col(Keys.CHECK).equalTo(col("_askedCheck")))
            .and(col(CAMPAIGN).equalTo(col("_askedCampaign")));
    var isBefore = col(Keys.DAY).isNull().or(col(Keys.DAY).lt(col("moment")));
    return rows.join(offered, xxhash64(rows.col(path.match())).equalTo(col(MATCHED)))
        .join(events.areMomentsSmall() ? broadcast(asked) : asked, isAsked.and(isBefore))
        .withColumn(Keys.AGE, datediff(col("moment"), col(Keys.DAY)));
  }

  private static Dataset<Row> ofCampaigns(Events events, Path path) {
    return events
        .all(SourceTables.CAMPAIGN)
        .where(col(path.match()).isNotNull())
        .select(xxhash64(col("campaign_id")).as(CAMPAIGN), xxhash64(col(path.match())).as(MATCHED))
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
    keys.add(xxhash64(col("campaign_id")).as(CAMPAIGN));
    keys.add(xxhash64(col(path.match())).as(MATCHED));
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
