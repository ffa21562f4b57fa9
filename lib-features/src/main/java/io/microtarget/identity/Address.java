package io.microtarget.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A street with its number in one column, taken apart: {@code Hauptstr. 12a}, {@code Straße des 17.
 * Juni 135}, {@code C 4, 12} (the squares of Mannheim), {@code 12 Main St Apt 4}, {@code PO Box 7}.
 *
 * <p>A number at the beginning is the house, unless a dot makes it an ordinal; else the last one. A
 * post box is a street of that name. Floors, flats and buildings are the rest.
 */
final class Address {
  private static final int LONGEST = 200;
  private static final String POST_BOX = "postfach";

  private static final Pattern LINES = Pattern.compile("\\s*[,;\\r\\n|]+\\s*");
  private static final Pattern POST_BOXES =
      Pattern.compile(
          "(?:.*\\s)?(?:p\\.?\\s?o\\.?\\s?box|post ?office box|postfach|pf|postbox|po box)[ .:#]*"
              + "([0-9][0-9 ]*).*");

  private static final String NUMBER =
      "\\d+(?:\\s?[a-z](?![a-z.]))?(?:\\s?[-–+&]\\s?\\d+(?:\\s?[a-z](?![a-z.]))?)?(?:\\s1/2)?";
  private static final Pattern SQUARE =
      Pattern.compile("([a-z])\\s?(\\d{1,2})[,\\s]\\s*(\\d+\\s?[a-z]?)");
  private static final Pattern NUMBER_FIRST =
      Pattern.compile(
          "(?:no\\.?\\s?|#\\s?)?(?:(\\d+[a-z]?)\\s?/\\s?)?"
              + "(\\d+[a-z]?(?:\\s?[-–]\\s?\\d+[a-z]?)?(?:\\s1/2)?)[\\s,]\\s*(\\D.*)");
  private static final Pattern NUMBER_LAST =
      Pattern.compile(
          "(\\D.*?|\\d+\\.\\s.*?)[\\s,.]\\s*(?:nr\\.?|no\\.?|hausnr\\.?|hnr\\.?|#)?\\s?("
              + NUMBER
              + ")(?:\\s?/\\s?([\\d/ a-z-]+))?");
  private static final Pattern GLUED =
      Pattern.compile("(.*(?:str\\.?|strasse|straße|weg|platz|allee|gasse))(" + NUMBER + ")");
  private static final Pattern ONLY_NUMBER = Pattern.compile(NUMBER);

  private static final Pattern UNIT =
      Pattern.compile(
          "(?:^|(?<=[\\s,]))(?:(?:apt|apartment|unit|suite|ste|room|rm|flat|floor|fl|bldg|building"
              + "|whg|wohnung|app|appartement|haus|aufgang|stiege|top|etage|geb|gebaeude|lot|level"
              + "|shop)\\b\\.?\\s*:?#?\\s?(?:(?<![/])\\S*\\d\\S*|[a-z]\\b)(?!\\S*/)"
              + "|(?:c/o|c/-|care of)\\b.*"
              + "|#\\s?\\d+\\S*"
              + "|\\d+\\.?\\s?(?:og|ug|eg|stock|etage|floor|obergeschoss|dg|st|nd|rd|th floor)\\b\\.?"
              + "|(?:hinterhaus|vorderhaus|seitenfluegel|hh|vh|sf|eg|dg|links|rechts|mitte)\\b)");

  /** Units also where no number stands before them. */
  private static final Set<String> UNIT_BEFORE =
      Set.of("unit", "flat", "apt", "apartment", "suite", "shop", "whg", "wohnung", "c/o", "c/-");

  private static final Pattern LETTERED_SLASH =
      Pattern.compile("^(?:unit|flat|apt|apartment|shop)\\s+(?=\\d+[a-z]?\\s?/)");

  /** Of an address; each part may be empty. */
  record Parts(String street, String houseNumber, String extra) {
    static final Parts NONE = new Parts("", "", "");
  }

  private Address() {}

  /** Splits an address in one column, as typed but in lower case. */
  static Parts parts(String address) {
    var cut = address.length() > LONGEST ? address.substring(0, LONGEST) : address;
    var typed = cut.strip().toLowerCase(java.util.Locale.ROOT);
    if (typed.isEmpty()) {
      return Parts.NONE;
    }
    if (ONLY_NUMBER.matcher(typed).matches()) {
      return new Parts("", number(typed), "");
    }
    var box = POST_BOXES.matcher(typed);
    if (box.matches()) {
      return new Parts(POST_BOX, box.group(1).strip().replace(" ", ""), "");
    }
    var square = SQUARE.matcher(typed);
    if (square.matches()) {
      return new Parts(square.group(1) + square.group(2), square.group(3).replace(" ", ""), "");
    }
    return ofLines(new ArrayList<>(List.of(LINES.split(typed))));
  }

  private static Parts ofLines(List<String> lines) {
    join(lines);
    var extra = new ArrayList<String>();
    var streets = new ArrayList<String>();
    for (var typed : lines) {
      var line = LETTERED_SLASH.matcher(typed).replaceFirst("");
      var units = UNIT.matcher(line);
      var rest = new StringBuilder();
      while (units.find()) {
        if (isUnit(units, line)) {
          extra.add(units.group().strip());
          units.appendReplacement(rest, " ");
        }
      }
      units.appendTail(rest);
      var street = rest.toString().replaceAll("\\s+", " ").strip();
      if (!street.isEmpty()) {
        streets.add(street);
      }
    }
    int chosen = 0;
    for (int i = streets.size() - 1; i >= 0; i--) {
      chosen = hasNumber(streets.get(i)) ? i : chosen;
    }
    for (int i = 0; i < streets.size(); i++) {
      if (i != chosen) {
        extra.add(streets.get(i));
      }
    }
    var rest = String.join(" ", extra);
    return streets.isEmpty() ? new Parts("", "", rest) : ofStreet(streets.get(chosen), rest);
  }

  /**
   * A line that is only a number belongs to its neighbour: {@code Hauptstr., 12}, {@code 12, rue
   * X}.
   */
  private static void join(List<String> lines) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (ONLY_NUMBER.matcher(lines.get(i)).matches() && lines.size() > 1) {
        int neighbour = i == 0 ? 1 : i - 1;
        lines.set(
            Math.min(i, neighbour),
            lines.get(Math.min(i, neighbour)) + " " + lines.get(Math.max(i, neighbour)));
        lines.remove(Math.max(i, neighbour));
      }
    }
  }

  /** A word of a street may look like a unit: {@code Im Haus 3} has no number but this. */
  private static boolean isUnit(Matcher unit, String line) {
    var first = unit.group().split("[\\s.]", 2)[0];
    boolean isWhole = unit.start() == 0 && unit.end() == line.length();
    return isWhole
        || UNIT_BEFORE.contains(first)
        || line.substring(0, unit.start()).chars().anyMatch(Character::isDigit);
  }

  private static boolean hasNumber(String street) {
    return NUMBER_FIRST.matcher(street).matches()
        || NUMBER_LAST.matcher(street).matches()
        || GLUED.matcher(street).matches();
  }

  private static Parts ofStreet(String street, String extra) {
    var first = NUMBER_FIRST.matcher(street);
    if (first.matches()) {
      var flat = first.group(1) == null ? "" : first.group(1);
      return new Parts(
          first.group(3).strip(), number(first.group(2)), (flat + " " + extra).strip());
    }
    var last = NUMBER_LAST.matcher(street);
    if (last.matches()) {
      var door = last.group(3) == null ? "" : last.group(3);
      return new Parts(last.group(1).strip(), number(last.group(2)), (door + " " + extra).strip());
    }
    var glued = GLUED.matcher(street);
    return glued.matches()
        ? new Parts(glued.group(1).strip(), number(glued.group(2)), extra)
        : new Parts(street, "", extra);
  }

  private static String number(String typed) {
    return typed.replaceAll("[\\s–]", "").replace('&', '-').replace('+', '-');
  }
}
