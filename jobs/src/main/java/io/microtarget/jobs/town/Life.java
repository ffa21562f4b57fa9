package io.microtarget.jobs.town;

import java.util.ArrayList;
import java.util.List;

/**
 * One person's days from 2025-01-01 to 2026-07-14: phases, trips to shops, visits of the web shop,
 * carts, campaigns and what comes of them.
 */
final class Life {
  /** Lines of a purchase that was thought about, on average. */
  static final double THOUGHT_LINES = 1.4;

  private static final int LOOK_BACK = 60;
  private static final List<String> SOURCES = List.of("search", "email", "social", "");

  private final Writing writing;
  private final World world;
  private final Model model;
  private final Parameters.Phases phases;
  private final Person person;
  private final Tills tills;
  private final Orders orders;
  private final Contacts contacts;
  private final Visits visits;
  private final Lists lists;
  private final String user;
  private final Chance chance;

  private final List<Integer> purchases = new ArrayList<>();
  private final List<Answer> answers = new ArrayList<>();
  private Phase phase = Phase.IDLE;
  private int phaseSince;
  private int lastCategory = -1;
  private int focus;

  /** An answer to a campaign that comes on a later day. */
  private record Answer(Campaign campaign, Outcome outcome, int day) {}

  Life(Writing writing, Person person, Lists lists, Contacts contacts, Steps steps) {
    this.writing = writing;
    this.person = person;
    this.lists = lists;
    this.contacts = contacts;
    world = writing.world();
    model = world.model();
    phases = world.parameters().phases();
    chance = Chance.of(world.seed(), person.number, "life");
    var statements = new Statements(writing);
    tills = new Tills(writing, statements);
    orders = new Orders(writing);
    user = lists.user(person);
    visits = new Visits(writing, person, user, steps, chance);
    purchases.add(-chance.below(LOOK_BACK));
    if (person.paysByCard) {
      statements.rivals(person, Chance.of(world.seed(), person.number, "rivals"));
    }
  }

  /** Lives all days and tells the truth at the end. */
  void live() {
    int campaign = 0;
    for (int day = 0; day < Days.COUNT; day++) {
      if (day == Days.AS_OF) {
        tellPerson();
        visits.mark();
      }
      boolean isHere = day < person.leavesOn;
      if (day == person.leavesOn) {
        turn(Phase.IDLE, day);
        visits.leave();
      }
      if (campaign < Campaign.ALL.size() && Campaign.ALL.get(campaign).day() == day) {
        campaign(Campaign.ALL.get(campaign));
        campaign++;
      }
      answers(day);
      if (isHere) {
        move(day);
        trip(day);
        visits(day);
      }
    }
    tellPhase(Days.COUNT);
    visits.tell();
  }

  // ---- Phases -----------------------------------------------------------------------------------

  private void move(int day) {
    double luck = chance.uniform();
    switch (phase) {
      case IDLE -> {
        if (luck < Math.min(0.9, person.look * model.month(Days.monthOfYear(day)))) {
          focus = chance.pick(model.wishes(person, Days.monthOfYear(day)));
          turn(Phase.LOOKING, day);
        }
      }
      case LOOKING -> {
        if (luck < phases.lookToDecide()) {
          turn(Phase.DECIDING, day);
        } else if (luck < phases.lookToDecide() + phases.lookToIdle()) {
          turn(Phase.IDLE, day);
        }
      }
      case DECIDING -> {
        if (luck < phases.decideToBuy()) {
          turn(Phase.BOUGHT, day);
          buy(day);
        } else if (luck < phases.decideToBuy() + phases.decideToLook()) {
          turn(Phase.LOOKING, day);
          visits.doubt(day, focus);
        }
      }
      case BOUGHT -> {
        if (luck < phases.boughtToPause()) {
          turn(Phase.PAUSING, day);
        }
      }
      case PAUSING -> {
        if (luck < phases.pauseToIdle()) {
          turn(Phase.IDLE, day);
        }
      }
    }
  }

  private void turn(Phase next, int day) {
    if (next != phase) {
      tellPhase(day);
      phase = next;
      phaseSince = day;
    }
  }

  private void tellPhase(int until) {
    if (until > phaseSince) {
      var text = writing.row(Sheets.TRUE_PHASES).append('p').append(person.number).append(',');
      text.append(Days.iso(phaseSince)).append(',').append(Days.iso(until)).append(',');
      text.append(phase.label()).append('\n');
    }
  }

  // ---- Purchases --------------------------------------------------------------------------------

  private void trip(int day) {
    if (!chance.happens(person.trips * model.season(day))) {
      return;
    }
    var lines = new ArrayList<Line>();
    var wishes = model.wishes(person, Days.monthOfYear(day));
    int count = 1 + chance.poisson(world.parameters().shopping().moreLines());
    int store = chance.happens(0.85) ? person.store : 1 + chance.below(Goods.STORES - 1);
    for (int i = 0; i < count; i++) {
      lines.add(line(chance.pick(wishes), store, day));
    }
    long epoch = Days.at(day, openHours());
    tills.receipt(person, cardOn(day), epoch, store, lines);
    bought(day, lines.get(0).product().category());
  }

  /** The purchase that was thought about: what is in the cart, if there is one. */
  private void buy(int day) {
    int count = 1 + chance.poisson(THOUGHT_LINES - 1);
    boolean isOnline = isOnline(day);
    int store = isOnline ? 0 : person.store;
    var lines = new ArrayList<Line>();
    for (int i = 0; i < count; i++) {
      lines.add(line(focus, store, day));
    }
    if (isOnline) {
      long epoch = Days.at(day, visits.hours());
      orders.order(user, visits.order(epoch, lines), lines, -1, chance);
    } else {
      tills.receipt(person, cardOn(day), Days.at(day, openHours()), store, lines);
      visits.leave();
    }
    bought(day, focus);
  }

  private Line line(int category, int store, int day) {
    var product = world.goods().one(category, chance);
    return Line.of(world.goods(), product, model.pieces(person, chance), store, day);
  }

  private void bought(int day, int category) {
    purchases.add(day);
    lastCategory = category;
  }

  private boolean isOnline(int day) {
    return person.shopOn < day && chance.happens(person.onlineShare);
  }

  /** Shops are open from 8 to 20 o'clock. */
  private int openHours() {
    double hour = person.bestHour + 3 * chance.normal();
    return (int) (3_600 * Math.max(8.05, Math.min(19.9, hour)));
  }

  private String cardOn(int day) {
    boolean shows = !chance.happens(world.parameters().records().withoutCardShare());
    if (person.cardOn >= day || !shows) {
      return "";
    }
    return lists.card(person, person.secondCardOn < day && chance.happens(0.5) ? 1 : 0);
  }

  // ---- Visits of the web shop and the app
  // --------------------------------------------------------

  private void visits(int day) {
    double often = phases.visits().get(phase.ordinal()) * person.onlineShare;
    if (chance.happens(Math.min(0.95, often))) {
      boolean decides = phase == Phase.DECIDING && person.shopOn < day;
      int about = phase == Phase.IDLE || phase == Phase.PAUSING ? -1 : focus;
      visits.visit(day, about < 0 ? chance.pick(person.interests) : about, chance.one(SOURCES));
      if (decides && chance.happens(phases.cartShare())) {
        visits.fill(day, focus);
      }
    }
  }

  // ---- Campaigns --------------------------------------------------------------------------------

  private void campaign(Campaign campaign) {
    var outcome = contacts.draw(campaign, person, state(campaign.day()));
    if (outcome != null && outcome.y() == 1) {
      int wait = 1 + (int) Math.min(Campaign.WINDOW - 2, -4 * StrictMath.log(1 - chance.uniform()));
      answers.add(new Answer(campaign, outcome, campaign.day() + wait));
    }
  }

  private void answers(int day) {
    if (answers.isEmpty()) {
      return;
    }
    for (var answer : List.copyOf(answers)) {
      if (answer.day() == day) {
        answers.remove(answer);
        answer(answer, day);
      }
    }
  }

  private void answer(Answer answer, int day) {
    int offer = answer.outcome().offer();
    int coupon = answer.outcome().isTreated() ? offer : -1;
    boolean isOnline = isOnline(day);
    var lines = List.of(line(model.offered(offer), isOnline ? 0 : person.store, day));
    long epoch = Days.at(day, isOnline ? visits.hours() : openHours());
    long cents =
        isOnline
            ? orders.order(user, epoch, lines, coupon, chance)
            : tills.receipt(person, cardOn(day), epoch, person.store, lines);
    contacts.answered(answer.campaign(), person, answer.outcome(), epoch, cents);
    bought(day, model.offered(offer));
  }

  private Contacts.State state(int day) {
    int recent = 0;
    for (int i = purchases.size() - 1; i >= 0 && purchases.get(i) >= day - LOOK_BACK; i--) {
      recent++;
    }
    int since = day - purchases.get(purchases.size() - 1);
    return new Contacts.State(phase, since, recent, lastCategory, person.leavesOn <= day);
  }

  // ---- The truth --------------------------------------------------------------------------------

  private void tellPerson() {
    contacts.effects(person, state(Days.AS_OF));
    var worth = new Worth(world);
    var home = person.household.homeOn(Days.AS_OF);
    var text = writing.row(Sheets.TRUE_PERSONS).append('p').append(person.number).append(",h");
    text.append(person.household.number()).append(',').append(person.type);
    for (double weight : person.weights) {
      Cells.fixed(text.append(','), weight, 4);
    }
    for (double interest : person.interests) {
      Cells.fixed(text.append(','), interest, 4);
    }
    Cells.fixed(text.append(','), worth.month(person, phase), 4);
    text.append(',').append(person.bestHour).append(',').append(world.terrain().cell(home));
    text.append(',').append(person.work == null ? "" : world.terrain().cell(person.work));
    text.append(",F0").append(person.store).append(',');
    text.append(world.terrain().cell(world.terrain().shop(person.store)));
    text.append(',').append(phase.label()).append(',');
    Cells.fixed(text, worth.year(person, phase), 2).append(',');
    text.append(flag(person.hasCrm())).append(',').append(flag(person.hasCard())).append(',');
    text.append(flag(person.hasShop())).append(',').append(flag(person.isInPanel)).append('\n');
  }

  private static char flag(boolean is) {
    return is ? '1' : '0';
  }
}
