package io.microtarget.segment;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The space in which subjects are near or far: one axis a feature, each on its own {@link Scale}.
 *
 * @param scales the axes, in the order of the features
 * @param leftOut features that say nothing, with the reason
 */
record Space(List<Scale> scales, Map<String, String> leftOut) implements Serializable {

  /**
   * Learns the scales of a sample.
   *
   * @param features names, in order
   * @param sample a row per subject with a value per feature, null where it is unknown
   */
  static Space of(List<String> features, List<Double[]> sample) {
    var scales = new ArrayList<Scale>();
    var leftOut = new TreeMap<String, String>();
    for (int f = 0; f < features.size(); f++) {
      var column = f;
      var known =
          sample.stream()
              .map(row -> row[column])
              .filter(Objects::nonNull)
              .mapToDouble(Double::doubleValue)
              .toArray();
      var scale = Scale.of(features.get(f), known);
      scale.ifPresent(scales::add);
      if (scale.isEmpty()) {
        leftOut.put(features.get(f), known.length == 0 ? "unknown for all" : "the same for all");
      }
    }
    return new Space(scales, leftOut);
  }

  List<String> features() {
    return scales.stream().map(Scale::feature).toList();
  }

  /** The point of a subject; values in the order of {@link #features}. */
  double[] point(List<Double> values) {
    var point = new double[scales.size()];
    for (int axis = 0; axis < point.length; axis++) {
      point[axis] = scales.get(axis).standardised(values.get(axis));
    }
    return point;
  }
}
