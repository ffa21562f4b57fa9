package io.microtarget.jobs;

import io.microtarget.jobs.keys.Rekeying;
import io.microtarget.jobs.store.KeyFile;
import io.microtarget.jobs.store.Lake;
import io.microtarget.jobs.store.Lease;
import io.microtarget.table.SettingsError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code microtarget rekey}: a new key for the lake. */
@Command(
    name = "rekey",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a new key for the lake and replaces every pseudonym in every table.",
      "Killed in between, it goes on where it stopped when it is called again."
    })
final class RekeyCommand implements Callable<Integer> {
  @Mixin BusinessOptions business;

  @Override
  public Integer call() {
    var settings = business.settings();
    SparkStart.use(
        spark -> {
          var hadoop = spark.sparkContext().hadoopConfiguration();
          var lake = Lake.open(settings.lake().root(), hadoop, Product.VERSION);
          check(lake, settings.vault().key().isPresent());
          var lasts = Duration.ofSeconds(settings.lake().leaseSeconds());
          var owner = "rekey-" + Instant.now().toString().replaceAll("[-:.]", "");
          try (var lease = Lease.take(spark, lake, owner, lasts, Clock.systemUTC())) {
            var version = new Rekeying(spark, lake).run(line -> said(lease, line));
            System.out.println(
                "the lake has key version %d; keep a copy of %s apart from the lake"
                    .formatted(version, new KeyFile(lake).path()));
            lease.check();
          }
        });
    return Exit.OK;
  }

  private static void said(Lease lease, String line) {
    lease.check();
    System.out.println(line);
  }

  private static void check(Lake lake, boolean isGiven) {
    var file = new KeyFile(lake);
    if (isGiven) {
      throw new SettingsError(
          "vault.key is given by the settings, and a new key cannot be written there: put the bytes of its value as hex digits into %s as the first line (chmod 600), take vault.key out of the settings, then run `microtarget rekey` again"
              .formatted(file.path()));
    }
    if (!file.isThere()) {
      throw new SettingsError(
          "there is no key file %s, so that there is nothing to re-key".formatted(file.path()));
    }
  }
}
