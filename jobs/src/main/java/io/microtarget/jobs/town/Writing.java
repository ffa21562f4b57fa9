package io.microtarget.jobs.town;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one quarter, or the business itself, adds to the files of the town, in memory until it is
 * its turn.
 */
final class Writing {
  private static final List<Sheet> SHEETS = Sheets.all();

  private final World world;
  private final int quarter;
  private final StringBuilder[] texts = new StringBuilder[SHEETS.size()];
  private final long[] rows = new long[SHEETS.size()];
  private final Map<String, Chance> breaking = new HashMap<>();
  private final Tally tally = new Tally();
  private long names;

  /**
   * @param quarter number of the quarter, below 0 for what is about no person; names made here are
   *     of it alone
   */
  Writing(World world, int quarter) {
    this.world = world;
    this.quarter = quarter;
  }

  World world() {
    return world;
  }

  Tally tally() {
    return tally;
  }

  /** Where a row of a file is to be written; it counts as one. */
  StringBuilder row(Sheet sheet) {
    rows[sheet.number()]++;
    var text = texts[sheet.number()];
    if (text == null) {
      text = new StringBuilder(1 << 12);
      texts[sheet.number()] = text;
    }
    return text;
  }

  /** Null if nothing was written. */
  StringBuilder text(Sheet sheet) {
    return texts[sheet.number()];
  }

  long rows(Sheet sheet) {
    return rows[sheet.number()];
  }

  /** A name that nothing else in the town has. */
  String name(String purpose) {
    return world.numbers().name(purpose, quarter, names++);
  }

  /**
   * Whether a row that breaks a rule is due behind an ordinary one.
   *
   * @param kinds how many ways there are to break it
   * @return which way; -1 for none. The first row of a source in the town is always followed by one
   */
  int breach(String source, int kinds) {
    if (world.parameters().noise().breachShare() == 0) {
      return -1;
    }
    var chance = breaking.get(source);
    if (chance == null) {
      chance = Chance.of(world.seed(), quarter, "breach " + source);
      breaking.put(source, chance);
      if (quarter <= 0) {
        return chance.below(kinds);
      }
    }
    return chance.happens(world.parameters().noise().breachShare()) ? chance.below(kinds) : -1;
  }

  /** Tells the truth about a row that breaks a rule. */
  void broken(String source, Sheet sheet, String key, String rule) {
    row(Sheets.BREACHES)
        .append(source)
        .append(',')
        .append(sheet.name())
        .append(',')
        .append(key)
        .append(',')
        .append(rule)
        .append('\n');
  }

  /** Tells the truth about a row that is right in form but not in fact, or that came oddly. */
  void fault(String source, String key, String fault) {
    row(Sheets.FAULTS)
        .append(source)
        .append(',')
        .append(key)
        .append(',')
        .append(fault)
        .append('\n');
  }
}
