package io.microtarget.jobs.town;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microtarget.table.SettingsError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TownErrorsTest {
  @TempDir Path folder;

  @Test
  void fewer_than_two_persons_are_no_town() {
    for (int persons : new int[] {-1, 0, 1, 2_000_001}) {
      assertThatThrownBy(() -> SmallTown.order(persons, 1, folder.resolve("town"), 1))
          .isInstanceOf(SettingsError.class)
          .hasMessage("--persons %d: a town has 2 to 2000000 persons", persons);
    }
  }

  @Test
  void a_folder_that_is_not_empty_stays_as_it_is() throws IOException {
    var out = Files.createDirectories(folder.resolve("town"));
    Files.writeString(out.resolve("thesis.txt"), "mine");

    assertThatThrownBy(() -> Town.make(SmallTown.order(5, 1, out, 1)))
        .isInstanceOf(SettingsError.class)
        .hasMessage(
            "--out %s is not empty; name another folder, or replace the town there by --force",
            out);
    assertThatThrownBy(() -> Town.make(replacing(out)))
        .isInstanceOf(SettingsError.class)
        .hasMessage(
            "--out %s holds more than a town (thesis.txt); --force replaces only a town", out);
    assertThat(out.resolve("thesis.txt")).hasContent("mine");
    assertThat(folder.resolve("town.partial")).doesNotExist();
  }

  @Test
  void force_replaces_a_town() throws IOException {
    var out = folder.resolve("town");
    Town.make(SmallTown.order(5, 1, out, 1));
    var before = Files.readString(out.resolve("town.json"));

    Town.make(replacing(out));

    assertThat(Files.readString(out.resolve("town.json"))).isNotEqualTo(before);
  }

  @Test
  void a_file_is_no_folder() throws IOException {
    var out = Files.writeString(folder.resolve("town"), "x");

    assertThatThrownBy(() -> Town.make(SmallTown.order(5, 1, out, 1)))
        .hasMessage("--out %s is a file; name a folder", out);
  }

  @Test
  void a_full_disk_leaves_no_half_town() {
    var out = folder.resolve("town");
    assertThatThrownBy(() -> Town.make(SmallTown.order(400, 1, out, 2), this::full))
        .isInstanceOf(SettingsError.class)
        .hasMessage(
            "--out %s cannot be written, and nothing was left behind: no space left on the disk",
            out);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_town_of_two_million_needs_a_large_disk() {
    // Told before anything is written: no test disk has 80 GB to spare, or the town is not made.
    var out = folder.resolve("town");
    var free = folder.toFile().getUsableSpace();
    org.junit.jupiter.api.Assumptions.assumeTrue(free < 80_000_000_000L);

    assertThatThrownBy(() -> Town.make(SmallTown.order(2_000_000, 1, out, 1)))
        .hasMessageMatching(
            "--out .*: a town of 2000000 persons takes up to 80020 MB, and the disk has \\d+ MB left");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void parameters_out_of_range_and_unknown_ones_are_named_together() throws IOException {
    var file = folder.resolve("bad.conf");
    Files.writeString(
        file,
        """
        types { separation = 9, shars = [1, 2] }
        records.duplicate-share = 2
        phases.look = [0.1]
        campaigns.categories = [food, fashon, home, media]
        """);

    assertThatThrownBy(() -> Parameters.load(Optional.of(file.toString())))
        .isInstanceOf(SettingsError.class)
        .hasMessage(
            """
            types.shars: is not a known key; did you mean `shares`? (bad.conf:1)
            types: separation: 9.0 is not between 0.0 and 5.0 (bad.conf:1)
            phases: look: 1 values stand where 6 are expected (bad.conf:3)
            campaigns: categories: fashon is not one of food, fashion, home, sport, toys, beauty, media, garden; did you mean `fashion`? (bad.conf:4)
            records: duplicate-share: 2.0 is not between 0.0 and 0.4 (bad.conf:2)""");
  }

  @Test
  void a_missing_file_of_parameters_is_named() {
    assertThatThrownBy(() -> Parameters.load(Optional.of("nowhere.conf")))
        .hasMessage("settings file nowhere.conf does not exist");
  }

  private static Town.Order replacing(Path out) {
    return new Town.Order(5, 2, out, Target.REPLACE, Parameters.load(Optional.empty()), 1);
  }

  /** Files of a disk that is full after some bytes of the receipts. */
  private OutputStream full(Path file) throws IOException {
    var out = Files.newOutputStream(file);
    return new OutputStream() {
      private int left = 30_000;

      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        left -= length;
        if (left < 0 && file.toString().contains("web_events")) {
          throw new IOException("No space left on device");
        }
        out.write(bytes, from, length);
      }

      @Override
      public void close() throws IOException {
        out.close();
      }
    };
  }
}
