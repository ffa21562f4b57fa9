package io.microtarget.jobs;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/**
 * What somebody finds who may read every file of a folder: bytes as they are, and what is in
 * Parquet and gzip files once unpacked. Hidden files count.
 */
final class Traces {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{32}");

  private Traces() {}

  /** {@code file: text} of each text that a file holds as written, in lower or upper case. */
  static List<String> of(Path folder, Collection<String> wanted) {
    var needles = new ArrayList<String[]>();
    for (var text : wanted) {
      needles.add(new String[] {text, bytes(text)});
      needles.add(new String[] {text, bytes(text.toLowerCase(Locale.ROOT))});
      needles.add(new String[] {text, bytes(text.toUpperCase(Locale.ROOT))});
    }
    var found = new TreeSet<String>();
    each(
        folder,
        (file, content) -> {
          for (var needle : needles) {
            if (content.contains(needle[1])
                || bytes(file.getFileName().toString()).contains(needle[1])) {
              found.add(folder.relativize(file) + ": " + needle[0]);
            }
          }
        });
    return List.copyOf(found);
  }

  /** Files that hold one of many pseudonyms. */
  static List<String> ofPseudonyms(Path folder, Set<String> wanted) {
    var found = new TreeSet<String>();
    each(
        folder,
        (file, content) -> {
          var hex = HEX.matcher(content);
          // Overlapping ones too, as a longer row of digits may hold one anywhere.
          for (int from = 0; hex.find(from); from = hex.start() + 1) {
            if (wanted.contains(hex.group())) {
              found.add(folder.relativize(file).toString());
            }
          }
        });
    return List.copyOf(found);
  }

  /** Every file with its content as one character a byte; packed ones once more, unpacked. */
  private static void each(Path folder, BiConsumer<Path, String> look) {
    for (var file : Trees.files(folder).stream().filter(Files::isRegularFile).toList()) {
      try {
        var bytes = Files.readAllBytes(file);
        look.accept(file, new String(bytes, StandardCharsets.ISO_8859_1));
        if (file.toString().endsWith(".parquet")) {
          look.accept(file, bytes(rows(file)));
        } else if (file.toString().endsWith(".gz")) {
          try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            var out = new ByteArrayOutputStream();
            in.transferTo(out);
            look.accept(file, out.toString(StandardCharsets.ISO_8859_1));
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(file.toString(), e);
      }
    }
  }

  private static String rows(Path file) throws IOException {
    var rows = new StringBuilder();
    var hadoop = new Configuration();
    hadoop.set("parquet.avro.readInt96AsFixed", "true");
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), new org.apache.hadoop.fs.Path(file.toUri()))
            .withConf(hadoop)
            .build()) {
      for (var row = reader.read(); row != null; row = reader.read()) {
        rows.append(row).append('\n');
      }
    }
    return rows.toString();
  }

  private static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
