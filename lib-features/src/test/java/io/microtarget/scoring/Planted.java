package io.microtarget.scoring;

import static org.apache.spark.sql.functions.col;

import io.microtarget.feature.FeatureTables;
import io.microtarget.feature.OccasionSettings.Window;
import io.microtarget.feature.Packed;
import io.microtarget.scoring.Contacts.Contact;
import io.microtarget.scoring.FeatureChoice.Offered;
import io.microtarget.scoring.ModelSettings.Algorithm;
import io.microtarget.testing.Sessions;
import io.microtarget.testing.TextTable;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Contacts whose outcomes follow a known rule: one campaign a month of 2020, each 21 days long. */
final class Planted {
  static final LocalDate CUT = LocalDate.of(2020, 5, 1);
  static final LocalDate AS_OF = LocalDate.of(2021, 1, 1);

  /** Rows of {@code feature_list} for {@link #occasions}. */
  static final Dataset<Row> LIST =
      TextTable.rows(
          """
          position INT | name STRING | category STRING
          0            | a           |
          1            | b           |
          """);

  /** The dictionary of features that are all usable. */
  static final Dataset<Row> DEFINITIONS =
      TextTable.rows(
          """
          name STRING | reason STRING
          a           |
          b           |
          """);

  static final Offered OFFERED = Offered.of(LIST, DEFINITIONS);

  private Planted() {}

  /**
   * @param campaigns every subject is contacted in each
   * @param margin log-odds of an answer from the features a and b, both standard normal
   */
  static Contacts contacts(
      int subjects, int campaigns, long seed, ToDoubleFunction<double[]> margin) {
    var random = new Random(seed);
    var rows = new ArrayList<Contact>();
    for (int c = 0; c < campaigns; c++) {
      var start = LocalDate.of(2020, 1, 3).plusMonths(c);
      for (int s = 0; s < subjects; s++) {
        var features = new double[] {random.nextGaussian(), random.nextGaussian()};
        var responded = random.nextDouble() < Calibration.logistic(margin.applyAsDouble(features));
        rows.add(
            new Contact(
                "s%05d".formatted(s),
                "c" + c,
                start,
                at(start),
                start.plusDays(20),
                responded,
                features));
      }
    }
    return new Contacts(List.of("a", "b"), rows);
  }

  private static long at(LocalDate day) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, day.atStartOfDay().toInstant(ZoneOffset.UTC));
  }

  /** The contacts as rows of {@code occasion}, and each subject as a candidate for two offers. */
  static Dataset<Row> occasions(Contacts contacts) {
    var rows = new ArrayList<Row>();
    for (var contact : contacts.rows()) {
      rows.add(
          RowFactory.create(
              "contact",
              "answer",
              contact.subject(),
              contact.campaign(),
              null,
              Date.valueOf(contact.moment()),
              Timestamp.from(Instant.EPOCH.plus(contact.at(), ChronoUnit.MICROS)),
              Date.valueOf(contact.endsOn()),
              contact.responded(),
              features(contact),
              null,
              null));
      if (contact.campaign().equals("c0") || contact.campaign().equals("c1")) {
        rows.add(
            RowFactory.create(
                "candidate",
                null,
                contact.subject(),
                contact.campaign(),
                contact.campaign().equals("c0") ? "one" : "two",
                Date.valueOf(AS_OF),
                null,
                null,
                null,
                features(contact),
                null,
                null));
      }
    }
    return Sessions.shared().createDataFrame(rows, FeatureTables.OCCASION.schema());
  }

  static ModelSettings settings(Algorithm algorithm, List<String> features) {
    return new ModelSettings(
        "letters",
        "answers",
        Window.CAMPAIGN,
        algorithm,
        Optional.of(CUT),
        Optional.empty(),
        features,
        List.of("b"),
        7,
        200,
        5,
        List.of(0.01, 0.1),
        8,
        2,
        0.3,
        20,
        100_000);
  }

  /** The same settings with another window and cut. */
  static ModelSettings with(
      ModelSettings s, Window window, Optional<LocalDate> from, Optional<Double> share) {
    return new ModelSettings(
        s.contacts(),
        s.outcome(),
        window,
        s.model(),
        from,
        share,
        s.features(),
        s.baseline(),
        s.seed(),
        s.bootstrap(),
        s.folds(),
        s.penalties(),
        s.trees(),
        s.treeDepth(),
        s.treeStep(),
        s.minimumResponders(),
        s.mostContacts());
  }

  /** The one figure of a part and metric at position 0. */
  static Row figure(Dataset<Row> evaluation, String part, String metric) {
    return evaluation
        .where(
            col("part")
                .equalTo(part)
                .and(col("metric").equalTo(metric))
                .and(col("position").equalTo(0)))
        .collectAsList()
        .get(0);
  }

  static String verdict(Dataset<Row> evaluation) {
    return figure(evaluation, "backtest", "verdict").getAs("label");
  }

  private static byte[] features(Contact contact) {
    return Packed.of(contact.features());
  }
}
