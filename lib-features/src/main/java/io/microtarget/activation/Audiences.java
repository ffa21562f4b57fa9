package io.microtarget.activation;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import io.microtarget.decision.DecisionTables;
import io.microtarget.decision.Decisions;
import io.microtarget.privacy.PrivacyTables;
import io.microtarget.table.DataError;
import io.microtarget.table.Nearest;
import io.microtarget.table.SettingsError;
import io.microtarget.table.Stage;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * The audience of each destination: the chosen decisions of its channel.
 *
 * <p>An audience is one offer at one destination; below the minimum size it is empty. A chosen
 * decision whose channel has no destination reaches nobody; two destinations of one channel get a
 * row each.
 */
public final class Audiences {
  private Audiences() {}

  /**
   * @param destinations by name
   * @param status of every row; a rehearsal is accepted by no destination
   * @param minimumAudience fewest subjects of an audience where its destination states no number
   */
  public record Settings(
      Map<String, Destination> destinations, Status status, long minimumAudience) {
    public Settings {
      destinations = Map.copyOf(destinations);
      if (minimumAudience < 0) {
        throw new IllegalArgumentException(
            "minimum-audience must be at least 0, not " + minimumAudience);
      }
    }

    /** Fewest subjects of an audience of this destination. */
    public long minimumAudience(String destination) {
      return destinations.get(destination).minimumAudience().orElse(minimumAudience);
    }
  }

  /**
   * Makes {@link ActivationTables#AUDIENCE}.
   *
   * @param channels names of the channels in the settings
   * @throws SettingsError a destination names a channel that does not exist
   */
  public static Stage stage(Settings settings, Collection<String> channels) {
    check(settings.destinations(), channels);
    return Stage.of(
        "audience",
        ActivationTables.AUDIENCE,
        List.of(DecisionTables.DECISION, PrivacyTables.PERMISSION),
        inputs ->
            of(inputs.of(DecisionTables.DECISION), inputs.of(PrivacyTables.PERMISSION), settings));
  }

  private static void check(Map<String, Destination> destinations, Collection<String> channels) {
    var problems =
        destinations.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .filter(entry -> !channels.contains(entry.getValue().channel()))
            .map(
                entry ->
                    "destinations.%s.channel: `%s` is none of the channels %s%s"
                        .formatted(
                            entry.getKey(),
                            entry.getValue().channel(),
                            new TreeSet<>(channels),
                            Nearest.hint(entry.getValue().channel(), channels).orElse("")))
            .toList();
    if (!problems.isEmpty()) {
      throw new SettingsError(problems);
    }
  }

  /**
   * Columns of {@link ActivationTables#AUDIENCE}.
   *
   * @throws DataError a chosen decision is not permitted
   */
  static Dataset<Row> of(Dataset<Row> decisions, Dataset<Row> permissions, Settings settings) {
    var chosen = decisions.filter(col("outcome").equalTo(Decisions.CHOSEN));
    checkPermitted(chosen, permissions);
    var audience = Window.partitionBy("destination", "offer");
    return chosen
        .withColumn("destination", explode(destinations(settings)))
        .filter(col("destination.channel").equalTo(col("channel")))
        .withColumn("least", col("destination.least"))
        .withColumn("destination", col("destination.name"))
        .withColumn("size", count(lit(1)).over(audience))
        .filter(col("size").geq(col("least")))
        .withColumn("status", lit(settings.status().key()))
        .select(
            ActivationTables.AUDIENCE.columns().stream()
                .map(org.apache.spark.sql.functions::col)
                .toArray(Column[]::new));
  }

  /** The one action here: a gate at the exit must have said yes before a row is written. */
  private static void checkPermitted(Dataset<Row> chosen, Dataset<Row> permissions) {
    var key = new String[] {"subject_type", "subject_id", "channel"};
    var denied = chosen.join(permissions.filter(col("allowed")), key, "left_anti").count();
    if (denied > 0) {
      throw DataError.gate(
          "table decision: %d chosen rows have no allowed row in table permission; no audience is"
                  .formatted(denied)
              + " made; run the stages from `permission` on again");
    }
  }

  private static Column destinations(Settings settings) {
    // An empty array has no type of its own, so that the cast is needed for no destinations.
    return array(
            settings.destinations().keySet().stream()
                .sorted()
                .map(
                    name ->
                        struct(
                            lit(name).as("name"),
                            lit(settings.destinations().get(name).channel()).as("channel"),
                            lit(settings.minimumAudience(name)).as("least")))
                .toArray(Column[]::new))
        .cast("array<struct<name:string,channel:string,least:bigint>>");
  }
}
