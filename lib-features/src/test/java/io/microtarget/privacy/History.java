package io.microtarget.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A made-up person: who knows it, what its records said, on which lists it stands. Days are few, so
 * that ties and edges are many. Day 0 is 2025-06-01; moments are hours since then, UTC.
 */
final class History {
  static final List<String> SOURCES = List.of("customers", "everybody", "newsletter", "study");

  final int records;
  final List<String> knownBy = new ArrayList<>();
  final List<Line> statements = new ArrayList<>();
  final List<Line> entries = new ArrayList<>();

  /** A statement, or an entry of a list; null where nothing is said. */
  static final class Line {
    int record;
    String source;
    String purpose;
    String channel;
    String status;
    String basis;
    String reason;
    int said;
    int recorded;
    Integer from;
    Integer until;
  }

  /** The person of a number: the same for the same seed. */
  History(long seed, long number) {
    var random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
    records = 1 + random.nextInt(3);
    for (var source : SOURCES) {
      if (random.nextInt(3) == 0) {
        knownBy.add(source);
      }
    }
    int statements = random.nextInt(6);
    for (int i = 0; i < statements; i++) {
      this.statements.add(statement(random));
    }
    if (random.nextInt(6) == 0) {
      entries.add(entry(random));
      if (random.nextInt(3) == 0) {
        entries.add(entry(random));
      }
    }
  }

  private Line statement(SplittableRandom random) {
    var line = new Line();
    line.record = random.nextInt(records);
    line.source = pick(random, "form", "form", "calls");
    line.purpose =
        pick(
            random,
            "direct-marketing",
            "direct-marketing",
            "direct-marketing",
            "sharing",
            "service");
    line.channel =
        pick(random, null, null, "email", "letter", "mail", "phone", "ads", "online-ads", "closed");
    line.status = pick(random, "GRANT", "GRANT", "GRANT", "GRANT", "DENY", "REVOKED");
    line.basis = pick(random, null, "consent", "consent", "legitimate-interest");
    line.said = 24 * random.nextInt(12) + random.nextInt(2);
    line.recorded = line.said + 24 * Math.max(0, random.nextInt(5) - 2);
    line.from = random.nextInt(4) == 0 ? random.nextInt(14) : null;
    line.until = random.nextInt(4) == 0 ? random.nextInt(14) : null;
    return line;
  }

  private Line entry(SplittableRandom random) {
    var line = new Line();
    line.record = random.nextInt(records);
    line.source = pick(random, "robinson", "browsers");
    line.purpose = pick(random, null, null, "direct-marketing", "sharing", "service");
    line.channel = pick(random, null, null, "email", "mail", "letter", "online-ads", "closed");
    line.reason = pick(random, null, "objection", "gpc");
    line.said = 24 * random.nextInt(12);
    line.recorded = line.said + 24 * random.nextInt(3);
    line.until = random.nextInt(3) == 0 ? random.nextInt(14) : null;
    return line;
  }

  private static String pick(SplittableRandom random, String... of) {
    return of[random.nextInt(of.length)];
  }
}
