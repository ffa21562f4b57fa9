package io.microtarget.jobs.town;

import java.util.List;

/** Orders of the web shop, and what was sent back. */
final class Orders {
  private static final String SOURCE = "orders";
  private static final List<String> RULES =
      List.of("malformed:json", "range:quantity", "future:event-time", "rule:order-total");

  private final Writing writing;

  Orders(Writing writing) {
    this.writing = writing;
  }

  /**
   * An order.
   *
   * @param user account
   * @param coupon offer that was redeemed; -1 for none
   * @return cents paid before the coupon
   */
  long order(String user, long epoch, List<Line> lines, int coupon, Chance chance) {
    var id = "O" + writing.name(SOURCE);
    int day = Days.day(epoch);
    var sheet = Sheets.ORDERS.get(Days.month(day));
    row(sheet, id, user, epoch, lines, coupon, "");
    breach(sheet, epoch, lines, coupon);
    if (day >= Days.AS_OF) {
      writing.fault(SOURCE, id, "after-as-of");
    }
    long sum = 0;
    for (var line : lines) {
      sum += line.amount();
      if (chance.happens(writing.world().parameters().shopping().returnShare())) {
        back(id, user, day, line, chance);
      }
    }
    return sum;
  }

  private void row(
      Sheet sheet, String id, String user, long epoch, List<Line> lines, int coupon, String wrong) {
    var text = writing.row(sheet).append("{\"order_id\":\"").append(id);
    text.append("\",\"user_id\":\"").append(user).append("\",\"ts\":\"");
    if (wrong.equals("future:event-time")) {
      text.append("2099-01-01T00:00:00Z");
    } else {
      Days.utc(text, epoch);
    }
    if (wrong.equals("malformed:json")) {
      text.append("\",\"coupon\":\n");
      return;
    }
    text.append("\",\"coupon\":");
    text.append(coupon < 0 ? "null" : "\"o" + (coupon + 1) + "\"").append(",\"items\":[");
    long total = 0;
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      int pieces = i == 0 && wrong.equals("range:quantity") ? -1 : line.pieces();
      long discount = discount(line, coupon) * pieces;
      text.append(i == 0 ? "" : ",").append("{\"sku\":\"").append(line.product().id());
      text.append("\",\"category\":\"").append(line.category());
      text.append("\",\"qty\":").append(pieces).append(",\"price\":");
      Cells.point(text, line.shelf()).append(",\"discount\":");
      Cells.point(text, Math.abs(discount)).append('}');
      total += (long) pieces * line.shelf() - Math.abs(discount);
    }
    Cells.point(
        text.append("],\"total\":"), wrong.equals("rule:order-total") ? -total - 100 : total);
    text.append("}\n");
  }

  /** Cents off a piece. */
  private long discount(Line line, int coupon) {
    long reduced = line.shelf() - line.price();
    if (coupon >= 0 && writing.world().model().offered(coupon) == line.product().category()) {
      var share = writing.world().parameters().campaigns().discounts().get(coupon);
      reduced += (long) (line.price() * share);
    }
    return reduced;
  }

  private void breach(Sheet sheet, long epoch, List<Line> lines, int coupon) {
    int kind = writing.breach(SOURCE, RULES.size());
    if (kind >= 0) {
      var id = "O" + writing.name(SOURCE);
      row(sheet, id, "u0", epoch, lines, coupon, RULES.get(kind));
      writing.broken(SOURCE, sheet, id, RULES.get(kind));
    }
  }

  private void back(String id, String user, int day, Line line, Chance chance) {
    int on = day + chance.from(3, 20);
    if (on >= Days.COUNT) {
      return;
    }
    returned(id, line, user, Days.at(on, chance.from(30_000, 70_000)), "");
    if (writing.breach("returns", 1) == 0) {
      var own = "O" + writing.name(SOURCE);
      returned(own, line, user, Days.at(on, 40_000), "type:amount");
      writing.broken("returns", Sheets.RETURNS, own, "type:amount");
    }
  }

  private void returned(String id, Line line, String user, long epoch, String wrong) {
    var text = writing.row(Sheets.RETURNS).append(id).append(',').append(line.product().id());
    Days.utc(text.append(',').append(user).append(','), epoch).append(',');
    if (!wrong.isEmpty()) {
      text.append("abc\n");
    } else {
      Cells.point(text, line.amount()).append('\n');
    }
  }
}
