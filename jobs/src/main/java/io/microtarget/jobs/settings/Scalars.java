package io.microtarget.jobs.settings;

import io.microtarget.table.Nearest;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Text to a single value; an {@link IllegalArgumentException} says what is allowed. */
final class Scalars {
  private static final Map<Class<?>, Function<String, Object>> PARSERS =
      Map.ofEntries(
          Map.entry(String.class, text -> text),
          Map.entry(int.class, Scalars::wholeInt),
          Map.entry(Integer.class, Scalars::wholeInt),
          Map.entry(long.class, Scalars::wholeLong),
          Map.entry(Long.class, Scalars::wholeLong),
          Map.entry(double.class, Scalars::finite),
          Map.entry(Double.class, Scalars::finite),
          Map.entry(BigDecimal.class, Scalars::decimal),
          Map.entry(boolean.class, Scalars::yesOrNo),
          Map.entry(Boolean.class, Scalars::yesOrNo),
          Map.entry(LocalDate.class, Scalars::date),
          Map.entry(ZoneId.class, Scalars::zone));

  private Scalars() {}

  static boolean covers(Class<?> type) {
    return type.isEnum() || PARSERS.containsKey(type);
  }

  static Object of(Class<?> type, String text) {
    return type.isEnum() ? constant(type, text) : PARSERS.get(type).apply(text);
  }

  private static Object wholeInt(String text) {
    try {
      return decimal(text).intValueExact();
    } catch (ArithmeticException notWhole) {
      throw new IllegalArgumentException(
          "is not a whole number from %d to %d".formatted(Integer.MIN_VALUE, Integer.MAX_VALUE),
          notWhole);
    }
  }

  private static Object wholeLong(String text) {
    try {
      return decimal(text).longValueExact();
    } catch (ArithmeticException notWhole) {
      throw new IllegalArgumentException("is not a whole number of 64 bits", notWhole);
    }
  }

  private static BigDecimal decimal(String text) {
    try {
      return new BigDecimal(text.strip());
    } catch (NumberFormatException notNumber) {
      throw new IllegalArgumentException("is not a number", notNumber);
    }
  }

  private static Object finite(String text) {
    var number = decimal(text).doubleValue();
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException("is too large a number");
    }
    return number;
  }

  private static Object yesOrNo(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("is neither true nor false");
    };
  }

  private static Object date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException notDate) {
      throw new IllegalArgumentException("is not a date such as 2017-12-31", notDate);
    }
  }

  private static Object zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException notZone) {
      throw new IllegalArgumentException(
          "is not a time zone such as America/New_York"
              + Nearest.hint(text, ZoneId.getAvailableZoneIds()).orElse(""),
          notZone);
    }
  }

  private static Object constant(Class<?> type, String text) {
    var names = Arrays.stream(type.getEnumConstants()).map(c -> kebab((Enum<?>) c)).toList();
    Optional<?> found =
        Arrays.stream(type.getEnumConstants())
            .filter(c -> kebab((Enum<?>) c).equalsIgnoreCase(text))
            .findFirst();
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "is not one of " + String.join(", ", names) + Nearest.hint(text, names).orElse(""));
    }
    return found.get();
  }

  private static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
