package io.microtarget.jobs.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microtarget.table.DataError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListingTest {
  private final Listing listing = new Listing(new Configuration());
  @TempDir Path folder;

  @Test
  void files_have_the_name_below_their_pattern_size_and_content() throws IOException {
    Files.createDirectories(folder.resolve("2024"));
    Files.writeString(folder.resolve("2024/b.csv"), "abc");
    Files.writeString(folder.resolve("2024/a.csv"), "");
    Files.writeString(folder.resolve("2024/_SUCCESS"), "");
    var files = files(folder + "/*/*");
    assertThat(files).extracting(RawFile::name).containsExactly("2024/a.csv", "2024/b.csv");
    assertThat(files).extracting(RawFile::bytes).containsExactly(0L, 3L);
    // The digest of "abc" in FIPS 180-4.
    assertThat(files.get(1).content())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(files(folder + "/2024/b.csv")).extracting(RawFile::name).containsExactly("b.csv");
  }

  @Test
  void a_file_of_known_name_size_and_time_is_not_read_again() throws IOException {
    var file = Files.writeString(folder.resolve("a.csv"), "abc");
    var time = Files.getLastModifiedTime(file).toMillis();
    var known = Listing.known(Map.of(Listing.key("a.csv", 3, time), "as before"));
    assertThat(listing.of("s", file.toString(), known).get(0).file().content())
        .isEqualTo("as before");
  }

  @Test
  void a_file_that_two_sources_read_is_hashed_once() throws IOException {
    var file = Files.writeString(folder.resolve("a.csv"), "abc");
    var time = Files.getLastModifiedTime(file);
    var first = files(file.toString()).get(0).content();
    Files.writeString(file, "xyz");
    Files.setLastModifiedTime(file, time);
    assertThat(files(file.toString()).get(0).content()).isEqualTo(first);
    Files.setLastModifiedTime(file, FileTime.fromMillis(time.toMillis() + 1000));
    assertThat(files(file.toString()).get(0).content()).isNotEqualTo(first);
  }

  @Test
  void the_members_of_an_archive_are_files() throws IOException {
    zip("a.zip", Map.of("x/1.csv", "abc", "x/2.txt", "d"));
    tar("b.tar.gz", Map.of("x/1.csv", "abc"));
    assertThat(files(folder + "/a.zip"))
        .extracting(RawFile::name)
        .containsExactly("a.zip!x/1.csv", "a.zip!x/2.txt");
    assertThat(files(folder + "/*!/x/*.csv"))
        .extracting(RawFile::name)
        .containsExactly("a.zip!x/1.csv", "b.tar.gz!x/1.csv");
    assertThat(files(folder + "/*!/x/*.csv"))
        .extracting(RawFile::content)
        .containsOnly("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void a_broken_archive_cannot_be_read() throws IOException {
    var bytes = Files.readAllBytes(tar("b.tar.gz", Map.of("x/1.csv", "abc".repeat(5000))));
    Files.write(folder.resolve("b.tar.gz"), java.util.Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> files(folder + "/b.tar.gz"))
        .isInstanceOf(DataError.class)
        .hasMessageStartingWith("source 's': file b.tar.gz cannot be read (");
  }

  @Test
  void nothing_there_is_no_input() {
    for (var path : List.of(folder + "/*.csv", folder + "/a.zip!/*.csv")) {
      assertThatThrownBy(() -> files(path))
          .isInstanceOf(DataError.class)
          .hasMessage(
              "source 's': no file matches %s; check `path` and that the data was delivered", path)
          .extracting(e -> ((DataError) e).reason())
          .isEqualTo(DataError.Reason.NO_INPUT);
    }
  }

  @Test
  void a_folder_is_not_taken_for_an_empty_delivery() {
    assertThatThrownBy(() -> files(folder.toString()))
        .isInstanceOf(DataError.class)
        .hasMessage(
            "source 's': %s is a folder; `path` must match files, such as %s/*", folder, folder);
  }

  @Test
  void a_file_goes_on_only_if_it_begins_with_all_of_the_old_one() throws IOException {
    var file = folder.resolve("a.csv");
    Files.writeString(file, "a\n1\n");
    var old = files(file.toString()).get(0);
    Files.writeString(file, "a\n1\n2\n");
    assertThat(listing.goesOn(files(file.toString()).get(0), old.bytes(), old.content())).isTrue();
    Files.writeString(file, "a\n7\n2\n");
    assertThat(listing.goesOn(files(file.toString()).get(0), old.bytes(), old.content())).isFalse();
    Files.writeString(file, "a\n1");
    var open = files(file.toString()).get(0);
    Files.writeString(file, "a\n12\n");
    assertThat(listing.goesOn(files(file.toString()).get(0), open.bytes(), open.content()))
        .as("the last line had no end")
        .isFalse();
  }

  private List<RawFile> files(String path) {
    return listing.of("s", path, f -> Optional.empty()).stream().map(Listing.Listed::file).toList();
  }

  private Path zip(String name, Map<String, String> members) throws IOException {
    var file = folder.resolve(name);
    try (var out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (var member : members.entrySet()) {
        out.putNextEntry(new ZipEntry(member.getKey()));
        out.write(member.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return file;
  }

  private Path tar(String name, Map<String, String> members) throws IOException {
    var file = folder.resolve(name);
    try (var out = new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
      for (var member : members.entrySet()) {
        var bytes = member.getValue().getBytes(StandardCharsets.UTF_8);
        var entry = new TarArchiveEntry(member.getKey());
        entry.setSize(bytes.length);
        out.putArchiveEntry(entry);
        out.write(bytes);
        out.closeArchiveEntry();
      }
    }
    return file;
  }
}
