package io.microtarget.vault;

import com.ibm.icu.text.IDNA;
import java.util.Locale;

/**
 * E-mail addresses in one spelling, for the hashes of identifiers and for comparing alike: lower
 * case, no blanks, without {@code mailto:} and without the name before it ({@code "Anna Berg"
 * <a.berg@example.org>}); of several the first; a domain in its own letters rather than in {@code
 * xn--} ones.
 *
 * <p>Dots and tags ({@code +news}) stay: whether they matter is up to who runs the mailbox.
 */
public final class Email {
  private static final IDNA IN_LETTERS = IDNA.getUTS46Instance(IDNA.DEFAULT);
  private static final String SCHEME = "mailto:";

  /** RFC 5321 allows 254; anything far longer is no address, and is not searched for one. */
  private static final int LONGEST = 1000;

  private Email() {}

  /**
   * The one spelling; empty for placeholders ({@link Junk#MAILBOX}). A value without @ is in lower
   * case as it is.
   */
  public static String of(String raw) {
    if (raw.length() > LONGEST) {
      return raw.strip().toLowerCase(Locale.ROOT);
    }
    var address = inner(raw.strip().toLowerCase(Locale.ROOT));
    int at = address.lastIndexOf('@');
    if (at < 0) {
      return Junk.MAILBOX.has(address) ? "" : address;
    }
    var mailbox = withoutBlanks(address.substring(0, at));
    var domain = domain(withoutBlanks(address.substring(at + 1)));
    return isJunk(mailbox) ? "" : mailbox + "@" + domain;
  }

  /** What stands before the @, without the tag after its plus. */
  public static String mailbox(String address) {
    int at = address.lastIndexOf('@');
    var mailbox = at < 0 ? address : address.substring(0, at);
    int plus = mailbox.indexOf('+');
    return plus > 0 ? mailbox.substring(0, plus) : mailbox;
  }

  private static boolean isJunk(String mailbox) {
    return Junk.MAILBOX.has(mailbox(mailbox));
  }

  /** The first address within a value, with no name and no scheme around it. */
  private static String inner(String value) {
    var one = value;
    int open = one.indexOf('<');
    int close = one.indexOf('>', open + 1);
    if (open >= 0 && close > 0 && one.indexOf('@', open) > 0) {
      one = one.substring(open + 1, close);
    } else {
      one = first(one);
    }
    if (one.startsWith(SCHEME)) {
      int query = one.indexOf('?');
      one = one.substring(SCHEME.length(), query < 0 ? one.length() : query);
    }
    return one.strip();
  }

  private static String first(String list) {
    for (var one : list.split("[;,]", 3)) {
      if (one.indexOf('@') > 0) {
        return one.strip();
      }
    }
    return list;
  }

  private static String withoutBlanks(String text) {
    boolean hasBlank = text.chars().anyMatch(Email::isBlank);
    return hasBlank
        ? text.codePoints()
            .filter(c -> !isBlank(c))
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString()
        : text;
  }

  /** Blanks, control characters, and those of no width that are pasted along. */
  private static boolean isBlank(int character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || Character.isISOControl(character)
        || Character.getType(character) == Character.FORMAT;
  }

  private static String domain(String typed) {
    var domain = typed.endsWith(".") ? typed.substring(0, typed.length() - 1) : typed;
    return domain.contains("xn--")
        ? IN_LETTERS.nameToUnicode(domain, new StringBuilder(), new IDNA.Info()).toString()
        : domain;
  }
}
