package io.microtarget.table;

import java.util.List;

/**
 * The settings cannot be used as they are: key, value and what is allowed, all problems at once.
 */
public final class SettingsError extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient List<String> problems;

  public SettingsError(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  public SettingsError(String problem) {
    this(List.of(problem));
  }

  /** One line a problem. */
  public List<String> problems() {
    return problems;
  }
}
