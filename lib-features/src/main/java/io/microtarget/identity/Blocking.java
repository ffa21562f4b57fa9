package io.microtarget.identity;

import io.microtarget.vault.Email;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which records are compared at all: those that share a key of some rule. Comparing all pairs of a
 * million records would take months.
 *
 * <p>A rule has steps from a coarse key to finer ones. The first whose pairs stay within the budget
 * is taken, so that small data is compared generously and large data in linear time. Keys of names
 * do not care which is first and which is last. Blocking by several keys: Christen, A Survey of
 * Indexing Techniques for Scalable Record Linkage, TKDE 24 (2012).
 *
 * @param mostRecords of a block; larger ones are left out, and counted
 * @param mostPairsPerRecord of a rule, on average over all records
 * @param own rules of the settings; empty for those that the fields suggest
 */
record Blocking(int mostRecords, double mostPairsPerRecord, List<String> own)
    implements Serializable {
  /** A finer key is taken if blocks that are too large hold more of the records than this. */
  private static final double MOST_LEFT_OUT = 0.01;

  private static final char APART = '|';

  /** One way of making keys; records share a block if they share a key. */
  record Step(String name, Function<PersonRecord, Stream<String>> keys) {}

  /** Steps that look for the same agreement, the coarsest first. */
  record Rule(List<Step> steps) {}

  /**
   * The step of a rule that is taken.
   *
   * @param step its place in the rule
   * @param mostRecords of a block in this step
   * @param pairs that it compares, those of other rules among them
   * @param leftOut pairs in larger blocks
   */
  record Choice(int step, int mostRecords, long pairs, long leftOut) {}

  Blocking {
    own = List.copyOf(own);
  }

  static Blocking of(BlockingSettings settings) {
    return new Blocking(settings.mostRecords(), settings.mostPairsPerRecord(), settings.rules());
  }

  /** The rules of the settings, or those for records that know these fields. */
  List<Rule> rulesFor(Set<Field> fields, Sound sound) {
    return own.isEmpty()
        ? rules(fields, sound)
        : own.stream().map(rule -> new Rule(ownSteps(rule, sound))).toList();
  }

  private static List<Step> ownSteps(String rule, Sound sound) {
    return BlockingSettings.steps(rule).stream()
        .map(parts -> new Step(String.join("+", parts), r -> ownKeys(parts, sound, r)))
        .toList();
  }

  private static Stream<String> ownKeys(List<String> parts, Sound sound, PersonRecord r) {
    var last = parts.get(parts.size() - 1);
    boolean hasNames = BlockingSettings.OF_NAMES.contains(last);
    var values = new ArrayList<String>();
    for (var part : hasNames ? parts.subList(0, parts.size() - 1) : parts) {
      var value = ownValue(part, r);
      if (value.isEmpty()) {
        return Stream.empty();
      }
      values.add(value);
    }
    // Never empty, so that names alone are a key too.
    var key = APART + String.join(String.valueOf(APART), values);
    return switch (last) {
      case "sound" -> sound(sound, r, key);
      case "sound-initial" -> soundInitial(sound, r, key);
      case "sounds" -> sounds(sound, r, key);
      case "names" -> names(r).map(names -> key + APART + names);
      default -> Stream.of(key);
    };
  }

  private static String ownValue(String part, PersonRecord r) {
    return switch (part) {
      case "mailbox" -> r.knows(Field.EMAIL) ? mailbox(r) : "";
      case "year-month" -> part(r, 0, 6);
      case "month-day" -> part(r, 4, 8);
      case "year-day" -> part(r, 0, 4) + part(r, 6, 8);
      default ->
          Arrays.stream(Field.values())
              .filter(field -> field.key().equals(part))
              .map(r::value)
              .findFirst()
              .orElse("");
    };
  }

  /** The rules for records that know these fields. */
  static List<Rule> rules(Set<Field> fields) {
    return rules(fields, Sound.SOUNDEX);
  }

  /** The rules for records that know these fields, with names that sound alike. */
  static List<Rule> rules(Set<Field> fields, Sound sound) {
    var rules = new ArrayList<Rule>();
    for (var field : Field.IDENTIFIERS) {
      if (fields.contains(field)) {
        rules.add(new Rule(List.of(new Step(field.key(), r -> known(r.value(field))))));
      }
    }
    if (fields.contains(Field.EMAIL)) {
      rules.add(new Rule(List.of(new Step("mailbox", r -> known(mailbox(r))))));
    }
    var named = fields.contains(Field.FIRST_NAME) || fields.contains(Field.LAST_NAME);
    if (named) {
      rules.add(
          new Rule(
              List.of(
                  new Step("sounds", r -> sounds(sound, r, "")),
                  new Step("names", Blocking::names))));
      for (var field : List.of(Field.POSTAL_CODE, Field.CITY, Field.STREET)) {
        if (fields.contains(field)) {
          rules.add(withNames(sound, field.key(), r -> r.value(field)));
        }
      }
    }
    if (fields.contains(Field.BIRTH_DATE)) {
      if (named) {
        rules.add(withNames(sound, "year-month", r -> part(r, 0, 6)));
        rules.add(withNames(sound, "month-day", r -> part(r, 4, 8)));
        rules.add(withNames(sound, "year-day", r -> part(r, 0, 4) + part(r, 6, 8)));
      }
      rules.add(
          new Rule(
              List.of(
                  new Step("birth-date", r -> known(r.value(Field.BIRTH_DATE))),
                  new Step("birth-date+sound", r -> sound(sound, r, r.value(Field.BIRTH_DATE))),
                  new Step(
                      "birth-date+sounds", r -> sounds(sound, r, r.value(Field.BIRTH_DATE))))));
    }
    pair(rules, fields, Field.STREET, Field.HOUSE_NUMBER);
    pair(rules, fields, Field.STREET, Field.POSTAL_CODE);
    pair(rules, fields, Field.HOUSE_NUMBER, Field.POSTAL_CODE);
    return List.copyOf(rules);
  }

  /** Pairs within blocks of at most so many records; sizes of blocks to how many there are. */
  static long pairs(SortedMap<Long, Long> blocks, long mostRecords) {
    long pairs = 0;
    for (var block : blocks.headMap(mostRecords + 1).entrySet()) {
      pairs += block.getKey() * (block.getKey() - 1) / 2 * block.getValue();
    }
    return pairs;
  }

  /**
   * The first step within the budget that leaves out few records; else the last step, with blocks
   * so small that it is within.
   *
   * @param blocks of each step: size of a block to how many blocks have it
   */
  Choice choose(List<SortedMap<Long, Long>> blocks, long records) {
    double budget = mostPairsPerRecord * records;
    int last = blocks.size() - 1;
    for (int step = 0; step <= last; step++) {
      var sizes = blocks.get(step);
      long inLarge = 0;
      for (var block : sizes.tailMap(mostRecords + 1L).entrySet()) {
        inLarge += block.getKey() * block.getValue();
      }
      if (pairs(sizes, mostRecords) <= budget && inLarge <= MOST_LEFT_OUT * records) {
        return choice(step, mostRecords, sizes);
      }
    }
    int most = mostRecords;
    while (most > 2 && pairs(blocks.get(last), most) > budget) {
      most--;
    }
    return choice(last, most, blocks.get(last));
  }

  private static Choice choice(int step, int mostRecords, SortedMap<Long, Long> sizes) {
    long pairs = pairs(sizes, mostRecords);
    return new Choice(step, mostRecords, pairs, pairs(sizes, Long.MAX_VALUE - 1) - pairs);
  }

  private static Rule withNames(Sound sound, String name, Function<PersonRecord, String> part) {
    return new Rule(
        List.of(
            new Step(name + "+sound", r -> sound(sound, r, part.apply(r))),
            new Step(name + "+sound+initial", r -> soundInitial(sound, r, part.apply(r))),
            new Step(name + "+sounds", r -> sounds(sound, r, part.apply(r)))));
  }

  private static void pair(List<Rule> rules, Set<Field> fields, Field one, Field other) {
    if (fields.contains(one) && fields.contains(other)) {
      rules.add(
          new Rule(
              List.of(
                  new Step(
                      one.key() + "+" + other.key(),
                      r ->
                          r.knows(one) && r.knows(other)
                              ? Stream.of(r.value(one) + APART + r.value(other))
                              : Stream.empty()))));
    }
  }

  private static Stream<String> known(String value) {
    return value.isEmpty() ? Stream.empty() : Stream.of(value);
  }

  /** The sound of each name by itself. */
  private static Stream<String> sound(Sound sound, PersonRecord r, String part) {
    return part.isEmpty()
        ? Stream.empty()
        : Stream.of(r.value(Field.FIRST_NAME), r.value(Field.LAST_NAME))
            .filter(name -> !name.isEmpty())
            .map(name -> part + APART + sound.code(name))
            .distinct();
  }

  /** The sound of each name with the initial of the other. */
  private static Stream<String> soundInitial(Sound sound, PersonRecord r, String part) {
    var first = r.value(Field.FIRST_NAME);
    var last = r.value(Field.LAST_NAME);
    return part.isEmpty() || first.isEmpty() || last.isEmpty()
        ? Stream.empty()
        : Stream.of(
                part + APART + sound.code(first) + last.charAt(0),
                part + APART + sound.code(last) + first.charAt(0))
            .distinct();
  }

  /** The sounds of both names, in the order of letters. */
  private static Stream<String> sounds(Sound sound, PersonRecord r, String part) {
    return r.knows(Field.FIRST_NAME) && r.knows(Field.LAST_NAME)
        ? both(part, sound.code(r.value(Field.FIRST_NAME)), sound.code(r.value(Field.LAST_NAME)))
        : Stream.empty();
  }

  private static Stream<String> names(PersonRecord r) {
    return r.knows(Field.FIRST_NAME) && r.knows(Field.LAST_NAME)
        ? both("", r.value(Field.FIRST_NAME), r.value(Field.LAST_NAME))
        : Stream.empty();
  }

  private static Stream<String> both(String part, String one, String other) {
    boolean isSorted = one.compareTo(other) <= 0;
    return Stream.of(part + APART + (isSorted ? one : other) + APART + (isSorted ? other : one));
  }

  private static String mailbox(PersonRecord r) {
    var address = r.value(Field.EMAIL);
    return Email.mailbox(address);
  }

  private static String part(PersonRecord r, int from, int to) {
    var date = r.value(Field.BIRTH_DATE);
    return date.isEmpty() ? "" : date.substring(from, to);
  }
}
