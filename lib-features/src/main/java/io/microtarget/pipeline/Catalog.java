package io.microtarget.pipeline;

import io.microtarget.activation.ActivationTables;
import io.microtarget.activation.PublicationTables;
import io.microtarget.decision.DecisionTables;
import io.microtarget.feature.FeatureTables;
import io.microtarget.identity.IdentityTables;
import io.microtarget.journey.JourneyTables;
import io.microtarget.measurement.MeasurementTables;
import io.microtarget.privacy.PrivacyTables;
import io.microtarget.scoring.ScoringTables;
import io.microtarget.segment.SegmentTables;
import io.microtarget.source.ColumnContract;
import io.microtarget.source.Contract;
import io.microtarget.source.PersonalData;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Kind;
import io.microtarget.table.Table;
import io.microtarget.vault.VaultTables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All tables there are: the contract with those who read them. */
public final class Catalog {
  private static final String TOMBSTONE = "tombstone";

  /** Columns that hold the pseudonym of a person, of one of its records or of its household. */
  private static final Set<String> PSEUDONYMS =
      Set.of(
          "record_id",
          "unified_id",
          "subject_id",
          "previous_id",
          "parent_id",
          "child_id",
          "one",
          "other",
          "granted_by",
          "identifiers");

  private static final Set<String> APART =
      Set.of(
          "numbers",
          "features",
          "traits",
          "event_time",
          "event_date",
          "place_id",
          "what",
          "opened_at",
          "last_at");

  private Catalog() {}

  /** Every table, left to right through the rooms. */
  public static List<Table> tables() {
    var tables = new ArrayList<Table>(SourceTables.kinds());
    tables.addAll(
        List.of(
            SourceTables.DELIVERY,
            SourceTables.QUARANTINE,
            VaultTables.VAULT,
            IdentityTables.LINK,
            IdentityTables.MATCH,
            IdentityTables.LINKAGE,
            IdentityTables.MEMBERSHIP,
            IdentityTables.GOLDEN_RECORD,
            IdentityTables.SUBJECT,
            PrivacyTables.PERMISSION,
            PrivacyTables.TOMBSTONE,
            PrivacyTables.PROOF,
            PrivacyTables.ERASURE,
            JourneyTables.TOUCHPOINT,
            JourneyTables.OPEN_CART,
            JourneyTables.JOURNEY_COUNT,
            FeatureTables.FEATURE,
            FeatureTables.FEATURE_HISTORY,
            FeatureTables.OCCASION,
            FeatureTables.FEATURE_LIST,
            FeatureTables.FEATURE_DEFINITION,
            SegmentTables.SEGMENT_DEFINITION,
            SegmentTables.SEGMENT_MEMBERSHIP,
            ScoringTables.SCORE,
            ScoringTables.EVALUATION,
            ScoringTables.MODEL_INPUT,
            ScoringTables.BACKTEST_SCORE,
            DecisionTables.DECISION,
            DecisionTables.HOLDOUT,
            DecisionTables.WATERFALL,
            ActivationTables.AUDIENCE,
            ActivationTables.EXPORT,
            MeasurementTables.PAST_CAMPAIGN,
            PublicationTables.PUBLICATION,
            PublicationTables.LEASE));
    return List.copyOf(tables);
  }

  /** Tables of one kind. */
  public static List<Table> tables(Kind kind) {
    return tables().stream().filter(t -> t.kind() == kind).toList();
  }

  /**
   * Columns of a table that say about whom a row is: pseudonyms of records, persons and subjects,
   * and maps of hashed identifiers. Who is erased is erased from all of them; what stays of erased
   * people ({@code tombstone}) is told by no pseudonym.
   */
  public static List<String> people(Table table) {
    return table.columns().stream().filter(PSEUDONYMS::contains).toList();
  }

  /**
   * What is said about each column of a table, in its order: the contract of a kind of source, or
   * what follows from the columns themselves. A column of a table about people is pseudonymous at
   * least, features tell people apart, and only the vault names anybody.
   */
  public static Map<String, ColumnContract> contracts(Table table) {
    if (table.kind() == Kind.EVENT) {
      return Contract.of(table).columns();
    }
    var isAboutPeople = !people(table).isEmpty() || table.columns().contains(TOMBSTONE);
    var contracts = new LinkedHashMap<String, ColumnContract>();
    for (var column : table.columns()) {
      var tells = isAboutPeople ? PersonalData.PSEUDONYMOUS : PersonalData.NONE;
      if (isAboutPeople && APART.contains(column)) {
        tells = PersonalData.INDIRECT;
      }
      if (table.equals(VaultTables.VAULT) && column.equals("value")) {
        tells = PersonalData.DIRECT;
      }
      contracts.put(column, ColumnContract.of(table.keys().contains(column), tells));
    }
    return contracts;
  }

  /** Rule id to its condition, for each rule that speaks about a column; kinds have some. */
  public static Map<String, String> rules(Table table, String column) {
    var rules = new LinkedHashMap<String, String>();
    if (table.kind() == Kind.EVENT) {
      Contract.of(table)
          .rules()
          .forEach(
              (id, condition) -> {
                if (id.endsWith(":" + column.replace('_', '-'))) {
                  rules.put(id, condition);
                }
              });
    }
    return rules;
  }

  /** Whether the bounds of a column are what is usual, so that a source may state others. */
  static boolean isUsual(Table table, String column) {
    return table.kind() == Kind.EVENT && Contract.of(table).usual().contains(column);
  }

  /** The catalogue as text: one line a table, one line a column. */
  public static String text() {
    var text = new StringBuilder();
    for (var table : tables()) {
      text.append(
          "%s (%s, version %d, key %s): %s%n"
              .formatted(
                  table.name(),
                  table.kind().name().toLowerCase(java.util.Locale.ROOT),
                  table.version(),
                  String.join(", ", table.keys()),
                  table.purpose()));
      for (var field : table.schema().fields()) {
        text.append(
            "  %s %s: %s%n"
                .formatted(
                    field.name(), field.dataType().sql(), field.getComment().getOrElse(() -> "")));
      }
    }
    return text.toString().replace("\r\n", "\n");
  }
}
