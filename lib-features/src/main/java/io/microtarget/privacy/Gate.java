package io.microtarget.privacy;

import static org.apache.spark.sql.functions.col;

import io.microtarget.identity.IdentityTables;
import io.microtarget.identity.RowGroups;
import io.microtarget.identity.Subjects;
import io.microtarget.source.Basis;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Clocks;
import io.microtarget.table.Inputs;
import io.microtarget.table.Stage;
import io.microtarget.table.Table;
import java.io.Serializable;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * May a message leave? One row per subject and channel, with the rule that says so; the decision
 * itself is that of {@link Verdicts}.
 *
 * <p>{@code rule_id} is {@code <rule of the policy>:<source>}, or {@code deny:} and the reason:
 *
 * <ul>
 *   <li>{@code objection:<source of the list>}, {@code revoked}, {@code refused}: somebody said no
 *   <li>{@code expired}, {@code not-yet-valid}: there is a consent, but not on this day
 *   <li>{@code no-consent}: a source needs one and there is none
 *   <li>{@code policy:<rule>}, {@code policy:no-rule}, {@code needs:<condition>}: the law says no,
 *       says nothing, or asks for what the source does not state
 *   <li>{@code channel}, {@code purpose}, {@code no-basis}: no source states a basis for it
 *   <li>{@code sharing:<one of these>}: the message would be allowed, handing the person to a
 *       platform is not
 * </ul>
 */
public final class Gate {
  /** Tables that {@link #permissions} is made from. */
  public static final List<Table> READS =
      List.of(
          IdentityTables.SUBJECT,
          IdentityTables.LINK,
          SourceTables.CONSENT,
          SourceTables.SUPPRESSION,
          SourceTables.PARTY);

  private Gate() {}

  /**
   * What the answer depends on beside the data.
   *
   * @param bases the basis of each source that states one
   * @param media of the channels in the settings, by name
   * @param country whose law applies, ISO 3166 alpha-2
   * @param subjectType what the run is about: person, household, account
   * @param isRehearsal whether no audience leaves
   * @param zone in which days begin
   */
  public record Settings(
      Map<String, Basis> bases,
      Map<String, Medium> media,
      String country,
      String subjectType,
      boolean isRehearsal,
      ZoneId zone)
      implements Serializable {
    public Settings {
      bases = new TreeMap<>(bases);
      media = new TreeMap<>(media);
    }
  }

  /**
   * What is known at a moment.
   *
   * @param subjects {@code subject_type, subject_id, sources} as in {@link IdentityTables#SUBJECT}
   * @param links rows of {@link IdentityTables#LINK}
   * @param consents rows of {@link SourceTables#CONSENT}
   * @param suppressions rows of {@link SourceTables#SUPPRESSION}
   * @param parties rows of {@link SourceTables#PARTY}
   */
  public record Tables(
      Dataset<Row> subjects,
      Dataset<Row> links,
      Dataset<Row> consents,
      Dataset<Row> suppressions,
      Dataset<Row> parties) {
    /** From a stage that declares {@link Gate#READS}. */
    public static Tables of(Inputs inputs) {
      return new Tables(
          inputs.of(IdentityTables.SUBJECT),
          inputs.of(IdentityTables.LINK),
          inputs.of(SourceTables.CONSENT),
          inputs.of(SourceTables.SUPPRESSION),
          inputs.of(SourceTables.PARTY));
    }
  }

  /** Makes {@link PrivacyTables#PERMISSION}, as known at the moment of the run. */
  public static Stage stage(Settings settings, Clocks clocks) {
    return Stage.of(
        "permission",
        PrivacyTables.PERMISSION,
        READS,
        inputs -> {
          var tables = Tables.of(inputs);
          Unknown.note(tables).ifPresent(inputs::note);
          return permissions(tables, settings, clocks.knownAt());
        });
  }

  /**
   * Who may be contacted through which channel, as known at a moment.
   *
   * @return columns of {@link PrivacyTables#PERMISSION}; a row per subject of the subject type and
   *     channel, none without a channel
   */
  public static Dataset<Row> permissions(Tables tables, Settings settings, Instant knownAt) {
    var subjects =
        tables
            .subjects()
            .filter(col("subject_type").equalTo(settings.subjectType()))
            .transform(SaidRow::subjects);
    return subjects
        .union(said(tables))
        .repartition(col("subject_id"))
        .sortWithinPartitions("subject_id")
        .mapPartitions(
            new Asked(settings, knownAt), Encoders.row(PrivacyTables.PERMISSION.schema()));
  }

  /** Statements and objections under the subject of their record. */
  static Dataset<Row> said(Tables tables) {
    var objections = SaidRow.objections(Suppressed.of(tables.suppressions(), tables.parties()));
    var said = SaidRow.statements(tables.consents()).union(objections);
    return Subjects.resolve(said, tables.links())
        .select(SaidRow.COLUMNS.stream().map(name -> col(name)).toArray(Column[]::new));
  }

  /** Subjects to permissions. Of those about whom nothing was said only the sources matter. */
  private record Asked(Settings settings, Instant knownAt)
      implements MapPartitionsFunction<Row, Row> {
    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
      var verdicts = new Verdicts(settings, PolicyTable.STANDARD);
      var bySources = new HashMap<List<String>, List<Answer>>();
      var groups = new RowGroups(rows, SaidRow.SUBJECT, Integer.MAX_VALUE);
      return StreamSupport.stream(
              Spliterators.spliteratorUnknownSize(groups, Spliterator.ORDERED), false)
          .flatMap(
              group ->
                  SaidRow.of(group.rows()).stream()
                      .flatMap(
                          said -> {
                            var answers =
                                said.isSilent()
                                    ? bySources.computeIfAbsent(
                                        List.copyOf(said.sources()), s -> answers(verdicts, said))
                                    : answers(verdicts, said);
                            return rows(group.rows().get(0).getString(SaidRow.SUBJECT), answers);
                          }))
          .iterator();
    }

    private Stream<Row> rows(String subject, List<Answer> answers) {
      var channels = List.copyOf(settings.media().keySet());
      return IntStream.range(0, channels.size())
          .mapToObj(
              i ->
                  RowFactory.create(
                      settings.subjectType(),
                      subject,
                      channels.get(i),
                      answers.get(i).isAllowed(),
                      answers.get(i).ruleId(),
                      answers.get(i).grantedBy().orElse(null)));
    }

    private List<Answer> answers(Verdicts verdicts, Said said) {
      return settings.media().keySet().stream()
          .map(channel -> verdicts.of(said, channel, knownAt))
          .toList();
    }
  }
}
