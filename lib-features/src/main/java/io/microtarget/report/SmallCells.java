package io.microtarget.report;

import io.microtarget.report.ReportData.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Keeps small groups of people out of the page.
 *
 * <p>A cell is a count of people; from 1 to {@code minimum - 1} it is small and shown as "below
 * 20". Zero is shown, every other count is rounded to {@value #BASE}. Where one small part of a
 * known sum is blanked, the next smallest part is blanked too, else it could be found by
 * subtraction (complementary suppression; Hundepool et al., Statistical Disclosure Control, 2012,
 * section 5.4).
 */
final class SmallCells {
  /** What counts of people are rounded to. */
  static final int BASE = 5;

  private static final String HIDDEN = "not shown";

  /** A whole number that is followed by what verdicts and rules count. */
  private static final Pattern COUNT_OF_PEOPLE =
      Pattern.compile(
          "(?<![\\d.,-])\\d{1,18}(?= (?:of \\d|contacts by|contacts,|contacts closed|closed contacts"
              + "|later contacts|responders|responded|subjects|candidates|did not|by [a-z]|deny:))");

  private static final Pattern SHARE = Pattern.compile("(\\d{1,3}\\.\\d) %");
  private static final Pattern OF_COUNT =
      Pattern.compile("(?<= % of )\\d{1,3}(?:,?\\d{3}){0,5}(?![\\d.])");

  private SmallCells() {}

  static boolean isSmall(long count, int minimum) {
    return count > 0 && count < minimum;
  }

  /** To the nearest multiple of {@value #BASE}. */
  static long round(long count) {
    return Math.floorDiv(count + BASE / 2, BASE) * BASE;
  }

  /** The rounded count, or {@code below 20}. */
  static String text(long count, int minimum) {
    return isSmall(count, minimum) ? "below " + minimum : Words.count(round(count));
  }

  /** A text made elsewhere, with its small counts of people told as "fewer than 20". */
  static String prose(String text, int minimum) {
    return COUNT_OF_PEOPLE
        .matcher(text)
        .replaceAll(
            found -> {
              long count = Long.parseLong(found.group());
              return isSmall(count, minimum)
                  ? "fewer than " + minimum
                  : String.valueOf(round(count));
            });
  }

  /** A text of shares of counts made elsewhere: shares to whole percents, counts rounded. */
  static String shares(String text) {
    var whole =
        SHARE
            .matcher(text)
            .replaceAll(found -> Words.wholePercent(Double.parseDouble(found.group(1)) / 100));
    return OF_COUNT
        .matcher(whole)
        .replaceAll(found -> Words.count(round(Long.parseLong(found.group().replace(",", "")))));
  }

  /** Texts of counts whose sum is known from elsewhere. */
  static List<String> parts(List<Long> counts, int minimum) {
    var texts =
        counts.stream().map(c -> text(c, minimum)).collect(Collectors.toCollection(ArrayList::new));
    if (counts.stream().filter(c -> isSmall(c, minimum)).count() == 1) {
      int next = -1;
      for (int i = 0; i < counts.size(); i++) {
        if (counts.get(i) >= minimum && (next < 0 || counts.get(i) < counts.get(next))) {
          next = i;
        }
      }
      if (next >= 0) {
        texts.set(next, HIDDEN);
      }
    }
    return texts;
  }

  /**
   * Steps of which none drops a small number of people: a step that does is told together with its
   * neighbours, without their rules, which hold counts of their own.
   */
  static List<Step> steps(List<Step> steps, int minimum) {
    var told = new ArrayList<Step>();
    for (var step : steps) {
      var last = told.isEmpty() ? null : told.get(told.size() - 1);
      if (last != null && isSmall(last.dropped(), minimum)) {
        told.set(told.size() - 1, together(last, step));
      } else {
        told.add(step);
      }
    }
    // The last one may still be small; its predecessors must then be told with it.
    while (told.size() > 1 && isSmall(told.get(told.size() - 1).dropped(), minimum)) {
      var last = told.remove(told.size() - 1);
      told.set(told.size() - 1, together(told.get(told.size() - 1), last));
    }
    if (told.size() == 1 && isSmall(told.get(0).dropped(), minimum)) {
      var all = told.get(0);
      return List.of(new Step(all.name(), all.rule(), all.left(), 0));
    }
    return List.copyOf(told);
  }

  private static Step together(Step first, Step second) {
    return new Step(
        first.name() + " and " + second.name(),
        "told together, because one of them concerns a small group",
        second.left(),
        first.dropped() + second.dropped());
  }
}
