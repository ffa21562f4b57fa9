package io.microtarget.privacy;

import static org.apache.spark.sql.functions.col;

import io.microtarget.source.Basis;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The decision about one subject through time: what was said, learned, begun or ended, and the
 * answers from then on. It holds pseudonyms, and names of sources and channels, only.
 *
 * @param moments in order; the last is the one asked for
 */
public record PermissionHistory(List<Moment> moments) {
  public PermissionHistory {
    moments = List.copyOf(moments);
  }

  /**
   * A moment in which something changed.
   *
   * @param events in words, sorted
   * @param answers channel to its answer, in words, with the reference of the rule
   */
  public record Moment(Instant at, List<String> events, Map<String, String> answers) {
    public Moment {
      events = List.copyOf(events);
    }
  }

  /**
   * The history of a subject.
   *
   * @param tables as for {@link Gate#permissions}
   * @param until the last moment that is asked for; later ones are not told
   */
  public static PermissionHistory of(
      Gate.Tables tables, Gate.Settings settings, String subjectId, Instant until) {
    var isSubject = col("subject_id").equalTo(subjectId);
    var rows =
        SaidRow.subjects(tables.subjects().filter(isSubject))
            .union(Gate.said(tables).filter(isSubject))
            .collectAsList();
    return SaidRow.of(rows)
        .map(said -> of(said, settings, until))
        .orElseGet(() -> new PermissionHistory(List.of()));
  }

  static PermissionHistory of(Said said, Gate.Settings settings, Instant until) {
    var events = new TreeMap<Instant, List<String>>();
    said.statements().forEach(s -> statement(s, settings, events));
    said.objections().forEach(o -> objection(o, settings, events));
    var told = new TreeMap<>(events.headMap(until, true));
    told.computeIfAbsent(until, u -> new ArrayList<>()).add("asked");
    var verdicts = new Verdicts(settings, PolicyTable.STANDARD);
    var moments = new ArrayList<Moment>();
    told.forEach(
        (at, what) -> {
          var answers = new TreeMap<String, String>();
          for (var channel : settings.media().keySet()) {
            answers.put(channel, words(verdicts.of(said, channel, at)));
          }
          moments.add(new Moment(at, what.stream().sorted().toList(), answers));
        });
    return new PermissionHistory(moments);
  }

  private static String words(Answer answer) {
    var reached = answer.grantedBy().map(", reaching record "::concat).orElse("");
    return "%s %s%s (%s)"
        .formatted(
            answer.isAllowed() ? "yes" : "no",
            answer.ruleId(),
            reached,
            PolicyTable.STANDARD.reference(answer.ruleId()));
  }

  private static void statement(
      Statement s, Gate.Settings settings, Map<Instant, List<String>> events) {
    var what =
        "%s of %s for %s, said on %s by record %s"
            .formatted(
                s.status(),
                s.channel().orElse("every channel"),
                s.purpose(),
                day(s.saidAt(), settings),
                s.recordId());
    add(events, s.recordedAt(), "%s tells: %s".formatted(s.source(), what));
    s.validFrom().ifPresent(d -> edge(events, d, s.recordedAt(), settings, "begins: " + what));
    s.expiresOn().ifPresent(d -> edge(events, d, s.recordedAt(), settings, "ended: " + what));
  }

  private static void objection(
      Objection o, Gate.Settings settings, Map<Instant, List<String>> events) {
    var isOfAll = o.isAgainst(Basis.DIRECT_MARKETING) && o.isAgainst(Basis.SHARING);
    var what =
        "entry of list %s against %s for %s"
            .formatted(
                o.list(),
                o.channel().orElse("every channel"),
                o.purpose().orElse(isOfAll ? "every purpose" : Basis.SHARING));
    add(events, o.recordedAt(), what);
    o.expiresOn().ifPresent(d -> edge(events, d, o.recordedAt(), settings, "ended: " + what));
  }

  /** A day on which something begins or ends, if the lake knew of it by then. */
  private static void edge(
      Map<Instant, List<String>> events,
      LocalDate day,
      Instant known,
      Gate.Settings settings,
      String what) {
    var at = day.atStartOfDay(settings.zone()).toInstant();
    if (at.isAfter(known)) {
      add(events, at, what);
    }
  }

  private static void add(Map<Instant, List<String>> events, Instant at, String what) {
    events.computeIfAbsent(at, a -> new ArrayList<>()).add(what);
  }

  private static LocalDate day(Instant at, Gate.Settings settings) {
    return LocalDate.ofInstant(at, settings.zone());
  }
}
