package io.microtarget.decision;

/**
 * How often a subject may be contacted.
 *
 * @param days length of the window: contacts with {@code as_of - days <= event_date < as_of} count
 * @param most contacts in the window from which on a subject is left alone
 */
public record ContactCap(int days, int most) {
  public ContactCap {
    if (days < 1) {
      throw new IllegalArgumentException("days must be at least 1, not " + days);
    }
    if (most < 1) {
      throw new IllegalArgumentException("most must be at least 1, not " + most);
    }
  }
}
