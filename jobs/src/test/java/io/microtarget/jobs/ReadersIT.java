package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.testing.Sessions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Readers in a loop while five runs are published: one with Spark and Delta compares the checksum
 * of every table, one with neither compares rows. Each run has other content and other row counts.
 */
class ReadersIT {
  private static final int PUBLICATIONS = 5;
  private static final int PLAIN_READS = 200;

  /** With the same switch as {@link CrashIT} as many as of the other kind. */
  private static final int SPARK_READS =
      System.getProperty("kill", "").equals("all") ? PLAIN_READS : 15;

  /** Leaves the cores to the runs, which must end too: a read with Spark is work for seconds. */
  private static final Duration PAUSE_OF_SPARK = Duration.ofSeconds(3);

  private static final Duration PAUSE_OF_PLAIN = Duration.ofMillis(250);
  private static final long MOST_SECONDS = 600;

  @TempDir Path folder;

  /** A way to read everything that is published; returns the run it saw, or fails at a mix. */
  private interface Reader {
    String read(Path lake) throws IOException;
  }

  private static final class Loop implements Runnable {
    final AtomicInteger reads = new AtomicInteger();
    final Set<String> runs = new ConcurrentSkipListSet<>();
    final Set<String> mixed = new ConcurrentSkipListSet<>();
    private final Reader reader;
    private final Duration pause;
    private final Path lake;
    private final AtomicBoolean isOver;

    Loop(Reader reader, Duration pause, Path lake, AtomicBoolean isOver) {
      this.reader = reader;
      this.pause = pause;
      this.lake = lake;
      this.isOver = isOver;
    }

    @Override
    public void run() {
      while (!isOver.get()) {
        try {
          runs.add(reader.read(lake));
        } catch (IOException | RuntimeException | AssertionError e) {
          mixed.add(String.valueOf(e));
        }
        reads.incrementAndGet();
        LockSupport.parkNanos(pause.toNanos());
      }
    }
  }

  @Test
  void never_see_a_mix_of_two_publications() throws Exception {
    Sessions.shared();
    var kiosk = Kiosk.in(folder).deliver(0);
    kiosk.run("run", "--run-id", "run-0").ok();
    var isOver = new AtomicBoolean();
    Reader whole = lake -> Published.whole(lake).orElseThrow();
    var spark = new Loop(whole, PAUSE_OF_SPARK, kiosk.lake(), isOver);
    var plain = new Loop(ReadersIT::plain, PAUSE_OF_PLAIN, kiosk.lake(), isOver);
    var pool = Executors.newFixedThreadPool(2);
    try {
      List.of(spark, plain).forEach(pool::execute);
      for (int n = 1; n <= PUBLICATIONS; n++) {
        kiosk.deliver(n).run("run", "--run-id", "run-" + n).ok();
        await(spark, SPARK_READS * n / PUBLICATIONS);
        await(plain, PLAIN_READS * n / PUBLICATIONS);
      }
    } finally {
      isOver.set(true);
      pool.shutdown();
      pool.awaitTermination(1, TimeUnit.MINUTES);
    }
    System.err.printf(
        "readers: %d reads with Delta, %d without, %d publications, %d mixed%n",
        spark.reads.get(),
        plain.reads.get(),
        PUBLICATIONS,
        spark.mixed.size() + plain.mixed.size());
    for (var loop : List.of(spark, plain)) {
      assertThat(loop.mixed).isEmpty();
      assertThat(loop.runs).contains("run-1", "run-2", "run-3", "run-4", "run-5");
    }
  }

  /** Without Spark and Delta: the last publication, and the rows of each of its tables. */
  private static String plain(Path lake) throws IOException {
    var publications = PlainTable.of(lake.resolve("publication")).groups();
    var last = publications.stream().mapToLong(p -> p.getLong("sequence", 0)).max().orElseThrow();
    var published = new TreeMap<String, Long>();
    var there = new TreeMap<String, Long>();
    var run = "";
    for (var publication : publications) {
      if (publication.getLong("sequence", 0) == last) {
        run = publication.getString("published_run", 0);
        var table = publication.getString("table_name", 0);
        published.put(table, publication.getLong("rows", 0));
        there.put(table, PlainTable.of(lake.resolve(table)).rows("/run_id=" + run + "/"));
      }
    }
    assertThat(there).isEqualTo(published);
    return run;
  }

  private static void await(Loop loop, int reads) throws InterruptedException {
    var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    // The read at work now may have begun before the publication: the next one has not.
    var enough = Math.max(reads, loop.reads.get() + 2);
    while (loop.reads.get() < enough) {
      assertThat(System.nanoTime()).as("too slow: %d reads", loop.reads.get()).isLessThan(until);
      Thread.sleep(20);
    }
  }
}
