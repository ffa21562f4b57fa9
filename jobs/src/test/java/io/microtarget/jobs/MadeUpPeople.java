package io.microtarget.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Records of invented persons as people type them: common and rare names, typos, empty cells. The
 * same seed makes the same records.
 */
final class MadeUpPeople {
  static final String HEADER =
      "nr,person,delivery,first,last,born,mail,phone,street,house,postal,city";

  private static final int FIRST_NAMES = 300;
  private static final int LAST_NAMES = 3_000;
  private static final int POSTAL_CODES = 400;
  private static final int STREETS = 900;

  private static final double TYPO = 0.12;
  private static final double EMPTY = 0.10;

  private static final String[] SYLLABLES =
      ("ba be bi bo da de di do fa fe ga gi go ha he hi ja jo ka ke ki ko la le li lo lu ma me mi mo na ne ni"
              + " no pa pe ra re ri ro sa se si so ta te ti to va ve wa we wi za ber der fel gen hard kel lin mann"
              + " mer ner ren sen ster tel ter win")
          .split(" ");

  private final Random random;
  private final List<String> firstNames;
  private final List<String> lastNames;
  private final List<String> streets;
  private final List<String> cities;

  MadeUpPeople(long seed) {
    random = new Random(seed);
    firstNames = words(FIRST_NAMES, 2);
    lastNames = words(LAST_NAMES, 3);
    streets = words(STREETS, 3);
    cities = words(POSTAL_CODES / 8, 2);
  }

  /** A person as it is; its cells in the order of {@link #HEADER} from {@code first} on. */
  List<String> person() {
    var first = common(firstNames);
    var last = common(lastNames);
    int postal = random.nextInt(POSTAL_CODES);
    return List.of(
        first,
        last,
        "%d-%02d-%02d"
            .formatted(1940 + random.nextInt(65), 1 + random.nextInt(12), 1 + random.nextInt(28)),
        "%s.%s%d@post.example".formatted(first, last, random.nextInt(1_000)),
        "0%d %07d".formatted(151 + random.nextInt(20), random.nextInt(10_000_000)),
        common(streets) + "weg",
        Integer.toString(1 + random.nextInt(90)),
        postalCode(postal),
        cities.get(postal / 8));
  }

  /** The same person as somebody typed it. */
  List<String> typed(List<String> person) {
    var cells = new ArrayList<>(person);
    cells.replaceAll(
        cell ->
            random.nextDouble() < EMPTY ? "" : random.nextDouble() < TYPO ? mistyped(cell) : cell);
    return cells;
  }

  /** Records of persons in any order: each has one to four, in deliveries of these sizes. */
  List<List<String>> deliveries(int... sizes) {
    var records = new ArrayList<String>();
    int all = java.util.stream.IntStream.of(sizes).sum();
    for (int person = 0; records.size() < all; person++) {
      var truth = person();
      records.add("p%d,%%d,%s".formatted(person, String.join(",", truth)));
      for (int copy = random.nextInt(4); copy > 0; copy--) {
        records.add("p%d,%%d,%s".formatted(person, String.join(",", typed(truth))));
      }
    }
    Collections.shuffle(records, random);
    var deliveries = new ArrayList<List<String>>();
    int nr = 0;
    for (int size : sizes) {
      var lines = new ArrayList<String>();
      for (int i = 0; i < size; i++, nr++) {
        lines.add("r%06d,".formatted(nr) + records.get(nr).formatted(deliveries.size() + 1));
      }
      deliveries.add(lines);
    }
    return deliveries;
  }

  /** A name that few have, or one of those that many have. */
  String common(List<String> words) {
    var share = random.nextDouble();
    return words.get((int) (words.size() * share * share));
  }

  /** Of persons those below {@value #POSTAL_CODES}. */
  static String postalCode(int number) {
    return "%05d".formatted(10_000 + number * 7);
  }

  List<String> firstNames() {
    return firstNames;
  }

  List<String> lastNames() {
    return lastNames;
  }

  /** Lines under the header, as one file of a delivery. */
  static void write(Path file, List<String> lines) throws IOException {
    Files.createDirectories(file.getParent());
    var all = new ArrayList<>(List.of(HEADER));
    all.addAll(lines);
    Files.write(file, all);
  }

  private String mistyped(String cell) {
    int at = random.nextInt(cell.length());
    var typed = new StringBuilder(cell);
    switch (random.nextInt(3)) {
      case 0 -> typed.deleteCharAt(at);
      case 1 -> typed.insert(at, cell.charAt(at));
      default -> {
        if (at + 1 < cell.length()) {
          typed.setCharAt(at, cell.charAt(at + 1));
          typed.setCharAt(at + 1, cell.charAt(at));
        }
      }
    }
    return typed.toString();
  }

  private List<String> words(int count, int syllables) {
    var words = new java.util.LinkedHashSet<String>();
    while (words.size() < count) {
      var word = new StringBuilder();
      for (int s = random.nextInt(2); s <= syllables; s++) {
        word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
      }
      words.add(word.toString());
    }
    return List.copyOf(words);
  }
}
