package io.microtarget.jobs.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The text of a proposed settings file. */
final class Draft {
  private Draft() {}

  /**
   * A file that runs as it is.
   *
   * @param unknown a line for each file that is not understood
   */
  static String text(List<Guess> guesses, List<String> unknown) {
    var home = Home.of(guesses.stream().flatMap(g -> g.looks().stream()).toList());
    var named = Guess.byName(guesses);
    var spaces = IdSpaces.of(named);
    var lines = new ArrayList<String>();
    lines.add(
        """
        # A draft by `microtarget inspect`. It runs as it is; what is guessed has to be checked.
        # Values of persons are shown by their shape only: a and A for letters, 9 for digits.
        include "reference"

        business {
          name = "Unnamed"
          jurisdiction = %s  # guessed, %s: check
          currency = %s  # guessed: check
          zone = "%s"  # guessed: check
        }

        # Where the tables will live: check.
        lake.root = "lake/%s"
        """
            .formatted(
                home.jurisdiction(),
                home.why(),
                home.currency(),
                home.zone(),
                folder(named.keySet())));
    lines.add(
        """
        # No source states a basis, so nobody is contacted because of it: add for example
        # basis { legal-basis = contract, purposes = [analysis], channels = [] }""");
    lines.add("sources {");
    named.forEach(
        (name, guess) -> {
          var block = guess.block(name, home.zone(), spaces.get(name)).text();
          lines.add(block.indent(2).stripTrailing() + "\n");
        });
    var last = lines.size() - 1;
    lines.set(last, lines.get(last).stripTrailing());
    lines.add("}");
    if (!unknown.isEmpty()) {
      lines.add("\n# Not understood, and not in the draft:");
      unknown.forEach(u -> lines.add("#   " + u));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String folder(Set<String> names) {
    return names.size() == 1 ? names.iterator().next() : "mine";
  }
}
