package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twelve texts about persons go through a full run and through everything that can go wrong in one:
 * nobody finds them outside the vault. Nor a key that was given by reference.
 */
class CanaryIT {
  @TempDir Path folder;

  @Test
  void nobody_is_found_outside_the_vault() throws IOException, InterruptedException {
    var canaries = Canaries.in(folder);
    var said = new StringBuilder();
    said.append(
        commands(
            canaries,
            List.of(
                command("run"),
                command("check", "--counts"),
                List.of("inspect", canaries.data("kunden-1.csv").toString()),
                command("list"),
                command("catalog"))));
    assertThat(exits(said.toString())).as(said.toString()).containsExactly(0, 0, 0, 0, 0);
    assertThat(Traces.of(canaries.lake().resolve("vault"), Canaries.PLANTED))
        .extracting(hit -> hit.substring(hit.indexOf(": ") + 2))
        .containsAll(Canaries.PLANTED);

    canaries.deliverBroken();
    var failing =
        commands(
            canaries,
            List.of(
                command("run", "--set", "sources.bons.max-quarantined-share=0"),
                command("run", "--set", "sources.bons.columns.quantity=cast(menge as int)"),
                command("run", "--set", "sources.bons.rules.whole=cast(menge as int) > 0"),
                command("run", "--set", "features.own.spend.of=amount / (quantity - quantity)"),
                command("run", "--set", "features.own.spend.of=cast(nobody as int)"),
                command("run", "--set", "vault.key=" + Canaries.KEY)));
    said.append(failing);
    canaries.deliverDrifted();
    said.append(
        commands(
            canaries,
            List.of(
                command("run"),
                command(
                    "run",
                    "--set",
                    "sources.bons.deliveries.missing-column=note",
                    "--set",
                    "sources.kunden.deliveries.missing-column=note"),
                command("redrive", "bons"),
                command("clean"),
                command("retain", "--dry-run"))));
    System.out.println(said);
    Files.writeString(Path.of("target/canary.txt"), said);

    var wanted = Stream.concat(Canaries.PLANTED.stream(), Canaries.SPELLED.stream()).toList();
    var printed = Files.createDirectories(folder.resolve("printed"));
    Files.writeString(printed.resolve("said"), said);
    assertThat(Traces.of(printed, wanted)).isEmpty();
    assertThat(Traces.of(canaries.lake(), wanted)).allMatch(hit -> hit.startsWith("vault/"));
    var keys = List.of(Canaries.KEY);
    for (var where : List.of(printed, canaries.lake(), folder.resolve("events"))) {
      assertThat(Traces.of(where, keys)).isEmpty();
    }
    assertThat(Trees.files(folder.resolve("events"))).anyMatch(Files::isRegularFile);
  }

  private static List<String> command(String... words) {
    return List.of(words);
  }

  private String commands(Canaries canaries, List<List<String>> commands)
      throws IOException, InterruptedException {
    var lines = new ArrayList<String>();
    for (var words : commands) {
      var all = new ArrayList<>(words);
      if (!words.get(0).equals("inspect")) {
        all.addAll(1, List.of("--config", canaries.config().toString()));
      }
      lines.add(String.join("\t", all));
    }
    var file = Files.write(folder.resolve("commands"), lines);
    var log = folder.resolve("log");
    Files.createDirectories(folder.resolve("events"));
    var options =
        List.of(
            "-Dspark.eventLog.enabled=true",
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
