package io.microtarget.privacy;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
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
import org.apache.spark.sql.Row;

/**
 * Statements and objections as one struct, so that one aggregate brings all of a subject together.
 * Moments are microseconds and days days since 1970: cheaper to hand to Java than Spark's own.
 */
final class SaidRow {
  private static final int RECORD = 0;
  private static final int SOURCE = 1;
  private static final int PURPOSE = 2;
  private static final int CHANNEL = 3;
  private static final int STATUS = 4;
  private static final int BASIS = 5;
  private static final int REASON = 6;
  private static final int SAID = 7;
  private static final int RECORDED = 8;
  private static final int FROM = 9;
  private static final int UNTIL = 10;

  private SaidRow() {}

  /** Column {@code said} of a row of the consent kind. */
  static Column statement() {
    return said(col("status"), col("legal_basis"), none("string"), unix_date(col("valid_from")));
  }

  /** Column {@code said} of a row that {@link Suppressed} gives. */
  static Column objection() {
    return said(none("string"), none("string"), col("reason"), none("int"));
  }

  private static Column said(Column status, Column basis, Column reason, Column from) {
    return struct(
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
            unix_date(col("expires_on")).as("until"))
        .as("said");
  }

  private static Column none(String type) {
    return lit(null).cast(type);
  }

  static Said nothing(List<String> sources) {
    return new Said(sources, List.of(), List.of());
  }

  /** All that was said about a subject, from the structs above. */
  static Said said(List<String> sources, List<Row> rows) {
    var statements = new ArrayList<Statement>();
    var objections = new ArrayList<Objection>();
    for (var row : rows) {
      if (row.isNullAt(STATUS)) {
        objections.add(objection(row));
      } else {
        statements.add(statement(row));
      }
    }
    return new Said(sources, statements, objections);
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
