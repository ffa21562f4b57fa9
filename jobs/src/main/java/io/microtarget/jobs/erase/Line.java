package io.microtarget.jobs.erase;

import java.sql.Timestamp;
import java.time.Instant;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * A line of a certificate.
 *
 * @param place table, folder, destination or model
 * @param action deleted, kept-proof, removal-file, retrain or vacuumed
 * @param count rows, files or people, by action
 * @param detail in words; a file name or a model; names nobody
 */
public record Line(String place, String action, long count, String detail) {
  static final String DELETED = "deleted";
  static final String KEPT_PROOF = "kept-proof";
  static final String REMOVAL_FILE = "removal-file";
  static final String RETRAIN = "retrain";
  static final String VACUUMED = "vacuumed";

  /** Place of the line that a request is done. */
  static final String REQUEST = "request";

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
