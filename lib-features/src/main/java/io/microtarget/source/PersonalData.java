package io.microtarget.source;

/** What a column tells about a person, from nothing to what the law protects most. */
public enum PersonalData {
  /** Nothing: goods, prices, campaigns. */
  NONE,
  /** About a person, under a keyed pseudonym. */
  PSEUDONYMOUS,
  /** Tells people apart when put together: age, place, time (GDPR recital 26). */
  INDIRECT,
  /** Names a person: native id, e-mail, phone; stands in the vault only. */
  DIRECT,
  /** Health, belief, political opinion and the like (GDPR article 9). */
  SPECIAL
}
