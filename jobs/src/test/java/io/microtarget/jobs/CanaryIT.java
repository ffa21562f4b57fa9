package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twelve texts about persons go through a full run and through everything that can go wrong in one:
 * nobody finds them outside the vault. Nor a key that was given by reference.
 */
class CanaryIT {
  private static final Integer[] EXITS = {0, 0, 0, 3, 3, 3, 2, 2, 1, 3, 0, 0, 0, 0};

  @TempDir Path folder;

  @Test
  void nobody_is_found_outside_the_vault() throws IOException, InterruptedException {
    var canaries = Canaries.in(folder);
    var note = "deliveries.missing-column=note";
    var share = "max-quarantined-share=1";
    var said =
        commands(
            canaries,
            List.of(
                List.of("run"),
                List.of("check", "--counts"),
                List.of("inspect", canaries.data("kunden-1.csv").toString()),
                List.of("#broken"),
                run("sources.bons.max-quarantined-share=0"),
                run("sources.bons.columns.quantity=cast(menge as int)"),
                run("sources.bons.rules.whole=cast(menge as int) > 0"),
                run("features.own.spend.of=cast(nobody as int)"),
                run("vault.key=" + Canaries.KEY),
                List.of("#away"),
                run("features.own.spend.of=amount / (quantity - quantity)"),
                List.of("#drifted"),
                run("sources.bons." + note),
                List.of("#away"),
                run(
                    "sources.bons." + note,
                    "sources.kunden." + note,
                    "sources.bons." + share,
                    "sources.kunden." + share),
                List.of("redrive", "bons"),
                List.of("clean"),
                List.of("retain", "--dry-run")));
    Files.writeString(Path.of("target/canary.txt"), said);
    assertThat(exits(said)).as(said).containsExactly(EXITS);
    assertThat(Traces.of(canaries.lake().resolve("vault"), Canaries.PLANTED))
        .extracting(hit -> hit.substring(hit.indexOf(": ") + 2))
        .containsAll(Canaries.PLANTED);

    assertThat(said).contains("rwx------  " + canaries.lake().resolve("vault"));
    checkStatistics(canaries.lake());
    checkModes(canaries.lake());
    var wanted = Stream.concat(Canaries.PLANTED.stream(), Canaries.SPELLED.stream()).toList();
    var printed = Files.createDirectories(folder.resolve("printed"));
    Files.writeString(printed.resolve("said"), said);
    assertThat(Traces.of(printed, wanted)).isEmpty();
    assertThat(Traces.of(canaries.lake(), wanted)).allMatch(hit -> hit.startsWith("vault/"));
    var keys = List.of(Canaries.KEY, Canaries.STORE_KEY);
    for (var where : List.of(printed, canaries.lake(), folder.resolve("events"))) {
      assertThat(Traces.of(where, keys)).isEmpty();
    }
    assertThat(Trees.files(folder.resolve("events"))).anyMatch(Files::isRegularFile);
  }

  /** Minima and maxima of a column are values of rows. */
  private static void checkStatistics(Path lake) throws IOException {
    var tables = new TreeSet<String>();
    for (var file : Trees.files(lake)) {
      var name = lake.relativize(file).toString();
      if (name.contains("/_delta_log/") && name.endsWith(".json")) {
        assertThat(Files.readString(file)).as(name).doesNotContain("minValues", "maxValues");
        tables.add(name.substring(0, name.indexOf('/')));
      }
    }
    assertThat(tables).hasSizeGreaterThan(15).contains("vault", "party", "link", "feature");
  }

  private static void checkModes(Path lake) throws IOException {
    for (var folder : List.of("vault", "_scratch")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lake.resolve(folder))))
          .as(folder)
          .isEqualTo("rwx------");
    }
  }

  private static List<String> run(String... set) {
    var words = new ArrayList<>(List.of("run"));
    Stream.of(set).forEach(setting -> words.addAll(List.of("--set", setting)));
    return words;
  }

  private String commands(Canaries canaries, List<List<String>> commands)
      throws IOException, InterruptedException {
    var lines = new ArrayList<String>();
    for (var words : commands) {
      var all = new ArrayList<>(words);
      if (!words.get(0).equals("inspect") && !words.get(0).startsWith("#")) {
        all.addAll(1, List.of("--config", canaries.config().toString()));
      }
      lines.add(String.join("\t", all));
    }
    var file = Files.write(folder.resolve("commands"), lines);
    var log = folder.resolve("log");
    Files.createDirectories(folder.resolve("events"));
    var options =
        List.of(
            "-Dspark.hadoop.fs.azure.account.key.canary=" + Canaries.STORE_KEY,
            "-Dspark.eventLog.enabled=true",
            "-Dspark.eventLog.compress=false",
            "-Dspark.eventLog.dir=file://" + folder.resolve("events"));
    var process = Commands.start(file, log, options);
    var seen = new StringBuilder();
    while (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
      process.info().commandLine().ifPresent(line -> seen.setLength(0));
      process.info().arguments().ifPresent(words -> seen.append(String.join(" ", words)));
    }
    assertThat(seen.toString()).doesNotContain(Canaries.KEY);
    return Files.readString(log);
  }

  private static List<Integer> exits(String said) {
    return said.lines()
        .filter(line -> line.startsWith("exit "))
        .map(line -> Integer.valueOf(line.substring(5)))
        .toList();
  }
}
