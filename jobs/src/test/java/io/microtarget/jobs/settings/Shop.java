package io.microtarget.jobs.settings;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings of an invented shop: one component of every kind the loader knows. */
record Shop(
    Business business,
    String data,
    Map<String, Feed> feeds,
    Map<String, Integer> weights,
    List<Long> windowsDays,
    Optional<Limits> limits,
    Vault vault) {

  static final String REFERENCE =
      """
      data = "data"
      business { zone = UTC, open = true }
      windows-days = [28, 91]
      limits = null
      vault { key = null, options {} }
      defaults.feeds { format = parquet, columns { id = "id" } }
      """;

  enum Format {
    PARQUET,
    CSV,
    LINE_JSON
  }

  record Business(String name, ZoneId zone, boolean open) {}

  record Feed(
      Format format,
      String path,
      Optional<LocalDate> from,
      List<String> purposes,
      Map<String, String> columns,
      List<Step> steps) {}

  record Step(String where, int most) {}

  record Limits(int minimumSize, double share, BigDecimal budget) {
    Limits {
      if (minimumSize < 1) {
        throw new IllegalArgumentException(
            "minimum-size must be at least 1, not %d".formatted(minimumSize));
      }
    }
  }

  record Vault(Optional<String> key, Map<String, String> options) {
    Vault {
      if (key.filter(k -> k.length() < 8).isPresent()) {
        throw new IllegalArgumentException("key '%s' is too short".formatted(key.get()));
      }
    }
  }
}
