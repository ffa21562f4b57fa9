package io.microtarget.jobs.inspect;

import io.microtarget.table.DataError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/**
 * Looks at unknown raw files and drafts the settings of a business that reads them.
 *
 * <p>Of large files a sample is read. The draft shows shapes, and values only where they are few,
 * come often and tell nothing about a person.
 */
public final class Inspect {
  private final List<Sample> samples;

  private Inspect(List<Sample> samples) {
    this.samples = samples;
  }

  /**
   * Samples of files.
   *
   * @param files files, globs or folders of any Hadoop file system
   * @throws DataError (no input) if one of them is not there or cannot be read
   */
  public static Inspect of(List<String> files) {
    return new Inspect(Sampler.of(files));
  }

  /** Whether {@link #draft} will ask for a session: Parquet is read through Spark. */
  public boolean needsSpark() {
    return samples.stream().anyMatch(s -> s.isParquet() && !s.isMember());
  }

  /**
   * A settings file that runs.
   *
   * @param spark asked only if {@link #needsSpark}
   * @throws DataError (no input) if none of the files is understood
   */
  public String draft(Supplier<SparkSession> spark) {
    var found = new ArrayList<Found>();
    var unknown = new ArrayList<String>();
    for (var sample : samples) {
      var table = table(sample, spark);
      if (table.isPresent() && !table.get().columns().isEmpty()) {
        found.add(new Found(List.of(sample.path()), table.get(), sample.isWhole()));
      } else {
        unknown.add("%s: %s".formatted(Names.shown(List.of(sample.path())), reason(sample)));
      }
    }
    if (found.isEmpty()) {
      throw DataError.noInput(
          "none of the files is understood: "
              + (unknown.isEmpty() ? "there is none" : String.join("; ", unknown)));
    }
    var guesses = Found.grouped(found).stream().map(Guess::of).toList();
    return Draft.text(guesses, unknown);
  }

  private static Optional<RawTable> table(Sample sample, Supplier<SparkSession> spark) {
    if (sample.isParquet()) {
      return sample.isMember()
          ? Optional.empty()
          : Optional.of(ParquetTable.of(spark.get(), sample.path()));
    }
    return TextSample.of(sample)
        .filter(text -> !text.head().isBlank())
        .flatMap(
            text ->
                JsonTable.of(text)
                    .or(() -> LogTable.of(text))
                    .or(() -> CsvTable.of(text))
                    .map(table -> withCharset(table, text)));
  }

  private static RawTable withCharset(RawTable table, TextSample text) {
    var charset = text.encoding().option();
    if (charset.isEmpty()) {
      return table;
    }
    var options = new java.util.TreeMap<>(table.options());
    options.put("charset", Hocon.quoted(charset.get()));
    return new RawTable(
        table.format(),
        options,
        table.columns(),
        table.lists(),
        table.rows(),
        table.malformed(),
        table.notes());
  }

  private static String reason(Sample sample) {
    if (!sample.trouble().isEmpty()) {
      return sample.trouble();
    }
    if (sample.head().length == 0) {
      return "empty";
    }
    if (sample.isParquet()) {
      return "Parquet inside an archive; unpack it";
    }
    return Encoding.of(sample.head()).isEmpty()
        ? "no text, and no format that is known"
        : "text without columns";
  }
}
