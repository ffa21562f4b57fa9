package io.microtarget.pipeline;

import io.microtarget.activation.Destination;
import io.microtarget.decision.Channel;
import io.microtarget.decision.Offer;
import io.microtarget.decision.Policy;
import io.microtarget.feature.Available;
import io.microtarget.feature.FeatureSettings;
import io.microtarget.identity.Compared;
import io.microtarget.identity.GoldenRecords;
import io.microtarget.identity.IdentitySettings;
import io.microtarget.identity.SurvivorshipSettings;
import io.microtarget.journey.Genuine;
import io.microtarget.journey.JourneySettings;
import io.microtarget.scoring.ModelSettings;
import io.microtarget.segment.SegmentSettings;
import io.microtarget.source.SourceSettings;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Nearest;
import io.microtarget.vault.Identifiers;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything about one business: one settings file.
 *
 * @param data folder of the raw files, for use as {@code ${data}} in the settings
 * @param asOf the date a run is for unless the command names one; today if neither does
 * @param fetch public data to bring before the first run, by name
 * @param identity how records of one person are found
 * @param journey what becomes a touchpoint, a session, a cart
 * @param decisionModel the model whose scores decide; needed if there are several
 * @param privacy what is too small to be shown
 */
public record Settings(
    Business business,
    LakeSettings lake,
    VaultSettings vault,
    Optional<String> data,
    Optional<LocalDate> asOf,
    Map<String, Fetch> fetch,
    Map<String, SourceSettings> sources,
    IdentitySettings identity,
    JourneySettings journey,
    FeatureSettings features,
    Map<String, SegmentSettings> segments,
    Map<String, ModelSettings> models,
    Optional<String> decisionModel,
    Map<String, Offer> offers,
    Map<String, Channel> channels,
    Policy policy,
    Map<String, Destination> destinations,
    PrivacySettings privacy) {

  public Settings {
    var problems = new ArrayList<String>();
    var known = Permissions.withChannels(sources, channels);
    if (sources.isEmpty()) {
      problems.add("sources: there must be at least one");
    }
    problems.addAll(Permissions.problems(channels));
    models.forEach(
        (name, model) -> {
          check(known, "models." + name + ".contacts", model.contacts(), "contact", problems);
          check(known, "models." + name + ".outcome", model.outcome(), "response", problems);
        });
    decisionModel
        .filter(name -> !models.containsKey(name))
        .ifPresent(name -> problems.add("decision-model: no model `%s`".formatted(name)));
    if (decisionModel.isEmpty() && models.size() > 1) {
      problems.add("decision-model must name one of the models " + models.keySet());
    }
    identity
        .caps()
        .keySet()
        .forEach(type -> checkIdentifier(identifierTypes(known), type, problems));
    checkSurvivorship(sources, identity.survivorship(), problems);
    sources.forEach(
        (name, source) ->
            source.compare().keySet().stream()
                .filter(field -> !Compared.names().contains(field))
                .forEach(
                    field ->
                        problems.add(
                            "sources.%s.compare.%s: nothing to compare is called so%s"
                                .formatted(
                                    name,
                                    field,
                                    Nearest.hint(field, Compared.names())
                                        .orElse("; there are " + Compared.names())))));
    problems.addAll(journey.problems(known));
    problems.addAll(KnownAfter.problems(sources, journey));
    problems.addAll(KnownAfter.problems(sources, features));
    problems.addAll(FeaturePurposes.problems(sources, features));
    problems.addAll(ExportFields.problems(sources, destinations));
    problems.addAll(Locations.problems(lake, data, fetch, sources));
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    sources = known;
  }

  /** The model whose scores decide, if there is a model. */
  public Optional<String> decidingModel() {
    return decisionModel.or(() -> models.keySet().stream().findFirst());
  }

  /** Types of identifiers that any source declares and that link records. */
  SortedSet<String> identifierTypes() {
    return identifierTypes(sources);
  }

  /** From what golden records are chosen, and how. */
  GoldenRecords.Settings golden() {
    return golden(sources, identity.survivorship());
  }

  /** What columns the sources fill, kind by kind. */
  Available available() {
    var columns = new TreeMap<String, Set<String>>();
    for (var source : sources.values()) {
      var ofKind = columns.computeIfAbsent(source.kind(), kind -> new TreeSet<>());
      source.columns().keySet().forEach(key -> ofKind.add(key.replace('-', '_')));
      source.attributes().keySet().forEach(name -> ofKind.add("attributes." + name));
      if (!source.identifiers().isEmpty()) {
        ofKind.add("identifiers");
      }
    }
    return new Available(columns, Genuine.of(journey, sources));
  }

  /** What any source declares to be compared. */
  SortedSet<String> compared() {
    return ExportFields.compared(sources);
  }

  private static SortedSet<String> identifierTypes(Map<String, SourceSettings> sources) {
    var types = new TreeSet<String>();
    sources.values().forEach(source -> types.addAll(source.identifiers().keySet()));
    types.remove(Identifiers.POSTAL_ADDRESS);
    return types;
  }

  private static GoldenRecords.Settings golden(
      Map<String, SourceSettings> sources, SurvivorshipSettings survivorship) {
    var attributes = new TreeSet<String>();
    sources.values().stream()
        .filter(source -> source.kind().equals(SourceTables.PARTY.name()))
        .forEach(
            source ->
                source.attributes().keySet().stream()
                    .filter(name -> !source.personal().contains(name))
                    .forEach(attributes::add));
    return new GoldenRecords.Settings(survivorship, ExportFields.compared(sources), attributes);
  }

  private static void checkSurvivorship(
      Map<String, SourceSettings> sources,
      SurvivorshipSettings survivorship,
      List<String> problems) {
    var key = "identity.survivorship.";
    survivorship
        .trusted()
        .forEach(
            name -> check(sources, key + "trusted", name, SourceTables.PARTY.name(), problems));
    var fields = golden(sources, survivorship).fields();
    survivorship.fields().keySet().stream()
        .filter(field -> !fields.contains(field))
        .sorted()
        .forEach(
            field ->
                problems.add(
                    "%sfields.%s: no source of persons compares it or has such an attribute%s"
                        .formatted(
                            key,
                            field,
                            Nearest.hint(field, fields).orElse("; there are " + fields))));
  }

  private static void checkIdentifier(SortedSet<String> types, String type, List<String> problems) {
    if (!types.contains(type)) {
      problems.add(
          "identity.caps.%s: no source has such an identifier%s"
              .formatted(type, Nearest.hint(type, types).orElse("")));
    }
  }

  private static void check(
      Map<String, SourceSettings> sources,
      String key,
      String name,
      String kind,
      List<String> problems) {
    var source = sources.get(name);
    if (source == null) {
      problems.add(
          "%s: no source `%s`%s"
              .formatted(key, name, Nearest.hint(name, sources.keySet()).orElse("")));
    } else if (!source.kind().equals(kind)) {
      problems.add(
          "%s: source `%s` is of kind %s, not %s".formatted(key, name, source.kind(), kind));
    }
  }
}
