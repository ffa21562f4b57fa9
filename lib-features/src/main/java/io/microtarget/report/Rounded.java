package io.microtarget.report;

import io.microtarget.measurement.Wilson;
import io.microtarget.report.IdentityFacts.Entry;
import io.microtarget.report.ReportData.Campaign;
import io.microtarget.report.ReportData.Contacts;
import io.microtarget.report.ReportData.Figure;
import io.microtarget.report.ReportData.Segment;
import io.microtarget.report.ReportData.Step;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The data of a report with every count of people rounded to {@value SmallCells#BASE}, and all that
 * follows from counts computed anew from the rounded ones: shares, rates with their intervals,
 * costs. Else an exact count could be multiplied back (Hundepool et al., Statistical Disclosure
 * Control, 2012, section 5.4.3, conventional rounding).
 *
 * <p>Small counts stay as they are: the page shows none of them. Rows of sources are not people and
 * must balance, so that they stay exact.
 */
final class Rounded {
  private static final String BACKTEST = "backtest";
  private static final Set<String> COUNTED = Set.of("contacts", "responders");
  private static final Set<String> SUMMED = Set.of("records", "persons", "compared-pairs");

  private final ReportData data;
  private final int minimum;

  private Rounded(ReportData data) {
    this.data = data;
    this.minimum = data.minimumCell();
  }

  static ReportData of(ReportData data) {
    return new Rounded(data).rounded();
  }

  private ReportData rounded() {
    return new ReportData(
        run(),
        identity(),
        data.features(),
        data.journeys(),
        data.segments().stream().map(this::segment).toList(),
        data.figures().stream().map(this::figure).toList(),
        data.contacts().stream().map(this::contacts).toList(),
        SmallCells.steps(data.steps(), minimum).stream().map(this::step).toList(),
        data.campaigns().stream().map(this::campaign).toList(),
        minimum);
  }

  private long round(long count) {
    return SmallCells.isSmall(count, minimum) ? count : SmallCells.round(count);
  }

  /** A share of a count, as it is of the rounded one. */
  private double share(double share, long of) {
    if (SmallCells.isSmall(of, minimum) || of == 0) {
      return share;
    }
    return Math.min(1, SmallCells.round(Math.round(share * of)) / (double) SmallCells.round(of));
  }

  /** Rows of stages are those of people in many a table, and so are those of the tables. */
  private RunFacts run() {
    var run = data.run();
    var checksums = new TreeMap<String, String>();
    run.checksums().forEach((table, sum) -> checksums.put(table, sum.replaceFirst("^\\d+:", "")));
    return new RunFacts(
        run.runId(),
        run.business(),
        run.currency(),
        run.subject(),
        run.clocks(),
        run.status(),
        run.use(),
        run.productVersion(),
        run.sources(),
        run.stages().stream()
            .map(
                s ->
                    new RunFacts.Stage(
                        s.name(),
                        SmallCells.round(s.rowsIn()),
                        SmallCells.round(s.rowsOut()),
                        s.seconds()))
            .toList(),
        checksums);
  }

  private IdentityFacts identity() {
    var facts = data.identity();
    var changes =
        facts.changes().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> round(e.getValue())));
    return new IdentityFacts(
        facts.entries().stream().map(this::entry).toList(),
        changes,
        round(facts.persons()),
        round(facts.merged()),
        round(facts.split()));
  }

  private Entry entry(Entry entry) {
    var isCount =
        entry.topic().equals("rule")
            || entry.topic().equals("summary") && SUMMED.contains(entry.name());
    return new Entry(
        entry.topic(),
        entry.name(),
        entry.position(),
        entry.label(),
        entry.value().map(v -> isCount ? (double) round(Math.round(v)) : v),
        entry.count().map(this::round));
  }

  private Segment segment(Segment segment) {
    long total =
        SmallCells.round(
            data.segments().stream()
                .filter(s -> s.set().equals(segment.set()))
                .mapToLong(Segment::size)
                .sum());
    long size = round(segment.size());
    var share = total == 0 ? segment.share() : (double) size / total;
    return new Segment(
        segment.set(),
        segment.id(),
        segment.name(),
        segment.rule(),
        size,
        Math.min(1, share),
        segment.difference());
  }

  private Figure figure(Figure figure) {
    var value = figure.value();
    if (figure.part().equals(BACKTEST)) {
      value = figure.value().map(v -> figure(figure, v));
    }
    return new Figure(
        figure.model(),
        figure.part(),
        figure.metric(),
        figure.position(),
        figure.label(),
        value,
        figure.low(),
        figure.high(),
        figure.count().map(this::round));
  }

  private double figure(Figure figure, double value) {
    var metric = figure.metric();
    if (COUNTED.contains(metric)) {
      return round(Math.round(value));
    }
    long of = figure.count().orElse(0L);
    return switch (metric) {
      case "base_rate", "calibration" -> share(value, of);
      case "gains" -> share(value, responders(figure.model()));
      case "lift" -> {
        var base = base(figure.model());
        yield base.isEmpty() || share(base.get().value().orElse(0.0), count(base)) == 0
            ? value
            : share(value * base.get().value().get(), of)
                / share(base.get().value().get(), count(base));
      }
      default -> value;
    };
  }

  private static long count(Optional<Figure> figure) {
    return figure.flatMap(Figure::count).orElse(0L);
  }

  private Optional<Figure> base(String model) {
    return single(model, "base_rate").filter(f -> f.value().isPresent());
  }

  private long responders(String model) {
    return Math.round(single(model, "responders").flatMap(Figure::value).orElse(0.0));
  }

  private Optional<Figure> single(String model, String metric) {
    return data.figures().stream()
        .filter(f -> f.model().equals(model) && f.part().equals(BACKTEST))
        .filter(f -> f.metric().equals(metric) && f.position() == 0)
        .findFirst();
  }

  /** Costs and values are those of as many contacts as are shown. */
  private Contacts contacts(Contacts offer) {
    var part = offer.chosen() == 0 ? 1 : SmallCells.round(offer.chosen()) / (double) offer.chosen();
    return new Contacts(
        offer.offer(),
        offer.channel(),
        round(offer.candidates()),
        round(offer.chosen()),
        round(offer.heldOut()),
        offer.meanPropensity(),
        offer.expectedValue() * part,
        offer.cost() * part);
  }

  private Step step(Step step) {
    return new Step(
        step.name(),
        SmallCells.prose(step.rule(), minimum),
        round(step.left()),
        round(step.dropped()));
  }

  private Campaign campaign(Campaign campaign) {
    if (SmallCells.isSmall(campaign.responders(), minimum) || campaign.contacts() < minimum) {
      // Its rates are rounded to whole percents, or it is not shown at all.
      return with(campaign, round(campaign.contacts()), campaign.responders(), campaign.rate());
    }
    long contacts = round(campaign.contacts());
    long responders = Math.min(contacts, round(campaign.responders()));
    var rate = campaign.rate().map(r -> (double) responders / contacts);
    return with(campaign, contacts, responders, rate);
  }

  private static Campaign with(
      Campaign campaign, long contacts, long responders, Optional<Double> rate) {
    var range =
        campaign.low().isPresent() && contacts > 0
            ? Optional.of(Wilson.of(Math.min(responders, contacts), contacts))
            : Optional.<Wilson>empty();
    return new Campaign(
        campaign.id(),
        campaign.type(),
        campaign.decile(),
        contacts,
        responders,
        rate,
        range.map(Wilson::low),
        range.map(Wilson::high),
        campaign.spendBefore(),
        campaign.spendDuring());
  }
}
