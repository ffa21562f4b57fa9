package io.microtarget.privacy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The ways to reach somebody that laws tell apart; every channel of a business is one of them. */
public enum Medium {
  /** A letter or leaflet. */
  MAIL,
  /** Somebody at the door. */
  VISIT,
  /** A call by a person. */
  PHONE,
  /** A call by a machine. */
  AUTOMATED_CALL,
  FAX,
  EMAIL,
  SMS,
  MESSENGER,
  /** A notice of an app. */
  PUSH,
  /** An advertisement on a platform, to which the person is handed over. */
  ONLINE_ADS;

  /** The name as written in settings, statements and the policy, such as {@code online-ads}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The medium of a name; empty if it is none. */
  public static Optional<Medium> of(String key) {
    return Arrays.stream(values()).filter(medium -> medium.key().equals(key)).findFirst();
  }

  /** All names. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(Medium::key).toList();
  }
}
