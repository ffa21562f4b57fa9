package io.microtarget.jobs.erase;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.make_interval;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import io.microtarget.activation.ActivationTables;
import io.microtarget.identity.IdentityTables;
import io.microtarget.jobs.store.Removal;
import io.microtarget.privacy.PrivacyTables;
import io.microtarget.privacy.Tombstones;
import io.microtarget.source.SourceTables;
import io.microtarget.vault.Pseudonym;
import java.time.LocalDate;
import java.util.Collection;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What has to be kept of an erased person: that they agreed to be called, or refused. Who calls
 * consumers proves their consent five years from when it was given and from each use (UWG §7a); for
 * that duty GDPR, article 17(3)(b), excepts it from erasure.
 *
 * <p>It is told by the tombstone of the record alone, so that it proves a consent whose record id
 * somebody brings along and names nobody by itself.
 */
final class Proofs {
  private static final int YEARS = 5;

  private final Removal tables;
  private final Pseudonym pseudonym;
  private final Tombstones.Sent erased;
  private final Collection<String> channels;

  /**
   * @param channels names of the channels that are calls
   */
  Proofs(Removal tables, Pseudonym pseudonym, Tombstones.Sent erased, Collection<String> channels) {
    this.tables = tables;
    this.pseudonym = pseudonym;
    this.erased = erased;
    this.channels = channels;
  }

  /**
   * Rows of {@link PrivacyTables#PROOF} that are not there yet and are still to be kept.
   *
   * @param today proofs that ended before are not kept
   */
  Dataset<Row> rows(LocalDate today) {
    var uses = uses();
    var hash = pseudonym.column("tombstone:" + Tombstones.RECORD, col("record_id"));
    var given =
        coalesce(col("valid_from").cast("timestamp"), col("event_time"), col("recorded_at"));
    var until =
        greatest(given.cast("date"), col("last_used_on"))
            .plus(make_interval(lit(YEARS)))
            .cast("date");
    return tables
        .rows(SourceTables.CONSENT)
        .filter(erased.hasRecord(col("record_id")).and(isCall(col("channel"))))
        .join(persons(), new String[] {"record_id"}, "left")
        .withColumn("person", coalesce(col("person"), col("record_id")))
        .join(uses, new String[] {"person"}, "left")
        .select(
            hash.as("tombstone"),
            coalesce(col("purpose"), lit("")).as("purpose"),
            col("channel"),
            coalesce(col("status"), lit("")).as("status"),
            given.as("given_at"),
            col("text_version"),
            col("proof_reference"),
            col("last_used_on"),
            until.as("proof_until"))
        .filter(col("proof_until").gt(lit(today)))
        .dropDuplicates(PrivacyTables.PROOF.keys().toArray(String[]::new));
  }

  /** {@code record_id, person} of the erased, as any publication linked them. */
  private Dataset<Row> persons() {
    return tables
        .rows(IdentityTables.LINK)
        .filter(erased.hasRecord(col("record_id")))
        .groupBy("record_id")
        .agg(min("unified_id").as("person"));
  }

  /** {@code person, last_used_on DATE} of the last call. */
  private Dataset<Row> uses() {
    var contacts =
        tables
            .rows(SourceTables.CONTACT)
            .filter(erased.hasRecord(col("record_id")).and(col("channel").isin(calls())))
            .select(
                col("record_id"),
                coalesce(col("event_date"), col("recorded_at").cast("date")).as("day"));
    var exports =
        tables
            .rows(ActivationTables.EXPORT)
            .filter(erased.hasRecord(col("subject_id")).and(col("channel").isin(calls())))
            .select(col("subject_id").as("record_id"), col("known_at").cast("date").as("day"));
    return contacts
        .union(exports)
        .join(persons(), new String[] {"record_id"}, "left")
        .groupBy(coalesce(col("person"), col("record_id")).as("person"))
        .agg(max("day").as("last_used_on"));
  }

  /** A statement without a channel speaks for all channels. */
  private Column isCall(Column channel) {
    return channel.isNull().or(channel.isin(calls()));
  }

  private Object[] calls() {
    return channels.toArray();
  }
}
