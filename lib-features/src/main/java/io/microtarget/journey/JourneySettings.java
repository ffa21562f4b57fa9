package io.microtarget.journey;

import io.microtarget.source.SourceSettings;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Expression;
import io.microtarget.table.Nearest;
import io.microtarget.table.SettingsError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The block {@code journey} of the settings.
 *
 * @param days touchpoints of so many days before as_of are published; 0: none
 * @param sessionMinutes silence that ends a session
 * @param machineStepsPerDay a record with more steps on a day is a machine on that day
 * @param userAgent expression over the columns of {@code event}: what the other side calls itself
 * @param channels source to an expression over the columns of its kind: through which channel
 * @param cart which steps make a cart
 */
public record JourneySettings(
    int days,
    int sessionMinutes,
    int machineStepsPerDay,
    String userAgent,
    Map<String, String> channels,
    CartSettings cart) {
  /** As {@code conf/reference.conf} has it. */
  public static final JourneySettings DEFAULT =
      new JourneySettings(
          91, 30, 2_000, "attributes['user_agent']", Map.of(), CartSettings.DEFAULT);

  public JourneySettings {
    channels = Map.copyOf(channels);
    atLeast(0, "days", days);
    atLeast(1, "session-minutes", sessionMinutes);
    atLeast(1, "machine-steps-per-day", machineStepsPerDay);
  }

  /** One line for each source, kind or expression that does not fit the sources of the settings. */
  public List<String> problems(Map<String, SourceSettings> sources) {
    var problems = new ArrayList<String>();
    check("journey.user-agent", userAgent, SourceTables.EVENT.columns(), problems);
    new TreeMap<>(channels)
        .forEach(
            (name, text) -> {
              var key = "journey.channels." + name;
              var source = sources.get(name);
              if (source == null) {
                problems.add(
                    "%s: no source `%s`%s"
                        .formatted(key, name, Nearest.hint(name, sources.keySet()).orElse("")));
                return;
              }
              var kind = Touchpoint.kinds().stream().filter(k -> k.name().equals(source.kind()));
              kind.findFirst()
                  .ifPresentOrElse(
                      k -> check(key, text, k.columns(), problems),
                      () ->
                          problems.add(
                              "%s: rows of kind %s are no touchpoints"
                                  .formatted(key, source.kind())));
            });
    return problems;
  }

  private static void check(
      String key, String text, Collection<String> columns, List<String> problems) {
    try {
      Expression.of(text, columns);
    } catch (SettingsError e) {
      e.problems().forEach(p -> problems.add(key + ": " + p));
    }
  }

  private static void atLeast(int least, String name, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s must be at least %d, not %d".formatted(name, least, value));
    }
  }
}
