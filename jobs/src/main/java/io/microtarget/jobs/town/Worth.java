package io.microtarget.jobs.town;

/**
 * What is expected of somebody after a day: revenue of a year, and the chance to buy within 30
 * days.
 *
 * <p>Expectation over the Markov chain of phases (five shares, moved on day by day), the trips to
 * shops, and leaving for good; no campaign is counted. Prices are the means of {@link
 * Goods#meanPrice}.
 */
final class Worth {
  private static final int YEAR = 365;
  private static final int MONTH = 30;

  private final World world;
  private final Parameters.Phases phases;

  Worth(World world) {
    this.world = world;
    phases = world.parameters().phases();
  }

  /** EUR in the year from {@code Days.AS_OF} on; 0 if somebody has left. */
  double year(Person person, Phase phase) {
    if (person.leavesOn < Days.AS_OF) {
      return 0;
    }
    var shopping = world.parameters().shopping();
    var shares = new double[Phase.COUNT];
    shares[phase.ordinal()] = 1;
    double here = 1;
    double sum = 0;
    var lines = new double[12];
    for (int month = 0; month < 12; month++) {
      lines[month] = line(person, month);
    }
    for (int i = 0; i < YEAR; i++) {
      // The calendar of the year before: the same months, and weekdays even out.
      int day = Days.AS_OF - YEAR + i;
      int month = Days.monthOfYear(day);
      here *= 1 - person.leavePerDay;
      double bought = step(person, shares, month);
      double trips = Math.min(1, person.trips * world.model().season(day));
      sum +=
          here * lines[month] * (trips * (1 + shopping.moreLines()) + bought * Life.THOUGHT_LINES);
    }
    return sum;
  }

  /** Chance of a purchase in the 30 days from {@code Days.AS_OF} on. */
  double month(Person person, Phase phase) {
    if (person.leavesOn < Days.AS_OF) {
      return 0;
    }
    var shares = new double[Phase.COUNT];
    shares[phase.ordinal()] = 1;
    double waiting = 1;
    double never = 0;
    for (int i = 0; i < MONTH; i++) {
      int day = Days.AS_OF - YEAR + i;
      never += waiting * person.leavePerDay;
      waiting *= 1 - person.leavePerDay;
      double bought = step(person, shares, Days.monthOfYear(day));
      double trips = Math.min(1, person.trips * world.model().season(day));
      waiting *= (1 - trips) * (1 - bought);
      // Shares of those who wait go on as if none of them had bought: BOUGHT is left out.
      if (bought > 0) {
        shares[Phase.BOUGHT.ordinal()] = Math.max(0, shares[Phase.BOUGHT.ordinal()] - bought);
        double rest = 1 - bought;
        for (int s = 0; s < shares.length; s++) {
          shares[s] /= rest;
        }
      }
    }
    return 1 - waiting - never;
  }

  /** Moves the shares by a day; gives the share that came to BOUGHT. */
  private double step(Person person, double[] s, int month) {
    double look = Math.min(0.9, person.look * world.model().month(month));
    double looks = s[0] * look;
    double decides = s[1] * phases.lookToDecide();
    double rests = s[1] * phases.lookToIdle();
    double buys = s[2] * phases.decideToBuy();
    double doubts = s[2] * phases.decideToLook();
    double pauses = s[3] * phases.boughtToPause();
    double ends = s[4] * phases.pauseToIdle();
    s[0] += rests + ends - looks;
    s[1] += looks + doubts - decides - rests;
    s[2] += decides - buys - doubts;
    s[3] += buys - pauses;
    s[4] += pauses - ends;
    return buys;
  }

  /** EUR of one line in a month. */
  private double line(Person person, int month) {
    var wishes = world.model().wishes(person, month);
    double sum = 0;
    double all = 0;
    for (int c = 0; c < wishes.length; c++) {
      sum += wishes[c] * world.goods().meanPrice(c);
      all += wishes[c];
    }
    return sum / all / 100 * world.model().pieces(person);
  }
}
