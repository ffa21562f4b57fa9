package io.microtarget.jobs.inspect;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What was seen in the values of one raw column.
 *
 * @param column the column
 * @param unknown a word that stands for no value, such as NA
 * @param filled its values without nulls, blanks and that word
 * @param distinct how many different ones
 * @param number their form, if they are numbers written as text
 * @param time their form, if they are times
 * @param meaning what they tell about a person
 */
record Look(
    RawColumn column,
    Optional<String> unknown,
    List<String> filled,
    int distinct,
    Optional<NumberForm> number,
    Optional<TimeForm> time,
    Optional<Meaning> meaning) {
  /** Words that programs write for no value, the surest first. */
  private static final List<String> UNKNOWN =
      List.of("NULL", "null", "\\N", "-", "NA", "N/A", "n/a", "NaN", "nan", "None", "?");

  private static final Set<String> ALWAYS_UNKNOWN = Set.of("NULL", "null", "\\N", "-");
  private static final int FEW = 12;

  /**
   * A person may stand in a file a few times: fewer rows than in a cell of the report tell of one.
   */
  private static final int OFTEN = 10;

  private static final String ID_WORDS =
      "id|nr|no|number|nummer|key|code|uid|guid|uuid|card|login|email|user";
  private static final String TIME_WORDS =
      "time|date|datum|zeit|at|ts|timestamp|created|updated|day|tag|when|epoch|am|dt|fecha|data|since|dob|birthday|geburtsdatum|start|end|created_at|createdat|moment";

  static Look of(RawColumn column) {
    var all = column.values().stream().filter(v -> v != null && !v.isBlank()).toList();
    for (var word : UNKNOWN) {
      if (column.type() == RawColumn.Type.TEXT && all.contains(word)) {
        var look =
            of(column, Optional.of(word), all.stream().filter(v -> !v.equals(word)).toList());
        if (ALWAYS_UNKNOWN.contains(word) || look.isNumber() || look.isTime()) {
          return look;
        }
      }
    }
    return of(column, Optional.empty(), all);
  }

  private static Look of(RawColumn column, Optional<String> unknown, List<String> filled) {
    var isText = column.type() == RawColumn.Type.TEXT;
    var isNumber = column.type() == RawColumn.Type.NUMBER;
    var isTimed = Names.words(column.name()).stream().anyMatch(w -> w.matches(TIME_WORDS));
    var time =
        isText || isNumber && isTimed ? TimeForm.of(filled, isTimed) : Optional.<TimeForm>empty();
    var number =
        isText && time.isEmpty() || isNumber ? NumberForm.of(filled) : Optional.<NumberForm>empty();
    return new Look(
        column,
        unknown,
        filled,
        new HashSet<>(filled).size(),
        number,
        time,
        Meaning.of(column, filled));
  }

  String name() {
    return column.name();
  }

  boolean isPersonal() {
    return meaning.filter(Meaning::isPersonal).isPresent();
  }

  boolean isNumber() {
    return number.isPresent() || column.type() == RawColumn.Type.NUMBER;
  }

  boolean isTime() {
    return time.isPresent()
        || column.type() == RawColumn.Type.DATE
        || column.type() == RawColumn.Type.TIMESTAMP;
  }

  boolean isText() {
    return column.type() == RawColumn.Type.TEXT && !isTime();
  }

  /** Every row has a value, and no two have the same. */
  boolean isUnique() {
    return filled.size() == column.values().size() && distinct == filled.size() && distinct > 1;
  }

  /** Its name is that of an id, a number or a code. */
  boolean isIdentifier() {
    return Names.words(column.name()).stream().anyMatch(w -> w.matches(ID_WORDS));
  }

  double emptyShare() {
    return column.values().isEmpty() ? 1 : 1 - (double) filled.size() / column.values().size();
  }

  /** The values that have a number outside some bounds. */
  long outside(Optional<Double> least, Optional<Double> most) {
    var form = number.orElse(new NumberForm(".", "", false));
    return filled.stream()
        .mapToDouble(form::value)
        .filter(v -> least.filter(l -> v < l).isPresent() || most.filter(m -> v > m).isPresent())
        .count();
  }

  /** The values that have not the form most have. */
  long misfits() {
    return number.isPresent()
        ? filled.stream().filter(v -> Double.isNaN(number.get().value(v))).count()
        : time.map(t -> filled.stream().filter(v -> !t.fits(v)).count()).orElse(0L);
  }

  /** What it holds in words, without a value of a person. */
  String shown() {
    if (filled.isEmpty()) {
      return "empty in the sample";
    }
    var empty = emptyShare() >= 0.005 ? ", %.0f %% empty".formatted(100 * emptyShare()) : "";
    var unique = isUnique() && isIdentifier() ? ", no value twice" : "";
    return content() + empty + unique;
  }

  private String content() {
    var values = listed();
    if (!values.isEmpty()) {
      return values;
    }
    return switch (column.type()) {
      case OTHER -> "a list or a group, as JSON";
      case DATE -> "date";
      case TIMESTAMP -> "time stamp";
      case TRUTH -> "true or false";
      case NUMBER, TEXT -> Mask.ofMost(filled);
    };
  }

  /** The values themselves, if they are few, come often and tell nothing about a person. */
  private String listed() {
    var counts = new TreeMap<String, Integer>();
    if (distinct > FEW || meaning.filter(m -> m != Meaning.TRAIT).isPresent() || isTime()) {
      return "";
    }
    filled.forEach(v -> counts.merge(v, 1, Integer::sum));
    var isPlain =
        counts.entrySet().stream().allMatch(e -> e.getValue() >= OFTEN && isHarmless(e.getKey()));
    return isPlain ? String.join(" | ", counts.keySet()) : "";
  }

  private static boolean isHarmless(String value) {
    return value.length() <= 24
        && value.matches("[\\p{L}\\p{N} ._/%&+:$()-]+")
        && !value.matches(".*\\d{5,}.*")
        && !value.matches("\\p{Lu}[\\p{L}'-]+,? \\p{Lu}[\\p{L}'-]+")
        && !Names.hasFirstName(value)
        && !Meaning.isPersonalValue(value);
  }
}
