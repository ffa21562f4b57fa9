package io.microtarget.jobs.settings;

import io.microtarget.table.Nearest;
import io.microtarget.table.SettingsError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

/** What is wrong with the settings, collected so that a person mends it in one go. */
final class Problems {
  private final List<String> lines = new ArrayList<>();

  /** A problem of a value: {@code path: what (file:line)}. */
  void add(Node node, String what) {
    add(node.path(), what, node.place());
  }

  /** What is wrong with the settings as a whole begins with the key it is about. */
  void add(List<String> path, String what, String place) {
    var where =
        path.isEmpty() && what.matches("[a-z-]+(\\.[\\w-]+)*: .*") ? "" : Node.joined(path) + ": ";
    lines.add("%s%s (%s)".formatted(where, what, place));
  }

  /** A key nobody reads, with the known one that was probably meant. */
  void unknown(List<String> path, Collection<String> known, String place) {
    var key = path.get(path.size() - 1);
    var hint = Nearest.hint(key, known).orElseGet(() -> "; known: " + String.join(", ", known));
    add(path, "is not a known key" + hint, place);
  }

  /**
   * @param redact removes resolved secrets from a line
   * @throws SettingsError if anything was added
   */
  void throwIfAny(UnaryOperator<String> redact) {
    if (!lines.isEmpty()) {
      throw new SettingsError(lines.stream().map(redact).distinct().toList());
    }
  }
}
