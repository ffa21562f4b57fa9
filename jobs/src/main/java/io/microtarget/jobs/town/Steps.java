package io.microtarget.jobs.town;

import java.util.List;

/** Events of the web shop in the form of Segment, and of the app. */
final class Steps {
  static final String WEB = "web";
  private static final String APP = "app";
  private static final int DEVICES = 3;
  private static final List<String> AGENTS =
      List.of(
          "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36",
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36",
          "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile Safari");
  private static final List<String> KINDS = List.of("mobile", "desktop", "mobile");
  private static final List<String> BROKEN =
      List.of("malformed:json", "required:event-type", "type:event-time");

  /**
   * One step.
   *
   * @param user empty if nobody is logged in
   * @param source what led here; empty for nothing
   * @param category empty for none; so are the others
   * @param cents -1 for no price
   */
  record Step(
      String anonymous,
      String user,
      int device,
      long epoch,
      String event,
      String source,
      String category,
      String sku,
      String query,
      long cents,
      String cart) {
    Step from(String other) {
      return new Step(
          anonymous, user, device, epoch, event, other, category, sku, query, cents, cart);
    }

    Step about(String product) {
      return new Step(
          anonymous, user, device, epoch, event, source, category, product, query, cents, cart);
    }

    Step searching(String words) {
      return new Step(
          anonymous, user, device, epoch, event, source, category, sku, words, cents, cart);
    }

    Step at(long price) {
      return new Step(
          anonymous, user, device, epoch, event, source, category, sku, query, price, cart);
    }

    Step of(String other) {
      return new Step(
          anonymous, user, device, epoch, event, source, category, sku, query, cents, other);
    }
  }

  private final Writing writing;
  private final Chance luck;

  Steps(Writing writing, Chance luck) {
    this.writing = writing;
    this.luck = luck;
  }

  /** Device of somebody, which the shop knows by a cookie. */
  String anonymous(Person person, int device) {
    return "a"
        + writing.world().numbers().name("device", -1, person.number * (long) DEVICES + device);
  }

  String handset(Person person) {
    return "m" + writing.world().numbers().name("handset", -1, person.number);
  }

  void web(Step step) {
    var id = "e" + writing.name(WEB);
    int day = Days.day(step.epoch());
    int month = Days.month(Math.max(0, Math.min(Days.COUNT - 1, day)));
    boolean isLate =
        month + 1 < Days.MONTHS && luck.happens(writing.world().parameters().noise().lateShare());
    var sheet = Sheets.WEB.get(isLate ? month + 1 : month);
    var text = writing.row(sheet);
    int from = text.length();
    write(text, id, step, isLate ? 40 * Days.SECONDS : luck.from(1, 4), "");
    if (luck.happens(writing.world().parameters().noise().doubledShare())) {
      writing.row(sheet).append(text, from, text.length());
      writing.fault(WEB, id, "doubled");
    }
    if (isLate) {
      writing.fault(WEB, id, "late");
    }
    if (day >= Days.AS_OF) {
      writing.fault(WEB, id, "after-as-of");
    }
    int kind = writing.breach(WEB, BROKEN.size());
    if (kind >= 0) {
      var own = "e" + writing.name(WEB);
      write(writing.row(sheet), own, step, 1, BROKEN.get(kind));
      writing.broken(WEB, sheet, own, BROKEN.get(kind));
    }
  }

  private static void write(StringBuilder text, String id, Step step, int delay, String wrong) {
    text.append("{\"type\":\"track\",\"messageId\":\"").append(id).append("\",\"anonymousId\":\"");
    text.append(step.anonymous()).append('"');
    if (wrong.equals("malformed:json")) {
      text.append(",\"timestamp\":\"2025\n");
      return;
    }
    if (!step.user().isEmpty() && wrong.isEmpty()) {
      field(text.append(','), "userId", step.user());
    }
    text.append(",\"timestamp\":\"");
    if (wrong.equals("type:event-time")) {
      text.append("neulich");
    } else {
      Days.utc(text, step.epoch());
    }
    Days.utc(text.append("\",\"receivedAt\":\""), step.epoch() + delay).append('"');
    if (!wrong.equals("required:event-type")) {
      field(text.append(','), "event", step.event());
    }
    properties(text.append(",\"properties\":{"), step);
    text.append("},\"context\":{");
    field(text, "userAgent", step.device() < DEVICES ? AGENTS.get(step.device()) : Bots.AGENT);
    field(text.append(','), "device", KINDS.get(Math.min(step.device(), 1)));
    if (!step.source().isEmpty()) {
      field(text.append(",\"campaign\":{"), "source", step.source()).append('}');
    }
    text.append(",\"page\":{\"url\":\"https://shop.example/").append(step.category());
    text.append(step.sku().isEmpty() ? "" : "/").append(step.sku()).append("\"}}}\n");
  }

  private static void properties(StringBuilder text, Step step) {
    int from = text.length();
    some(text, from, "category", step.category());
    some(text, from, "sku", step.sku());
    some(text, from, "query", step.query());
    if (step.cents() >= 0) {
      text.append(text.length() > from ? "," : "").append("\"price\":");
      Cells.point(text, step.cents());
    }
    some(text, from, "cart_id", step.cart());
  }

  private static void some(StringBuilder text, int from, String name, String value) {
    if (!value.isEmpty()) {
      field(text.append(text.length() > from ? "," : ""), name, value);
    }
  }

  private static StringBuilder field(StringBuilder text, String name, String value) {
    return text.append('"').append(name).append("\":\"").append(value).append('"');
  }

  void app(Person person, String user, long epoch, String event, String screen, long cents) {
    app(handset(person), user, epoch, event, screen, cents, "");
    int kind = writing.breach(APP, 2);
    if (kind >= 0) {
      var rule = kind == 0 ? "type:event-time" : "malformed:fields";
      var own = "x" + writing.name(APP);
      app(own, "", epoch, event, screen, cents, rule);
      writing.broken(APP, Sheets.APP, own, rule);
    }
  }

  private void app(
      String device,
      String user,
      long epoch,
      String event,
      String screen,
      long cents,
      String wrong) {
    var text = writing.row(Sheets.APP);
    if (wrong.equals("type:event-time")) {
      text.append("abc,");
    } else {
      text.append(epoch * 1_000 + Math.floorMod(epoch * 7, 1_000L)).append(',');
    }
    text.append(device).append(',').append(user).append(',').append(event).append(',');
    text.append(screen).append(',');
    if (cents >= 0) {
      Cells.point(text, cents);
    }
    text.append(wrong.equals("malformed:fields") ? ",x,y\n" : "\n");
  }
}
