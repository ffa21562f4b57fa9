package io.microtarget.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microtarget.source.Format;
import io.microtarget.source.Mapping;
import io.microtarget.table.DataError;
import io.microtarget.testing.Sessions;
import io.microtarget.testing.TextTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawFilesTest {
  private final RawFiles raw = new RawFiles(Sessions.shared());
  @TempDir Path folder;

  @Test
  void a_csv_has_the_columns_of_its_header_as_texts_and_rows_counted_from_zero()
      throws IOException {
    var rows =
        read(Format.CSV, "name;worth\nÄnne;1.50\n\"B;B\";\n\nC;x\n", Map.of("delimiter", ";"));
    assertThat(rows.columns())
        .containsExactly("name", "worth", Mapping.MALFORMED, Mapping.ROW_INDEX);
    assertThat(TextTable.lines(rows))
        .containsExactly("B;B|null|null|1", "C|x|null|3", "Änne|1.50|null|0");
  }

  @Test
  void a_csv_with_only_a_header_has_no_rows() throws IOException {
    var rows = read(Format.CSV, "name,worth\n", Map.of());
    assertThat(rows.columns())
        .containsExactly("name", "worth", Mapping.MALFORMED, Mapping.ROW_INDEX);
    assertThat(rows.isEmpty()).isTrue();
  }

  @Test
  void lines_of_json_keep_their_order_and_types() throws IOException {
    var rows = read(Format.JSON, "{\"b\":1,\"a\":\"x\"}\n{\"a\":\"y\"}\n", Map.of());
    assertThat(rows.columns()).containsExactly("a", "b", Mapping.MALFORMED, Mapping.ROW_INDEX);
    assertThat(TextTable.lines(rows)).containsExactly("x|1|null|0", "y|null|null|1");
  }

  @Test
  void a_line_with_more_or_fewer_fields_than_the_header_is_kept_as_it_is() throws IOException {
    var rows = read(Format.CSV, "a,b,c\n1,2,3\n4,5\n6,7,8,9\n\"x,y\",,\n7,\"8,9\n,,,\n", Map.of());
    assertThat(TextTable.lines(rows.select(Mapping.ROW_INDEX, Mapping.MALFORMED)))
        .containsExactly("0|null", "1|4,5", "2|6,7,8,9", "3|null", "4|7,\"8,9", "5|,,,");
  }

  @Test
  void a_line_that_is_no_json_is_kept_as_it_is() throws IOException {
    var rows = read(Format.JSON, "{\"a\":\"x\"}\n{\"a\":\"y\nnothing\n", Map.of());
    assertThat(TextTable.lines(rows))
        .containsExactly("null|nothing|2", "null|{\"a\":\"y|1", "x|null|0");
  }

  @Test
  void a_packed_file_is_read_as_what_is_in_it() throws IOException {
    var rows = raw.read("s", Format.CSV, packed("a,b\n1,2\n").toString(), Map.of());
    assertThat(TextTable.lines(rows)).containsExactly("1|2|null|0");
    var empty = raw.read("s", Format.CSV, packed("").toString(), Map.of());
    assertThat(empty.isEmpty()).isTrue();
  }

  @Test
  void a_packed_file_that_ends_early_or_is_damaged_cannot_be_read() throws IOException {
    var text = "a,b\n" + "1,2\n".repeat(1000);
    var bytes = Files.readAllBytes(packed(text));
    for (var broken :
        List.of(
            Arrays.copyOf(bytes, bytes.length - 12),
            Arrays.copyOf(bytes, 5),
            flipped(bytes, bytes.length - 6),
            text.getBytes(StandardCharsets.UTF_8))) {
      var file = Files.write(folder.resolve("raw.csv.gz"), broken);
      assertThatThrownBy(() -> raw.read("s", Format.CSV, file.toString(), Map.of()).count())
          .isInstanceOf(DataError.class)
          .hasMessageStartingWith("source 's': file raw.csv.gz cannot be read (")
          .hasMessageEndingWith("it may be truncated or of another format: deliver it again");
    }
  }

  @Test
  void parquet_has_the_index_of_the_row_in_its_file() {
    var path = folder.resolve("p");
    Sessions.shared().range(3).coalesce(1).write().parquet(path.toString());
    var rows = raw.read("s", Format.PARQUET, path + "/*.parquet", Map.of());
    assertThat(TextTable.lines(rows)).containsExactly("0|0", "1|1", "2|2");
  }

  @Test
  void lists_files_by_name_with_size_and_content() throws IOException {
    Files.writeString(folder.resolve("b.csv"), "abc");
    Files.writeString(folder.resolve("a.csv"), "");
    var files = raw.list("s", folder + "/*.csv");
    assertThat(files).extracting(RawFiles.File::name).containsExactly("a.csv", "b.csv");
    assertThat(files).extracting(RawFiles.File::bytes).containsExactly(0L, 3L);
    // The digest of "abc" in FIPS 180-4.
    assertThat(files.get(1).content())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void nothing_there_is_no_input() {
    assertThatThrownBy(() -> raw.list("receipts", folder + "/*.csv"))
        .isInstanceOf(DataError.class)
        .hasMessage(
            "source 'receipts': no file matches %s/*.csv; check `path` and that the data was"
                + " delivered",
            folder)
        .extracting(e -> ((DataError) e).reason())
        .isEqualTo(DataError.Reason.NO_INPUT);
  }

  @Test
  void a_folder_is_not_taken_for_an_empty_delivery() {
    assertThatThrownBy(() -> raw.list("receipts", folder.toString()))
        .isInstanceOf(DataError.class)
        .hasMessage(
            "source 'receipts': %s is a folder; `path` must match files, such as %s/*",
            folder, folder);
  }

  @Test
  void a_file_of_another_format_cannot_be_read() throws IOException {
    var file = Files.writeString(folder.resolve("x.parquet"), "name;worth\n");
    assertThatThrownBy(() -> raw.read("s", Format.PARQUET, file.toString(), Map.of()))
        .isInstanceOf(DataError.class)
        .hasMessageStartingWith("source 's': file x.parquet cannot be read (")
        .hasMessageEndingWith("it may be truncated or of another format: deliver it again");
  }

  private Path packed(String text) throws IOException {
    var file = folder.resolve("raw.csv.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  private static byte[] flipped(byte[] bytes, int at) {
    var changed = bytes.clone();
    changed[at] ^= 0x55;
    return changed;
  }

  private Dataset<Row> read(Format format, String text, Map<String, String> options)
      throws IOException {
    var file = Files.writeString(folder.resolve("raw.txt"), text);
    assertThat(raw.list("s", file.toString()))
        .hasSize(1)
        .extracting(RawFiles.File::name)
        .isEqualTo(List.of("raw.txt"));
    return raw.read("s", format, file.toString(), options);
  }
}
