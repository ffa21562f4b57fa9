package io.microtarget.privacy;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.source.Basis;
import io.microtarget.source.LegalBasis;
import io.microtarget.source.SourceTables;
import io.microtarget.testing.Sessions;
import java.lang.management.ManagementFactory;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/**
 * The gate in Spark against {@link SlowPermission}, on random histories. {@code
 * -Dconsent.histories=1000000} for the many, {@code -Dconsent.seed=…} for other ones.
 */
class HistoriesTest {
  private static final int HISTORIES = Integer.getInteger("consent.histories", 20_000);
  private static final long SEED = Long.getLong("consent.seed", 20250630L);
  private static final int PARTITIONS = 4;
  private static final Instant DAY_0 = Instant.parse("2025-06-01T00:00:00Z");
  private static final Instant ASKED = DAY_0.plus(Duration.ofMinutes(60 * 9 * 24 + 22 * 60 + 30));

  private static final List<String> FOUR =
      List.of(
          "address-from-sale",
          "own-similar-goods",
          "notice-at-collection",
          "notice-in-every-message");

  private static final List<String> ADVERTISING = List.of(Basis.DIRECT_MARKETING, Basis.SHARING);
  private static final List<String> ALL = List.of("letter", "email", "phone", "ads");

  private static final Gate.Settings SETTINGS =
      new Gate.Settings(
          Map.of(
              "customers",
              new Basis(
                  LegalBasis.EXISTING_CUSTOMER,
                  List.of(Basis.DIRECT_MARKETING),
                  List.of("email", "letter"),
                  FOUR),
              "everybody",
              new Basis(LegalBasis.LEGITIMATE_INTEREST, ADVERTISING, ALL),
              "newsletter",
              new Basis(LegalBasis.CONSENT, List.of(Basis.DIRECT_MARKETING), List.of("email")),
              "study",
              new Basis(LegalBasis.LEGITIMATE_INTEREST, List.of("analysis"), ALL)),
          Map.of(
              "letter", Medium.MAIL,
              "email", Medium.EMAIL,
              "phone", Medium.PHONE,
              "ads", Medium.ONLINE_ADS),
          "DE",
          "person",
          false,
          ZoneId.of("Europe/Berlin"));

  /** As in production where there are many; planned and interpreted as in other tests where few. */
  private static final SparkSession SESSION = HISTORIES > 100_000 ? compiling() : Sessions.shared();

  @Test
  void the_gate_says_of_random_histories_what_a_slow_reading_says() {
    var start = System.nanoTime();
    var startCpu = cpu();
    var compared =
        Gate.permissions(tables(), SETTINGS, ASKED)
            .mapPartitions(
                compare(SEED),
                Encoders.row(
                    StructType.fromDDL("asked BIGINT, allowed BIGINT, wrong ARRAY<STRING>")))
            .collectAsList();
    var asked = compared.stream().mapToLong(r -> r.getLong(0)).sum();
    var allowed = compared.stream().mapToLong(r -> r.getLong(1)).sum();
    var wrong = compared.stream().flatMap(r -> r.<String>getList(2).stream()).toList();
    if (System.getProperty("consent.histories") != null) {
      System.out.printf(
          "seed %d: %,d histories, %,d answers, %,d of them yes, %d differences, %.1f s, %.1f cpu-s%n",
          SEED,
          HISTORIES,
          asked,
          allowed,
          wrong.size(),
          (System.nanoTime() - start) / 1e9,
          (cpu() - startCpu) / 1e9);
    }
    assertThat(wrong).as("seed %d", SEED).isEmpty();
    assertThat(asked).isEqualTo(4L * HISTORIES);
    assertThat((double) allowed / asked).as("share of yes").isBetween(0.1, 0.6);
  }

  private static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static SparkSession compiling() {
    var session = Sessions.shared().newSession();
    session.conf().set("spark.sql.codegen.wholeStage", "true");
    session.conf().set("spark.sql.codegen.factoryMode", "FALLBACK");
    session.conf().set("spark.sql.shuffle.partitions", "8");
    return session;
  }

  private static MapPartitionsFunction<Row, Row> compare(long seed) {
    return rows -> {
      long asked = 0;
      long allowed = 0;
      var wrong = new ArrayList<String>();
      while (rows.hasNext()) {
        var row = rows.next();
        var person = row.getString(1);
        var record = row.isNullAt(5) ? "" : row.getString(5).split("-")[0];
        var found = "%s|%s|%s".formatted(row.getBoolean(3), row.getString(4), record);
        var slow =
            SlowPermission.of(
                new History(seed, Long.parseLong(person.substring(1))), row.getString(2));
        asked++;
        allowed += row.getBoolean(3) ? 1 : 0;
        if (!found.equals(slow) && wrong.size() < 5) {
          wrong.add("%s by %s: %s, not %s".formatted(person, row.getString(2), found, slow));
        }
      }
      return List.<Row>of(RowFactory.create(asked, allowed, wrong.toArray(String[]::new)))
          .iterator();
    };
  }

  private static Gate.Tables tables() {
    var spark = SESSION;
    var people = spark.range(0, HISTORIES, 1, PARTITIONS).toDF("person");
    var subjects =
        rows(
            people,
            "subject_type STRING, subject_id STRING, sources ARRAY<STRING>",
            (number, history) ->
                Stream.of(
                    RowFactory.create(
                        "person", "p" + number, history.knownBy.toArray(String[]::new))));
    var links =
        rows(
            people,
            "record_id STRING, subject_id STRING",
            (number, history) ->
                IntStream.range(0, history.records)
                    .mapToObj(r -> RowFactory.create(record(r, number), "p" + number)));
    var consents =
        rows(
            people,
            "record_id STRING, source STRING, purpose STRING, channel STRING, status STRING,"
                + " legal_basis STRING, event_time TIMESTAMP, recorded_at TIMESTAMP, valid_from DATE,"
                + " expires_on DATE",
            (number, history) ->
                history.statements.stream()
                    .map(
                        l ->
                            RowFactory.create(
                                record(l.record, number),
                                l.source,
                                l.purpose,
                                l.channel,
                                l.status,
                                l.basis,
                                moment(l.said),
                                moment(l.recorded),
                                day(l.from),
                                day(l.until))));
    var suppressions =
        rows(
                people,
                "record_id STRING, source STRING, list_id STRING, channel STRING, purpose STRING,"
                    + " reason STRING, event_time TIMESTAMP, recorded_at TIMESTAMP, expires_on DATE",
                (number, history) ->
                    history.entries.stream()
                        .map(
                            l ->
                                RowFactory.create(
                                    record(l.record, number),
                                    l.source,
                                    "list",
                                    l.channel,
                                    l.purpose,
                                    l.reason,
                                    moment(l.said),
                                    moment(l.recorded),
                                    day(l.until))))
            .withColumn("identifiers", lit(null).cast("map<string,string>"));
    return new Gate.Tables(
        subjects,
        links,
        consents,
        suppressions,
        spark.createDataFrame(List.of(), SourceTables.PARTY.schema()));
  }

  /** What a person becomes in a table. */
  private interface Of extends java.io.Serializable {
    Stream<Row> rows(long number, History history);
  }

  private static Dataset<Row> rows(Dataset<Row> people, String ddl, Of of) {
    long seed = SEED;
    FlatMapFunction<Row, Row> made =
        person -> of.rows(person.getLong(0), new History(seed, person.getLong(0))).iterator();
    return people.select(col("person")).flatMap(made, Encoders.row(StructType.fromDDL(ddl)));
  }

  private static String record(int record, long number) {
    return "r" + record + "-" + number;
  }

  private static Timestamp moment(int hour) {
    return Timestamp.from(DAY_0.plus(Duration.ofHours(hour)));
  }

  private static Date day(Integer day) {
    return day == null ? null : Date.valueOf(LocalDate.of(2025, 6, 1).plusDays(day));
  }
}
