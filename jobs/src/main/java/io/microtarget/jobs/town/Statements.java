package io.microtarget.jobs.town;

import java.util.List;

/** Statements of credit cards that are loyalty cards, too: own shops and rivals. */
final class Statements {
  private static final String SOURCE = "card-statements";
  private static final List<String> RIVALS = List.of("Nordkorb", "Alpenmarkt", "Stadtregal");

  /** Classes of merchants of ISO 18245, in the order of the categories. */
  private static final String[] MERCHANTS = {
    "5411", "5651", "5712", "5941", "5945", "5977", "5942", "5261"
  };

  private static final String OWN = "5311";
  private static final List<String> RULES =
      List.of("type:amount", "pattern:currency", "type:event-time");

  private final Writing writing;

  Statements(Writing writing) {
    this.writing = writing;
  }

  void own(Person person, int day, long cents) {
    var card = writing.world().numbers().card(2L * person.number);
    add(card, Math.min(Days.COUNT - 1, day + 1), "Musterkauf", OWN, cents);
  }

  /** What is bought from others: more by those who buy less here. */
  void rivals(Person person, Chance chance) {
    int from = Math.max(0, person.cardOn);
    var card = writing.world().numbers().card(2L * person.number);
    for (int day = from + chance.from(1, 40); day < Days.COUNT; day += chance.from(10, 80)) {
      int category = chance.pick(writing.world().model().wishes(person, Days.monthOfYear(day)));
      long cents =
          Math.round(
              writing.world().goods().meanPrice(category) * StrictMath.exp(0.7 * chance.normal()));
      boolean isBack = chance.happens(0.03);
      add(card, day, chance.one(RIVALS), MERCHANTS[category], isBack ? -cents : cents);
    }
  }

  private void add(String card, int day, String merchant, String code, long cents) {
    row(card, day, merchant, code, cents, "");
    int kind = writing.breach(SOURCE, RULES.size());
    if (kind >= 0) {
      var rows = writing.rows(Sheets.STATEMENTS);
      var own = "76" + Numbers.padded(Long.parseLong(card.substring(5, 12)) * 10_000 + rows, 11);
      row(own, day, merchant, code, cents, RULES.get(kind));
      writing.broken(SOURCE, Sheets.STATEMENTS, own, RULES.get(kind));
    }
  }

  private void row(String card, int day, String merchant, String code, long spent, String wrong) {
    // Check digits 00 make an IBAN that no bank can give.
    var text = writing.row(Sheets.STATEMENTS).append("DE0000000000000").append(card.substring(6));
    text.append(';').append(card).append(';');
    text.append(wrong.equals("type:event-time") ? "gestern" : Days.german(day));
    text.append(';').append(merchant).append(';').append(code).append(';');
    if (wrong.equals("type:amount")) {
      Cells.point(text, -spent);
    } else {
      Cells.comma(text, -spent);
    }
    text.append(wrong.equals("pattern:currency") ? ";EURO\n" : ";EUR\n");
  }
}
