package io.microtarget.jobs.town;

/** Fixes of the telephones of those who agreed to the panel. */
final class Positions {
  private static final String SOURCE = "gps";

  /** Days before the truth's day from which on there are fixes. */
  private static final int DAYS = 75;

  private static final double METRE = 1 / 111_320.0;

  private final Writing writing;

  Positions(Writing writing) {
    this.writing = writing;
  }

  void of(Person person, String device, String user) {
    var world = writing.world();
    var chance = Chance.of(world.seed(), person.number, "gps");
    for (int day = Math.max(Days.AS_OF - DAYS, person.shopOn); day < Days.COUNT; day++) {
      var home = person.household.homeOn(day);
      if (chance.happens(0.12)) {
        continue;
      }
      fix(device, user, home, Days.at(day, chance.from(0, 5 * 3_600)), chance);
      fix(device, user, home, Days.at(day, chance.from(22 * 3_600, 86_399)), chance);
      boolean isWorkday = Days.weekday(day) < 5 && person.work != null;
      for (int i = 0; i < 2; i++) {
        var place = isWorkday && chance.happens(0.85) ? person.work : home;
        fix(device, user, place, Days.at(day, chance.from(9 * 3_600 + 600, 16 * 3_600)), chance);
      }
      if (chance.happens(0.35)) {
        var shop = world.terrain().shop(person.store);
        fix(device, user, shop, Days.at(day, chance.from(17 * 3_600, 20 * 3_600)), chance);
      }
    }
  }

  private void fix(String device, String user, Place place, long epoch, Chance chance) {
    double north = place.latitude() + 15 * METRE * chance.normal();
    double east = place.longitude() + 25 * METRE * chance.normal();
    int accuracy = 4 + (int) (12 * -StrictMath.log(1 - chance.uniform()));
    row(device, user, north, east, epoch, accuracy, "");
    int kind = writing.breach(SOURCE, 3);
    if (kind >= 0) {
      var own = "x" + writing.name(SOURCE);
      var rule = kind == 0 ? "range:latitude" : kind == 1 ? "pair:longitude" : "range:accuracy-m";
      row(own, "", kind == 0 ? 95 : north, east, epoch, kind == 2 ? -5 : accuracy, rule);
      writing.broken(SOURCE, Sheets.GPS, own, rule);
    }
  }

  private void row(
      String device,
      String user,
      double north,
      double east,
      long epoch,
      int accuracy,
      String wrong) {
    var text = writing.row(Sheets.GPS).append(device).append(',').append(user).append(',');
    Cells.fixed(text, north, 6).append(',');
    if (!wrong.equals("pair:longitude")) {
      Cells.fixed(text, east, 6);
    }
    text.append(',').append(epoch).append(',').append(accuracy).append('\n');
  }
}
