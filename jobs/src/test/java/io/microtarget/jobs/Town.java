package io.microtarget.jobs;

import io.microtarget.testing.Sessions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A small Musterstadt for end-to-end tests: made by {@code make-town}, taken in by {@code
 * conf/town.conf}. What is true of it stands in {@link #truth}.
 *
 * @param folder of the town ({@code raw}, {@code truth}, {@code town.json}) and its lake
 */
record Town(Path folder) {
  static final int PERSONS = 600;
  static final long SEED = 7;

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  /** What a small town needs otherwise: few people make few responders and small segments. */
  private static final List<String> SMALL =
      List.of(
          "segments.shoppers.minimum-size=20",
          "segments.shoppers.clusters=[4,6]",
          "models.contact.minimum-responders=10",
          "models.contact.bootstrap=100",
          "models.contact.trees=10",
          "policy.minimum-audience=5");

  /** Makes the town; nothing is run yet. */
  static Town in(Path folder) {
    var town = new Town(folder.resolve("town"));
    Command.run(
            "make-town",
            "--persons",
            String.valueOf(PERSONS),
            "--seed",
            String.valueOf(SEED),
            "--out",
            town.folder.toString())
        .ok();
    return town;
  }

  /** The folder that the chain never reads. */
  Path truth() {
    return folder.resolve("truth");
  }

  Path lake() {
    return folder.resolveSibling("lake");
  }

  /** Runs a command of the town. */
  Command.Outcome run(String command, String... more) {
    var arguments = new ArrayList<>(List.of(command, "--config", ROOT + "/conf/town.conf"));
    Stream.concat(Stream.of("data=" + folder, "lake.root=" + lake()), SMALL.stream())
        .forEach(setting -> arguments.addAll(List.of("--set", setting)));
    arguments.addAll(List.of(more));
    return Command.run(arguments.toArray(String[]::new));
  }

  /** A table of the truth as texts. */
  Dataset<Row> truth(String file) {
    return Sessions.shared().read().option("header", true).csv(truth().resolve(file).toString());
  }

  /** Takes the truth away, to where no setting leads. */
  void hideTruth() {
    move(truth(), hidden());
  }

  /** Puts it back. */
  void showTruth() {
    move(hidden(), truth());
  }

  private Path hidden() {
    return folder.resolveSibling("hidden").resolve("truth");
  }

  private static void move(Path from, Path to) {
    try {
      Files.createDirectories(to.getParent());
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
