package io.microtarget.jobs.store;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.delta.exceptions.DeltaConcurrentModificationException;
import io.delta.tables.DeltaTable;
import io.microtarget.activation.PublicationTables;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * The lock of a lake: a row with an owner and an expiry, changed only by conditional commits.
 *
 * <p>Delta decides between two who try at once: an UPDATE (for the first row of a lake a MERGE,
 * which costs twice as much) reads and writes in one transaction, and the second to commit sees a
 * conflict. A run that died leaves a lease that expires; a holder may take its own again.
 */
public final class Lease implements AutoCloseable {
  private static final String NAME = "lake";

  private final SparkSession spark;
  private final Lake lake;
  private final String owner;
  private final Duration lasts;
  private final Clock clock;
  private final ScheduledExecutorService heart;

  private Lease(SparkSession spark, Lake lake, String owner, Duration lasts, Clock clock) {
    this.spark = spark;
    this.lake = lake;
    this.owner = owner;
    this.lasts = lasts;
    this.clock = clock;
    this.heart =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              var thread = new Thread(task, "lease-heartbeat");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Takes the lease and keeps it alive until closed.
   *
   * @throws Busy names the holder and when its lease ends
   */
  public static Lease take(
      SparkSession spark, Lake lake, String owner, Duration lasts, Clock clock) {
    var lease = new Lease(spark, lake, owner, lasts, clock);
    Holder holder;
    try {
      holder = lease.tryToHold();
    } catch (DeltaConcurrentModificationException e) {
      lease.heart.shutdownNow();
      throw new Busy("another run took the lake at the same moment; try again");
    }
    if (!holder.owner.equals(owner)) {
      lease.heart.shutdownNow();
      throw new Busy(
          "run %s is at work in this lake; its lease ends at %s unless it goes on"
              .formatted(holder.owner, holder.expires));
    }
    var beat = lasts.toMillis() / 3;
    lease.heart.scheduleAtFixedRate(lease::beat, beat, beat, TimeUnit.MILLISECONDS);
    return lease;
  }

  /** Stops the run if the lease was lost, before anything becomes visible. */
  public void check() {
    var holder = holder().orElseThrow();
    if (!holder.owner.equals(owner)) {
      throw new Busy(
          "run %s took over the lease of this run, which was silent for too long"
              .formatted(holder.owner));
    }
  }

  /** Gives the lease back. */
  @Override
  public void close() {
    heart.shutdown();
    try {
      if (!heart.awaitTermination(30, TimeUnit.SECONDS)) {
        heart.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      holdUntil(clock.instant());
    } catch (DeltaConcurrentModificationException e) {
      // The work is done; at worst the next run waits until the lease expires.
      System.err.println("lease: giving it back met another commit");
    }
  }

  private record Holder(String owner, Instant expires) {}

  /** Who holds it after a try to take it. */
  private Holder tryToHold() {
    var until = clock.instant().plus(lasts);
    if (lake.hasTable(PublicationTables.LEASE)) {
      holdUntil(until);
      // A process that was killed may have left the table without its row.
      var holder = holder();
      if (holder.isPresent()) {
        return holder.get();
      }
    } else {
      make();
    }
    insertUntil(until);
    return holder().orElseThrow();
  }

  /** Delta's own `create if not exists` takes a folder without any commit for a table. */
  private void make() {
    spark
        .createDataFrame(List.<Row>of(), PublicationTables.LEASE.schema())
        .write()
        .format("delta")
        .mode("append")
        .save(lake.table(PublicationTables.LEASE).toString());
  }

  private void beat() {
    try {
      holdUntil(clock.instant().plus(lasts));
    } catch (DeltaConcurrentModificationException e) {
      // Somebody else changed the row: check() finds out before the publication.
      System.err.println("lease: a heartbeat met another commit");
    } catch (RuntimeException e) {
      // An exception would end all later heartbeats; the next one may get through.
      System.err.println("lease: a heartbeat failed: " + e.getClass().getSimpleName());
    }
  }

  /** Changes the row if it is ours or has expired. */
  private void holdUntil(Instant expires) {
    var now = clock.instant();
    table()
        .update(
            col("name").equalTo(NAME).and(mayTake(now, "")),
            Map.of(
                "owner", lit(owner),
                "heartbeat", lit(Timestamp.from(now)),
                "expires", lit(Timestamp.from(expires))));
  }

  /** The same, and writes the first row of a lake. */
  private void insertUntil(Instant expires) {
    var now = clock.instant();
    var wanted =
        spark.createDataFrame(
            List.of(RowFactory.create(NAME, owner, Timestamp.from(now), Timestamp.from(expires))),
            PublicationTables.LEASE.schema());
    table()
        .as("held")
        .merge(wanted.as("wanted"), col("held.name").equalTo(col("wanted.name")))
        .whenMatched(mayTake(now, "held."))
        .updateAll()
        .whenNotMatched()
        .insertAll()
        .execute();
  }

  private Column mayTake(Instant now, String of) {
    return col(of + "owner")
        .equalTo(lit(owner))
        .or(col(of + "expires").leq(lit(Timestamp.from(now))));
  }

  private DeltaTable table() {
    return DeltaTable.forPath(spark, lake.table(PublicationTables.LEASE).toString());
  }

  /** Nobody, where no process has come as far as the first row. */
  private Optional<Holder> holder() {
    return spark
        .read()
        .format("delta")
        .load(lake.table(PublicationTables.LEASE).toString())
        .filter(col("name").equalTo(NAME))
        .collectAsList()
        .stream()
        .findFirst()
        .map(row -> new Holder(row.getAs("owner"), row.<Timestamp>getAs("expires").toInstant()));
  }
}
