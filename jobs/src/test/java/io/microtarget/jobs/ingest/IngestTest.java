package io.microtarget.jobs.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microtarget.jobs.store.DeltaStore;
import io.microtarget.jobs.store.Frame;
import io.microtarget.jobs.store.Lake;
import io.microtarget.source.Balance;
import io.microtarget.source.Deliveries;
import io.microtarget.source.Format;
import io.microtarget.source.Lookup;
import io.microtarget.source.SourceSettings;
import io.microtarget.source.SourceTables;
import io.microtarget.source.Values;
import io.microtarget.table.Clocks;
import io.microtarget.table.DataError;
import io.microtarget.table.SettingsError;
import io.microtarget.testing.Sessions;
import io.microtarget.testing.TextTable;
import io.microtarget.vault.Pseudonym;
import io.microtarget.vault.VaultTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestTest {
  private static final Pseudonym PSEUDONYM =
      new Pseudonym("a key of enough bytes".getBytes(UTF_8), 1);

  @TempDir Path folder;
  private Lake lake;
  private int runs;
  private DeltaStore store;

  @BeforeEach
  void lake() {
    lake =
        Lake.open(
            folder.resolve("lake").toString(),
            Sessions.shared().sparkContext().hadoopConfiguration(),
            "test");
  }

  @Test
  void a_source_is_small_by_what_comes_and_by_what_is_there() {
    assertThat(Ingest.isSmall("a.csv", 1_000_000, 0)).isTrue();
    assertThat(Ingest.isSmall("a.csv", 5_000_000, 0)).isFalse();
    assertThat(Ingest.isSmall("a.csv", 1_000_000, 1_000_000)).isFalse();
    assertThat(Ingest.isSmall("a.csv.gz", 1_000_000, 0)).as("packed").isFalse();
    assertThat(Ingest.isSmall("a.tar.gz!/b.csv", 1_000_000, 0)).as("packed").isFalse();
  }

  @Test
  void every_file_is_taken_in_once() throws IOException {
    file("a.csv", "nr,day\n1,2024-01-01\n2,2024-01-02\n");
    var first = ingest(answers());
    assertThat(first.rowsIn()).isEqualTo(2);
    assertThat(first.bySource()).containsEntry("answers", new Balance(2, 2, 0, 0, 0, 0));
    var second = ingest(answers());
    assertThat(second.rowsIn()).isZero();
    assertThat(second.bySource()).isEqualTo(first.bySource());
    file("b.csv", "nr,day\n3,2024-01-03\n");
    assertThat(ingest(answers()).rowsIn()).isEqualTo(1);
    assertThat(days()).containsExactly("2024-01-01", "2024-01-02", "2024-01-03");
  }

  @Test
  void the_same_file_under_another_name_counts_as_duplicates() throws IOException {
    file("a.csv", "nr,day\n1,2024-01-01\n2,2024-01-02\n");
    file("b.csv", "nr,day\n1,2024-01-01\n2,2024-01-02\n");
    assertThat(ingest(answers()).bySource())
        .containsEntry("answers", new Balance(4, 2, 0, 0, 2, 0));
    file("c.csv", "nr,day\n1,2024-01-01\n2,2024-01-02\n");
    assertThat(ingest(answers()).bySource())
        .containsEntry("answers", new Balance(6, 2, 0, 0, 4, 0));
    assertThat(days()).containsExactly("2024-01-01", "2024-01-02");
  }

  @Test
  void a_row_of_the_same_key_in_another_file_is_a_duplicate_in_the_same_run_and_later()
      throws IOException {
    file("a.csv", "nr,day\n1,2024-01-01\n2,2024-01-02\n");
    file("b.csv", "nr,day\n2,2024-01-02\n3,2024-01-03\n");
    var keyed = answers("try_cast(day as date)", null, List.of("native-id"));
    assertThat(ingest(keyed).bySource()).containsEntry("answers", new Balance(4, 3, 0, 0, 1, 0));
    file("c.csv", "nr,day\n3,2024-01-03\n4,2024-01-04\n");
    assertThat(ingest(keyed).bySource()).containsEntry("answers", new Balance(6, 4, 0, 0, 2, 0));
    assertThat(days()).containsExactly("2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04");
  }

  @Test
  void a_changed_mapping_types_the_same_file_again_and_back() throws IOException {
    file("a.csv", "nr,day\n1,2024-01-01\n2,2024-01-02\n");
    var keys = List.of("native-id");
    var before = answers("try_cast(day as date)", null, keys);
    ingest(before);
    var later = ingest(answers("date_add(try_cast(day as date), 1)", null, keys));
    assertThat(later.rowsIn()).isEqualTo(2);
    assertThat(later.bySource()).containsEntry("answers", new Balance(2, 2, 0, 0, 0, 0));
    assertThat(days()).containsExactly("2024-01-02", "2024-01-03");
    ingest(before);
    assertThat(days()).containsExactly("2024-01-01", "2024-01-02");
    assertThat(ingest(before).rowsIn()).isZero();
  }

  @Test
  void a_mapping_that_filters_every_row_leaves_none() throws IOException {
    file("a.csv", "nr,day\n1,2024-01-01\n");
    ingest(answers());
    assertThat(ingest(answers("try_cast(day as date)", "nr > '5'", List.of())).bySource())
        .containsEntry("answers", new Balance(1, 0, 1, 0, 0, 0));
    assertThat(days()).isEmpty();
  }

  @Test
  void a_late_row_is_kept_and_counted_as_late() throws IOException {
    file("a.csv", "nr,day\n1,2024-01-01\n");
    ingest(answers());
    file("b.csv", "nr,day\n2,2024-01-02\n3,2024-02-02\n");
    var published = Optional.of(Instant.parse("2024-02-01T00:00:00Z"));
    assertThat(ingest(Map.of("answers", answers()), published).bySource())
        .containsEntry("answers", new Balance(3, 2, 0, 0, 0, 1));
    assertThat(days()).containsExactly("2024-01-01", "2024-01-02", "2024-02-02");
  }

  @Test
  void a_lookup_adds_its_columns_to_the_rows() throws IOException {
    file("a.csv", "nr,day\n1,x\n2,y\n");
    Files.writeString(folder.resolve("days.csv"), "date,day\n2024-05-01,x\n2024-05-02,y\n");
    ingest(withLookup("day"));
    assertThat(days()).containsExactly("2024-05-01", "2024-05-02");
  }

  @Test
  void a_lookup_must_have_one_row_a_key_and_the_key_must_be_in_both() throws IOException {
    file("a.csv", "nr,day\n1,x\n");
    Files.writeString(folder.resolve("days.csv"), "date,day\n2024-05-01,x\n2024-05-02,x\n");
    assertThatThrownBy(() -> ingest(withLookup("day")))
        .isInstanceOf(DataError.class)
        .hasMessage("source 'answers', lookup 'days': more than one row for a key [day]");
    assertThatThrownBy(() -> ingest(withLookup("nr")))
        .isInstanceOf(SettingsError.class)
        .hasMessage("sources.answers.lookups.days.keys: column 'nr' is not in both files");
  }

  @Test
  void a_lookup_gives_the_last_row_at_or_before_that_of_the_source() throws IOException {
    file("a.csv", "nr,day\n1,x\n2,x\n3,x\n4,x\n5,x\n");
    // As text 9 would come after 10; the order of the file does not matter.
    Files.writeString(
        folder.resolve("days.csv"), "line,date\n10,2024-05-03\n3,2024-05-02\n0,2024-05-01\n");
    ingest(withSpans("_row_index", "line"));
    assertThat(days())
        .containsExactly("2024-05-01", "2024-05-01", "2024-05-01", "2024-05-02", "2024-05-02");
  }

  @Test
  void a_lookup_at_or_before_compares_times_and_texts_too() throws IOException {
    file("a.csv", "nr,day\n1,2024-01-31\n2,2024-02-01\n3,2023-12-31\n");
    Files.writeString(
        folder.resolve("days.csv"),
        "valid_from,date\n2024-1-1,2024-05-01\n2024-02-01,2024-05-02\n");
    var result = ingest(withSpans("day", "valid_from"));
    assertThat(days()).containsExactly("2024-05-01", "2024-05-02");
    assertThat(result.bySource().get("answers").quarantined())
        .as("before the first there is none")
        .isEqualTo(1);
    Files.writeString(folder.resolve("days.csv"), "name,date\nA,2024-05-03\nM,2024-05-04\n");
    file("a.csv", "nr,day\n1,B\n2,Z\n");
    ingest(withSpans("day", "name"));
    assertThat(days())
        .as("a file written anew stands for the old one")
        .containsExactly("2024-05-03", "2024-05-04");
  }

  @Test
  void a_lookup_at_or_before_says_what_it_cannot_compare() throws IOException {
    file("a.csv", "nr,day\n1,x\n");
    Files.writeString(folder.resolve("days.csv"), "line,date\n0,2024-05-01\n,2024-05-02\n");
    assertThatThrownBy(() -> ingest(withSpans("_row_index", "line")))
        .isInstanceOf(DataError.class)
        .hasMessage(
            "source 'answers', lookup 'days': 1 rows have no value to compare with (at-or-before)");
    assertThatThrownBy(() -> ingest(withSpans("row", "row")))
        .isInstanceOf(SettingsError.class)
        .hasMessage(
            "sources.answers.lookups.days.at-or-before: the lookup has no column 'row'\n"
                + "sources.answers.lookups.days.at-or-before: the raw rows have no column 'row'");
    Files.writeString(folder.resolve("days.csv"), "line,date\n0,2024-05-01\n0.0,2024-05-02\n");
    assertThatThrownBy(() -> ingest(withSpans("_row_index", "line")))
        .isInstanceOf(DataError.class)
        .hasMessage("source 'answers', lookup 'days': more than one row for a key [line]");
    Files.writeString(folder.resolve("days.csv"), "line,nr,date\n0,7,2024-05-01\n");
    assertThatThrownBy(() -> ingest(withSpans("_row_index", "line")))
        .isInstanceOf(SettingsError.class)
        .hasMessage("sources.answers.lookups.days.keys: column 'nr' is in both files");
  }

  @Test
  void a_broken_row_goes_to_quarantine_and_its_content_to_the_vault() throws IOException {
    file("a.csv", "nr,day\n1,2024-01-01\n,2024-01-02\n3,secret\n");
    var result = ingest(answers());
    assertThat(result.bySource()).containsEntry("answers", new Balance(3, 1, 0, 2, 0, 0));
    assertThat(
            TextTable.lines(
                store.read(SourceTables.QUARANTINE).select("row_index", "source", "file", "rule")))
        .containsExactly(
            "20|answers|a.csv|required:native-id", "32|answers|a.csv|required:event-time");
    assertThat(
            TextTable.lines(
                store.read(VaultTables.VAULT).filter("field = 'quarantined_row'").select("value")))
        .containsExactly(",2024-01-02", "3,secret");
  }

  @Test
  void objects_over_lines_need_an_option_and_the_message_says_which() throws IOException {
    file("a.json", "{\n  \"nr\": 1,\n  \"day\": \"2024-01-01\"\n}\n");
    assertThatThrownBy(() -> ingest(objects(Map.of())))
        .isInstanceOf(DataError.class)
        .hasMessage(
            "source 'answers', file a.json: not a line of it is a JSON object; if an object goes over"
                + " lines, say options.multi-line = true; if it is of another format: deliver it"
                + " again");
    assertThat(ingest(objects(Map.of("multi-line", "true"))).bySource())
        .containsEntry("answers", new Balance(1, 1, 0, 0, 0, 0));
  }

  @Test
  void a_source_without_a_row_is_no_input() throws IOException {
    for (var text : List.of("", "nr,day\n", "\n\n")) {
      file("a.csv", text);
      assertThatThrownBy(() -> ingest(answers()))
          .as("file of '%s'", text)
          .isInstanceOf(DataError.class)
          .hasMessage(
              "source 'answers': not a single row in [a.csv]; deliver the data, or take the source"
                  + " out of the settings")
          .extracting(e -> ((DataError) e).reason())
          .isEqualTo(DataError.Reason.NO_INPUT);
    }
    file("b.csv", "nr,day\n1,2024-01-01\n");
    assertThat(ingest(answers()).bySource())
        .as("an empty file beside another one")
        .containsEntry("answers", new Balance(1, 1, 0, 0, 0, 0));
  }

  @Test
  void an_expression_that_does_not_fit_the_types_names_them() throws IOException {
    Files.createDirectories(folder.resolve("data"));
    Sessions.shared()
        .sql("select 1 nr, 20240101 day")
        .coalesce(1)
        .write()
        .parquet(folder.resolve("p").toString());
    var settings =
        new SourceSettings(
            "response",
            Format.PARQUET,
            folder + "/p/*.parquet",
            Map.of(),
            Values.PLAIN,
            ZoneId.of("UTC"),
            "default",
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Map.of("native-id", "nr", "event-time", "cast(day as date)"),
            Map.of(),
            Map.of(),
            Map.of(),
            List.of(),
            List.of(),
            Map.of(),
            Map.of(),
            0.5,
            Deliveries.DEFAULT);
    assertThatThrownBy(() -> ingest(settings))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("an expression of the settings does not fit the types of its columns")
        .hasMessageEndingWith("{day=INT, nr=INT}; was a column retyped?");
  }

  private Path file(String name, String text) throws IOException {
    Files.createDirectories(folder.resolve("data"));
    return Files.writeString(folder.resolve("data").resolve(name), text);
  }

  private SourceSettings answers() {
    return answers("try_cast(day as date)", null, List.of());
  }

  private SourceSettings answers(String eventTime, String where, List<String> keys) {
    return settings(eventTime, where, keys, Map.of());
  }

  private SourceSettings withLookup(String key) {
    var lookup = new Lookup(Format.CSV, folder + "/days.csv", Map.of(), List.of(key), Map.of());
    return settings("try_cast(date as date)", null, List.of(), Map.of("days", lookup));
  }

  private SourceSettings withSpans(String ours, String theirs) {
    var lookup =
        new Lookup(Format.CSV, folder + "/days.csv", Map.of(), List.of(), Map.of(theirs, ours));
    return settings("try_cast(date as date)", null, List.of(), Map.of("days", lookup));
  }

  private SourceSettings settings(
      String eventTime, String where, List<String> keys, Map<String, Lookup> lookups) {
    return settings(Format.CSV, Map.of(), eventTime, where, keys, lookups);
  }

  private SourceSettings objects(Map<String, String> options) {
    return settings(Format.JSON, options, "try_cast(day as date)", null, List.of(), Map.of());
  }

  private SourceSettings settings(
      Format format,
      Map<String, String> options,
      String eventTime,
      String where,
      List<String> keys,
      Map<String, Lookup> lookups) {
    return new SourceSettings(
        "response",
        format,
        folder + "/data/*." + format.name().toLowerCase(Locale.ROOT),
        options,
        Values.PLAIN,
        ZoneId.of("UTC"),
        "default",
        Optional.empty(),
        lookups,
        Optional.empty(),
        Optional.ofNullable(where),
        keys,
        Map.of("native-id", "nr", "event-time", eventTime),
        Map.of(),
        Map.of(),
        Map.of(),
        List.of(),
        List.of(),
        Map.of(),
        Map.of(),
        0.7,
        Deliveries.DEFAULT);
  }

  private Ingest.Result ingest(SourceSettings answers) {
    return ingest(Map.of("answers", answers), Optional.empty());
  }

  private Ingest.Result ingest(Map<String, SourceSettings> sources, Optional<Instant> published) {
    var now = Instant.parse("2025-01-02T12:00:00Z").plusSeconds(60L * ++runs);
    var clocks = new Clocks(LocalDate.parse("2025-01-01"), now, ZoneId.of("UTC"));
    store = new DeltaStore(Sessions.shared(), lake, new Frame("run-" + runs, clocks, now));
    return new Ingest(Sessions.shared(), store, PSEUDONYM, "EUR", "", published).run(sources);
  }

  private List<String> days() {
    return TextTable.lines(store.read(SourceTables.RESPONSE).select("event_date"));
  }
}
