package io.microtarget.jobs.ingest;

import io.microtarget.jobs.raw.RawFile;
import io.microtarget.jobs.store.Outcome;
import io.microtarget.source.Balance;
import io.microtarget.source.SourceTables;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * A delivery as it goes into the ledger, a row of {@link SourceTables#DELIVERY}.
 *
 * @param columns of the file, as DDL
 */
record Taken(
    String deliveryId,
    String source,
    String kind,
    RawFile file,
    String mapping,
    Outcome outcome,
    List<String> replaces,
    String columns,
    List<String> notes,
    Optional<LocalDate> firstEvent,
    Optional<LocalDate> lastEvent,
    Balance balance) {

  Row row() {
    return RowFactory.create(
        deliveryId,
        source,
        kind,
        file.name(),
        file.bytes(),
        new Timestamp(file.modifiedAt()),
        file.content(),
        mapping,
        outcome.key(),
        replaces.toArray(),
        columns,
        notes.toArray(),
        firstEvent.map(Date::valueOf).orElse(null),
        lastEvent.map(Date::valueOf).orElse(null),
        balance.in(),
        balance.kept(),
        balance.filtered(),
        balance.quarantined(),
        balance.duplicates(),
        balance.late());
  }
}
