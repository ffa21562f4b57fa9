package io.microtarget.jobs.town;

import java.time.LocalDate;
import java.util.List;

/** The files that are about no person: feeds, trends, areas, promotions, campaigns, offers. */
final class Business {
  private static final List<String> RIVALS = List.of("Nordkorb", "Alpenmarkt");
  private static final String OWN = "own-products";
  private static final String RIVAL = "rival-products";
  private static final String CAMPAIGNS = "campaigns";
  private static final String OFFERS = "offers";

  private final Writing writing;
  private final World world;

  Business(Writing writing) {
    this.writing = writing;
    world = writing.world();
  }

  void write() {
    for (int week = 0; week < Days.WEEKS; week++) {
      ownFeed(week);
      rivalFeed(week);
    }
    trends();
    areas();
    promotions();
    campaigns();
    offers();
  }

  private void ownFeed(int week) {
    var sheet = Sheets.OWN_FEED.get(week);
    var chance = Chance.of(world.seed(), week, OWN);
    for (var product : world.goods().products()) {
      boolean isThere = !chance.happens(0.03);
      own(sheet, product, product.id(), week, isThere ? "in_stock" : "out_of_stock", "");
      int kind = writing.breach(OWN, 2);
      if (kind >= 0) {
        var rule = kind == 0 ? "type:price" : "rule:gtin";
        var key = "X" + writing.name(OWN);
        own(sheet, product, key, week, "in_stock", rule);
        writing.broken(OWN, sheet, key, rule);
      }
    }
  }

  private void own(
      Sheet sheet, Goods.Product product, String id, int week, String availability, String wrong) {
    var text = writing.row(sheet).append(id).append('\t').append(product.title()).append('\t');
    if (wrong.equals("type:price")) {
      text.append("abc EUR\t");
    } else {
      Cells.point(text, world.goods().price(product, week)).append(" EUR\t");
    }
    if (world.goods().promotion(product, 0, week) != null) {
      Cells.point(text, world.goods().reduced(product, 0, week)).append(" EUR");
    }
    text.append('\t').append(product.gtin(), 0, 12);
    text.append(wrong.equals("rule:gtin") ? "X" : product.gtin().substring(12)).append('\t');
    text.append(Goods.CATEGORIES.get(product.category())).append('\t').append(product.brand());
    text.append('\t').append(availability).append('\n');
  }

  private void rivalFeed(int week) {
    var sheet = Sheets.RIVAL_FEED.get(week);
    for (int rival = 0; rival < RIVALS.size(); rival++) {
      for (var product : world.goods().products()) {
        // A rival has three of five products, each at a price of its own kind.
        var chance = Chance.of(world.seed(), product.number() * 8L + rival, RIVAL);
        if (chance.happens(0.6)) {
          double level = StrictMath.exp(0.12 * chance.normal());
          var move = Chance.of(world.seed(), product.number() * 999L + week / 2, RIVAL + rival);
          long cents =
              Math.round(world.goods().price(product, week) * level * (1 + 0.03 * move.normal()));
          long seen = Days.at(7 * week - 2 + 1, 20_000 + product.number() * 30);
          rival(sheet, RIVALS.get(rival), product.gtin(), product.title(), cents, seen, "");
          int kind = writing.breach(RIVAL, 2);
          if (kind >= 0) {
            var rule = kind == 0 ? "malformed:json" : "pattern:currency";
            var key = "26" + Numbers.padded(week * 1_000_000L + product.number() * 10L + rival, 11);
            rival(sheet, RIVALS.get(rival), key, product.title(), cents, seen, rule);
            writing.broken(RIVAL, sheet, key, rule);
          }
        }
      }
    }
  }

  private void rival(
      Sheet sheet, String shop, String gtin, String title, long cents, long seen, String wrong) {
    var text = writing.row(sheet).append("{\"shop\":\"").append(shop).append("\",\"gtin\":\"");
    text.append(gtin).append("\",\"title\":\"").append(title);
    if (wrong.equals("malformed:json")) {
      text.append("\",\"price\n");
      return;
    }
    Cells.point(text.append("\",\"price\":"), Math.max(9, cents)).append(",\"currency\":\"");
    text.append(wrong.isEmpty() ? "EUR" : "EURO").append("\",\"seen_at\":\"");
    Days.utc(text, seen).append("\"}\n");
  }

  private void trends() {
    var shopping = world.parameters().shopping();
    for (int week = 0; week < Days.WEEKS; week++) {
      var monday = Days.monday(week);
      var chance = Chance.of(world.seed(), week, "trends");
      for (int c = 0; c < Parameters.CATEGORIES; c++) {
        double angle = 2 * Math.PI * (monday.getMonthValue() - shopping.peakMonth().get(c)) / 12;
        double index =
            100 * (1 + shopping.peak().get(c) * StrictMath.cos(angle)) + 4 * chance.normal();
        trend(monday, Goods.CATEGORIES.get(c), Cells.fixed(Math.max(0, index), 1));
      }
    }
    if (writing.breach("trends", 1) == 0) {
      trend(Days.monday(10), "nothing-at-all", "n/a");
      writing.broken("trends", Sheets.TRENDS, "nothing-at-all", "type:value");
    }
  }

  private void trend(LocalDate monday, String topic, String index) {
    writing
        .row(Sheets.TRENDS)
        .append(monday)
        .append(',')
        .append(topic)
        .append(',')
        .append(index)
        .append('\n');
  }

  private void areas() {
    for (int year = 2024; year <= 2026; year++) {
      for (int i = 0; i < Terrain.POSTCODES; i++) {
        var chance = Chance.of(world.seed(), i, "area");
        double power = 80 + 45 * chance.uniform() + (year - 2024);
        int households = 500 + chance.below(9_000) + 20 * (year - 2024);
        double families = 0.15 + 0.3 * chance.uniform();
        area(Terrain.postcode(i), year, power, households, families);
      }
    }
    if (writing.breach("areas", 1) == 0) {
      area("0099", 2025, 100, 1_000, 0.2);
      writing.broken("areas", Sheets.AREAS, "0099", "rule:postcode");
    }
  }

  private void area(String code, int year, double power, int households, double families) {
    writing
        .row(Sheets.AREAS)
        .append(code)
        .append(";01.01.")
        .append(year)
        .append(';')
        .append(Cells.fixed(power, 1).replace('.', ','))
        .append(';')
        .append(households)
        .append(';')
        .append(Cells.fixed(families, 3).replace('.', ','))
        .append('\n');
  }

  private void promotions() {
    for (var p : world.goods().promotions()) {
      promotion(p.id(), p, p.firstDay(), p.lastDay());
    }
    var first = world.goods().promotions().stream().findFirst();
    if (first.isPresent() && writing.breach("promotions", 1) == 0) {
      promotion("X00001", first.get(), first.get().lastDay() + 9, first.get().lastDay());
      writing.broken("promotions", Sheets.PROMOTIONS, "X00001", "order:ends-on");
    }
  }

  private void promotion(String id, Goods.Promotion p, int firstDay, int lastDay) {
    var text = writing.row(Sheets.PROMOTIONS).append(id).append(',').append(p.product().gtin());
    text.append(",F0").append(p.store()).append(',').append(Days.iso(firstDay)).append(',');
    Cells.fixed(text.append(Days.iso(lastDay)).append(','), p.discount(), 2).append('\n');
  }

  private void campaigns() {
    for (var campaign : Campaign.ALL) {
      var kind = campaign.kind().label();
      campaign(campaign.id(), campaign.name(), kind, campaign.day(), campaign.lastDay());
    }
    if (writing.breach(CAMPAIGNS, 1) == 0) {
      campaign("broken-1", "Verdreht", "randomised", 100, 90);
      writing.broken(CAMPAIGNS, Sheets.CAMPAIGNS, "broken-1", "order:ends-on");
    }
  }

  private void campaign(String id, String name, String kind, int firstDay, int lastDay) {
    var text = writing.row(Sheets.CAMPAIGNS).append(id).append(',').append(name).append(',');
    text.append(kind).append(',').append(Days.iso(firstDay)).append(',');
    text.append(Days.iso(lastDay)).append('\n');
  }

  private void offers() {
    for (var campaign : Campaign.ALL) {
      for (int offer = 0; offer < Parameters.OFFERS; offer++) {
        offer("o" + (offer + 1), offer, campaign, Days.iso(campaign.day()));
      }
    }
    if (writing.breach(OFFERS, 1) == 0) {
      offer("broken-offer", 0, Campaign.ALL.get(0), "bald");
      writing.broken(OFFERS, Sheets.OFFERS, "broken-offer", "type:event-time");
    }
  }

  private void offer(String id, int offer, Campaign campaign, String from) {
    var text = writing.row(Sheets.OFFERS).append(id).append(',').append(campaign.id()).append(',');
    text.append(Goods.CATEGORIES.get(world.model().offered(offer))).append(',');
    Cells.fixed(text, world.parameters().campaigns().discounts().get(offer), 2);
    text.append(',').append(from).append(',').append(Days.iso(campaign.lastDay())).append('\n');
  }
}
