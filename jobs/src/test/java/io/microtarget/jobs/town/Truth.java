package io.microtarget.jobs.town;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What is computed from a town's files, apart from the generator. */
final class Truth {
  private Truth() {}

  /**
   * A difference of two means with its standard error.
   *
   * @param truth what it should be
   */
  record Estimate(double value, double error, double truth) {
    double errorsOff() {
      return Math.abs(value - truth) / error;
    }
  }

  /** One contact as the raw files tell it, and what only the truth knows. */
  record Contact(
      String campaign, String offer, boolean isTreated, double probability, int y, double effect) {}

  /** Rows of the CRM that are somebody once more, of all rows of the CRM. */
  static double duplicateShare(SmallTown town) throws IOException {
    var seen = new HashSet<String>();
    int all = 0;
    for (var row : town.rows("truth/records.csv.gz")) {
      if (row.get("source").equals("crm")) {
        all++;
        seen.add(row.get("person"));
      }
    }
    return 1 - seen.size() / (double) all;
  }

  /**
   * Contacts of the raw file, answered where the raw responses say so.
   *
   * <p>Where the raw file states no probability, that of the truth is taken.
   */
  static List<Contact> contacts(SmallTown town) throws IOException {
    var answered = new HashSet<String>();
    for (var row : town.rows("raw/responses.csv")) {
      answered.add(row.get("crm_id") + row.get("campaign_id"));
    }
    var truth = new java.util.HashMap<String, Map<String, String>>();
    for (var row : town.rows("truth/outcomes.csv.gz")) {
      truth.put(row.get("crm_id") + row.get("campaign_id"), row);
    }
    return town.rows("raw/contacts.csv").stream()
        .filter(row -> truth.containsKey(row.get("KundenNr") + row.get("Kampagne")))
        .map(
            row -> {
              var key = row.get("KundenNr") + row.get("Kampagne");
              var of = truth.get(key);
              var stated = row.get("Wahrscheinlichkeit").replace(',', '.');
              return new Contact(
                  row.get("Kampagne"),
                  row.get("Angebot"),
                  row.get("Arm").equals("T"),
                  Double.parseDouble(stated.isEmpty() ? of.get("probability") : stated),
                  answered.contains(key) ? 1 : 0,
                  Double.parseDouble(of.get("p1")) - Double.parseDouble(of.get("p0")));
            })
        .toList();
  }

  /** Mean of the treated minus mean of the others. */
  static Estimate naive(List<Contact> contacts) {
    return difference(contacts.stream().map(c -> weighted(c, 1)).toList());
  }

  /**
   * Hajek's estimate: answers weighted by one over the probability of arm, offer and channel, the
   * weights of an arm made to sum to one; error by linearisation (Särndal, Swensson, Wretman 1992).
   * The truth is the mean of p1 - p0 with the same weights.
   */
  static Estimate hajek(List<Contact> contacts) {
    return difference(contacts.stream().map(c -> weighted(c, 1 / c.probability())).toList());
  }

  private record Weighted(Contact contact, double weight) {}

  private static Weighted weighted(Contact contact, double weight) {
    return new Weighted(contact, weight);
  }

  private static Estimate difference(List<Weighted> all) {
    double effects = 0;
    double weights = 0;
    for (var one : all) {
      effects += one.weight() * one.contact().effect();
      weights += one.weight();
    }
    double[] mean = new double[2];
    double[] variance = new double[2];
    for (int arm = 0; arm < 2; arm++) {
      boolean isTreated = arm == 1;
      var of = all.stream().filter(w -> w.contact().isTreated() == isTreated).toList();
      double sum = of.stream().mapToDouble(Weighted::weight).sum();
      double middle = of.stream().mapToDouble(w -> w.weight() * w.contact().y()).sum() / sum;
      mean[arm] = middle;
      variance[arm] =
          of.stream()
              .mapToDouble(w -> Math.pow(w.weight() * (w.contact().y() - middle) / sum, 2))
              .sum();
    }
    var error = Math.sqrt(variance[0] + variance[1]);
    return new Estimate(mean[1] - mean[0], error, effects / weights);
  }

  /** Area under the curve by ranks, ties shared (Mann, Whitney 1947; Hanley, McNeil 1982). */
  static double auc(double[] scores, int[] answers) {
    var order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> scores[i]))
            .toList();
    double ranks = 0;
    long yes = 0;
    for (int from = 0; from < order.size(); ) {
      int to = from;
      while (to < order.size() && scores[order.get(to)] == scores[order.get(from)]) {
        to++;
      }
      for (int i = from; i < to; i++) {
        if (answers[order.get(i)] == 1) {
          ranks += (from + to + 1) / 2.0;
          yes++;
        }
      }
      from = to;
    }
    return (ranks - yes * (yes + 1) / 2.0) / (yes * (double) (scores.length - yes));
  }
}
