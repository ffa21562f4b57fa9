package io.microtarget.journey;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.microtarget.source.SourceSettings;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Expression;
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
  private static final String ATTRIBUTES = "attributes";

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

  /** BOOLEAN: whether a row of {@code event} says that it is a machine; false if none can. */
  Column isSaidMachine() {
    var userAgent = Expression.of(settings.userAgent(), SourceTables.EVENT.columns());
    var keys = userAgent.keysOf(ATTRIBUTES);
    var areInAttributes = userAgent.columns().equals(java.util.Set.of(ATTRIBUTES));
    var isDelivered =
        names(SourceTables.EVENT).stream()
            .map(name -> sources.get(name).attributes().keySet())
            .anyMatch(has -> keys.isEmpty() || keys.get().stream().anyMatch(has::contains));
    // A map is dear to read, so that it is not where no source fills it.
    return areInAttributes && !isDelivered ? lit(false) : Machines.isSaid(userAgent.column());
  }

  private List<String> names(Table kind) {
    return new TreeMap<>(sources)
        .entrySet().stream()
            .filter(e -> e.getValue().kind().equals(kind.name()))
            .map(Map.Entry::getKey)
            .toList();
  }
}
