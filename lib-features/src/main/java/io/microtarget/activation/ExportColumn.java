package io.microtarget.activation;

import io.microtarget.table.Nearest;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A column of a file that leaves the house.
 *
 * @param name its head in the file
 * @param from what stands in it: a compared field or a personal attribute of the vault, {@code
 *     native-id}, {@code attribute:NAME}, or one of {@link #OF_THE_ROW}
 * @param type what a value must look like
 * @param need whether a row without a value is left out
 */
public record ExportColumn(String name, String from, ValueType type, Need need) {
  /** What a file may hold of the decision itself. */
  public static final Set<String> OF_THE_ROW = Set.of("row-key", "offer", "channel", "as-of");

  /** Begins the name of an attribute that is no personal one. */
  public static final String ATTRIBUTE = "attribute:";

  /** The id the source gave. */
  public static final String NATIVE_ID = "native-id";

  private static final Pattern TEXT = Pattern.compile("\\s*(\\S+?)(\\?)?(?:\\s+as\\s+(\\S+))?\\s*");

  /** Heads of columns that are no formula themselves. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_ .-]{0,63}");

  /** Whether a row without a value is left out. */
  public enum Need {
    REQUIRED,
    OPTIONAL
  }

  public ExportColumn {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "columns: `%s` is no name of a column: letters, digits, blanks, . _ and - after a letter"
              .formatted(name));
    }
  }

  /**
   * A column as the settings say it: {@code FROM}, {@code FROM as TYPE}; a question mark after FROM
   * means that a row without a value leaves all the same.
   */
  static ExportColumn of(String name, String text) {
    var parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "columns.%s: `%s` is not `FROM`, `FROM as TYPE` or `FROM? as TYPE`"
              .formatted(name, text));
    }
    var from = parts.group(1);
    var type = parts.group(3) == null ? ValueType.usual(from) : type(name, parts.group(3));
    return new ExportColumn(
        name, from, type, parts.group(2) == null ? Need.REQUIRED : Need.OPTIONAL);
  }

  /**
   * What is wrong with where it comes from; empty if nothing is.
   *
   * @param known compared fields, personal attributes and {@link #ATTRIBUTE} names
   */
  public String problem(Collection<String> known) {
    if (known.contains(from) || OF_THE_ROW.contains(from) || from.equals(NATIVE_ID)) {
      return "";
    }
    var all = new TreeSet<>(known);
    all.addAll(OF_THE_ROW);
    all.add(NATIVE_ID);
    return "columns.%s: no source of persons knows `%s`%s"
        .formatted(name, from, Nearest.hint(from, all).orElse("; there are " + all));
  }

  private static ValueType type(String name, String key) {
    return ValueType.of(key)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "columns.%s: `%s` is none of the types %s%s"
                        .formatted(
                            name,
                            key,
                            ValueType.keys(),
                            Nearest.hint(key, ValueType.keys()).orElse(""))));
  }
}
