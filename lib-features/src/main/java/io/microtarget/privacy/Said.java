package io.microtarget.privacy;

import java.util.List;

/**
 * All that is known of one subject when it is asked whether a message may leave.
 *
 * @param sources names of the sources that know it, sorted
 * @param statements of all its records
 * @param objections that mean any of its records
 */
record Said(List<String> sources, List<Statement> statements, List<Objection> objections) {
  /** Nobody said anything, so that only the sources matter. */
  boolean isSilent() {
    return statements.isEmpty() && objections.isEmpty();
  }
}
