package io.microtarget.privacy;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_intersect;
import static org.apache.spark.sql.functions.arrays_overlap;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.microtarget.identity.IdentityTables;
import io.microtarget.source.Basis;
import io.microtarget.table.Stage;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * May a message leave? One row per subject and channel, with the rule that says so.
 *
 * <p>Allowed is a subject that at least one source knows whose basis names the purpose {@code
 * direct-marketing} and the channel; all others are denied. Of several such sources the first by
 * name is the rule, so that the answer does not depend on the order of the rows.
 *
 * <p>{@code rule_id}: {@code basis:<source>:<legal basis>}, or {@code deny:no-basis} (no source
 * states one), {@code deny:purpose} (none for direct marketing), {@code deny:channel} (none for
 * this channel).
 */
public final class Gate {
  private static final Column SOURCES = coalesce(col("sources"), array().cast("array<string>"));

  private Gate() {}

  /**
   * Makes {@link PrivacyTables#PERMISSION} from {@link IdentityTables#SUBJECT}.
   *
   * @param basisBySource the basis of each source that states one
   * @param channels names of the channels in the settings
   * @param subjectType what the run is about: person, household, account
   */
  public static Stage stage(
      Map<String, Basis> basisBySource, List<String> channels, String subjectType) {
    return Stage.of(
        "permission",
        PrivacyTables.PERMISSION,
        List.of(IdentityTables.SUBJECT),
        inputs ->
            of(
                inputs.of(IdentityTables.SUBJECT).filter(col("subject_type").equalTo(subjectType)),
                basisBySource,
                channels));
  }

  /** Columns of {@link PrivacyTables#PERMISSION}; no row without a channel. */
  static Dataset<Row> of(
      Dataset<Row> subjects, Map<String, Basis> basisBySource, List<String> channels) {
    // An empty array has no type of its own, so that the cast is needed for no channels.
    var answers =
        array(
                channels.stream()
                    .sorted()
                    .map(channel -> answer(channel, basisBySource))
                    .toArray(Column[]::new))
            .cast("array<struct<channel:string,allowed:boolean,rule_id:string>>");
    return subjects
        .select(col("subject_type"), col("subject_id"), explode(answers).as("answer"))
        .select(
            col("subject_type"),
            col("subject_id"),
            col("answer.*"),
            lit(null).cast("string").as("granted_by"));
  }

  private static Column answer(String channel, Map<String, Basis> basisBySource) {
    var granting = sources(basisBySource, basis -> basis.allowsMarketing(channel));
    // array_intersect keeps the order of its first argument: the first granting source by name.
    var source = get(array_intersect(texts(granting), SOURCES), lit(0));
    var rule = denial(basisBySource);
    for (var name : granting) {
      var id = "basis:%s:%s".formatted(name, basisBySource.get(name).legalBasis().key());
      rule = when(source.equalTo(name), id).otherwise(rule);
    }
    return struct(lit(channel).as("channel"), source.isNotNull().as("allowed"), rule.as("rule_id"));
  }

  private static Column denial(Map<String, Basis> basisBySource) {
    var stating = sources(basisBySource, basis -> true);
    var marketing = sources(basisBySource, Basis::allowsMarketing);
    return when(arrays_overlap(texts(marketing), SOURCES), "deny:channel")
        .when(arrays_overlap(texts(stating), SOURCES), "deny:purpose")
        .otherwise("deny:no-basis");
  }

  private static List<String> sources(Map<String, Basis> bases, Predicate<Basis> which) {
    return bases.keySet().stream().filter(name -> which.test(bases.get(name))).sorted().toList();
  }

  private static Column texts(List<String> values) {
    return array(values.stream().map(value -> lit(value)).toArray(Column[]::new))
        .cast("array<string>");
  }
}
