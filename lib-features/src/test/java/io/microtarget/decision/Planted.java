package io.microtarget.decision;

import static io.microtarget.testing.TextTable.rows;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.lit;

import io.microtarget.identity.IdentityTables;
import io.microtarget.privacy.PrivacyTables;
import io.microtarget.scoring.ScoringTables;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Reader;
import io.microtarget.table.Table;
import io.microtarget.testing.Sessions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A small world to decide in; a table nobody planted is empty. */
final class Planted implements Reader {
  static final LocalDate AS_OF = LocalDate.of(2018, 1, 1);

  private final Map<Table, Dataset<Row>> tables = new HashMap<>();

  /** Everybody is allowed the mail, and nobody is held out, until planted otherwise. */
  static Planted people(String... ids) {
    return new Planted()
        .plant(
            IdentityTables.SUBJECT,
            rows("subject_type STRING | subject_id STRING\n" + lines("person | %s", ids))
                .withColumn("sources", array(lit("shop"))))
        .plant(
            PrivacyTables.PERMISSION,
            "subject_type STRING | subject_id STRING | channel STRING | allowed BOOLEAN"
                + " | rule_id STRING",
            lines("person | %s | mail | true | de-letter:shop", ids))
        .plant(
            DecisionTables.HOLDOUT,
            "subject_type STRING | subject_id STRING | held_out BOOLEAN | share DOUBLE",
            lines("person | %s | false | 0.1", ids));
  }

  /** Lines of {@code id | offer | propensity}. */
  Planted scores(String text) {
    var rows = text.strip().lines().map("coupon | person | 1 | "::concat).toList();
    return plant(
        ScoringTables.SCORE,
        "model STRING | subject_type STRING | decile INT | subject_id STRING | offer STRING"
            + " | propensity DOUBLE",
        String.join("\n", rows));
  }

  /** Lines of {@code id | arm | date}. */
  Planted contacts(String text) {
    return plant(SourceTables.CONTACT, "record_id STRING | arm STRING | event_date DATE", text);
  }

  Planted plant(Table table, String header, String text) {
    var rows = rows(header + "\n" + text);
    tables.put(table, rows);
    return this;
  }

  Planted plant(Table table, Dataset<Row> rows) {
    tables.put(table, rows);
    return this;
  }

  @Override
  public Dataset<Row> read(Table table) {
    return tables.getOrDefault(table, Sessions.shared().createDataFrame(List.of(), table.schema()));
  }

  Dataset<Row> decide(Decisions.Settings settings) {
    return Decisions.stage(settings, AS_OF).run(this).get(DecisionTables.DECISION);
  }

  /** The waterfall of the decisions. */
  Dataset<Row> waterfall(Decisions.Settings settings) {
    plant(DecisionTables.DECISION, decide(settings));
    return Waterfall.stage(settings, AS_OF).run(this).get(DecisionTables.WATERFALL);
  }

  /** Offers a (margin 10) and b (margin 20), mail at 1.00; budget and minimum as given. */
  static Decisions.Settings settings(double budget, long minimumAudience) {
    return settings(
        Map.of("mail", new Channel(1, 1000)),
        new Policy(budget, 0.1, new ContactCap(30, 1), minimumAudience));
  }

  static Decisions.Settings settings(Map<String, Channel> channels, Policy policy) {
    var offers = Map.of("a", new Offer("true", 10), "b", new Offer("true", 20));
    return new Decisions.Settings("coupon", "person", "EUR", offers, channels, policy);
  }

  private static String lines(String format, String... ids) {
    var lines = new ArrayList<String>();
    for (var id : ids) {
      lines.add(format.formatted(id));
    }
    return String.join("\n", lines);
  }
}
