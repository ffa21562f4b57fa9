package io.microtarget.decision;

/**
 * What can be offered.
 *
 * @param where which campaigns are of this kind, SQL over the campaign table; checked where it is
 *     used
 * @param margin what one positive outcome is worth, in currency, before the cost of the contact
 */
public record Offer(String where, double margin) {
  public Offer {
    if (where.isBlank()) {
      throw new IllegalArgumentException("where must not be empty; for all campaigns write `true`");
    }
    Money.check("margin", margin);
  }
}
