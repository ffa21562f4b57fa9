package io.microtarget.report;

import io.microtarget.report.Html.Column;
import io.microtarget.report.IdentityFacts.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Who is who: how many records became how many persons, how sure that is, and on what ground.
 * Precision and recall are the model's own estimate; nobody told it the truth.
 */
final class IdentitySection {
  private IdentitySection() {}

  static Section of(ReportData data) {
    var facts = data.identity();
    int minimum = data.minimumCell();
    if (!facts.isCompared()) {
      return new Section("identity", "Who is who", alone(facts, minimum), List.of(), List.of());
    }
    var charts = new ArrayList<Chart>();
    var content = new ArrayList<Html>();
    content.add(Html.element("p", model(facts)));
    LinkWeights.chart(facts, minimum)
        .ifPresent(
            chart -> {
              charts.add(chart);
              content.add(chart.place());
            });
    content.add(sizes(facts, minimum));
    content.add(changes(facts, minimum));
    content.add(LinkWeights.table(facts));
    content.add(
        Html.note(
            "Bits are added up: one bit more doubles the odds that two records are one person, one"
                + " less halves them; what a record does not know counts for nothing. To them come"
                + " how rare a value is, who lives together, and how few of all pairs are one person."));
    content.add(LinkWeights.patterns(facts, minimum));
    content.add(blocks(facts, minimum));
    content.add(placeholders(facts, minimum));
    return new Section("identity", "Who is who", finding(facts, minimum), content, charts);
  }

  private static String alone(IdentityFacts facts, int minimum) {
    if (facts.records() == 0) {
      return "No records were compared";
    }
    return SmallCells.isSmall(facts.records(), minimum)
            || SmallCells.isSmall(facts.persons(), minimum)
        ? "No records were compared; shared identifiers alone say who is who"
        : "No records were compared; by shared identifiers alone %s are %s"
            .formatted(
                Words.count(facts.records(), "record", "records"),
                Words.count(facts.persons(), "person", "persons"));
  }

  private static String finding(IdentityFacts facts, int minimum) {
    long records = facts.summary("records").orElse((double) facts.records()).longValue();
    long persons = facts.summary("persons").orElse((double) facts.persons()).longValue();
    var start =
        SmallCells.isSmall(records, minimum) || SmallCells.isSmall(persons, minimum)
            ? "Fewer than %d persons were found".formatted(minimum)
            : "%s became %s"
                .formatted(
                    Words.count(records, "record", "records"),
                    Words.count(persons, "person", "persons"));
    var precision = facts.summary("expected-precision");
    var recall = facts.summary("expected-recall");
    return precision.isEmpty() || recall.isEmpty()
        ? start
        : "%s; of the links %s are expected to be right, of the true pairs %s to be found"
            .formatted(start, LinkWeights.sure(precision.get()), LinkWeights.sure(recall.get()));
  }

  private static String model(IdentityFacts facts) {
    var text = new StringBuilder();
    text.append(
        facts.summary("fitted").orElse(1.0) == 1
            ? "The weights were estimated from these records, without labels, in %s%s."
                .formatted(
                    Words.count(
                        facts.summary("iterations").orElse(0.0).longValue(), "round", "rounds"),
                    facts.summary("converged").orElse(1.0) == 1
                        ? ""
                        : ", and had not settled when it stopped")
            : "The weights are those of the publication before.");
    facts.words("comparison").ifPresent(why -> text.append(" Comparison: %s.".formatted(why)));
    facts
        .summary("threshold-bits")
        .ifPresent(
            bits ->
                text.append(
                    " Two records are taken for one person from %s bits, where the chance is %s%s."
                        .formatted(
                            String.format(Locale.ROOT, "%.2f", bits),
                            Words.percent(1 / (1 + Math.pow(2, -bits))),
                            facts
                                .summary("target-precision")
                                .map(t -> "; wanted are %s right links".formatted(Words.percent(t)))
                                .orElse(""))));
    if (facts.hasHouseholds()) {
      text.append(" Persons of one household are told apart from one person.");
    }
    long splits = facts.summary("splits").orElse(0.0).longValue();
    if (splits > 0) {
      text.append(
          " %s too large or too loose and taken apart."
              .formatted(Words.count(splits, "group was", "groups were")));
    }
    return text.toString();
  }

  /**
   * Persons by their number of records. From the largest down, sizes of few persons are told
   * together until they are enough.
   */
  private static Html sizes(IdentityFacts facts, int minimum) {
    var sizes = facts.of("cluster-size");
    var rows = new ArrayList<List<String>>();
    int last = sizes.size();
    long persons = 0;
    for (int i = sizes.size() - 1; i >= 0; i--) {
      persons += sizes.get(i).count().orElse(0L);
      boolean isRestSmall = SmallCells.isSmall(count(sizes.subList(0, i)), minimum);
      if (persons >= minimum && !isRestSmall || i == 0) {
        rows.add(0, List.of(span(sizes, i, last), SmallCells.text(persons, minimum)));
        last = i;
        persons = 0;
      }
    }
    return table(
        "Records of a person", List.of(Column.text("Records"), Column.number("Persons")), rows);
  }

  private static long count(List<Entry> sizes) {
    return sizes.stream().mapToLong(s -> s.count().orElse(0L)).sum();
  }

  /** The largest size tells about one person and is not named. */
  private static String span(List<Entry> sizes, int from, int to) {
    int least = sizes.get(from).position();
    int most = sizes.get(to - 1).position();
    if (least == most) {
      return String.valueOf(least);
    }
    return to == sizes.size() ? "%d or more".formatted(least) : "%d to %d".formatted(least, most);
  }

  private static Html changes(IdentityFacts facts, int minimum) {
    var changes = List.copyOf(facts.changes().entrySet());
    var shown = SmallCells.parts(changes.stream().map(c -> c.getValue()).toList(), minimum);
    var rows = new ArrayList<List<String>>();
    for (int i = 0; i < changes.size(); i++) {
      rows.add(List.of(Words.title(changes.get(i).getKey()), shown.get(i)));
    }
    if (facts.merged() > 0 || facts.split() > 0) {
      rows.add(
          List.of("Persons put together from several", SmallCells.text(facts.merged(), minimum)));
      rows.add(List.of("Persons that became several", SmallCells.text(facts.split(), minimum)));
    }
    return table(
        "Records since the publication before",
        List.of(Column.text("What became of them"), Column.number("Number")),
        rows);
  }

  private static Html blocks(IdentityFacts facts, int minimum) {
    var rules = new ArrayList<>(facts.of("rule"));
    rules.sort(java.util.Comparator.comparingInt(Entry::position));
    var rows =
        rules.stream()
            .map(
                r ->
                    List.of(
                        r.name(),
                        SmallCells.text(Math.round(r.value().orElse(0.0)), minimum),
                        SmallCells.text(r.count().orElse(0L), minimum)))
            .toList();
    return rows.isEmpty()
        ? Html.EMPTY
        : Html.folded(
            "Which pairs were compared",
            table(
                "Blocks: pairs that share this were compared",
                List.of(
                    Column.text("What they share"),
                    Column.number("Pairs"),
                    Column.number("Left out in large blocks")),
                rows));
  }

  private static Html placeholders(IdentityFacts facts, int minimum) {
    return table(
        "Placeholders: values of too many records, which count as unknown",
        List.of(Column.text("Field"), Column.number("Records")),
        facts.of("placeholder").stream()
            .filter(p -> p.count().orElse(0L) > 0)
            .map(
                p ->
                    List.of(
                        Words.title(p.name().replace('-', ' ')),
                        SmallCells.text(p.count().get(), minimum)))
            .toList());
  }

  private static Html table(String caption, List<Column> columns, List<List<String>> rows) {
    return rows.isEmpty() ? Html.EMPTY : Html.table(caption, columns, rows);
  }
}
