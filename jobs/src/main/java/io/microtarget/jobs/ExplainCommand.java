package io.microtarget.jobs;

import static org.apache.spark.sql.functions.col;

import io.microtarget.activation.ActivationTables;
import io.microtarget.decision.DecisionTables;
import io.microtarget.feature.FeatureTables;
import io.microtarget.jobs.store.DeltaStore;
import io.microtarget.jobs.store.Publications;
import io.microtarget.jobs.store.VaultKey;
import io.microtarget.scoring.ScoringTables;
import io.microtarget.segment.SegmentTables;
import io.microtarget.table.SettingsError;
import io.microtarget.table.Table;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code microtarget explain}: all that a publication says of one subject, and why. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Shows features, segment, scores and decisions of one subject, with the rules; and why it is one:",
      "its records, the links between them with bits by field, the weakest, its household, and whose",
      "values survive. Nothing but pseudonyms, unless --vault."
    })
final class ExplainCommand implements Callable<Integer> {
  @Mixin BusinessOptions business;

  @Parameters(
      paramLabel = "SUBJECT",
      description =
          "Pseudonym of the subject, of one of its records or persons, or of a person that was merged into it.")
  String subject;

  @Option(
      names = "--native-id",
      description =
          "SUBJECT is an id of the source; its pseudonym is computed with the vault's key, and the subject it is linked to is shown.")
  boolean isNativeId;

  @Option(
      names = "--id-space",
      defaultValue = "default",
      description = "Id space of the native id. Default: ${DEFAULT-VALUE}.")
  String idSpace;

  @Option(
      names = "--vault",
      description =
          "Also shows the clear ids and compared values of each record, from the vault: personal data.")
  boolean isVaultOpen;

  @Option(
      names = "--permissions",
      description =
          "Also shows the decision through time: who said what and when, and what each channel answers from then on.")
  boolean arePermissionsShown;

  @Option(
      names = "--journey",
      description =
          "Also shows its touchpoints in the order of time: channel, what, worth, campaign, session, gap; and carts that are open.")
  boolean isJourneyShown;

  @Option(names = "--as-of", paramLabel = "DATE", description = "Default: the latest publication.")
  Optional<String> asOf = Optional.empty();

  @Override
  public Integer call() {
    var settings = business.settings();
    SparkStart.use(
        spark -> {
          var published = PublishedRun.of(spark, settings, asOf);
          var id = isNativeId ? recordId(published) : subject;
          var sought = Sought.of(published.store(), id);
          explain(published.store(), sought, published.head());
          IdentityExplained.lines(
                  published.store(),
                  sought.subjectId(),
                  isVaultOpen
                      ? IdentityExplained.Values.FROM_VAULT
                      : IdentityExplained.Values.HIDDEN)
              .forEach(System.out::println);
          if (arePermissionsShown) {
            PermissionsExplained.lines(published, sought.subjectId()).forEach(System.out::println);
          }
          if (isJourneyShown) {
            JourneyExplained.lines(published, sought.subjectId()).forEach(System.out::println);
          }
        });
    return Exit.OK;
  }

  private String recordId(PublishedRun published) {
    return VaultKey.of(business.settings().vault().key(), published.lake()).of(idSpace, subject);
  }

  private static void explain(DeltaStore store, Sought sought, Publications.Head head) {
    var id = sought.subjectId();
    var features = rows(store, FeatureTables.FEATURE, id);
    if (features.isEmpty()) {
      throw new SettingsError("no subject %s in the publication of %s".formatted(id, head.asOf()));
    }
    System.out.println(
        "%s %s as of %s (run %s)"
            .formatted(
                features.get(0).getAs("subject_type"), id, head.asOf(), head.runId().orElse("")));
    sought.how().ifPresent(how -> System.out.println("  asked    " + how));
    new TreeMap<>(features.get(0).<String, String>getJavaMap(features.get(0).fieldIndex("traits")))
        .forEach((name, value) -> System.out.println("  trait    %s = %s".formatted(name, value)));
    new TreeMap<>(features.get(0).<String, Double>getJavaMap(features.get(0).fieldIndex("numbers")))
        .forEach((name, value) -> System.out.println("  feature  %s = %s".formatted(name, value)));
    var definitions = store.read(SegmentTables.SEGMENT_DEFINITION).collectAsList();
    for (var member : rows(store, SegmentTables.SEGMENT_MEMBERSHIP, id)) {
      definitions.stream()
          .filter(d -> d.getAs("segment_set").equals(member.getAs("segment_set")))
          .filter(d -> d.getAs("segment_id").equals(member.getAs("segment_id")))
          .forEach(
              d ->
                  System.out.println(
                      "  segment  %s/%s \"%s\": %s"
                          .formatted(
                              d.getAs("segment_set"),
                              d.getAs("segment_id"),
                              d.getAs("name"),
                              d.getAs("rule"))));
    }
    for (var score : rows(store, ScoringTables.SCORE, id)) {
      System.out.println(
          "  score    %s for %s: propensity %s, decile %s"
              .formatted(
                  score.getAs("model"),
                  score.getAs("offer"),
                  score.getAs("propensity"),
                  score.getAs("decile")));
    }
    for (var decision : rows(store, DecisionTables.DECISION, id)) {
      System.out.println(
          "  decision %s by %s: %s by rule %s, arm %s, expected value %s"
              .formatted(
                  decision.getAs("offer"),
                  decision.getAs("channel"),
                  decision.getAs("outcome"),
                  decision.getAs("rule_id"),
                  decision.getAs("arm"),
                  decision.getAs("expected_value")));
    }
    for (var row : rows(store, ActivationTables.AUDIENCE, id)) {
      System.out.println(
          "  audience %s (%s), let out by %s"
              .formatted(row.getAs("destination"), row.getAs("status"), row.getAs("rule_id")));
    }
  }

  private static List<Row> rows(DeltaStore store, Table table, String id) {
    Dataset<Row> rows = store.own(table).filter(col("subject_id").equalTo(id));
    var order = table.keys().stream().map(k -> col(k)).toArray(org.apache.spark.sql.Column[]::new);
    return rows.orderBy(order).collectAsList();
  }
}
