package io.microtarget.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microtarget.jobs.raw.Delivered;
import io.microtarget.jobs.raw.Listing;
import io.microtarget.jobs.raw.UnreadableFile;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawRowsTest {
  private final Listing listing =
      new Listing(Sessions.shared().sparkContext().hadoopConfiguration());
  @TempDir Path folder;

  @Test
  void a_csv_has_the_columns_of_its_header_as_texts_and_rows_counted_from_zero()
      throws IOException {
    var rows =
        read(Format.CSV, "name;worth\nÄnne;1.50\n\"B;B\";\n\nC;x\n", Map.of("delimiter", ";"));
    assertThat(rows.columns()).startsWith("name", "worth", Mapping.MALFORMED);
    var offset = Mapping.OFFSET;
    assertThat(
            TextTable.lines(
                rows.select("name", "worth", Mapping.MALFORMED, Mapping.ROW_INDEX, offset)))
        .containsExactly("B;B|null|null|1|22", "C|x|null|3|30", "Änne|1.50|null|0|11");
  }

  @Test
  void a_csv_with_only_a_header_has_no_rows() throws IOException {
    var rows = read(Format.CSV, "name,worth\n", Map.of());
    assertThat(rows.columns()).startsWith("name", "worth", Mapping.MALFORMED);
    assertThat(rows.isEmpty()).isTrue();
  }

  @Test
  void lines_of_json_keep_their_order() throws IOException {
    var rows = read(Format.JSON, "{\"b\":1,\"a\":\"x\"}\n{\"a\":\"y\"}\n", Map.of());
    assertThat(rows.columns()).startsWith("b", "a", Mapping.MALFORMED);
    assertThat(TextTable.lines(rows.select("a", "b", Mapping.MALFORMED, Mapping.ROW_INDEX)))
        .containsExactly("x|1|null|0", "y|null|null|1");
  }

  @Test
  void a_line_with_more_or_fewer_fields_than_the_header_is_kept_as_it_is() throws IOException {
    var rows = read(Format.CSV, "a,b,c\n1,2,3\n4,5\n6,7,8,9\n\"x,y\",,\n7,\"8,9\n,,,\n", Map.of());
    assertThat(TextTable.lines(rows.select(Mapping.ROW_INDEX, Mapping.MALFORMED)))
        .containsExactly("0|null", "1|4,5", "2|6,7,8,9", "3|null", "4|7,\"8,9", "5|,,,");
  }

  @Test
  void a_first_line_no_parser_takes_is_told_without_what_it_holds() throws IOException {
    var text = ",".repeat(20_480) + "secret\n1,2\n";
    for (var header : List.of("true", "false")) {
      assertThatThrownBy(() -> read(Format.CSV, text, Map.of("header", header)))
          .isInstanceOf(DataError.class)
          .hasMessage(
              "source 's', file raw.txt: its first line has more values, or longer ones, than a table may have; is `options.delimiter` right?")
          .hasNoCause();
    }
  }

  @Test
  void a_line_that_is_no_json_is_kept_as_it_is() throws IOException {
    var rows = read(Format.JSON, "{\"a\":\"x\"}\n{\"a\":\"y\nnothing\n", Map.of());
    assertThat(TextTable.lines(rows.select("a", Mapping.MALFORMED, Mapping.ROW_INDEX)))
        .containsExactly("null|nothing|2", "null|{\"a\":\"y|1", "x|null|0");
  }

  @Test
  void a_packed_file_is_read_as_what_is_in_it() throws IOException {
    var rows = read(Format.CSV, packed("a,b\n1,2\n"), Map.of());
    assertThat(TextTable.lines(rows.select("a", "b", Mapping.ROW_INDEX))).containsExactly("1|2|0");
    var raw = new RawRows(Sessions.shared(), "s", Format.CSV, Map.of());
    var empty = listing.of("s", packed("").toString(), f -> Optional.empty()).get(0);
    assertThat(raw.layout(empty).isEmpty()).isTrue();
    var none = Files.write(folder.resolve("none.csv.gz"), new byte[0]);
    var nothing = listing.of("s", none.toString(), f -> Optional.empty()).get(0);
    assertThat(raw.layout(nothing).isEmpty()).as("a packed file without a byte").isTrue();
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
      assertThatThrownBy(() -> readWhole(file))
          .isInstanceOf(UnreadableFile.class)
          .hasMessageStartingWith("file raw.csv.gz cannot be read (");
    }
  }

  @Test
  void parquet_has_the_index_of_the_row_in_its_file() throws UnreadableFile {
    var path = folder.resolve("p");
    Sessions.shared().range(3).coalesce(1).write().parquet(path.toString());
    var file = listing.of("s", path + "/*.parquet", f -> Optional.empty()).get(0).file();
    var rows = read(Format.PARQUET, Path.of(java.net.URI.create(file.path())), Map.of());
    assertThat(TextTable.lines(rows.select("id", Mapping.ROW_INDEX)))
        .containsExactly("0|0", "1|1", "2|2");
  }

  @Test
  void a_file_of_another_format_cannot_be_read() throws IOException {
    var file = Files.writeString(folder.resolve("x.parquet"), "name;worth\n");
    assertThatThrownBy(() -> read(Format.PARQUET, file, Map.of()))
        .isInstanceOf(UnreadableFile.class)
        .hasMessageStartingWith("file x.parquet cannot be read (");
  }

  @Test
  void log_lines_become_the_groups_of_their_pattern() throws IOException {
    var line =
        "203.0.113.7 - - [17/May/2015:10:05:03 +0000] \"GET /a HTTP/1.1\" 200 12 \"-\" \"x \\\"y\\\"\"";
    var rows = read(Format.LOG, line + "\nno log line\n", Map.of("pattern", "combined"));
    assertThat(
            TextTable.lines(
                rows.select("host", "time", "status", "referer", "agent", Mapping.MALFORMED)))
        .containsExactly(
            "203.0.113.7|17/May/2015:10:05:03 +0000|200|null|x \\\"y\\\"|null",
            "null|null|null|null|null|no log line");
  }

  @Test
  void an_array_or_objects_over_lines_are_records_too() throws IOException {
    var array =
        read(Format.JSON, "[\n {\"a\": 1, \"b\": {\"c\": [1, 2]}},\n {\"a\": 2}\n]", Map.of());
    assertThat(TextTable.lines(array.select("a", "b.c", Mapping.OFFSET)))
        .containsExactly("1|ArraySeq(1, 2)|3", "2|null|34");
    var pretty = read(Format.JSON, "{\n\"a\": 1\n}\n{\n\"a\": 2\n}", Map.of("multi-line", "true"));
    assertThat(TextTable.lines(pretty.select("a"))).containsExactly("1", "2");
  }

  @Test
  void a_quoted_line_break_belongs_to_its_value_where_the_options_say_so() throws IOException {
    var rows =
        read(
            Format.CSV,
            "a,b\n1,\"x\ny\"\n2,\"open\n3,z\n",
            Map.of("multi-line", "true", "escape", "\""));
    assertThat(TextTable.lines(rows.select("a", "b", Mapping.FAULT)))
        .as("a quote without its end costs its own line only")
        .containsExactly("1|x\ny|null", "3|z|null", "null|null|malformed:quote");
  }

  @Test
  void a_doubled_quote_is_one_unless_the_options_name_another_escape() throws IOException {
    var doubled = "a,b\n1,\"x \"\"y\"\", z\"\n2,\"7\"\"\"\n3,\"c:\\\"\n4,\"\"\n";
    assertThat(TextTable.lines(read(Format.CSV, doubled, Map.of()).select("a", "b", "_malformed")))
        .containsExactly("1|x \"y\", z|null", "2|7\"|null", "3|c:\\|null", "4|null|null");
    var single = doubled.replace("\"\"", "''").replace("\"", "'");
    assertThat(TextTable.lines(read(Format.CSV, single, Map.of("quote", "'")).select("a", "b")))
        .startsWith("1|x 'y', z", "2|7'");
    var escaped = "a,b\n1,\"x \\\"y\\\", z\"\n";
    assertThat(
            TextTable.lines(
                read(Format.CSV, escaped, Map.of("escape", "\\")).select("a", "b", "_malformed")))
        .containsExactly("1|x \"y\", z|null");
  }

  @Test
  void other_charsets_are_read_as_declared_and_marks_as_they_tell() throws IOException {
    var latin = Files.write(folder.resolve("l.csv"), "a\nMüller\n".getBytes("windows-1252"));
    assertThat(
            TextTable.lines(read(Format.CSV, latin, Map.of("charset", "windows-1252")).select("a")))
        .containsExactly("Müller");
    assertThat(TextTable.lines(read(Format.CSV, latin, Map.of()).select("a", Mapping.FAULT)))
        .as("bytes that are none of the charset are never replaced")
        .containsExactly("null|malformed:charset");
    for (var charset : List.of("UTF-16LE", "UTF-16BE")) {
      var wide = Files.write(folder.resolve("w.csv"), "\uFEFFa\nMüller\n".getBytes(charset));
      assertThat(TextTable.lines(read(Format.CSV, wide, Map.of()).select("a")))
          .containsExactly("Müller");
    }
    var marked = Files.write(folder.resolve("m.csv"), "\uFEFFa\nMüller\n".getBytes("UTF-8"));
    assertThat(TextTable.lines(read(Format.CSV, marked, Map.of()).select("a", Mapping.OFFSET)))
        .containsExactly("Müller|5");
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

  private void readWhole(Path file) throws Throwable {
    try {
      read(Format.CSV, file, Map.of()).count();
    } catch (Exception e) {
      Throwable cause = e;
      while (cause != null && !(cause instanceof UnreadableFile)) {
        cause = cause.getCause();
      }
      throw cause == null ? e : cause;
    }
  }

  private Dataset<Row> read(Format format, String text, Map<String, String> options)
      throws IOException {
    return read(format, Files.writeString(folder.resolve("raw.txt"), text), options);
  }

  private Dataset<Row> read(Format format, Path file, Map<String, String> options)
      throws UnreadableFile {
    var raw = new RawRows(Sessions.shared(), "s", format, options);
    var listed = listing.of("s", file.toString(), f -> Optional.empty()).get(0);
    var layout = raw.layout(listed);
    var delivered = new Delivered(listed.file(), "d", 0, raw.hasHeader(), layout.isDocument());
    var read = new HashSet<List<String>>();
    layout.names().forEach(n -> read.add(List.of(n)));
    return raw.read(List.of(delivered), layout.columns(), read);
  }
}
