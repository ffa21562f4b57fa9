package io.microtarget.jobs;

import io.microtarget.jobs.Tripwire.How;
import java.util.List;

/**
 * A command, and the moment at which it is killed.
 *
 * @param name for the table of results
 * @param where pattern found in the line or the path at that moment
 * @param after pattern of a line or path that must come before; may be empty
 * @param hasLease whether the killed process held the lease
 * @param isPublished whether the killed run had become the one that counts
 * @param command run, clean or rollback
 */
record Kill(
    String name,
    How how,
    String where,
    String after,
    boolean hasLease,
    boolean isPublished,
    List<String> command) {
  private static final List<String> RUN = List.of("run");

  /** Between two stages: the line of this one was printed, the next one has not begun. */
  static Kill afterStage(String stage) {
    return new Kill(
        "boundary after `" + stage + "`", How.LINE, "^" + stage + " ", "", true, false, RUN);
  }

  static Kill half(String what, String where) {
    return new Kill("write: half of " + what, How.HALF, where, "", true, false, RUN);
  }

  static Kill beforeCommit(String table) {
    return commit(
        "write: `%s` rows there, commit not yet".formatted(table), How.BEFORE_RENAME, table);
  }

  static Kill afterCommit(String table) {
    return commit("write: `%s` committed, run not told".formatted(table), How.AFTER_RENAME, table);
  }

  private static Kill commit(String name, How how, String table) {
    return new Kill(
        name, how, "/%s/_delta_log/0[0-9]*[.]json$".formatted(table), "", true, false, RUN);
  }

  Kill named(String name) {
    return new Kill(name, how, where, after, hasLease, isPublished, command);
  }

  Kill after(String pattern) {
    return new Kill(name, how, where, pattern, hasLease, isPublished, command);
  }

  Kill withoutLease() {
    return new Kill(name, how, where, after, false, isPublished, command);
  }

  Kill in(String... words) {
    return new Kill(name, how, where, after, hasLease, isPublished, List.of(words));
  }

  Kill published() {
    return new Kill(name, how, where, after, hasLease, true, command);
  }
}
