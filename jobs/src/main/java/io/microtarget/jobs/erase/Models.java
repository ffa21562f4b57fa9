package io.microtarget.jobs.erase;

import static org.apache.spark.sql.functions.col;

import io.microtarget.feature.FeatureTables;
import io.microtarget.identity.IdentityTables;
import io.microtarget.jobs.store.Publications;
import io.microtarget.jobs.store.Removal;
import io.microtarget.pipeline.Settings;
import io.microtarget.privacy.Tombstones;
import io.microtarget.scoring.ScoringTables;
import io.microtarget.source.SourceTables;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Models that saw an erased person: those whose contacts are of a source that contacted one, the
 * weights of links that were estimated from a record of theirs, and segments they were in. Only
 * figures over everybody are left of them; the next run makes them anew without the person.
 */
final class Models {
  private final Removal tables;
  private final Settings settings;
  private final Tombstones.Sent erased;

  Models(Removal tables, Settings settings, Tombstones.Sent erased) {
    this.tables = tables;
    this.settings = settings;
    this.erased = erased;
  }

  /** A line for each model of a publication that counts. */
  List<Line> lines(Map<LocalDate, Publications.Head> heads) {
    var lines = new ArrayList<Line>();
    var contacted = contacted();
    var fitted = tables.rows(IdentityTables.LINK).filter(erased.hasRecord(col("record_id")));
    for (var head : heads.values()) {
      var run = head.runId().orElseThrow();
      for (var model : models(run)) {
        var source =
            settings.models().containsKey(model) ? settings.models().get(model).contacts() : "";
        long people = contacted.getOrDefault(source, 0L);
        if (people > 0) {
          lines.add(retrain(model, people, "propensity, as of", head));
        }
      }
      add(
          lines,
          "identity",
          "weights of links, as of",
          head,
          ofRun(fitted, run).filter(col("is_fitted")).count());
      if (!settings.segments().isEmpty() && tables.has(FeatureTables.FEATURE)) {
        var seen =
            ofRun(tables.rows(FeatureTables.FEATURE), run)
                .filter(erased.hasRecord(col("subject_id")));
        add(lines, "segments", "centres and rules, as of", head, seen.count());
      }
    }
    return lines;
  }

  private static void add(
      List<Line> lines, String model, String what, Publications.Head head, long people) {
    if (people > 0) {
      lines.add(retrain(model, people, what, head));
    }
  }

  private static Line retrain(String model, long people, String what, Publications.Head head) {
    return new Line(model, Line.RETRAIN, people, "%s %s".formatted(what, head.asOf()));
  }

  /** Source of contacts to erased people contacted by it. */
  private Map<String, Long> contacted() {
    var bySource = new HashMap<String, Long>();
    tables
        .rows(SourceTables.CONTACT)
        .filter(erased.hasRecord(col("record_id")))
        .select("source", "record_id")
        .distinct()
        .groupBy("source")
        .count()
        .collectAsList()
        .forEach(row -> bySource.put(row.getString(0), row.getLong(1)));
    return bySource;
  }

  private TreeSet<String> models(String run) {
    var models = new TreeSet<String>();
    if (tables.has(ScoringTables.EVALUATION)) {
      ofRun(tables.rows(ScoringTables.EVALUATION), run)
          .select("model")
          .distinct()
          .collectAsList()
          .forEach(row -> models.add(row.getString(0)));
    }
    return models;
  }

  private static Dataset<Row> ofRun(Dataset<Row> rows, String run) {
    // A table that is not there has no columns of the store.
    return !List.of(rows.columns()).contains("run_id")
        ? rows.limit(0)
        : rows.filter(col("run_id").equalTo(run));
  }
}
