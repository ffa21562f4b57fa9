package io.microtarget.feature;

import io.microtarget.source.SourceTables;
import io.microtarget.table.Nearest;
import io.microtarget.table.SettingsError;
import io.microtarget.table.Table;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The tables and columns that a declaration may name. */
final class Columns {
  /** Distinct products that the smallest offer which covers a row covers in its campaign. */
  static final String OFFER_PRODUCTS = "offer_products";

  static final String OFFER_ID = "offer_id";

  private Columns() {}

  /**
   * The table of a kind of source.
   *
   * @throws SettingsError names the nearest kind
   */
  static Table table(String kind) {
    var names = SourceTables.kinds().stream().map(Table::name).toList();
    return SourceTables.kinds().stream()
        .filter(t -> t.name().equals(kind))
        .findFirst()
        .orElseThrow(
            () ->
                new SettingsError(
                    "no kind of source `%s`%s; there are %s"
                        .formatted(kind, Nearest.hint(kind, names).orElse(""), names)));
  }

  /**
   * Columns of a row of the feature's table, with those that are made from them, with its
   * dimensions and what its match adds.
   */
  static Set<String> of(FeatureSettings settings, Own own) {
    var table = table(own.from());
    var columns = new LinkedHashSet<>(table.columns());
    columns.addAll(Made.of(table).keySet());
    dimensions(settings, table).values().forEach(d -> columns.addAll(d.columns().keySet()));
    var isAboutOffers = own.match().isPresent() && !isOfCampaign(own.match().get());
    if (isAboutOffers || table.equals(SourceTables.OFFER)) {
      columns.add(OFFER_PRODUCTS);
      columns.add(OFFER_ID);
    }
    return columns;
  }

  /** The dimensions of an event table, by name. */
  static Map<String, Dimension> dimensions(FeatureSettings settings, Table to) {
    var found = new TreeMap<String, Dimension>();
    settings
        .dimensions()
        .forEach(
            (name, dimension) -> {
              if (dimension.to().equals(to.name())) {
                found.put(name, dimension);
              }
            });
    return found;
  }

  /** Whether {@code match} compares with the campaign itself, not with what it offers. */
  static boolean isOfCampaign(String match) {
    return SourceTables.CAMPAIGN.columns().contains(match);
  }

  /** The dimension that gives {@code match} to offers; empty if it is a column of offers. */
  static Optional<Dimension> ofOffers(FeatureSettings settings, String from, String match) {
    if (SourceTables.OFFER.columns().contains(match)) {
      return Optional.empty();
    }
    return dimensions(settings, table(from)).values().stream()
        .filter(d -> d.columns().containsKey(match))
        .findFirst();
  }
}
