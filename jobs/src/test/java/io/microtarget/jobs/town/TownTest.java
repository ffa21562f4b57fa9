package io.microtarget.jobs.town;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TownTest {
  @TempDir Path folder;

  @Test
  void bytes_are_the_same_with_one_thread_and_with_four() throws Exception {
    Town.make(SmallTown.order(1_000, 3, folder.resolve("one"), 1));
    Town.make(SmallTown.order(1_000, 3, folder.resolve("four"), 4));

    assertThat(sums(folder.resolve("four"))).isEqualTo(sums(folder.resolve("one"))).hasSize(247);
  }

  @Test
  void another_seed_gives_other_bytes() throws Exception {
    Town.make(SmallTown.order(300, 3, folder.resolve("three"), 2));
    Town.make(SmallTown.order(300, 4, folder.resolve("four"), 2));

    var three = sums(folder.resolve("three"));
    var same = sums(folder.resolve("four")).entrySet();
    same.removeIf(e -> !e.getValue().equals(three.get(e.getKey())));
    // Dates and offers of campaigns are no chance.
    assertThat(same.stream().map(Map.Entry::getKey).toList())
        .containsExactly("raw/campaigns.csv", "raw/offers.csv");
  }

  @Test
  void two_persons_are_a_town() throws Exception {
    Town.make(SmallTown.order(2, 1, folder.resolve("two"), 2));

    assertThat(SmallTown.at(folder.resolve("two")).rows("truth/persons.csv.gz")).hasSize(2);
  }

  @Test
  void the_list_of_files_tells_version_seed_parameters_rows_and_sums() throws Exception {
    var town = SmallTown.shared();
    var json = new ObjectMapper().readTree(town.root().resolve("town.json").toFile());
    var sums = sums(town.root());

    assertThat(json.path("generator").asText()).isEqualTo(Town.VERSION);
    assertThat(json.path("seed").asLong()).isEqualTo(SmallTown.SEED);
    assertThat(json.path("persons").asInt()).isEqualTo(SmallTown.PERSONS);
    assertThat(json.at("/parameters/records/duplicate-share").asDouble()).isEqualTo(0.09);
    assertThat(json.path("files")).hasSize(sums.size() - 1);
    for (var file : json.path("files")) {
      var name = file.path("file").asText();
      assertThat(file.path("sha256").asText()).as(name).isEqualTo(sums.get(name));
      assertThat(file.path("rows").asInt()).as(name).isEqualTo(town.lines(name).size());
      assertThat(file.path("bytes").asLong())
          .as(name)
          .isEqualTo(Files.size(town.root().resolve(name)));
    }
  }

  @Test
  void a_file_of_parameters_changes_what_it_says() throws IOException {
    var file = folder.resolve("more.conf");
    Files.writeString(file, "records.duplicate-share = 0.3\neffects { scale = 0 }\n");
    var parameters = Parameters.load(Optional.of(file.toString()));
    Town.make(SmallTown.order(1_500, 3, folder.resolve("more"), 2, parameters));
    var town = SmallTown.at(folder.resolve("more"));

    assertThat(Truth.duplicateShare(town)).isBetween(0.27, 0.33);
    assertThat(town.rows("truth/effects.csv.gz")).allMatch(r -> r.get("effect").equals("0.000000"));
    // What it does not say is as before.
    assertThat(parameters.types()).isEqualTo(Parameters.load(Optional.empty()).types());
  }

  private static Map<String, String> sums(Path root) throws Exception {
    try (var all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .collect(
              Collectors.toMap(
                  file -> root.relativize(file).toString(),
                  TownTest::sum,
                  (a, b) -> a,
                  TreeMap::new));
    }
  }

  private static String sum(Path file) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
