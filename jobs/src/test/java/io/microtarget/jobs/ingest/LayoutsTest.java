package io.microtarget.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.jobs.raw.Listing;
import io.microtarget.source.Format;
import io.microtarget.testing.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutsTest {
  @TempDir Path folder;

  private final Layouts layouts = new Layouts();
  private Path file;

  @BeforeEach
  void file() throws IOException {
    file = Files.writeString(folder.resolve("a.csv"), "a;b\n1;2\n");
  }

  @Test
  void a_file_of_two_sources_is_looked_at_once() throws IOException {
    var listed = listed();
    var first = layouts.of(rows("one", ";"), listed);
    Files.delete(file);
    assertThat(layouts.of(rows("other", ";"), listed)).isSameAs(first);
    assertThat(first.names()).containsExactly("a", "b");
  }

  @Test
  void read_otherwise_it_has_other_columns() throws IOException {
    layouts.of(rows("one", ";"), listed());
    assertThat(layouts.of(rows("other", ","), listed()).names()).containsExactly("a;b");
  }

  private Listing.Listed listed() {
    var listing = new Listing(Sessions.shared().sparkContext().hadoopConfiguration());
    return listing.of("s", file.toString(), f -> Optional.empty()).get(0);
  }

  private static RawRows rows(String source, String delimiter) {
    return new RawRows(Sessions.shared(), source, Format.CSV, Map.of("delimiter", delimiter));
  }
}
