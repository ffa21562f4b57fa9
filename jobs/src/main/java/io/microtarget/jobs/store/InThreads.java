package io.microtarget.jobs.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/** The same work on several tables at a time: a small commit waits more than it computes. */
public final class InThreads {
  private static final int AT_ONCE = 3;

  private InThreads() {}

  /** Does something with each; the first error ends it, once all that began has ended. */
  public static <T> void each(Collection<T> all, Consumer<T> work) {
    map(
        all,
        one -> {
          work.accept(one);
          return true;
        });
  }

  /** Results in the order of what they were made from. */
  public static <T, R> List<R> map(Collection<T> all, Function<T, R> work) {
    var pool = Executors.newFixedThreadPool(AT_ONCE);
    try {
      var futures = new ArrayList<Future<R>>();
      all.forEach(one -> futures.add(pool.submit(() -> work.apply(one))));
      pool.shutdown();
      var results = new ArrayList<R>();
      RuntimeException failed = null;
      for (var future : futures) {
        try {
          results.add(future.get());
        } catch (ExecutionException e) {
          var cause =
              e.getCause() instanceof RuntimeException known
                  ? known
                  : new IllegalStateException(e.getCause());
          failed = failed == null ? cause : failed;
        }
      }
      if (failed != null) {
        throw failed;
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted at work on several tables", e);
    } finally {
      pool.shutdownNow();
    }
  }
}
