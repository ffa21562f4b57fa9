package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.jobs.ErrorTable.Group;
import io.microtarget.jobs.store.Busy;
import io.microtarget.jobs.store.Lake;
import io.microtarget.jobs.store.Lease;
import io.microtarget.jobs.store.Publications;
import io.microtarget.testing.Sessions;
import io.microtarget.testing.TextTable;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bad input: each case breaks a copy of a bookshop that was published once, and must end with the
 * declared exit code and message, with the publication as it was and no personal value shown.
 *
 * <p>Leaves a line of {@link ErrorTable} for each case.
 */
class ErrorsIT {
  /** No library is left out. */
  private static final String NONE = "none is left out";

  @TempDir static Path folder;
  private static Bookshop published;
  private static Publications.Head head;
  private static List<String> publication;
  private static List<String> content;

  @TempDir Path own;

  /** How a shop is broken, and what a command says to it. */
  private record Case(
      Group group,
      String name,
      Breakage breakage,
      String command,
      List<String> arguments,
      int code,
      String... messages) {
    @Override
    public String toString() {
      return name;
    }
  }

  private interface Breakage {
    void to(Bookshop shop) throws IOException;
  }

  @BeforeAll
  static void publish() {
    published = Bookshop.smallIn(folder.resolve("published"));
    published.run("run").ok();
    head = head(published.lake());
    publication = files(published.lake(), "publication/");
    content = files(published.lake(), "run_id=" + head.runId().orElseThrow());
    assertThat(publication).isNotEmpty();
    assertThat(content).isNotEmpty();
  }

  static Stream<Case> cases() {
    return Stream.of(
        broken(
            Group.RAW_FILES,
            "a file is missing",
            shop -> Files.delete(shop.data("artikel.parquet")),
            4,
            "no input: source 'artikel': no file matches ",
            "check `path` and that the data was delivered"),
        broken(
            Group.RAW_FILES,
            "a Parquet file is truncated",
            shop -> truncate(shop.data("briefe.parquet")),
            3,
            "data: source 'briefe': file briefe.parquet cannot be read (",
            "it may be truncated or of another format: deliver it again"),
        broken(
            Group.RAW_FILES,
            "a Parquet file is damaged inside",
            shop -> damage(shop.data("briefe.parquet")),
            3,
            "data: source 'briefe': file briefe.parquet cannot be read ("),
        broken(
            Group.RAW_FILES,
            "a packed CSV is truncated",
            shop -> packed(shop, bytes -> Arrays.copyOf(bytes, bytes.length / 2)),
            3,
            "data: source 'bons': file bons.csv.gz cannot be read (",
            "it may be truncated or of another format: deliver it again"),
        broken(
            Group.RAW_FILES,
            "a packed CSV is damaged inside",
            shop -> packed(shop, ErrorsIT::damaged),
            3,
            "data: source 'bons': file bons.csv.gz cannot be read ("),
        broken(
            Group.RAW_FILES,
            "a CSV that is named as if it were packed",
            shop -> {
              packed(shop, bytes -> bytes);
              // One byte more, because a file with the content of a known one is not read again.
              Files.writeString(
                  shop.data("bons.csv.gz"), Files.readString(shop.data("bons.csv")) + "\n");
            },
            3,
            "data: source 'bons': file bons.csv.gz cannot be read ("),
        broken(
            Group.RAW_FILES,
            "a packed CSV without a byte",
            shop -> packed(shop, bytes -> new byte[0]),
            4,
            "no input: source 'bons': not a single row in [bons.csv.gz]"),
        broken(
            Group.RAW_FILES,
            "a packed CSV with nothing in it",
            shop -> {
              Files.writeString(shop.data("bons.csv"), "");
              packed(shop, bytes -> bytes);
            },
            4,
            "no input: source 'bons': not a single row in [bons.csv.gz]"),
        broken(
            Group.RAW_FILES,
            "a CSV with another delimiter than the settings say",
            shop -> everyLine(shop, line -> line.replace(';', '|')),
            3,
            "data: source 'bons', file bons.csv: no column [",
            "Betrag",
            "which the settings read"),
        broken(
            Group.RAW_FILES,
            "a CSV without its header",
            shop -> {
              var lines = Files.readAllLines(shop.data("bons.csv"));
              Files.write(shop.data("bons.csv"), lines.subList(1, lines.size()));
            },
            3,
            "data: source 'bons', file bons.csv: no column [",
            "Betrag",
            "which the settings read"),
        broken(
            Group.RAW_FILES,
            "many lines of a CSV have fewer fields than the header",
            shop -> everyLine(shop, line -> line.replaceFirst("^F2;", "")),
            3,
            "data: source 'bons', file bons.csv: ",
            "rows broke a rule {malformed:fields="),
        broken(
            Group.RAW_FILES,
            "many lines of a CSV have more fields than the header",
            shop -> everyLine(shop, line -> line.startsWith("F2;") ? line + ";" : line),
            3,
            "data: source 'bons', file bons.csv: ",
            "rows broke a rule {malformed:fields="),
        broken(
            Group.RAW_FILES,
            "many lines are no JSON",
            shop -> {
              var lines = Files.readAllLines(shop.data("antworten.ndjson"));
              lines.replaceAll(line -> line.contains("\"A5\"") ? line + "]" : "{" + line);
              lines.set(0, lines.get(0).substring(1));
              Files.write(shop.data("antworten.ndjson"), lines);
            },
            3,
            "data: source 'antworten', file antworten.ndjson: ",
            "rows broke a rule {malformed:json="),
        broken(
            Group.RAW_FILES,
            "a file for lines of JSON is something else",
            shop ->
                Files.copy(
                    shop.data("aktionen.csv"),
                    shop.data("antworten.ndjson"),
                    StandardCopyOption.REPLACE_EXISTING),
            3,
            "data: source 'antworten', file antworten.ndjson: not a line of it is a JSON object"),
        broken(
            Group.RAW_FILES,
            "one line of a lookup has fewer fields than its header",
            shop -> {
              var lines = Files.readAllLines(shop.data("aktionen.csv"));
              lines.set(3, lines.get(3).replaceFirst(",.*", ""));
              Files.write(shop.data("lookup.csv"), lines);
              shop.settings(
                  "lookups.aktion { format = csv, path = ${data}\"/aktionen.csv\"",
                  "lookups.aktion { format = csv, path = ${data}\"/lookup.csv\"");
            },
            3,
            "data: source 'briefe', lookup 'aktion': row 3 has more or fewer fields than the header"),
        broken(
            Group.RAW_FILES,
            "a column is gone from a CSV",
            shop -> Bookshop.replace(shop.data("bons.csv"), "Betrag", "Summe"),
            3,
            "data: source 'bons', file bons.csv: no column [Betrag], which the settings read",
            "(deliveries.missing-column = stop)"),
        broken(
            Group.RAW_FILES,
            "a column is gone from a Parquet file",
            shop -> rewrite(shop, "artikel.parquet", "ean", "isbn"),
            3,
            "data: source 'artikel', file artikel.parquet: no column [ean], which the settings read",
            "(deliveries.missing-column = stop)"),
        broken(
            Group.RAW_FILES,
            "a column is retyped: no value fits",
            shop -> everyAmount(shop, "viel"),
            3,
            "data: source 'bons', file bons.csv: ",
            "rows broke a rule {type:amount=",
            "(max-quarantined-share)"),
        broken(
            Group.RAW_FILES,
            "a column is retyped: no expression fits",
            shop -> daysAsLists(shop.data("antworten.ndjson")),
            3,
            "data: source 'antworten', file antworten.ndjson: an expression of the settings does not"
                + " fit the types of its columns {",
            "am=ARRAY<STRING>",
            "was a column retyped?"),
        broken(
            Group.RAW_FILES,
            "an expression cannot compute a value",
            shop -> shop.settings("\"try_cast(am as date)\"", "\"cast(kunde as int)\""),
            3,
            "data: source 'antworten', file antworten.ndjson: ",
            "CAST_INVALID_INPUT"),
        broken(
            Group.RAW_FILES,
            "a source is empty: a CSV with only a header",
            shop -> headerOnly(shop.data("bons.csv")),
            4,
            "no input: source 'bons': not a single row in [bons.csv]; deliver the data, or take"
                + " the source out of the settings"),
        broken(
            Group.RAW_FILES,
            "a source is empty: a Parquet file without a row",
            shop -> withoutRows(shop.data("briefe.parquet")),
            4,
            "no input: source 'briefe': not a single row in [briefe.parquet]"),
        broken(
            Group.RAW_FILES,
            "a source is empty: a file without a byte",
            shop -> Files.writeString(shop.data("antworten.ndjson"), ""),
            4,
            "no input: source 'antworten': not a single row in [antworten.ndjson]"),
        broken(
            Group.SETTINGS,
            "a path names a folder",
            shop -> shop.settings("${data}\"/artikel.parquet\"", "${data}"),
            4,
            "no input: source 'artikel': ",
            "is a folder; `path` must match files, such as "),
        broken(
            Group.SETTINGS,
            "a wrong date in the settings",
            shop -> shop.settings("as-of = 2025-01-01", "as-of = 2025-02-30"),
            2,
            "settings: as-of",
            "2025-02-30"),
        given(
            Group.SETTINGS,
            "a wrong date in the command",
            List.of("--as-of", "31.12.2024"),
            2,
            "settings: --as-of '31.12.2024' is not a date such as 2017-12-31"),
        given(
            Group.SETTINGS,
            "a wrong moment in the command",
            List.of("--known-at", "yesterday"),
            2,
            "settings: --known-at 'yesterday' is not an instant such as 2026-01-31T12:00:00Z"),
        given(
            Group.SETTINGS,
            "an unknown key",
            List.of("--set", "lake.lease-second=5"),
            2,
            "settings: lake.lease-second",
            "did you mean `lease-seconds`?"),
        given(
            Group.SETTINGS,
            "a key below its least value",
            List.of("--set", "lake.keep-runs=-1"),
            2,
            "keep-runs must be at least 0, not -1"),
        expression(
            "IDENTIFIER('java_method') in an expression",
            "IDENTIFIER('java_method')('java.lang.System', 'exit', 0)",
            "is not allowed"),
        expression("current_user in an expression", "current_user", "no column `current_user`"),
        expression("a subquery in an expression", "(select 1)", "a subquery is not allowed"),
        expression(
            "a function that is not listed",
            "java_method('java.lang.System', 'exit')",
            "function `java_method` is not on the list of allowed functions"),
        given(
            Group.LAKE,
            "no right to write the lake",
            List.of("--set", "lake.root=/proc/lake"),
            2,
            "settings: lake.root: /proc belongs to the machine"),
        broken(
            Group.LAKE,
            "a file where the lake should be",
            shop -> shop.settings(shop.lake() + "\"", shop.data("bons.csv") + "\""),
            2,
            "settings: sources.bons.path: it lies in the lake, whose tables are no raw files"),
        broken(
            Group.LAKE,
            "a lake of a newer version",
            shop -> lakeVersion(shop, 4),
            2,
            "was written by a newer Microtarget (schema version 4, this one knows 3); use that"
                + " version, or another lake.root"),
        broken(
            Group.LAKE,
            "a lake of an older version",
            shop -> lakeVersion(shop, 0),
            2,
            "has schema version 0, this Microtarget needs 3 and cannot migrate it"),
        given(
            Group.LAKE,
            "a run id for a second time",
            List.of("--run-id", head.runId().orElseThrow()),
            2,
            "was used before in this lake; take another one, or none"),
        given(
            Group.SETTINGS,
            "a run id that is no name",
            List.of("--run-id", "../x"),
            2,
            "--run-id may hold letters, digits, dot, dash and underscore only"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void ends_as_declared(Case broken) throws IOException {
    var shop = copy();
    broken.breakage().to(shop);
    var outcome = shop.run(broken.command(), broken.arguments().toArray(String[]::new));
    note(broken.group(), broken.name(), outcome);
    assertThat(outcome.err()).contains(broken.messages());
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(broken.code());
    assertThat(outcome.out()).doesNotContain("{\"run\"");
    assertUntouched(shop, outcome);
  }

  @Test
  void a_second_run_at_the_same_time_is_told_who_works() throws IOException {
    var shop = copy();
    try (var lease = lease(shop)) {
      lease.check();
      var outcome = shop.run("run");
      note(Group.LAKE, "a second run at the same time", outcome);
      assertThat(outcome.err())
          .contains("microtarget: busy: run somebody is at work in this lake; its lease ends at ");
      assertThat(outcome.code()).isEqualTo(75);
      assertUntouched(shop, outcome);
    }
  }

  @Test
  void tolerable_rows_are_counted_and_set_aside() throws IOException {
    var shop = Bookshop.smallIn(own.resolve("shop"));
    var lines = Files.readAllLines(shop.data("bons.csv"));
    lines.set(1000, lines.get(1000).replaceFirst(";\\d\\d?\\.\\d\\d;", ";viel;"));
    lines.set(1001, lines.get(1001).replaceFirst(";\\d+;(?=[^;]*\\.)", ";-2;"));
    lines.set(1002, lines.get(1002).replaceFirst(";2024-[^;]*;", ";2924-01-01 10:00:00;"));
    lines.set(1003, lines.get(1003).replaceFirst(";[^;]*$", ""));
    lines.set(1004, lines.get(1004) + ";");
    Files.write(shop.data("bons.csv"), lines);
    Files.copy(shop.data("artikel.parquet"), shop.data("artikel-again.parquet"));
    shop.settings("/artikel.parquet", "/artikel*.parquet");
    addContactOfNobody(shop.data("briefe.parquet"));
    Files.writeString(
        shop.data("antworten.ndjson"),
        "{\"aktion\":\"A5\",\"am\":\"2024-01-09\",\"kunde\":\"%s0001\"}%n"
                .formatted(Bookshop.ID_PREFIX)
            + "{\"aktion\":\"A5\",\n",
        StandardOpenOption.APPEND);
    var outcome = shop.run("run").ok();
    var sources = outcome.json().path("sources");
    assertThat(sources.path("bons").path("quarantined").asInt()).isEqualTo(Bookshop.RETURNS + 5);
    assertThat(sources.path("artikel").path("duplicates").asInt())
        .isEqualTo(sources.path("artikel").path("kept").asInt());
    assertThat(sources.path("antworten").path("quarantined").asInt()).isEqualTo(2);
    assertThat(outcome.json().path("metrics").path("waterfall_population").asInt())
        .isEqualTo(Bookshop.CUSTOMERS + 1);
    var run = outcome.json().path("run").asText();
    var rules = rules(shop, run);
    assertThat(rules)
        .containsEntry("malformed:fields", 2L)
        .containsEntry("malformed:json", 1L)
        .containsEntry("type:amount", 1L)
        .containsEntry("range:quantity", Bookshop.RETURNS + 1L)
        .containsEntry("future:event-time", 1L)
        .containsEntry("rule:before-campaign", 1L);
    assertThat(rows(shop, run, "malformed:fields"))
        .containsExactly("bons.csv " + bytes(lines, 1003), "bons.csv " + bytes(lines, 1004));
    quarantined("a line with fewer fields than the header", "malformed:fields");
    quarantined("a line with more fields than the header", "malformed:fields");
    quarantined("a line that is no JSON", "malformed:json");
    quarantined("a few rows with a text for a number", "type:amount");
    quarantined("a negative quantity", "range:quantity");
    quarantined("an event in the future", "future:event-time");
    quarantined("a response before its campaign", "rule:before-campaign");
    ErrorTable.row(
        Group.RAW_FILES,
        "the same file twice",
        "its %s rows count as duplicates".formatted(sources.path("artikel").path("duplicates")),
        0);
    ErrorTable.row(
        Group.RAW_FILES,
        "a contact of somebody without purchases",
        "one more subject in the population",
        0);
    assertThat(head(shop.lake()).runId()).contains(run);
    assertThat(outcome.out() + outcome.err()).doesNotContain(Bookshop.ID_PREFIX);
  }

  @Test
  void without_the_delta_jar_a_process_says_what_to_do() throws Exception {
    var shop = copy();
    var outcome = process(List.of(), shop, "/io/delta/", "run");
    note(Group.MACHINE, "no Delta jar on the class path", outcome);
    assertThat(outcome.err())
        .contains(
            "microtarget: settings: Delta Lake is not on the class path",
            "add the delta-spark jar that names Spark's minor version");
    assertThat(outcome.code()).isEqualTo(2);
    assertUntouched(shop, outcome);
  }

  @Test
  void a_lake_on_a_read_only_mount_is_told_so() throws Exception {
    Venv.skipUnless(
        Venv.succeeds("unshare", "--mount", "mount", "--bind", own.toString(), own.toString()),
        "no right to mount a file system read-only, so that case of a lake is not tested");
    var shop = copy();
    var lake = shop.lake().toString();
    // Seen by this process only, and gone with it.
    var readOnly =
        "mount --bind '%s' '%s' && mount -o remount,ro,bind '%s' && exec \"$@\""
            .formatted(lake, lake, lake);
    var outcome =
        process(List.of("unshare", "--mount", "sh", "-c", readOnly, "sh"), shop, NONE, "run");
    note(Group.LAKE, "a lake on a read-only file system", outcome);
    assertThat(outcome.err())
        .contains(
            "microtarget: settings: lake.root '%s' cannot be written; give this user the right to"
                    .formatted(lake)
                + " write there, or another folder (the file system is read-only)");
    assertThat(outcome.code()).isEqualTo(2);
    assertUntouched(shop, outcome);
  }

  @Test
  void spark_logs_no_value_of_a_row_that_breaks_a_run() throws Exception {
    var shop = copy();
    shop.settings("\"try_cast(am as date)\"", "\"cast(kunde as int)\"");
    var outcome = process(List.of(), shop, NONE, "run");
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(3);
    assertUntouched(shop, outcome);
  }

  private static Case broken(
      Group group, String name, Breakage breakage, int code, String... messages) {
    return new Case(group, name, breakage, "run", List.of(), code, messages);
  }

  private static Case given(
      Group group, String name, List<String> arguments, int code, String... messages) {
    return new Case(group, name, shop -> {}, "run", arguments, code, messages);
  }

  /** {@code check} finds it as {@code run} does, without a lake. */
  private static Case expression(String name, String text, String message) {
    return new Case(
        Group.SETTINGS,
        name,
        shop -> shop.settings("amount = \"Betrag\"", "amount = \"%s\"".formatted(text)),
        "check",
        List.of(),
        2,
        "settings: sources.bons.columns.amount: ",
        message);
  }

  private Bookshop copy() throws IOException {
    var shop = Bookshop.smallIn(own.resolve("shop"));
    Trees.copy(published.lake(), shop.lake());
    return shop;
  }

  /**
   * The publication and its rows are what they were, to the file, and nothing personal was shown.
   */
  private static void assertUntouched(Bookshop shop, Command.Outcome outcome) {
    assertThat(outcome.out() + outcome.err())
        .doesNotContain(Bookshop.CANARY)
        .doesNotContain(Bookshop.ID_PREFIX);
    assertThat(files(shop.lake(), "publication/")).isEqualTo(publication);
    assertThat(files(shop.lake(), "run_id=" + head.runId().orElseThrow())).isEqualTo(content);
  }

  /** Files of a lake whose path holds a text, with their size. */
  private static List<String> files(Path lake, String text) {
    return Trees.files(lake).stream()
        .filter(p -> Files.isRegularFile(p) && p.toString().contains(text))
        .map(p -> lake.relativize(p) + " " + p.toFile().length())
        .sorted()
        .toList();
  }

  private static Publications.Head head(Path root) {
    var heads = new Publications(Sessions.shared(), lake(root)).heads();
    assertThat(heads).hasSize(1);
    return heads.values().iterator().next();
  }

  private static Lake lake(Path root) {
    return Lake.at(root.toString(), Sessions.shared().sparkContext().hadoopConfiguration());
  }

  private static Lease lease(Bookshop shop) throws Busy {
    return Lease.take(
        Sessions.shared(),
        lake(shop.lake()),
        "somebody",
        Duration.ofMinutes(10),
        Clock.systemUTC());
  }

  private static TreeMap<String, Long> rules(Bookshop shop, String run) {
    var rules = new TreeMap<String, Long>();
    for (var row : quarantine(shop, run).groupBy("rule").count().collectAsList()) {
      rules.put(row.getString(0), row.getLong(1));
    }
    return rules;
  }

  /** Bytes before a line. */
  private static long bytes(List<String> lines, int line) {
    return lines.subList(0, line).stream()
        .mapToLong(l -> l.getBytes(StandardCharsets.UTF_8).length + 1L)
        .sum();
  }

  /** File and place of the rows that broke a rule. */
  private static List<String> rows(Bookshop shop, String run, String rule) {
    return quarantine(shop, run)
        .filter(functions.col("rule").equalTo(rule))
        .orderBy("file", "row_index")
        .select(functions.concat_ws(" ", functions.col("file"), functions.col("row_index")))
        .as(Encoders.STRING())
        .collectAsList();
  }

  private static Dataset<Row> quarantine(Bookshop shop, String run) {
    return Sessions.shared()
        .read()
        .format("delta")
        .load(shop.lake().resolve("quarantine").toString())
        .filter(functions.col("run_id").equalTo(run));
  }

  private static void truncate(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() / 2);
    }
  }

  /** Zeroes the first pages; the footer stays as it is. */
  private static void damage(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(500), 4);
    }
  }

  private static void rewrite(Bookshop shop, String file, String column, String renamed) {
    var rows = Sessions.shared().read().parquet(shop.data(file).toString());
    Bookshop.parquet(shop.data(file), rows.withColumnRenamed(column, renamed).localCheckpoint());
  }

  private static void daysAsLists(Path file) throws IOException {
    var text = Files.readString(file);
    Files.writeString(file, text.replaceAll("\"am\":(\"[^\"]*\")", "\"am\":[$1]"));
  }

  private static void withoutRows(Path file) {
    var rows = Sessions.shared().read().parquet(file.toString());
    Bookshop.parquet(file, Sessions.shared().createDataFrame(List.of(), rows.schema()));
  }

  private static void addContactOfNobody(Path file) {
    var rows = Sessions.shared().read().parquet(file.toString());
    var nobody =
        TextTable.rows(
            """
            aktion STRING | kunde STRING
            A1            | %s9999
            """
                .formatted(Bookshop.ID_PREFIX));
    Bookshop.parquet(file, rows.unionByName(nobody).localCheckpoint());
  }

  /** Packs the receipts, and says so in the settings. */
  private static void packed(Bookshop shop, UnaryOperator<byte[]> change) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      Files.copy(shop.data("bons.csv"), out);
    }
    Files.write(shop.data("bons.csv.gz"), change.apply(bytes.toByteArray()));
    shop.settings("/bons.csv\"", "/bons.csv.gz\"");
  }

  private static byte[] damaged(byte[] bytes) {
    Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 100, (byte) 0);
    return bytes;
  }

  private static void everyLine(Bookshop shop, UnaryOperator<String> change) throws IOException {
    var lines = Files.readAllLines(shop.data("bons.csv"));
    lines.replaceAll(change);
    Files.write(shop.data("bons.csv"), lines);
  }

  private static void headerOnly(Path file) throws IOException {
    Files.writeString(file, Files.readAllLines(file).get(0) + "\n");
  }

  private static void everyAmount(Bookshop shop, String text) throws IOException {
    var lines = Files.readAllLines(shop.data("bons.csv"));
    var amount = List.of(lines.get(0).split(";")).indexOf("Betrag");
    var changed = new ArrayList<>(List.of(lines.get(0)));
    for (var line : lines.subList(1, lines.size())) {
      var cells = line.split(";");
      cells[amount] = text;
      changed.add(String.join(";", cells));
    }
    Files.write(shop.data("bons.csv"), changed);
  }

  private static void lakeVersion(Bookshop shop, int version) throws IOException {
    Files.writeString(
        shop.lake().resolve("_lake.json"), "{\"schema_version\": %d}".formatted(version));
    Files.deleteIfExists(shop.lake().resolve("._lake.json.crc"));
  }

  private static void quarantined(String name, String rule) {
    ErrorTable.row(Group.RAW_FILES, name, "set aside in `quarantine` by rule " + rule, 0);
  }

  private static void note(Group group, String name, Command.Outcome outcome) {
    var said = outcome.err().lines().filter(l -> l.startsWith("microtarget: ")).findFirst();
    var message = said.orElse("").replaceFirst("^microtarget: ", "");
    ErrorTable.row(group, name, message, outcome.code());
  }

  /** A real process behind some words, without the libraries whose path contains a text. */
  private Command.Outcome process(
      List<String> prefix, Bookshop shop, String leftOut, String command) throws Exception {
    var libraries =
        Arrays.stream(Files.readString(Path.of("target/classpath")).split(File.pathSeparator))
            .filter(jar -> !jar.contains(leftOut));
    var classPath =
        Stream.concat(Stream.of("target/classes", "../lib-features/target/classes"), libraries)
            .collect(Collectors.joining(File.pathSeparator));
    var err = own.resolve("err");
    var out = own.resolve("out");
    var words = new ArrayList<>(prefix);
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(Jvm.SHORT_LIVED);
    words.addAll(
        List.of(
            "@../conf/spark/java-options",
            "-Dlog4j2.configurationFile=../conf/spark/log4j2.properties",
            "-Xmx1g",
            "-cp",
            classPath,
            "io.microtarget.jobs.Run",
            command,
            "--config",
            shop.config().toString()));
    var process =
        new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return new Command.Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
