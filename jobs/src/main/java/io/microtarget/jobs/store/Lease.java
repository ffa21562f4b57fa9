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
 * <p>Delta decides between two who try at once: a MERGE reads and writes in one transaction, and
 * the second to commit sees a conflict. A run that died leaves a lease that expires; a holder may
 * take its own again.
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
    try {
      lease.make();
      lease.mergeUntil(clock.instant().plus(lasts));
    } catch (DeltaConcurrentModificationException e) {
      lease.heart.shutdownNow();
      throw new Busy("another run took the lake at the same moment; try again");
    }
    var holder = lease.holder();
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
    var holder = holder();
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
      mergeUntil(clock.instant());
    } catch (DeltaConcurrentModificationException e) {
      // The work is done; at worst the next run waits until the lease expires.
      System.err.println("lease: giving it back met another commit");
    }
  }

  /** Delta's own `create if not exists` takes a folder without any commit for a table. */
  private void make() {
    if (!lake.hasTable(PublicationTables.LEASE)) {
      spark
          .createDataFrame(List.<Row>of(), PublicationTables.LEASE.schema())
          .write()
          .format("delta")
          .mode("append")
          .save(lake.table(PublicationTables.LEASE).toString());
    }
  }

  private record Holder(String owner, Instant expires) {}

  private void beat() {
    try {
      mergeUntil(clock.instant().plus(lasts));
    } catch (DeltaConcurrentModificationException e) {
      // Somebody else changed the row: check() finds out before the publication.
      System.err.println("lease: a heartbeat met another commit");
    } catch (RuntimeException e) {
      // An exception would end all later heartbeats; the next one may get through.
      System.err.println("lease: a heartbeat failed: " + e.getClass().getSimpleName());
    }
  }

  private void mergeUntil(Instant expires) {
    var now = clock.instant();
    var wanted =
        spark.createDataFrame(
            List.of(RowFactory.create(NAME, owner, Timestamp.from(now), Timestamp.from(expires))),
            PublicationTables.LEASE.schema());
    Column mayTake =
        col("held.owner").equalTo(lit(owner)).or(col("held.expires").leq(lit(Timestamp.from(now))));
    DeltaTable.forPath(spark, lake.table(PublicationTables.LEASE).toString())
        .as("held")
        .merge(wanted.as("wanted"), col("held.name").equalTo(col("wanted.name")))
        .whenMatched(mayTake)
        .updateAll()
        .whenNotMatched()
        .insertAll()
        .execute();
  }

  private Holder holder() {
    var row =
        spark
            .read()
            .format("delta")
            .load(lake.table(PublicationTables.LEASE).toString())
            .filter(col("name").equalTo(NAME))
            .first();
    return new Holder(row.getAs("owner"), row.<Timestamp>getAs("expires").toInstant());
  }
}
