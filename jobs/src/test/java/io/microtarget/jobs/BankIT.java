package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.microtarget.testing.Sessions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second business, on its real file: settings and nothing else. */
class BankIT {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final String CONFIG = ROOT.resolve("conf/bank.conf").toString();
  private static final Path DATA = ROOT.resolve("conf/bank");
  private static final int CALLS = 41_188;

  @TempDir static Path folder;
  private static JsonNode result;

  @BeforeAll
  static void runs() {
    result = run("run").ok().json();
  }

  @Test
  void every_line_is_a_call_of_its_own() {
    for (var source : List.of("calls", "clients")) {
      assertThat(result.at("/sources/" + source + "/kept").asInt()).as(source).isEqualTo(CALLS);
    }
    assertThat(result.at("/sources/deposits/kept").asInt()).isEqualTo(4_640);
    assertThat(result.at("/sources/waves/kept").asInt()).isEqualTo(488);
    var contacts = table("contact");
    assertThat(contacts.select("record_id").distinct().count())
        .as("12 lines have the content of an earlier one")
        .isEqualTo(CALLS);
  }

  @Test
  void dates_follow_the_order_of_the_lines() {
    var contacts = table("contact");
    var days = contacts.agg(functions.min("event_date"), functions.max("event_date")).first();
    assertThat(days.get(0)).hasToString("2008-05-05");
    assertThat(days.get(1)).hasToString("2010-11-26");
    var later = org.apache.spark.sql.expressions.Window.orderBy("row_index");
    var next = functions.lead("event_time", 1).over(later);
    assertThat(
            contacts
                .withColumn("_next", next)
                .where("_next is not null and event_time >= _next")
                .count())
        .as("calls that do not come before the next line")
        .isZero();
  }

  @Test
  void trains_on_the_first_80_per_cent_and_tests_on_the_last_20() {
    assertThat(metric("deposit_selection_contacts")).isEqualTo(32_950);
    assertThat(metric("deposit_backtest_contacts")).isEqualTo(8_238);
    assertThat(metric("deposit_backtest_responders")).isEqualTo(2_540);
  }

  @Test
  void ranks_the_last_fifth_well_without_the_length_of_the_call() {
    assertThat(metric("deposit_backtest_auc")).isGreaterThanOrEqualTo(0.71);
    assertThat(metric("deposit_backtest_auc_low")).isGreaterThanOrEqualTo(0.71);
    assertThat(metric("deposit_backtest_auc_high")).isLessThan(0.80);
  }

  @Test
  void names_the_drift_in_the_report() throws IOException {
    assertThat(metric("deposit_backtest_base_rate_training")).isBetween(0.0637, 0.0638);
    assertThat(metric("deposit_backtest_base_rate")).isBetween(0.3083, 0.3084);
    assertThat(Files.readString(Path.of(result.get("report").asText())))
        .contains(
            "Drift: 6\u00a0% of 32,950 contacts answered before the cut, 31\u00a0% of 8,240 after it");
  }

  @Test
  void no_feature_may_read_the_length_of_the_call() {
    var leak = "features.own.seconds.%s=%s";
    for (var reads :
        List.of(
            List.of("contact", "try_cast(attributes['seconds'] as int)"),
            List.of("contact", "size(attributes)"))) {
      var outcome =
          run(
              "check",
              "--set",
              leak.formatted("from", reads.get(0)),
              "--set",
              leak.formatted("aggregate", "max"),
              "--set",
              leak.formatted("of", reads.get(1)));
      assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
      assertThat(outcome.err())
          .contains(
              "microtarget: settings: features.own.seconds.of: `seconds` is known only after the event (source calls makes"
                  + " it from [duration], known-after), so no feature may read it");
      note(ErrorTable.Group.SETTINGS, "a feature of what is known only after the call", outcome);
    }
  }

  @Test
  void no_feature_may_read_it_through_another_source_of_the_file() {
    var outcome =
        run(
            "check",
            "--set",
            "sources.clients.attributes.talk=duration",
            "--set",
            "features.own.talk.from=party",
            "--set",
            "features.own.talk.aggregate=max",
            "--set",
            "features.own.talk.of=try_cast(attributes['talk'] as int)");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("`talk` is known only after the event");
  }

  @Test
  void a_third_answer_is_set_aside_and_a_test_part_of_one_outcome_is_no_backtest()
      throws IOException {
    // 2,000 calls; one says maybe, none of the last 400 says yes.
    var lines = lines(2_001);
    lines.set(100, lines.get(100).replaceAll("\"(yes|no)\"$", "\"maybe\""));
    for (int i = 1_601; i < lines.size(); i++) {
      lines.set(i, lines.get(i).replaceAll("\"yes\"$", "\"no\""));
    }
    var outcome = run("run", deliver("odd", lines)).ok();
    var odd = outcome.json();
    assertThat(odd.at("/sources/calls/quarantined").asInt()).isEqualTo(1);
    assertThat(odd.at("/sources/deposits/quarantined").asInt()).isEqualTo(1);
    assertThat(odd.at("/metrics").has("deposit_backtest_auc")).isFalse();
    var verdict = "no backtest: 400 closed contacts, 0 responders";
    assertThat(Files.readString(Path.of(odd.get("report").asText()))).contains(verdict);
    ErrorTable.row(
        ErrorTable.Group.RAW_FILES,
        "a label with a third value in one row",
        "set aside in `quarantine` by rule rule:outcome",
        0);
    ErrorTable.row(
        ErrorTable.Group.RAW_FILES,
        "a test part with one outcome",
        "goes on; the report says \"%s\"".formatted(verdict),
        0);
  }

  @Test
  void many_third_answers_stop_the_run() throws IOException {
    var lines = lines(501);
    for (int i = 1; i < 101; i++) {
      lines.set(i, lines.get(i).replaceAll("\"(yes|no)\"$", "\"maybe\""));
    }
    var outcome = run("run", deliver("third", lines));
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(3);
    assertThat(outcome.err())
        .contains("100 of 500 rows broke a rule {rule:outcome=100}")
        .doesNotContain("maybe");
    note(ErrorTable.Group.RAW_FILES, "a label with a third value in many rows", outcome);
  }

  @Test
  void the_file_is_what_its_note_says_and_in_no_jar() throws Exception {
    var digest = MessageDigest.getInstance("SHA-256");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(DATA.resolve("calls.csv.gz")))) {
      digest.update(in.readAllBytes());
    }
    assertThat(Files.readString(DATA.resolve("README.md")))
        .contains(HexFormat.of().formatHex(digest.digest()))
        .contains("CC BY 4.0");
    var jars =
        Trees.files(ROOT.resolve("jobs/target")).stream()
            .filter(f -> f.getFileName().toString().matches("jobs-[^/]*\\.jar"))
            .toList();
    assertThat(jars).isNotEmpty();
    for (var jar : jars) {
      try (var file = new JarFile(jar.toFile())) {
        assertThat(file.stream().map(e -> e.getName()))
            .noneMatch(name -> name.contains("calls.csv") || name.contains("bank"));
      }
    }
  }

  /** The header and calls of spring 2009, of which one in six sold a deposit. */
  private static List<String> lines(int count) throws IOException {
    try (var in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(DATA.resolve("calls.csv.gz"))),
                StandardCharsets.UTF_8))) {
      var lines = new ArrayList<>(List.of(in.readLine()));
      lines.addAll(in.lines().skip(28_000).limit(count - 1).toList());
      return lines;
    }
  }

  /** Settings that read these lines in place of the file. */
  private static String[] deliver(String name, List<String> lines) throws IOException {
    var data = Files.createDirectories(folder.resolve(name));
    Files.copy(DATA.resolve("days.csv"), data.resolve("days.csv"));
    try (var out = new GZIPOutputStream(Files.newOutputStream(data.resolve("calls.csv.gz")))) {
      out.write((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8));
    }
    return new String[] {"--set", "data=" + data, "--set", "lake.root=" + folder + "/lake-" + name};
  }

  private static void note(ErrorTable.Group group, String input, Command.Outcome outcome) {
    var said = outcome.err().lines().filter(l -> l.startsWith("microtarget: ")).findFirst();
    ErrorTable.row(
        group, input, said.orElseThrow().replaceFirst("microtarget: ", ""), outcome.code());
  }

  private static org.apache.spark.sql.Dataset<org.apache.spark.sql.Row> table(String name) {
    return Sessions.shared().read().format("delta").load(folder.resolve("lake/" + name).toString());
  }

  private static Command.Outcome run(String command, String... more) {
    var arguments = new ArrayList<>(List.of(command, "--config", CONFIG));
    arguments.addAll(List.of("--set", "data=" + DATA, "--set", "lake.root=" + folder + "/lake"));
    arguments.addAll(List.of(more));
    return Command.run(arguments.toArray(String[]::new));
  }

  private static double metric(String name) {
    assertThat(result.get("metrics").has(name)).as(name).isTrue();
    return result.get("metrics").get(name).asDouble();
  }
}
