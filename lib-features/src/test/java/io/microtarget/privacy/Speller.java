package io.microtarget.privacy;

import java.net.IDN;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Made-up people, and their addresses as others type them. Knows nothing of how spellings are
 * brought together.
 */
final class Speller {
  private static final List<String> FIRST =
      List.of("anna", "jürgen", "jörg", "käthe", "rené", "søren", "zoë", "łukasz", "paul", "inês");
  private static final List<String> LAST =
      List.of(
          "müller",
          "jäger",
          "böhm",
          "groß",
          "strauß",
          "köhler",
          "weiß",
          "lefèvre",
          "nuñez",
          "berg",
          "o'hara",
          "schmidt",
          "großmann",
          "brügge",
          "schäfer");
  private static final List<String> DOMAINS =
      List.of("gmail.com", "example.org", "bücher-müller.example", "post.example", "gmail.com");
  private static final List<String> AREAS =
      List.of("30", "40", "89", "221", "8151", "151", "160", "171", "176");
  private static final String NO_BREAK = "\u00a0";
  private static final String NO_WIDTH = "\u200b";

  private final Random random;

  Speller(long seed) {
    this.random = new Random(seed);
  }

  /** The plainest form of both addresses; the phone is the national number without a zero. */
  record Person(String mailbox, String domain, String area, String subscriber) {
    String email() {
      return mailbox + "@" + domain;
    }

    String phone() {
      return "0" + area + subscriber;
    }
  }

  /** Person number n; no two have the same mailbox or the same phone. */
  Person person(int n) {
    var mailbox = one(FIRST) + "." + one(LAST) + "." + n;
    // A prefix of its own for each person, so that none is the near miss of another by chance.
    var subscriber = String.format(Locale.ROOT, "%07d", 2_000_000 + 97 * n);
    return new Person(mailbox, one(DOMAINS), one(AREAS), subscriber);
  }

  /** The address of a person as somebody might type it. */
  String email(Person person) {
    var mailbox = letters(person.mailbox());
    if (person.domain().equals("gmail.com")) {
      mailbox = dotted(mailbox.replace(".", ""));
    }
    if (random.nextInt(3) == 0) {
      mailbox += "+" + one(List.of("news", "shop", "a.b", "2024"));
    }
    if (random.nextInt(12) == 0) {
      mailbox = '"' + mailbox + '"';
    } else if (random.nextInt(15) == 0) {
      mailbox += "(privat)";
    }
    var address = cased(mailbox) + at() + cased(domain(person.domain()));
    return around(address);
  }

  /** The number of a person as somebody might type it. */
  String phone(Person person) {
    var area = person.area();
    var prefix =
        one(
            List.of(
                "+49", "0049", "+49 (0)", "0049(0)", "0", "(0)", "+49-", "0", "+49.", "00 49 ",
                "+49/", "0", "tel:+49", "＋49 "));
    if (random.nextInt(4) == 0) {
      area = prefix.endsWith("0") && !prefix.contains("4") ? area : "(" + area + ")";
    }
    var gap = one(List.of(" ", "", "/", "-", ".", " / ", " - ", NO_BREAK, "\u2013", "\u2011"));
    var number = prefix + one(List.of("", " ", NO_BREAK)) + area + gap + grouped(person);
    var extension = one(List.of("", "", "", "", "", " ext. 12", " x7", ";ext=99", " Durchwahl 3"));
    var typed = blanks(number + extension);
    return random.nextInt(12) == 0 ? fullWidth(typed) : typed;
  }

  <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  private String grouped(Person person) {
    var digits = person.subscriber();
    int width = 2 + random.nextInt(4);
    var sign = one(List.of(" ", "", "-", ".", NO_BREAK));
    var grouped = new StringBuilder();
    for (int i = 0; i < digits.length(); i++) {
      grouped.append(i > 0 && i % width == 0 ? sign : "").append(digits.charAt(i));
    }
    return grouped.toString();
  }

  private String letters(String text) {
    return switch (random.nextInt(4)) {
      case 0 -> text;
      case 1 -> Normalizer.normalize(text, Normalizer.Form.NFD);
      case 2 ->
          bare(text.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ø", "oe"));
      default -> bare(text);
    };
  }

  private static String bare(String text) {
    var plain = new StringBuilder();
    for (char c : text.toCharArray()) {
      plain.append(
          switch (c) {
            case 'ä' -> "a";
            case 'ö', 'ø' -> "o";
            case 'ü' -> "u";
            case 'ß' -> "ss";
            case 'è', 'é', 'ê', 'ë' -> "e";
            case 'ñ' -> "n";
            case 'ł' -> "l";
            default -> String.valueOf(c);
          });
    }
    return plain.toString();
  }

  private String dotted(String mailbox) {
    var dotted = new StringBuilder();
    for (int i = 0; i < mailbox.length(); i++) {
      var isMark = Character.getType(mailbox.charAt(i)) == Character.NON_SPACING_MARK;
      dotted
          .append(i > 0 && !isMark && random.nextInt(5) == 0 ? "." : "")
          .append(mailbox.charAt(i));
    }
    return dotted.toString();
  }

  private String domain(String domain) {
    if (domain.equals("gmail.com")) {
      return one(List.of("gmail.com", "googlemail.com", "gmail.com."));
    }
    return switch (random.nextInt(3)) {
      case 0 -> domain;
      case 1 -> IDN.toASCII(domain);
      default -> bare(domain.replace("ü", "ue"));
    };
  }

  private String cased(String text) {
    return switch (random.nextInt(4)) {
      // The capital of ß is SS, which is one of its spellings.
      case 0 -> text.toUpperCase(Locale.ROOT);
      case 1 -> {
        var mixed = new StringBuilder();
        text.codePoints()
            .forEach(
                c -> mixed.appendCodePoint(random.nextBoolean() ? Character.toUpperCase(c) : c));
        yield mixed.toString();
      }
      default -> text;
    };
  }

  private String at() {
    return one(List.of("@", "@", "@", "@", " @", "@ ", "＠", " [at] ", "(at)"));
  }

  private String around(String address) {
    return switch (random.nextInt(10)) {
      case 0 -> "mailto:" + address;
      case 1 -> "Herr Dr. X <" + address + ">";
      case 2 -> "<" + address + ">";
      case 3 -> "'" + address + "'";
      case 4 -> "\"Doe, Jane\" <" + address + ">;";
      case 5 -> NO_WIDTH + address;
      default -> blanks(address);
    };
  }

  private String blanks(String text) {
    var signs = List.of("", " ", "  ", NO_BREAK, "\t", NO_WIDTH, "\ufeff");
    return one(signs) + text + one(signs);
  }

  private static String fullWidth(String text) {
    var wide = new StringBuilder();
    for (char c : text.toCharArray()) {
      wide.append(c >= '0' && c <= '9' ? (char) (c - '0' + '０') : c);
    }
    return wide.toString();
  }

  /** People who are nearly the one given, and are not. */
  List<Person> nearly(Person person) {
    var others = new ArrayList<Person>();
    var mailbox = person.mailbox();
    // Other phones as well: a person is suppressed by either.
    var phone = "9" + person.subscriber().substring(1);
    others.add(new Person(mailbox + "0", person.domain(), person.area(), phone));
    others.add(new Person("x" + mailbox, person.domain(), person.area(), phone + "1"));
    others.add(new Person(mailbox, "elsewhere.example", person.area(), phone + "2"));
    if (!person.domain().equals("gmail.com")) {
      others.add(
          new Person(mailbox.replaceFirst("\\.", ""), person.domain(), person.area(), phone + "3"));
    }
    return others;
  }

  /** Numbers that differ in one digit, or in the area only. */
  List<String> nearlyThePhone(Person person) {
    var digits = person.subscriber();
    int last = digits.charAt(digits.length() - 1) - '0';
    return List.of(
        "0" + person.area() + digits.substring(0, digits.length() - 1) + (last + 5) % 10,
        "0" + (person.area().equals("911") ? "30" : "911") + digits,
        "+49 "
            + person.area()
            + " "
            + (char) ('3' + digits.charAt(0) % 5)
            + "9"
            + digits.substring(2));
  }
}
