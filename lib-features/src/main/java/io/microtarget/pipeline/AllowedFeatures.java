package io.microtarget.pipeline;

import io.microtarget.feature.Available;
import io.microtarget.feature.FeatureSettings;
import io.microtarget.feature.Measure;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The features that are made. A measure that every business has is left out where it reads what is
 * known only after the event, or what may not be used for {@code features.purposes}: nobody asked
 * for it, so that a note says so and nothing is refused.
 *
 * @param features without the measures that are left out
 * @param available what the sources give, without the places of people where those are left out
 * @param notes one line for each that is left out, with the reason
 */
record AllowedFeatures(FeatureSettings features, Available available, List<String> notes) {
  /** The key of what is told from where people are. */
  static final String PLACE = "features.place";

  static AllowedFeatures of(Settings settings) {
    var reasons = new TreeMap<>(FeaturePurposes.leftOut(settings.sources(), settings.features()));
    reasons.putAll(KnownAfter.leftOut(settings.sources(), settings.features()));
    var kinds = new TreeMap<String, Map<String, Measure>>();
    settings
        .features()
        .kinds()
        .forEach(
            (kind, measures) -> {
              var kept = new TreeMap<>(measures);
              kept.keySet().removeIf(name -> reasons.containsKey(key(kind, name)));
              kinds.put(kind, kept);
            });
    var available = settings.available();
    return new AllowedFeatures(
        settings.features().with(kinds),
        reasons.containsKey(PLACE) ? available.withoutPlaces() : available,
        reasons.entrySet().stream()
            .map(e -> "%s is left out: %s".formatted(e.getKey(), e.getValue()))
            .toList());
  }

  /** The key of a measure of a kind. */
  static String key(String kind, String measure) {
    return "features.kinds.%s.%s".formatted(kind, measure);
  }
}
