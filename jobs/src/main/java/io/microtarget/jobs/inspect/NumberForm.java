package io.microtarget.jobs.inspect;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the numbers of a column are written.
 *
 * @param decimal sign before the decimals; empty: whole numbers
 * @param grouping sign between thousands; empty: none
 * @param hasUnit a currency or percent sign stands beside them
 */
record NumberForm(String decimal, String grouping, boolean hasUnit) {
  private static final double MOSTLY = 0.98;
  private static final Pattern UNIT =
      Pattern.compile("^([€$£¥]|[A-Z]{3})\\s?|\\s?([€$£¥%]|[A-Z]{3})$");
  private static final Pattern SIGNED = Pattern.compile("[+-]?\\d.*");
  private static final Pattern CODE = Pattern.compile("[+-]?0\\d+");
  private static final Pattern SCIENTIFIC = Pattern.compile("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d+)");

  /** In the order in which they are tried: the plain ones first. */
  private static final List<NumberForm> FORMS =
      List.of(
          new NumberForm("", "", false),
          new NumberForm(".", "", false),
          new NumberForm(".", ",", false),
          new NumberForm(",", "", false),
          new NumberForm(",", ".", false),
          new NumberForm(",", " ", false),
          new NumberForm(",", "\u00a0", false),
          new NumberForm(",", "\u202f", false),
          new NumberForm(".", " ", false),
          new NumberForm(".", "'", false),
          new NumberForm(".", "’", false));

  /**
   * The form nearly all values have; empty if they are no numbers. Codes such as {@code 01001} are
   * none.
   */
  static Optional<NumberForm> of(List<String> values) {
    if (values.isEmpty() || values.stream().anyMatch(v -> CODE.matcher(v.strip()).matches())) {
      return Optional.empty();
    }
    var plain = values.stream().map(String::strip).toList();
    var found = form(plain);
    if (found.isPresent()) {
      return found;
    }
    var bare = plain.stream().map(v -> UNIT.matcher(v).replaceAll("")).toList();
    var hasUnits =
        bare.stream().filter(v -> SIGNED.matcher(v).matches()).count() >= MOSTLY * bare.size();
    return hasUnits
        ? form(bare).map(f -> new NumberForm(f.decimal, f.grouping, true))
        : Optional.empty();
  }

  boolean isWhole() {
    return decimal.isEmpty();
  }

  /** The value, as a number; NaN if it has another form. */
  double value(String text) {
    var bare = hasUnit ? UNIT.matcher(text.strip()).replaceAll("") : text.strip();
    var plain = grouping.isEmpty() ? bare : bare.replace(grouping, "");
    try {
      return Double.parseDouble(decimal.equals(",") ? plain.replace(',', '.') : plain);
    } catch (NumberFormatException none) {
      return Double.NaN;
    }
  }

  private static Optional<NumberForm> form(List<String> values) {
    for (var form : FORMS) {
      var pattern = form.pattern();
      var fit =
          values.stream()
              .filter(
                  v ->
                      pattern.matcher(v).matches()
                          || form.decimal.equals(".") && SCIENTIFIC.matcher(v).matches())
              .count();
      if (fit >= MOSTLY * values.size()) {
        return Optional.of(form.asUsed(values));
      }
    }
    return Optional.empty();
  }

  /** Without decimals or groups that no value has. */
  private NumberForm asUsed(List<String> values) {
    var isGrouped = !grouping.isEmpty() && values.stream().anyMatch(v -> v.contains(grouping));
    return isGrouped || grouping.isEmpty() ? this : new NumberForm(decimal, "", hasUnit);
  }

  private Pattern pattern() {
    var whole = "\\d+";
    if (!grouping.isEmpty()) {
      whole = "(\\d{1,3}(%s\\d{3})+|\\d+)".formatted(Pattern.quote(grouping));
    }
    var decimals = decimal.isEmpty() ? "" : "(%s\\d+)?".formatted(Pattern.quote(decimal));
    return Pattern.compile("[+-]?" + whole + decimals);
  }
}
