package io.microtarget.jobs.town;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Makes the people of a quarter: 128 households, their homes, what they are like. */
final class Census {
  static final int HOUSEHOLDS = 128;

  /** Day of the end of the town's records, from which on nobody joins any more. */
  private static final int LAST_JOIN = Days.AS_OF - 20;

  private final Parameters parameters;
  private final Model model;
  private final Terrain terrain;
  private final Names names;
  private final Numbers numbers;
  private final long seed;
  private final int persons;

  Census(World world) {
    parameters = world.parameters();
    model = world.model();
    terrain = world.terrain();
    names = world.names();
    numbers = world.numbers();
    seed = world.seed();
    persons = world.persons();
  }

  /** How many live in a household. */
  static int size(long seed, int household, double[] sizes) {
    return 1 + Chance.of(seed, household, "size").pick(sizes);
  }

  /** The people of the households from {@code quarter * 128} on. */
  List<Person> quarter(int quarter, int firstPerson) {
    var sizes = Model.array(parameters.people().householdSizes());
    var middle = terrain.quarter(quarter);
    var streets = terrain.streets(quarter);
    var ground = Chance.of(seed, quarter, "houses");
    var people = new ArrayList<Person>();
    Place house = null;
    int left = 0;
    for (int i = 0; i < HOUSEHOLDS; i++) {
      int number = quarter * HOUSEHOLDS + i;
      int first = firstPerson + people.size();
      if (first >= persons) {
        break;
      }
      if (left == 0) {
        house = terrain.house(middle, ground.one(streets), ground.from(1, 120), ground);
        left = ground.happens(apartments()) ? ground.from(6, 20) : 1;
      }
      left--;
      int size = Math.min(size(seed, number, sizes), persons - first);
      people.addAll(household(number, first, size, house));
    }
    return people;
  }

  /** Chance that a new house is a block, so that the wanted share of households lives in blocks. */
  private double apartments() {
    double share = parameters.people().apartmentShare();
    return share / (share + 13 * (1 - share));
  }

  private List<Person> household(int number, int first, int size, Place house) {
    var chance = Chance.of(seed, number, "household");
    boolean moved = chance.happens(parameters.people().movedShare());
    var before = house;
    if (moved) {
      int from = chance.below(1_000_000);
      before =
          terrain.house(
              terrain.quarter(from),
              chance.one(terrain.streets(from)),
              chance.from(1, 120),
              chance);
    }
    int movedOn = moved ? chance.from(-700, Days.AS_OF - 60) : Person.NEVER;
    var household =
        new Household(number, numbers.phone(persons + (long) number), house, before, movedOn);
    var surname = names.last(chance);
    boolean isOfOneName = chance.happens(0.7);
    boolean marries =
        size > 1 && !isOfOneName && chance.happens(parameters.people().marriedShare() / 0.3);
    int marriedOn = chance.from(-365, Days.AS_OF - 60);
    var shared = names.last(chance);
    var people = new ArrayList<Person>();
    int kin = 0;
    for (int i = 0; i < size; i++) {
      var person = new Person();
      person.number = first + i;
      person.household = household;
      kin = like(person, i == 0 ? 0 : kin);
      name(person, i, surname, shared, isOfOneName, people);
      if (marries && i == 1) {
        person.maiden = person.last;
        person.last = surname;
        person.marriedOn = marriedOn;
      }
      habits(person, people);
      lists(person);
      people.add(person);
    }
    return people;
  }

  /** Type, weights and interests; gives the main type of the first of the household, from 1. */
  private int like(Person person, int kin) {
    var chance = Chance.of(seed, person.number, "type");
    var types = parameters.types();
    int main = chance.pick(model.shares());
    if (kin > 0 && chance.happens(types.likeHousehold())) {
      main = kin - 1;
    }
    person.weights = model.weights(main, chance);
    person.type = 1 + Model.greatest(person.weights);
    person.interests = model.interests(person.weights, chance);
    return kin > 0 ? kin : person.type;
  }

  private void name(
      Person person,
      int place,
      String surname,
      String other,
      boolean isOfOneName,
      List<Person> before) {
    var chance = Chance.of(seed, person.number, "name");
    person.isFemale =
        place == 1 ? !before.get(0).isFemale ^ chance.happens(0.1) : chance.happens(0.5);
    do {
      person.first = person.isFemale ? names.female(chance) : names.male(chance);
    } while (before.stream().anyMatch(p -> p.first.equals(person.first)));
    person.last = place == 0 || place > 1 || isOfOneName ? surname : other;
    person.maiden = person.last;
    int year =
        place > 1
            ? 2009 - chance.below(9)
            : place == 1
                ? before.get(0).born.getYear() + chance.from(-6, 6)
                : model.birthYear(person.type, chance);
    person.born = LocalDate.of(Math.min(2009, year), chance.from(1, 12), chance.from(1, 28));
    person.email = Names.email(person.first, person.maiden, person.number, chance);
    person.otherEmail =
        place == 1 && chance.happens(0.2)
            ? before.get(0).email
            : chance.happens(0.3)
                ? Names.email(person.first, person.last, person.number + 7_000_000L, chance)
                : person.email;
    person.mobile = numbers.phone(person.number);
  }

  private void habits(Person person, List<Person> before) {
    var chance = Chance.of(seed, person.number, "habits");
    person.bestHour = model.bestHour(person.type, chance);
    var shopping = parameters.shopping();
    person.morePieces =
        shopping.morePieces() * StrictMath.exp(shopping.spreadOfPersons() * chance.normal());
    double often = chance.gamma(shopping.alikeTrips()) / shopping.alikeTrips();
    person.trips = model.mix(person.weights, model.trips()) / 30.4 * often;
    person.look = model.mix(person.weights, model.look());
    person.onlineShare =
        Math.min(
            0.97,
            Math.max(0.03, model.mix(person.weights, model.online()) + 0.12 * chance.normal()));
    person.leavePerDay = model.mix(person.weights, model.leave()) / 365;
    person.missing = model.mix(person.weights, model.missing());
    person.own = parameters.response().own() * chance.normal();
    if (person.leavePerDay > 0) {
      double days = -StrictMath.log(1 - chance.uniform()) / person.leavePerDay;
      person.leavesOn = days < 100_000 ? (int) days : Person.NEVER;
    }
    boolean works = chance.happens(parameters.people().workingShare());
    var work = terrain.work(chance);
    person.work = works && person.born.getYear() < 2008 && person.type != 4 ? work : null;
    person.store = terrain.nearestShop(person.household.home());
    if (!before.isEmpty() && chance.happens(0.7)) {
      person.store = before.get(0).store;
    } else if (chance.happens(0.15)) {
      person.store = 1 + chance.below(Goods.STORES - 1);
    }
  }

  private void lists(Person person) {
    var chance = Chance.of(seed, person.number, "lists");
    var records = parameters.records();
    boolean hasCrm = chance.happens(model.mix(person.weights, model.crm()));
    boolean hasCard = chance.happens(model.mix(person.weights, model.card()));
    boolean hasShop = chance.happens(model.mix(person.weights, model.shop()));
    int joined = joins(chance);
    if (hasCrm) {
      person.crmOn = joined;
    }
    if (hasCard) {
      person.cardOn = chance.happens(0.5) ? joined : joins(chance);
      if (chance.happens(records.secondCardShare())) {
        person.secondCardOn = Math.min(LAST_JOIN, person.cardOn + chance.from(30, 900));
      }
      person.paysByCard = chance.happens(records.creditShare());
    }
    if (hasShop) {
      person.shopOn = chance.happens(0.3) ? joined : joins(chance);
      person.hasApp = chance.happens(records.appShare());
      double share = records.panelShare() / Math.max(0.05, model.shopShare());
      person.isInPanel = chance.happens(share);
    }
  }

  private static int joins(Chance chance) {
    return chance.happens(0.8) ? chance.from(-2_200, -1) : chance.from(0, LAST_JOIN);
  }
}
