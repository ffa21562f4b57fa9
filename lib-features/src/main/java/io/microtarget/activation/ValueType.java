package io.microtarget.activation;

import io.microtarget.vault.Email;
import io.microtarget.vault.Phone;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the values of a column of a file look like. A value of any type but {@link #TEXT} fits its
 * pattern as a whole, so that it is no formula and need not be changed (an E.164 number begins with
 * a plus); a text may be anything and is made harmless by {@link CsvCell}.
 */
public enum ValueType {
  /** Anything. */
  TEXT(".+"),
  /** An address in lower case, as {@link Email} spells it; it begins with a letter or a digit. */
  EMAIL("[\\p{L}\\p{N}_][\\p{L}\\p{N}._%+'/-]*@[\\p{L}\\p{N}-]+(\\.[\\p{L}\\p{N}-]+)+"),
  /** ITU-T E.164, by the rules of the country of the settings. */
  E164("\\+[1-9]\\d{6,14}"),
  /** A decimal number with a point. */
  NUMBER("-?\\d{1,18}(\\.\\d{1,9})?"),
  /** A day as ISO 8601 writes it. */
  DATE("\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])"),
  /** An id or key: begins with a letter or digit, no blanks. */
  CODE("[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}"),
  /** SHA-256 of the value in one spelling, in lower-case hex digits; made here and nowhere else. */
  SHA256("[0-9a-f]{64}");

  private final Pattern pattern;

  ValueType(String pattern) {
    this.pattern = Pattern.compile(pattern, Pattern.DOTALL);
  }

  /** The name in the settings. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> keys() {
    return Arrays.stream(values()).map(ValueType::key).toList();
  }

  static Optional<ValueType> of(String key) {
    return Arrays.stream(values()).filter(type -> type.key().equals(key)).findFirst();
  }

  /** The type of what comes from a field if none is stated. */
  static ValueType usual(String from) {
    return switch (from) {
      case "email" -> EMAIL;
      case "phone" -> E164;
      case "birth-date", "as-of" -> DATE;
      case "row-key" -> CODE;
      default -> TEXT;
    };
  }

  /**
   * The value as it may leave; empty if it does not fit.
   *
   * @param from the field, which decides how a value to be hashed is spelled
   * @param country where phones without a prefix are at home, ISO 3166; empty: not known
   */
  public Optional<String> of(String value, String from, String country) {
    var spelled =
        switch (this) {
          case TEXT -> value;
          case EMAIL -> Email.of(value);
          case E164 -> Phone.of(value, country);
          case NUMBER, DATE, CODE -> value.strip();
          case SHA256 -> hash(spelled(value, from, country));
        };
    return spelled.isBlank() || !pattern.matcher(spelled).matches()
        ? Optional.empty()
        : Optional.of(spelled);
  }

  /** Empty where the value is none of its field, so that no nonsense is hashed. */
  private static String spelled(String value, String from, String country) {
    return switch (usual(from)) {
      case EMAIL -> EMAIL.of(value, from, country).orElse("");
      case E164 -> E164.of(value, from, country).orElse("");
      default -> {
        var plain = Normalizer.normalize(value, Normalizer.Form.NFC).strip();
        yield plain.toLowerCase(Locale.ROOT);
      }
    };
  }

  private static String hash(String spelled) {
    if (spelled.isEmpty()) {
      return "";
    }
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(spelled.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }
}
