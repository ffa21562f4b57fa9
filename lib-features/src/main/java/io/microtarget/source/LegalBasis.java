package io.microtarget.source;

import java.util.Locale;

/** Why personal data may be processed: GDPR article 6(1)(a) to (f), and research data apart. */
public enum LegalBasis {
  /** 6(1)(a). */
  CONSENT,
  /** 6(1)(b). */
  CONTRACT,
  /** 6(1)(c). */
  LEGAL_OBLIGATION,
  /** 6(1)(d). */
  VITAL_INTEREST,
  /** 6(1)(e). */
  PUBLIC_TASK,
  /** 6(1)(f). */
  LEGITIMATE_INTEREST,
  /** 6(1)(f), of somebody who bought: Directive 2002/58/EC article 13(2), UWG §7(3). */
  EXISTING_CUSTOMER,
  /** Data published for research and education; nobody in them can be reached. */
  RESEARCH;

  /**
   * The basis of a name.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static LegalBasis of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** The name as written in settings and rule ids, such as {@code legitimate-interest}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
