package io.microtarget.jobs.town;

import java.util.List;

/** Receipts of the shops, and what card statements say of them. */
final class Tills {
  private static final String SOURCE = "receipts";

  private final Writing writing;
  private final Statements statements;

  Tills(Writing writing, Statements statements) {
    this.writing = writing;
    this.statements = statements;
  }

  /**
   * @param card number on the receipt; empty if none was shown
   * @return cents paid
   */
  long receipt(Person person, String card, long epoch, int store, List<Line> lines) {
    var number = "B" + writing.name(SOURCE);
    int day = Days.day(epoch);
    var sheet = Sheets.RECEIPTS.get(Days.month(day));
    int till = 1 + (int) (epoch % 6);
    long sum = 0;
    for (var line : lines) {
      row(sheet, number, store, till, epoch, card, line, "");
      sum += line.amount();
      breach(sheet, store, till, epoch, line);
    }
    if (day >= Days.AS_OF) {
      writing.fault(SOURCE, number, "after-as-of");
    }
    if (person.paysByCard && !card.isEmpty()) {
      statements.own(person, day, sum);
    }
    return sum;
  }

  private void row(
      Sheet sheet,
      String number,
      int store,
      int till,
      long epoch,
      String card,
      Line line,
      String wrong) {
    var text = head(sheet, number, store, till);
    if (wrong.equals("type:event-time")) {
      text.append("31.02.2025 25:61");
    } else {
      Days.german(text, epoch);
    }
    int pieces = wrong.equals("range:quantity") ? -1 : line.pieces();
    text.append(';').append(card).append(';').append(line.product().gtin()).append(';');
    text.append(line.category()).append(';').append(pieces).append(';');
    Cells.comma(text, line.price()).append(';');
    long amount = (long) pieces * line.price();
    if (wrong.equals("type:amount")) {
      Cells.point(text, amount);
    } else {
      Cells.comma(text, wrong.equals("rule:line-total") ? amount + 100 : amount);
    }
    text.append(';').append(line.promotion() == null ? "" : line.promotion().id());
    text.append(wrong.equals("malformed:fields") ? ";;x\n" : "\n");
  }

  private StringBuilder head(Sheet sheet, String number, int store, int till) {
    var text = writing.row(sheet);
    return text.append(number).append(";F0").append(store).append(';').append(till).append(';');
  }

  private static final List<String> RULES =
      List.of(
          "type:amount",
          "type:event-time",
          "range:quantity",
          "rule:line-total",
          "malformed:fields");

  private void breach(Sheet sheet, int store, int till, long epoch, Line line) {
    int kind = writing.breach(SOURCE, RULES.size());
    if (kind >= 0) {
      var number = "B" + writing.name(SOURCE);
      row(sheet, number, store, till, epoch, "", line, RULES.get(kind));
      writing.broken(SOURCE, sheet, number, RULES.get(kind));
    }
  }
}
