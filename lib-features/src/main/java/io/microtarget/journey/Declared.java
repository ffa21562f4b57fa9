package io.microtarget.journey;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.microtarget.source.SourceSettings;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Table;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;

/**
 * What the settings say of journeys.
 *
 * @param settings the block {@code journey}
 * @param sources all sources
 * @param subjectType person, household or account
 * @param zone of the business
 */
public record Declared(
    JourneySettings settings,
    Map<String, SourceSettings> sources,
    String subjectType,
    ZoneId zone) {
  /** The kinds whose rows are touchpoints and of which there is a source. */
  List<Table> kinds() {
    return Touchpoint.kinds().stream().filter(k -> !names(k).isEmpty()).toList();
  }

  /** Whether anybody can put something into a cart. */
  boolean hasCarts() {
    return settings.cart().days() > 0 && kinds().contains(SourceTables.EVENT);
  }

  /** STRING: the channel of a row, as its source says or else its kind. */
  Column channel(Table kind) {
    var ofKind = Touchpoint.of(kind).get(Touchpoint.CHANNEL);
    var channel = (ofKind == null ? lit(null) : expr(ofKind)).cast("string");
    for (var name : names(kind)) {
      var own = settings.channels().get(name);
      if (own != null) {
        channel = when(col("source").equalTo(name), expr(own).cast("string")).otherwise(channel);
      }
    }
    return channel;
  }

  /** Which rows count. */
  Genuine genuine() {
    return Genuine.of(settings, sources);
  }

  private List<String> names(Table kind) {
    return new TreeMap<>(sources)
        .entrySet().stream()
            .filter(e -> e.getValue().kind().equals(kind.name()))
            .map(Map.Entry::getKey)
            .toList();
  }
}
