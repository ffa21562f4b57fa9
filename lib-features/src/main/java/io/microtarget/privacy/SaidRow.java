package io.microtarget.privacy;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.unix_micros;

import io.microtarget.source.LegalBasis;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Subjects, statements and objections as rows of one shape, so that one sort brings all of a
 * subject together. Moments are microseconds and days are days since 1970: cheaper to hand to Java
 * than Spark's own.
 */
final class SaidRow {
  /** Place of the subject's id. */
  static final int SUBJECT = 0;

  private static final int SOURCES = 1;
  private static final int RECORD = 2;
  private static final int SOURCE = 3;
  private static final int PURPOSE = 4;
  private static final int CHANNEL = 5;
  private static final int STATUS = 6;
  private static final int BASIS = 7;
  private static final int REASON = 8;
  private static final int SAID = 9;
  private static final int RECORDED = 10;
  private static final int FROM = 11;
  private static final int UNTIL = 12;

  /** In the order of the places above. */
  static final List<String> COLUMNS =
      List.of(
          "subject_id",
          "sources",
          "record_id",
          "source",
          "purpose",
          "channel",
          "status",
          "legal_basis",
          "reason",
          "said",
          "recorded",
          "from",
          "until");

  private SaidRow() {}

  /** Subjects, about whom nothing is said in their own row. */
  static Dataset<Row> subjects(Dataset<Row> subjects) {
    return subjects.select(
        col("subject_id"),
        col("sources"),
        none("string").as("record_id"),
        none("string").as("source"),
        none("string").as("purpose"),
        none("string").as("channel"),
        none("string").as("status"),
        none("string").as("legal_basis"),
        none("string").as("reason"),
        none("bigint").as("said"),
        none("bigint").as("recorded"),
        none("int").as("from"),
        none("int").as("until"));
  }

  /** Rows of the consent kind. */
  static Dataset<Row> statements(Dataset<Row> consents) {
    return consents
        .filter(col("record_id").isNotNull())
        .select(
            said(col("status"), col("legal_basis"), none("string"), unix_date(col("valid_from"))));
  }

  /** Rows that {@link Suppressed} gives. */
  static Dataset<Row> objections(Dataset<Row> suppressed) {
    return suppressed.select(said(none("string"), none("string"), col("reason"), none("int")));
  }

  private static Column[] said(Column status, Column basis, Column reason, Column from) {
    return new Column[] {
      none("array<string>").as("sources"),
      col("record_id"),
      col("source"),
      col("purpose"),
      col("channel"),
      status.as("status"),
      basis.as("legal_basis"),
      reason.as("reason"),
      unix_micros(col("event_time")).as("said"),
      unix_micros(col("recorded_at")).as("recorded"),
      from.as("from"),
      unix_date(col("expires_on")).as("until")
    };
  }

  private static Column none(String type) {
    return lit(null).cast(type);
  }

  /**
   * All that was said about a subject.
   *
   * @param rows of one subject
   * @return empty if none of them is the subject itself: nobody knows who it is
   */
  static Optional<Said> of(List<Row> rows) {
    Optional<List<String>> sources = Optional.empty();
    var statements = new ArrayList<Statement>();
    var objections = new ArrayList<Objection>();
    for (var row : rows) {
      if (row.isNullAt(RECORD)) {
        sources = Optional.of(row.isNullAt(SOURCES) ? List.of() : row.getList(SOURCES));
      } else if (row.isNullAt(STATUS)) {
        objections.add(objection(row));
      } else {
        statements.add(statement(row));
      }
    }
    return sources.map(known -> new Said(known, statements, objections));
  }

  private static Statement statement(Row row) {
    return new Statement(
        row.getString(RECORD),
        row.getString(SOURCE),
        row.getString(PURPOSE),
        text(row, CHANNEL),
        Statement.Status.valueOf(row.getString(STATUS)),
        text(row, BASIS).map(LegalBasis::of).orElse(LegalBasis.CONSENT),
        instant(row.getLong(SAID)),
        instant(row.getLong(RECORDED)),
        day(row, FROM),
        day(row, UNTIL));
  }

  private static Objection objection(Row row) {
    return new Objection(
        row.getString(SOURCE),
        text(row, CHANNEL),
        text(row, PURPOSE),
        text(row, REASON),
        instant(row.getLong(RECORDED)),
        day(row, UNTIL));
  }

  private static Optional<String> text(Row row, int column) {
    return Optional.ofNullable(row.getString(column));
  }

  private static Optional<LocalDate> day(Row row, int column) {
    return row.isNullAt(column)
        ? Optional.empty()
        : Optional.of(LocalDate.ofEpochDay(row.getInt(column)));
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
