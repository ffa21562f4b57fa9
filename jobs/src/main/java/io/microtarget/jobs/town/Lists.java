package io.microtarget.jobs.town;

import java.time.LocalDate;

/** The three lists that know people: CRM, loyalty cards and accounts of the web shop. */
final class Lists {
  private static final String CITY = "Musterstadt";

  private final Writing writing;
  private final World world;
  private final Parameters.Records records;

  /** What one row says about somebody; texts are empty where it says nothing. */
  private static final class Row {
    String id;
    int day;
    String first;
    String last;
    LocalDate born;
    Place home;
    String phone;
    String email;
    String card = "";
    String typo = "";
  }

  Lists(Writing writing) {
    this.writing = writing;
    world = writing.world();
    records = world.parameters().records();
  }

  /** Number of somebody in the CRM; contacts and consents go by it. */
  String crmNumber(Person person) {
    return "K" + world.numbers().seven("crm", 2L * person.number);
  }

  String card(Person person, int number) {
    return world.numbers().card(2L * person.number + number);
  }

  /** Account of somebody in the web shop. */
  String user(Person person) {
    return "u" + world.numbers().seven("user", person.number);
  }

  void of(Person person) {
    var chance = Chance.of(world.seed(), person.number, "records");
    if (person.hasCrm()) {
      var row = row(person, "crm", crmNumber(person), person.crmOn, records.typoShare(), chance);
      crm(person, row, "");
      double again = records.duplicateShare() / (1 - records.duplicateShare());
      if (chance.happens(again)) {
        int day = Math.min(Days.AS_OF - 15, person.crmOn + chance.from(20, 600));
        var id = "K" + world.numbers().seven("crm", 2L * person.number + 1);
        crm(person, row(person, "crm", id, day, records.duplicateTypoShare(), chance), "");
        writing.fault("crm", id, "duplicate");
      }
      breachCrm(person, row);
    }
    if (person.hasCard()) {
      loyalty(person, card(person, 0), person.cardOn, chance);
      if (person.secondCardOn != Person.NEVER) {
        loyalty(person, card(person, 1), person.secondCardOn, chance);
        writing.fault("loyalty", card(person, 1), "two-cards");
      }
    }
    if (person.hasShop()) {
      var id = user(person);
      var row = row(person, "shop", id, person.shopOn, records.typoShare() / 2, chance);
      shop(person, row, "");
      truth(person, "shop", id);
      breachShop(person, row);
    }
  }

  private Row row(Person person, String source, String id, int day, double typos, Chance chance) {
    var row = new Row();
    row.id = id;
    row.day = day;
    row.first = person.first;
    row.last = person.lastOn(day);
    row.home = person.household.homeOn(day);
    row.born = chance.happens(person.missing) ? null : person.born;
    row.phone = chance.happens(person.missing) ? "" : phone(person, chance);
    boolean isOther = !source.equals("shop") && chance.happens(0.25);
    var email = isOther ? person.otherEmail : person.email;
    row.email = chance.happens(person.missing) && !source.equals("shop") ? "" : email;
    if (row.born == null || row.phone.isEmpty() || row.email.isEmpty()) {
      writing.fault(source, id, "missing");
    }
    if (person.hasCard() && !source.equals("loyalty") && chance.happens(0.4)) {
      row.card = card(person, 0);
    }
    if (chance.happens(records.junkShare())) {
      if (chance.happens(0.5)) {
        row.phone = "0000";
      } else {
        row.email = "info@musterstadt.example";
      }
      writing.fault(source, id, "junk-key");
    }
    if (chance.happens(typos)) {
      mistype(row, chance);
      writing.fault(source, id, "typo");
    }
    if (!row.home.equals(person.household.home())) {
      writing.fault(source, id, "moved");
    }
    if (!person.lastOn(day).equals(person.last)) {
      writing.fault(source, id, "married");
    }
    return row;
  }

  private static void mistype(Row row, Chance chance) {
    switch (chance.below(5)) {
      case 0 -> row.first = Names.mistyped(row.first, chance);
      case 1, 2 -> row.last = Names.mistyped(row.last, chance);
      case 3 -> row.email = mistypedName(row.email, chance);
      default -> {
        // Day and month swapped where both can be either.
        if (row.born != null && row.born.getDayOfMonth() <= 12) {
          row.born =
              LocalDate.of(row.born.getYear(), row.born.getDayOfMonth(), row.born.getMonthValue());
        } else {
          row.first = Names.mistyped(row.first, chance);
        }
      }
    }
  }

  /** Only what stands before the @: another domain might be somebody's. */
  private static String mistypedName(String email, Chance chance) {
    int at = Math.max(0, email.indexOf('@'));
    return Names.mistyped(email.substring(0, at), chance) + email.substring(at);
  }

  private static String phone(Person person, Chance chance) {
    var digits = chance.happens(0.6) ? person.mobile : person.household.landline();
    int area = digits.startsWith("221") ? 3 : 2;
    var rest = digits.substring(area);
    var code = digits.substring(0, area);
    return switch (chance.below(4)) {
      case 0 -> "+49 " + code + " " + rest;
      case 1 -> "0049" + code + rest;
      case 2 -> "0" + code + " " + rest;
      default -> "0" + code + rest;
    };
  }

  private void truth(Person person, String source, String id) {
    writing
        .row(Sheets.TRUE_RECORDS)
        .append(source)
        .append(',')
        .append(id)
        .append(",p")
        .append(person.number)
        .append(",h")
        .append(person.household.number())
        .append('\n');
  }

  private void crm(Person person, Row row, String wrong) {
    if (wrong.isEmpty()) {
      truth(person, "crm", row.id);
    }
    var text = writing.row(Sheets.CRM).append(row.id).append(';');
    text.append(person.isFemale ? "Frau" : "Herr").append(';').append(row.first).append(';');
    text.append(row.last).append(';');
    if (wrong.equals("rule:born-before")) {
      text.append("01.04.2093");
    } else if (row.born != null) {
      text.append(Days.german(row.born));
    }
    text.append(';').append(row.home.street()).append(';').append(row.home.postcode());
    text.append(';').append(CITY).append(';').append(row.phone).append(';').append(row.email);
    text.append(';').append(row.card).append(';');
    if (wrong.equals("type:event-time")) {
      text.append("31.02.2025 25:61");
    } else {
      Days.german(text, moment(row));
    }
    text.append(wrong.equals("malformed:fields") ? ";x\n" : "\n");
  }

  private void breachCrm(Person person, Row row) {
    int kind = writing.breach("crm", 3);
    if (kind >= 0) {
      var rule =
          kind == 0 ? "type:event-time" : kind == 1 ? "malformed:fields" : "rule:born-before";
      row.id = "X" + writing.name("crm");
      crm(person, row, rule);
      writing.broken("crm", Sheets.CRM, row.id, rule);
    }
  }

  private void loyalty(Person person, String id, int day, Chance chance) {
    var row = row(person, "loyalty", id, day, records.typoShare(), chance);
    loyalty(row, "");
    truth(person, "loyalty", id);
    int kind = writing.breach("loyalty", 2);
    if (kind >= 0) {
      var rule = kind == 0 ? "type:event-time" : "rule:card-number";
      row.id = "76" + Numbers.padded(Chance.mixed(person.number) >>> 31, kind == 0 ? 11 : 12);
      loyalty(row, rule);
      writing.broken("loyalty", Sheets.LOYALTY, row.id, rule);
    }
  }

  private void loyalty(Row row, String wrong) {
    var text = writing.row(Sheets.LOYALTY).append(row.id).append(",\"").append(row.last);
    text.append(", ").append(row.first).append("\",").append(row.born == null ? "" : row.born);
    text.append(',').append(row.email).append(',').append(row.phone).append(',');
    text.append(row.home.postcode()).append(',');
    text.append(row.id.charAt(10) < '7' ? "basic" : row.id.charAt(10) < '9' ? "silver" : "gold");
    text.append(',');
    if (wrong.equals("type:event-time")) {
      text.append("im Mai\n");
    } else {
      Days.isoLocal(text, moment(row)).append('\n');
    }
  }

  private void shop(Person person, Row row, String wrong) {
    var text = writing.row(Sheets.SHOP).append("{\"userId\":\"").append(row.id);
    if (wrong.equals("malformed:json")) {
      text.append("\",\"createdAt\":\"2025\n");
      return;
    }
    text.append("\",\"createdAt\":\"");
    if (wrong.equals("type:event-time")) {
      text.append("gestern");
    } else {
      Days.utc(text, moment(row));
    }
    text.append("\",\"traits\":{\"firstName\":\"").append(row.first);
    text.append("\",\"lastName\":\"").append(row.last).append("\",\"email\":\"");
    text.append(row.email).append('"');
    if (!row.phone.isEmpty()) {
      text.append(",\"phone\":\"").append(row.phone).append('"');
    }
    if (!row.card.isEmpty()) {
      text.append(",\"loyaltyCard\":\"").append(row.card).append('"');
    }
    if (row.born != null) {
      text.append(",\"birthday\":\"").append(row.born).append('"');
    }
    text.append(",\"address\":{\"street\":\"").append(row.home.street());
    text.append("\",\"postalCode\":\"").append(row.home.postcode());
    text.append("\",\"city\":\"").append(CITY).append("\"}}}\n");
  }

  private void breachShop(Person person, Row row) {
    int kind = writing.breach("shop", 2);
    if (kind >= 0) {
      var rule = kind == 0 ? "malformed:json" : "type:event-time";
      row.id = "x" + writing.name("shop");
      shop(person, row, rule);
      writing.broken("shop", Sheets.SHOP, row.id, rule);
    }
  }

  /** A minute of the day that goes by the id. */
  private static long moment(Row row) {
    return Days.at(row.day, 28_800 + Math.floorMod(row.id.hashCode(), 40_000));
  }
}
