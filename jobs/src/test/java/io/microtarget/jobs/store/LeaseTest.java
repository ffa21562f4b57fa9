package io.microtarget.jobs.store;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microtarget.testing.Sessions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir Path folder;
  private Lake lake;

  @BeforeEach
  void lake() {
    lake = Lakes.open(folder);
  }

  @Test
  void keeps_a_second_owner_out_until_it_is_given_back() {
    try (var first = take("first", Lakes.NOON)) {
      assertThatThrownBy(() -> take("second", Lakes.NOON.plusSeconds(59)))
          .isInstanceOf(Busy.class)
          .hasMessage(
              "run first is at work in this lake; its lease ends at 2025-01-02T12:01:00Z"
                  + " unless it goes on");
      assertThatCode(first::check).doesNotThrowAnyException();
    }
    try (var second = take("second", Lakes.NOON.plusSeconds(1))) {
      second.check();
    }
  }

  @Test
  void a_silent_owner_loses_it_and_is_told() {
    try (var silent = take("silent", Lakes.NOON)) {
      try (var next = take("next", Lakes.NOON.plusSeconds(60))) {
        next.check();
        assertThatThrownBy(silent::check)
            .isInstanceOf(Busy.class)
            .hasMessage("run next took over the lease of this run, which was silent for too long");
      }
    }
  }

  @Test
  void giving_back_a_lost_lease_takes_nothing_from_the_new_owner() {
    var silent = take("silent", Lakes.NOON);
    try (var next = take("next", Lakes.NOON.plusSeconds(60))) {
      silent.close();
      next.check();
      assertThatThrownBy(() -> take("third", Lakes.NOON.plusSeconds(61)))
          .isInstanceOf(Busy.class)
          .hasMessageContaining("run next is at work");
    }
  }

  @Test
  void processes_of_one_run_share_it() {
    try (var one = take("same", Lakes.NOON);
        var other = take("same", Lakes.NOON.plusSeconds(1))) {
      one.check();
      other.check();
    }
  }

  @Test
  void a_lease_whose_first_commit_was_killed_can_be_taken() throws Exception {
    var log = Files.createDirectories(folder.resolve("lease/_delta_log"));
    Files.writeString(log.resolve(".00000000000000000000.json.x.tmp"), "half a com");
    try (var lease = take("a", Lakes.NOON)) {
      lease.check();
    }
  }

  @Test
  void of_two_at_the_same_moment_one_wins_even_in_a_new_lake() throws Exception {
    for (int round = 0; round < 2; round++) {
      var start = new CyclicBarrier(2);
      var pool = Executors.newFixedThreadPool(2);
      try {
        var tries = new ArrayList<Callable<Object>>();
        for (var owner : new String[] {"a" + round, "b" + round}) {
          tries.add(
              () -> {
                start.await(30, SECONDS);
                try {
                  return take(owner, Lakes.NOON.plus(Duration.ofHours(round(owner))));
                } catch (Busy busy) {
                  return busy;
                }
              });
        }
        var results = new ArrayList<Object>();
        for (var result : pool.invokeAll(tries)) {
          results.add(result.get());
        }
        assertThat(results).hasAtLeastOneElementOfType(Lease.class);
        assertThat(results).hasAtLeastOneElementOfType(Busy.class);
        for (var result : results) {
          if (result instanceof Lease lease) {
            lease.check();
            lease.close();
          }
        }
      } finally {
        pool.shutdownNow();
      }
    }
  }

  private static int round(String owner) {
    return owner.charAt(1) - '0';
  }

  private Lease take(String owner, Instant now) {
    return Lease.take(Sessions.shared(), lake, owner, MINUTE, Clock.fixed(now, ZoneOffset.UTC));
  }
}
