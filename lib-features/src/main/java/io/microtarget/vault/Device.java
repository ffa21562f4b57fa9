package io.microtarget.vault;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Ids of devices and browsers in one spelling. 32 hex digits, in braces or not, with dashes or not
 * (RFC 9562: advertising ids, random ids), are written as {@code
 * 8f14e45f-ceea-467f-a0e6-1b2c3d4e5f60}; any other id is taken as it is, as case may matter there.
 */
public final class Device {
  private static final Pattern UUID =
      Pattern.compile(
          "\\{?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})}?");
  private static final int LONGEST_UUID = 38;

  private Device() {}

  /** The one spelling; empty for placeholders ({@link Junk#DEVICE}) and ids of one character. */
  public static String of(String raw) {
    var id = raw.strip();
    if (id.length() <= LONGEST_UUID) {
      var uuid = UUID.matcher(id.toLowerCase(Locale.ROOT));
      id = uuid.matches() ? uuid.replaceAll("$1-$2-$3-$4-$5") : id;
    }
    boolean isEmpty = id.chars().filter(c -> c != '-').distinct().limit(2).count() < 2;
    return isEmpty || Junk.DEVICE.has(id) ? "" : id;
  }
}
