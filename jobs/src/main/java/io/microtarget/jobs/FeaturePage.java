package io.microtarget.jobs;

import io.microtarget.jobs.store.Publications;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;

/** The feature dictionary of a published run as Markdown, for people at a terminal. */
final class FeaturePage {
  /** Features of the first page. */
  static final int ROWS = 25;

  private FeaturePage() {}

  /**
   * @param definitions rows of {@code feature_definition}
   * @param most features to show, by name
   */
  static String of(Publications.Head head, List<Row> definitions, int most) {
    var page = new StringBuilder();
    var usable = definitions.stream().filter(row -> row.<Boolean>getAs("is_usable")).count();
    page.append(
        "%d features as of %s (run %s), %d of them usable\n\n"
            .formatted(definitions.size(), head.asOf(), head.runId().orElse(""), usable));
    page.append("| feature | meaning | purposes | since | missing | mean | usable |\n");
    page.append("| --- | --- | --- | --- | ---: | ---: | --- |\n");
    definitions.stream()
        .sorted(Comparator.comparing(row -> row.<String>getAs("name")))
        .limit(most)
        .forEach(row -> page.append(line(row)));
    if (definitions.size() > most) {
      page.append("\n%d more: --all shows them\n".formatted(definitions.size() - most));
    }
    return page.toString();
  }

  private static String line(Row row) {
    var first = row.getAs("first_date");
    String reason = row.getAs("reason");
    return "| %s | %s | %s | %s | %s | %s | %s |\n"
        .formatted(
            row.<String>getAs("name"),
            cell(row.getAs("meaning")),
            String.join(", ", row.<String>getList(row.fieldIndex("purposes"))),
            first == null ? "" : first,
            share(row.getAs("missing_share")),
            number(row.getAs("mean")),
            reason == null ? "yes" : reason);
  }

  private static String share(Double value) {
    return value == null ? "" : String.format(Locale.ROOT, "%.1f %%", 100 * value);
  }

  /** Four significant digits. */
  private static String number(Double value) {
    if (value == null) {
      return "";
    }
    return Math.abs(value) < 1e9
        ? new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString()
        : String.format(Locale.ROOT, "%.3e", value);
  }

  private static String cell(String text) {
    return text == null ? "" : text.replace("|", "\\|");
  }
}
