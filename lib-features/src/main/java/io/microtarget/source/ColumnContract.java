package io.microtarget.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the values of one typed column must be, and what the column may be used for. A kind has one
 * for each of its columns; {@code contract} of a source in the settings adds to it.
 *
 * @param required never null
 * @param values the only ones allowed; empty: any
 * @param least smallest number allowed
 * @param most greatest number allowed
 * @param pattern regular expression that the whole text fulfils
 * @param personalData what the column tells about a person
 * @param purposes what for it may be used, of {@link Basis#PURPOSES}; empty: as the basis of the
 *     source says
 * @param retentionDays days after which it is to be removed; empty: as the kind says
 */
public record ColumnContract(
    Optional<Boolean> required,
    List<String> values,
    Optional<Double> least,
    Optional<Double> most,
    Optional<String> pattern,
    Optional<PersonalData> personalData,
    List<String> purposes,
    Optional<Integer> retentionDays) {
  /** Says nothing about the column. */
  public static final ColumnContract ANY =
      new ColumnContract(
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty());

  public ColumnContract {
    values = List.copyOf(values);
    purposes = List.copyOf(purposes);
  }

  /** A column that may hold anything. */
  public static ColumnContract of(boolean isRequired, PersonalData personalData) {
    return (isRequired ? ANY.needed() : ANY).tells(personalData);
  }

  /** Whether the column is never null. */
  public boolean isRequired() {
    return required.orElse(false);
  }

  ColumnContract needed() {
    return new ColumnContract(
        Optional.of(true), values, least, most, pattern, personalData, purposes, retentionDays);
  }

  /** The same with the only values that are allowed. */
  public ColumnContract of(List<String> allowed) {
    return new ColumnContract(
        required, allowed, least, most, pattern, personalData, purposes, retentionDays);
  }

  ColumnContract within(Optional<Double> from, Optional<Double> to) {
    return new ColumnContract(
        required, values, from, to, pattern, personalData, purposes, retentionDays);
  }

  ColumnContract like(String expression) {
    return new ColumnContract(
        required,
        values,
        least,
        most,
        Optional.of(expression),
        personalData,
        purposes,
        retentionDays);
  }

  ColumnContract tells(PersonalData about) {
    return new ColumnContract(
        required, values, least, most, pattern, Optional.of(about), purposes, retentionDays);
  }

  ColumnContract kept(Optional<Integer> days) {
    return new ColumnContract(required, values, least, most, pattern, personalData, purposes, days);
  }

  /**
   * What the values must be, in words of a reader: {@code required; one of in, out; at least 0}.
   * Empty if they may be anything.
   */
  public String words() {
    var words = new ArrayList<String>();
    if (isRequired()) {
      words.add("required");
    }
    if (!values.isEmpty()) {
      words.add("one of " + String.join(", ", values));
    }
    if (least.isPresent() && most.isPresent()) {
      words.add("%s to %s".formatted(number(least.get()), number(most.get())));
    } else {
      least.ifPresent(value -> words.add("at least " + number(value)));
      most.ifPresent(value -> words.add("at most " + number(value)));
    }
    pattern.ifPresent(text -> words.add("like " + text));
    return String.join("; ", words);
  }

  /** A number as SQL has it, without decimals that say nothing. */
  static String number(double value) {
    var isWhole = value == Math.rint(value) && Math.abs(value) < Integer.MAX_VALUE;
    return isWhole ? Long.toString((long) value) : Double.toString(value);
  }

  /**
   * This contract of a kind with that of a source laid over it. What the kind requires stays, a
   * pattern of both must be fulfilled by both.
   *
   * @param replaces whether values and bounds that the source states stand for those of the kind;
   *     else both hold
   */
  ColumnContract with(ColumnContract source, boolean replaces) {
    return new ColumnContract(
        isRequired() ? required : source.required.or(() -> required),
        both(values, source.values, replaces),
        replaces ? source.least.or(() -> least) : farther(least, source.least, 1),
        replaces ? source.most.or(() -> most) : farther(most, source.most, -1),
        both(pattern, source.pattern),
        source.personalData.or(() -> personalData),
        source.purposes.isEmpty() ? purposes : source.purposes,
        source.retentionDays.or(() -> retentionDays));
  }

  private static List<String> both(List<String> kind, List<String> source, boolean replaces) {
    if (source.isEmpty() || kind.isEmpty()) {
      return source.isEmpty() ? kind : source;
    }
    var kept = new ArrayList<>(source);
    if (!replaces) {
      kept.retainAll(kind);
    }
    return kept;
  }

  private static Optional<Double> farther(
      Optional<Double> kind, Optional<Double> source, int direction) {
    if (kind.isEmpty() || source.isEmpty()) {
      return kind.or(() -> source);
    }
    var isSource = Double.compare(source.get(), kind.get()) * direction > 0;
    return isSource ? source : kind;
  }

  private static Optional<String> both(Optional<String> kind, Optional<String> source) {
    if (kind.isEmpty() || source.isEmpty()) {
      return kind.or(() -> source);
    }
    return Optional.of("(?=(?:%s)\\z)(?:%s)".formatted(kind.get(), source.get()));
  }
}
