package io.microtarget.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import io.microtarget.testing.Sessions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;

/**
 * Looks for texts in everything below a folder: in the bytes of every file, and in every value of
 * every Parquet file, whether or not a table still needs it. Capitals do not matter.
 */
final class Remains {
  private final TreeSet<String> sought = new TreeSet<>();
  private final Map<String, List<String>> byBeginning = new java.util.HashMap<>();
  private static final int BEGINNING = 6;

  Remains(Collection<String> texts) {
    for (var text : texts) {
      var lower = text.toLowerCase(Locale.ROOT);
      if (lower.length() < BEGINNING) {
        throw new IllegalArgumentException("too short to be looked for: " + text);
      }
      if (sought.add(lower)) {
        byBeginning
            .computeIfAbsent(lower.substring(0, BEGINNING), b -> new ArrayList<>())
            .add(lower);
      }
    }
  }

  /** First part of a path below the folder to how many texts were found there, how often. */
  Map<String, Integer> in(Path folder) {
    var hits = new TreeMap<String, Integer>();
    var parquet = new TreeMap<String, List<String>>();
    for (var file : Trees.files(folder)) {
      if (!Files.isRegularFile(file)) {
        continue;
      }
      var place = folder.relativize(file).getName(0).toString();
      hits.merge(place, count(bytes(file)), Integer::sum);
      hits.merge(place, count(folder.relativize(file).toString()), Integer::sum);
      if (file.toString().endsWith(".parquet") && !file.getFileName().toString().startsWith(".")) {
        // Files of a log have columns of their own.
        var isLog = file.toString().contains("_delta_log");
        parquet
            .computeIfAbsent(place + (isLog ? "/_delta_log" : ""), p -> new ArrayList<>())
            .add(file.toString());
      }
    }
    parquet.forEach(
        (place, files) -> hits.merge(place.split("/")[0], decoded(files), Integer::sum));
    hits.values().removeIf(n -> n == 0);
    return hits;
  }

  private int decoded(List<String> files) {
    var spark = Sessions.shared();
    int hits = 0;
    var rows = spark.read().option("mergeSchema", "true").parquet(files.toArray(String[]::new));
    var columns = Arrays.stream(rows.columns()).map(c -> col("`" + c + "`")).toArray(Column[]::new);
    var all = rows.select(to_json(struct(columns))).toLocalIterator();
    while (all.hasNext()) {
      hits += count(all.next().getString(0));
    }
    return hits;
  }

  int count(String text) {
    var lower = text.toLowerCase(Locale.ROOT);
    int hits = 0;
    for (int at = 0; at + BEGINNING <= lower.length(); at++) {
      var candidates = byBeginning.get(lower.substring(at, at + BEGINNING));
      if (candidates != null) {
        for (var candidate : candidates) {
          hits += lower.startsWith(candidate, at) ? 1 : 0;
        }
      }
    }
    return hits;
  }

  private static String bytes(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
