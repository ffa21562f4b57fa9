package io.microtarget.pipeline;

import io.microtarget.activation.ActivationTables;
import io.microtarget.activation.PublicationTables;
import io.microtarget.decision.DecisionTables;
import io.microtarget.feature.FeatureTables;
import io.microtarget.identity.IdentityTables;
import io.microtarget.measurement.MeasurementTables;
import io.microtarget.privacy.PrivacyTables;
import io.microtarget.scoring.ScoringTables;
import io.microtarget.segment.SegmentTables;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Kind;
import io.microtarget.table.Table;
import io.microtarget.vault.VaultTables;
import java.util.ArrayList;
import java.util.List;

/** All tables there are: the contract with those who read them. */
public final class Catalog {
  private Catalog() {}

  /** Every table, left to right through the rooms. */
  public static List<Table> tables() {
    var tables = new ArrayList<Table>(SourceTables.kinds());
    tables.addAll(
        List.of(
            SourceTables.DELIVERY,
            SourceTables.QUARANTINE,
            VaultTables.VAULT,
            IdentityTables.MEMBERSHIP,
            IdentityTables.LINK,
            IdentityTables.SUBJECT,
            PrivacyTables.PERMISSION,
            FeatureTables.FEATURE,
            FeatureTables.OCCASION,
            SegmentTables.SEGMENT_DEFINITION,
            SegmentTables.SEGMENT_MEMBERSHIP,
            ScoringTables.SCORE,
            ScoringTables.EVALUATION,
            ScoringTables.BACKTEST_SCORE,
            DecisionTables.DECISION,
            DecisionTables.HOLDOUT,
            DecisionTables.WATERFALL,
            ActivationTables.AUDIENCE,
            MeasurementTables.PAST_CAMPAIGN,
            PublicationTables.PUBLICATION,
            PublicationTables.LEASE));
    return List.copyOf(tables);
  }

  /** Tables of one kind. */
  public static List<Table> tables(Kind kind) {
    return tables().stream().filter(t -> t.kind() == kind).toList();
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
