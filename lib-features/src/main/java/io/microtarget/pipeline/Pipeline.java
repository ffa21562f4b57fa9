package io.microtarget.pipeline;

import io.microtarget.activation.Audiences;
import io.microtarget.activation.Status;
import io.microtarget.decision.Decisions;
import io.microtarget.decision.Holdout;
import io.microtarget.decision.Waterfall;
import io.microtarget.feature.Dictionary;
import io.microtarget.feature.Features;
import io.microtarget.feature.OccasionSettings;
import io.microtarget.identity.GoldenRecords;
import io.microtarget.identity.Links;
import io.microtarget.identity.Subjects;
import io.microtarget.journey.Declared;
import io.microtarget.journey.Touchpoints;
import io.microtarget.measurement.PastCampaigns;
import io.microtarget.privacy.Gate;
import io.microtarget.scoring.Propensity;
import io.microtarget.segment.Segments;
import io.microtarget.table.Clocks;
import io.microtarget.table.Kind;
import io.microtarget.table.Stage;
import io.microtarget.table.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The chain of one business: what happens in a run after the sources were taken in. */
public final class Pipeline {
  private Pipeline() {}

  /**
   * The stages in the order they run.
   *
   * @throws IllegalStateException if a stage reads a table of the run that none before it makes
   */
  public static List<Stage> stages(Settings settings, Clocks clocks) {
    var subject = settings.business().subject();
    var decisions =
        new Decisions.Settings(
            settings.decidingModel().orElse(""),
            subject,
            settings.business().currency(),
            settings.offers(),
            settings.channels(),
            settings.policy());
    var audiences =
        new Audiences.Settings(
            settings.destinations(),
            settings.business().rehearsal() ? Status.REHEARSAL : Status.READY,
            settings.policy().minimumAudience());
    var allowed = AllowedFeatures.of(settings);
    var stages =
        List.of(
            link(settings, clocks),
            GoldenRecords.stage(settings.golden(), clocks),
            Subjects.stage(subject, clocks),
            Gate.stage(Permissions.gate(settings), clocks),
            Touchpoints.stage(journey(settings), clocks),
            Features.stage(
                allowed.features(),
                occasions(settings),
                offersWhere(settings),
                subject,
                allowed.available(),
                clocks),
            Dictionary.stage(dictionary(settings, allowed), clocks),
            Segments.stage(settings.segments(), subject),
            Propensity.stage(settings.models(), subject, clocks),
            Holdout.stage(settings.policy(), subject),
            Decisions.stage(decisions, clocks.asOf()),
            Waterfall.stage(decisions, clocks.asOf()),
            Audiences.stage(audiences, settings.channels().keySet()),
            PastCampaigns.stage(settings.decidingModel().orElse(""), clocks));
    check(stages);
    return stages;
  }

  private static Stage link(Settings settings, Clocks clocks) {
    return Links.stage(
        settings.identity(),
        settings.identifierTypes(),
        settings.compared(),
        settings.business().subject(),
        clocks);
  }

  private static Declared journey(Settings settings) {
    var business = settings.business();
    return new Declared(
        settings.journey(), settings.sources(), business.subject(), business.zone());
  }

  /** Tables a run publishes. */
  public static List<Table> published() {
    return Catalog.tables(Kind.SNAPSHOT);
  }

  private static Dictionary.Settings dictionary(Settings settings, AllowedFeatures allowed) {
    var wanted = new TreeSet<String>();
    settings.segments().values().forEach(segment -> wanted.addAll(segment.features()));
    settings
        .models()
        .values()
        .forEach(
            model -> {
              wanted.addAll(model.features());
              wanted.addAll(model.baseline());
            });
    return new Dictionary.Settings(
        allowed.features(),
        allowed.available(),
        FeaturePurposes.byKey(settings),
        allowed.notes(),
        wanted,
        settings.business().subject());
  }

  private static Map<String, OccasionSettings> occasions(Settings settings) {
    var occasions = new TreeMap<String, OccasionSettings>();
    settings
        .models()
        .forEach(
            (n, m) ->
                occasions.put(n, new OccasionSettings(m.contacts(), m.outcome(), m.window())));
    return occasions;
  }

  private static Map<String, String> offersWhere(Settings settings) {
    var where = new TreeMap<String, String>();
    settings.offers().forEach((name, offer) -> where.put(name, offer.where()));
    return where;
  }

  private static void check(List<Stage> stages) {
    var made = new HashSet<Table>();
    var problems = new ArrayList<String>();
    for (var stage : stages) {
      for (var table : stage.reads()) {
        var isOfRun = table.kind() == Kind.SNAPSHOT || table.kind() == Kind.SCRATCH;
        if (isOfRun && !made.contains(table)) {
          problems.add("stage '%s' reads '%s' before it is made".formatted(stage.name(), table));
        }
      }
      made.addAll(stage.makes());
    }
    if (!problems.isEmpty()) {
      throw new IllegalStateException(String.join("; ", problems));
    }
  }
}
