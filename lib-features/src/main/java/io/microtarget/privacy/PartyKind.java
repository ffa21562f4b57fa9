package io.microtarget.privacy;

import java.util.Locale;

/** Whom the law protects: a consumer, or another participant in the market. */
public enum PartyKind {
  PERSON,
  COMPANY;

  /** The name as written in the policy. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Of a type of subject: an account is a company; a person or a household consumes. */
  static PartyKind ofSubject(String subjectType) {
    return subjectType.equals("account") ? COMPANY : PERSON;
  }
}
