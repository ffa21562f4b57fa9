package io.microtarget.jobs.town;

import com.uber.h3core.H3Core;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The ground the town stands on: a square of 24 km in the open North Sea, 50 km west of the next
 * island, so that no place of it is anybody's. Six by four postcodes, eight shops, forty places of
 * work.
 */
final class Terrain {
  static final double SOUTH = 54.10;
  static final double WEST = 6.80;

  /** Degrees of 24 km there. */
  static final double HEIGHT = 0.216;

  static final double WIDTH = 0.368;
  static final int POSTCODES = 24;

  private static final int COLUMNS = 6;
  private static final int WORKS = 40;

  /** H3 resolution of the true cells, about 5 square kilometres, as the product's default. */
  private static final int RESOLUTION = 7;

  private static final double METRE = 1 / 111_320.0;

  private final long seed;
  private final H3Core grid;
  private final List<Place> shops = new ArrayList<>();
  private final List<Place> works = new ArrayList<>();

  Terrain(long seed) {
    this.seed = seed;
    try {
      grid = H3Core.newInstance();
    } catch (IOException e) {
      throw new IllegalStateException("the library of H3 cells cannot be unpacked", e);
    }
    for (int i = 0; i < Goods.STORES - 1; i++) {
      var chance = Chance.of(seed, i, "shop");
      double north = (i / 4 + chance.between(0.3, 0.7)) / 2;
      double east = (i % 4 + chance.between(0.3, 0.7)) / 4;
      shops.add(at("Markt", SOUTH + HEIGHT * north, WEST + WIDTH * east));
    }
    for (int i = 0; i < WORKS; i++) {
      var chance = Chance.of(seed, i, "work");
      works.add(at("Werk", SOUTH + HEIGHT * chance.uniform(), WEST + WIDTH * chance.uniform()));
    }
  }

  static String postcode(int number) {
    return Numbers.padded(101 + number * 3L, 5);
  }

  /** The middle of a quarter; quarters lie closer together towards the centre. */
  Place quarter(int quarter) {
    var chance = Chance.of(seed, quarter, "quarter");
    double north = (chance.uniform() + chance.uniform()) / 2;
    double east = (chance.uniform() + chance.uniform()) / 2;
    return at("", SOUTH + HEIGHT * north, WEST + WIDTH * east);
  }

  /** Streets of a quarter. */
  List<String> streets(int quarter) {
    var chance = Chance.of(seed, quarter, "streets");
    var streets = new ArrayList<String>();
    for (int i = 0; i < 6; i++) {
      streets.add(Names.street(chance));
    }
    return streets;
  }

  /** A house within some 400 m of the middle of a quarter. */
  Place house(Place middle, String street, int number, Chance chance) {
    double north = middle.latitude() + 200 * METRE * chance.normal();
    double east = middle.longitude() + 200 * METRE * 1.7 * chance.normal();
    return new Place(street + " " + number, middle.postcode(), north, east);
  }

  List<Place> works() {
    return works;
  }

  Place work(Chance chance) {
    return chance.one(works);
  }

  Place shop(int store) {
    return shops.get(store - 1);
  }

  /** The shop nearest to a place, from 1. */
  int nearestShop(Place place) {
    int nearest = 1;
    for (int store = 2; store < Goods.STORES; store++) {
      if (squared(place, shop(store)) < squared(place, shop(nearest))) {
        nearest = store;
      }
    }
    return nearest;
  }

  /** Fifteen hexadecimal digits. */
  String cell(Place place) {
    return grid.latLngToCellAddress(place.latitude(), place.longitude(), RESOLUTION);
  }

  private Place at(String name, double latitude, double longitude) {
    int row = Math.min(3, Math.max(0, (int) (4 * (latitude - SOUTH) / HEIGHT)));
    int column = Math.min(5, Math.max(0, (int) (COLUMNS * (longitude - WEST) / WIDTH)));
    return new Place(name, postcode(row * COLUMNS + column), latitude, longitude);
  }

  private static double squared(Place one, Place other) {
    double north = one.latitude() - other.latitude();
    double east = (one.longitude() - other.longitude()) * HEIGHT / WIDTH;
    return north * north + east * east;
  }
}
