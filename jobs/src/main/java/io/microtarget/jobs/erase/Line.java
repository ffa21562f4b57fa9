package io.microtarget.jobs.erase;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * A line of a certificate.
 *
 * @param place table, folder, destination or model
 * @param action found (before anything is deleted), deleted, kept-proof, removal-file, retrain or
 *     vacuumed, ended
 * @param count rows, files or people, by action
 * @param detail in words; a file name or a model; names nobody
 */
public record Line(String place, String action, long count, String detail) {
  static final String FOUND = "found";
  static final String ENDED = "ended";
  static final String DELETED = "deleted";
  static final String KEPT_PROOF = "kept-proof";
  static final String REMOVAL_FILE = "removal-file";
  static final String RETRAIN = "retrain";
  static final String VACUUMED = "vacuumed";

  /** Place of our own copies of exported files. */
  static final String EXPORTS = "_exports";

  /** Place of the line that a request is done. */
  static final String REQUEST = "request";

  static Line of(Row row) {
    return new Line(
        row.getAs("place"), row.getAs("action"), row.<Long>getAs("count"), row.getAs("detail"));
  }

  /** Whether it is written before rows are deleted, so that a killed erasure leaves it. */
  boolean isBegun() {
    return List.of(FOUND, REMOVAL_FILE, RETRAIN).contains(action)
        || place.equals(EXPORTS) && action.equals(DELETED);
  }

  Line as(String other) {
    return new Line(place, other, count, detail);
  }

  /** A row of {@link io.microtarget.privacy.PrivacyTables#ERASURE}. */
  Row row(String requestId, Instant requestedAt, Instant erasedAt) {
    return RowFactory.create(
        requestId,
        Timestamp.from(requestedAt),
        Timestamp.from(erasedAt),
        place,
        action,
        count,
        detail);
  }
}
