package io.microtarget.identity;

import io.microtarget.testing.Sessions;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A made-up town of about 4,000 persons: houses of one and two families, houses of eight flats and
 * blocks of 200; couples with one name and two, families, flatmates; numbers of a home or one's
 * own; some records with a slip, without an address, or from before a move.
 */
final class Town {
  private static final StructType SAID =
      new StructType()
          .add("record_id", DataTypes.StringType)
          .add("unified_id", DataTypes.StringType)
          .add("recorded_at", DataTypes.TimestampType)
          .add("said", DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType));

  private static final int SURNAMES = 3_000;

  private final Random random;
  private final double[] upTo = new double[SURNAMES];
  private final List<String[]> homes = new ArrayList<>();
  private final List<Row> records = new ArrayList<>();
  private final Set<String> pairs = new HashSet<>();
  private int persons;
  private final Set<String> ofBlocks = new HashSet<>();

  private Town(long seed) {
    random = new Random(seed);
    double sum = 0;
    for (int i = 0; i < SURNAMES; i++) {
      // The most frequent has one person in a hundred.
      sum += 1 / Math.pow(i + 8.0, 0.9);
      upTo[i] = sum;
    }
    homes(600, 1);
    homes(150, 2);
    homes(30, 8);
    homes(3, 200);
    for (var home : homes) {
      settle(home);
    }
  }

  static Town of(long seed) {
    return new Town(seed);
  }

  /** {@code record_id, unified_id, recorded_at, said}. */
  static Dataset<Row> table(List<Row> rows) {
    return Sessions.shared().createDataFrame(rows, SAID);
  }

  List<Row> records() {
    return records;
  }

  /** Who lives with whom. */
  Set<String> pairs() {
    return pairs;
  }

  /** Whether the first of a pair lives in one. */
  boolean isInBlock(String pair) {
    return ofBlocks.contains(pair.split(" ")[0]);
  }

  static Set<String> pairsOf(Set<String> members) {
    var pairs = new HashSet<String>();
    for (var one : members) {
      for (var other : members) {
        if (one.compareTo(other) < 0) {
          pairs.add(one + " " + other);
        }
      }
    }
    return pairs;
  }

  private void homes(int houses, int flats) {
    for (int house = 0; house < houses; house++) {
      var street = "Straße " + word(random.nextInt(40));
      var number = flats * 1000 + house;
      for (int flat = 1; flat <= flats; flat++) {
        homes.add(
            new String[] {
              street, "" + number, "1234" + number % 7, flats > 2 ? "Whg. " + flat : ""
            });
      }
    }
  }

  private void settle(String[] home) {
    double lot = random.nextDouble();
    int size = lot < 0.4 ? 1 : lot < 0.73 ? 2 : lot < 0.85 ? 3 : lot < 0.96 ? 4 : 5;
    var areFlatmates = random.nextDouble() < 0.04;
    var family = surname();
    var landline = random.nextDouble() < 0.5 ? phone() : "";
    var members = new HashSet<String>();
    for (int i = 0; i < size; i++) {
      var isPartner = i == 1 && random.nextDouble() < 0.2;
      var surname = areFlatmates || isPartner ? surname() : family;
      members.add(live(home, surname, landline));
    }
    pairs.addAll(pairsOf(members));
  }

  private String live(String[] home, String surname, String landline) {
    var id = "p%05d".formatted(persons++);
    double lot = random.nextDouble();
    var phone = lot < 0.6 && !landline.isEmpty() ? landline : lot < 0.85 ? phone() : "";
    if (Integer.parseInt(home[1]) >= 200_000) {
      ofBlocks.add(id);
    }
    int number = 1 + random.nextInt(3);
    for (int i = 0; i < number; i++) {
      var isOld = i < number - 1 && random.nextDouble() < 0.1;
      var at = isOld ? homes.get(random.nextInt(homes.size())) : home;
      var knowsAddress = i == 0 || random.nextDouble() < 0.8;
      record(id, i, knowsAddress ? at : null, surname, phone);
    }
    return id;
  }

  private void record(String id, int place, String[] home, String surname, String phone) {
    Map<String, String> said = new HashMap<>(new TreeMap<>(Map.of("last-name", slip(surname))));
    if (home != null) {
      said.put(
          "street", random.nextDouble() < 0.3 ? home[0].replace("aße", "asse") : slip(home[0]));
      said.put("house-number", home[1]);
      said.put("postal-code", home[2]);
      if (random.nextDouble() < 0.5) {
        said.put("address-extra", home[3]);
      }
    }
    said.put("phone", phone);
    var recorded = Timestamp.valueOf("2019-%02d-01 00:00:00".formatted(1 + place));
    records.add(RowFactory.create(id + "-" + place, id, recorded, said));
  }

  /** One time in fifty without its last letter. */
  private String slip(String text) {
    return random.nextInt(50) == 0 ? text.substring(0, text.length() - 1) : text;
  }

  private String surname() {
    double lot = random.nextDouble() * upTo[SURNAMES - 1];
    int place = java.util.Arrays.binarySearch(upTo, lot);
    return word(1000 + (place < 0 ? -place - 1 : place)) + "mann";
  }

  private String phone() {
    return "0%d".formatted(3_000_000_000L + Math.abs(random.nextLong() % 6_000_000_000L));
  }

  private static String word(int number) {
    var word = new StringBuilder("W");
    for (int rest = number; rest > 0; rest /= 20) {
      word.append("bcdfghjklmnpqrstvwxz".charAt(rest % 20)).append("aeiou".charAt(rest % 5));
    }
    return word.toString();
  }
}
