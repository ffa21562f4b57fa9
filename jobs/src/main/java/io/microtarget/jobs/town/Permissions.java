package io.microtarget.jobs.town;

import java.util.List;

/** What people of the CRM allowed, refused and took back, and who must not be written to at all. */
final class Permissions {
  private static final String CONSENTS = "consents";
  private static final String SUPPRESSIONS = "suppressions";
  private static final List<String> REASONS =
      List.of("Werbewiderspruch", "Werbewiderspruch", "Beschwerde", "unzustellbar", "verstorben");
  private static final double SUPPRESSED = 0.012;
  private static final double REVOKED = 0.06;

  private final Writing writing;
  private final Lists lists;

  Permissions(Writing writing, Lists lists) {
    this.writing = writing;
    this.lists = lists;
  }

  void of(Person person) {
    var chance = Chance.of(writing.world().seed(), person.number, CONSENTS);
    var id = lists.crmNumber(person);
    // Those whom a contact puts off also say no more often.
    double shy = person.weights[5];
    said(person, id, "Werbung", "email", 0.62 - 0.3 * shy, 0.14 + 0.3 * shy, chance);
    said(person, id, "Werbung", "phone", 0.30 - 0.2 * shy, 0.20 + 0.4 * shy, chance);
    said(person, id, "Werbung", "post", 0.35 - 0.2 * shy, 0.05 + 0.1 * shy, chance);
    said(person, id, "Auswertung", "alle", 0.75, 0.06 + 0.1 * shy, chance);
    if (chance.happens(SUPPRESSED)) {
      suppressed(person, chance);
    }
  }

  private void said(
      Person person,
      String id,
      String purpose,
      String channel,
      double granted,
      double denied,
      Chance chance) {
    int what = chance.pick(new double[] {granted, denied, Math.max(0, 1 - granted - denied)});
    if (what == 2) {
      return;
    }
    int day = person.crmOn + chance.below(3);
    consent(id, purpose, channel, what == 0 ? "erteilt" : "abgelehnt", day, chance);
    if (what == 0 && chance.happens(REVOKED)) {
      int later = chance.from(Math.max(day + 1, 0), Days.COUNT - 1);
      consent(id, purpose, channel, "widerrufen", later, chance);
    }
  }

  private void consent(
      String id, String purpose, String channel, String status, int day, Chance chance) {
    long epoch = Days.at(day, chance.from(36_000, 72_000));
    consent(id, purpose, channel, status, epoch);
    if (writing.breach(CONSENTS, 1) == 0) {
      var own = "X" + writing.name(CONSENTS);
      consent(own, purpose, channel, "vielleicht", epoch);
      writing.broken(CONSENTS, Sheets.CONSENTS, own, "values:status");
    }
  }

  private void consent(String id, String purpose, String channel, String status, long epoch) {
    var text = writing.row(Sheets.CONSENTS).append("{\"kunde\":\"").append(id);
    text.append("\",\"zweck\":\"").append(purpose).append("\",\"kanal\":\"").append(channel);
    text.append("\",\"status\":\"").append(status).append("\",\"zeit\":\"");
    Days.utc(text, epoch).append("\"}\n");
  }

  private void suppressed(Person person, Chance chance) {
    int day = chance.from(-300, Days.COUNT - 1);
    var name = person.first + " " + person.lastOn(day);
    var reason = chance.one(REASONS);
    row(name, person, chance.below(4), reason, day, "");
    if (writing.breach(SUPPRESSIONS, 1) == 0) {
      var own = "Niemand " + writing.name(SUPPRESSIONS);
      row(own, person, 0, reason, day, "type:event-time");
      writing.broken(SUPPRESSIONS, Sheets.SUPPRESSIONS, own, "type:event-time");
    }
  }

  /**
   * @param known which of address, e-mail and phone the list has: all, or only one of them
   */
  private void row(String name, Person person, int known, String reason, int day, String wrong) {
    var home = person.household.homeOn(day);
    boolean hasHome = known < 2;
    var text = writing.row(Sheets.SUPPRESSIONS).append(name).append(';');
    text.append(hasHome ? home.street() : "").append(';');
    text.append(hasHome ? home.postcode() : "").append(';').append(hasHome ? "Musterstadt" : "");
    text.append(';').append(known == 0 || known == 2 ? person.email : "").append(';');
    text.append(known == 0 || known == 3 ? "0" + person.mobile : "").append(';');
    text.append(reason).append(';');
    text.append(wrong.isEmpty() ? Days.german(day) : "neulich").append('\n');
  }
}
