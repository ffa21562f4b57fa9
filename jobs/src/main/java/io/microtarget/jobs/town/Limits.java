package io.microtarget.jobs.town;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one block. */
final class Limits {
  private final List<String> problems = new ArrayList<>();

  void add(String problem) {
    problems.add(problem);
  }

  Limits share(String key, double value) {
    return range(key, value, 0, 1);
  }

  Limits range(String key, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      add("%s: %s is not between %s and %s".formatted(key, value, least, most));
    }
    return this;
  }

  Limits size(String key, List<?> list, int size) {
    if (list.size() != size) {
      add("%s: %d values stand where %d are expected".formatted(key, list.size(), size));
    }
    return this;
  }

  Limits list(String key, List<Double> list, int size, double least, double most) {
    size(key, list, size);
    list.forEach(value -> range(key, value, least, most));
    return this;
  }

  Limits weights(String key, List<Double> list, int size) {
    list(key, list, size, 0, 1_000);
    if (list.stream().mapToDouble(Double::doubleValue).sum() <= 0) {
      add(key + ": all of them are 0");
    }
    return this;
  }

  void done() {
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
  }
}
