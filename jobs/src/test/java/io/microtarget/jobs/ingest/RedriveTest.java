package io.microtarget.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.microtarget.testing.Sessions;
import io.microtarget.testing.TextTable;
import io.microtarget.vault.Pseudonym;
import io.microtarget.vault.VaultTables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedriveTest {
  private static final Pseudonym PSEUDONYM =
      new Pseudonym("a test key of 24 letters".getBytes(StandardCharsets.UTF_8), 1);
  private static final Values GERMAN = new Values(",", "", List.of("dd.MM.yyyy"));
  private static final String DIRTY =
      "nr;day;sum\n1;2024-01-01;1.50\n2;02.01.2024;2,50\n;2024-01-03;3.00\n4;2024-01-04\n5;05.01.2024;5,50\n";
  @TempDir Path folder;
  private DeltaStore store;
  private int runs;

  @Test
  void rows_that_are_in_order_after_the_settings_were_mended_are_as_if_they_always_had_been()
      throws IOException {
    file("a.csv", DIRTY);
    assertThat(ingest(source(Values.PLAIN)).bySource())
        .containsEntry("answers", new Balance(5, 1, 0, 4, 0, 0));
    Files.delete(folder.resolve("data/a.csv"));
    // A comma as the sign of decimals refuses 1.50, which was taken in and stays.
    var result = redrive(source(GERMAN));
    assertThat(result.rows()).isEqualTo(new Balance(4, 2, 0, 2, 0, 0));
    assertThat(result.leftToRun()).isEmpty();
    assertThat(typed()).containsExactly("2024-01-01|1.50", "2024-01-02|2.50", "2024-01-05|5.50");
    assertThat(store.ledger().balance("answers", Instant.MAX))
        .isEqualTo(new Balance(5, 3, 0, 2, 0, 0));
    assertThat(
            TextTable.lines(
                store.read(VaultTables.VAULT).filter("field = 'native_id'").select("value")))
        .containsExactly("1", "2", "5");
    var again = redrive(source(GERMAN));
    assertThat(again.rows())
        .as("what was taken in is taken in once")
        .isEqualTo(new Balance(2, 0, 0, 2, 0, 0));
    assertThat(typed()).hasSize(3);
    assertThat(store.ledger().balance("answers", Instant.MAX))
        .isEqualTo(new Balance(5, 3, 0, 2, 0, 0));
  }

  @Test
  void a_file_that_is_still_there_is_left_to_the_next_run_which_types_all_of_it_anew()
      throws IOException {
    file("a.csv", "nr;day;sum\n1;01.01.2024;1,50\n2;2024-01-02;2,50\n");
    ingest(source(new Values(",", "", List.of())));
    var result = redrive(source(GERMAN));
    assertThat(result.leftToRun()).containsExactly("a.csv");
    assertThat(result.rows()).isEqualTo(Balance.NONE);
    assertThat(ingest(source(GERMAN)).bySource())
        .containsEntry("answers", new Balance(2, 2, 0, 0, 0, 0));
    assertThat(typed()).containsExactly("2024-01-01|1.50", "2024-01-02|2.50");
  }

  @Test
  void a_mended_lookup_lets_rows_in_without_the_settings_being_touched() throws IOException {
    file("a.csv", "nr;code;sum\n1;x;1.50\n2;y;2.50\n");
    Files.writeString(folder.resolve("days.csv"), "code,day\nx,2024-01-01\n");
    var lookup =
        Map.of(
            "days",
            new Lookup(Format.CSV, folder + "/days.csv", Map.of(), List.of("code"), Map.of()));
    assertThat(ingest(source(Values.PLAIN, lookup)).bySource())
        .containsEntry("answers", new Balance(2, 1, 0, 1, 0, 0));
    Files.writeString(folder.resolve("days.csv"), "code,day\nx,2024-01-01\ny,2024-01-02\n");
    assertThat(redrive(source(Values.PLAIN, lookup)).rows())
        .isEqualTo(new Balance(1, 1, 0, 0, 0, 0));
    assertThat(typed()).containsExactly("2024-01-01|1.50", "2024-01-02|2.50");
    assertThat(ingest(source(Values.PLAIN, lookup)).rowsIn()).as("and nothing twice").isZero();
  }

  @Test
  void what_no_settings_can_mend_stays_and_does_not_stop_the_others() throws IOException {
    Files.createDirectories(folder.resolve("data"));
    var text =
        "nr;day;sum;note\n1;01.01.2024;1,50;\n2;02.01.2024;2,50;M\u00fcller\n3;03.01.2024;3,50;"
            + "x".repeat(400)
            + "\n4;04.01.2024;4,50;a\0b\n";
    Files.write(folder.resolve("data/a.csv"), text.getBytes(StandardCharsets.ISO_8859_1));
    ingest(cutting(Values.PLAIN));
    Files.delete(folder.resolve("data/a.csv"));
    assertThat(redrive(cutting(GERMAN)).rows()).isEqualTo(new Balance(4, 1, 0, 3, 0, 0));
    assertThat(typed()).containsExactly("2024-01-01|1.50");
  }

  @Test
  void a_line_that_no_parser_takes_stays_and_one_with_a_character_that_is_none_comes_out_right()
      throws IOException {
    file(
        "a.csv",
        "nr;day;sum;note\n1;01.01.2024;1,50;a\uFFFFb\n2;02.01.2024;2,50;\"c;d\"\n"
            + ";".repeat(20_480)
            + "secret\n"
            + " ;02.01.2024;3,50;x\n4;04.01.2024;4,50;\"e\uFFFFf\"\n");
    ingest(noted(Values.PLAIN));
    assertThat(rules())
        .containsExactly(
            "malformed:fields", "malformed:fields", "type:amount", "type:amount", "type:amount");
    Files.delete(folder.resolve("data/a.csv"));
    assertThat(redrive(noted(GERMAN)).rows()).isEqualTo(new Balance(5, 3, 0, 2, 0, 0));
    assertThat(
            TextTable.lines(
                store.read(SourceTables.RESPONSE).select("event_date", "amount", "attributes")))
        .containsExactly(
            "2024-01-01|1.50|Map(note -> a\uFFFFb)",
            "2024-01-02|2.50|Map(note -> c;d)",
            "2024-01-04|4.50|Map(note -> e\uFFFFf)");
    assertThat(rules())
        .containsExactly(
            "malformed:fields",
            "malformed:fields",
            "redriven:kept",
            "redriven:kept",
            "redriven:kept",
            "type:amount",
            "type:amount",
            "type:amount");
    assertThat(redrive(noted(GERMAN)).rows()).isEqualTo(new Balance(2, 0, 0, 2, 0, 0));
  }

  private SourceSettings noted(Values values) {
    return source(
        values,
        Map.of(),
        Map.of("delimiter", ";", "ignoreTrailingWhiteSpace", "true"),
        Map.of("note", "note"));
  }

  private List<String> rules() {
    return TextTable.lines(store.read(SourceTables.QUARANTINE).select("rule"));
  }

  private SourceSettings cutting(Values values) {
    return source(values, Map.of(), Map.of("delimiter", ";", "max-record-bytes", "100"));
  }

  private void file(String name, String text) throws IOException {
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("data").resolve(name), text);
  }

  private SourceSettings source(Values values) {
    return source(values, Map.of());
  }

  private SourceSettings source(Values values, Map<String, Lookup> lookups) {
    return source(values, lookups, Map.of("delimiter", ";"));
  }

  private SourceSettings source(
      Values values, Map<String, Lookup> lookups, Map<String, String> options) {
    return source(values, lookups, options, Map.of());
  }

  private SourceSettings source(
      Values values,
      Map<String, Lookup> lookups,
      Map<String, String> options,
      Map<String, String> attributes) {
    return new SourceSettings(
        "response",
        Format.CSV,
        folder + "/data/*.csv",
        options,
        values,
        ZoneId.of("UTC"),
        "default",
        Optional.empty(),
        lookups,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Map.of("native-id", "nr", "event-time", "day", "amount", "sum"),
        attributes,
        Map.of(),
        Map.of(),
        List.of(),
        List.of(),
        Map.of(),
        Map.of(),
        1.0,
        Deliveries.DEFAULT);
  }

  private List<String> typed() {
    return TextTable.lines(store.read(SourceTables.RESPONSE).select("event_date", "amount"));
  }

  private Ingest.Result ingest(SourceSettings source) {
    return new Ingest(Sessions.shared(), next(), PSEUDONYM, "EUR", "", Optional.empty())
        .run(Map.of("answers", source));
  }

  private Redrive.Result redrive(SourceSettings source) {
    return new Redrive(Sessions.shared(), next(), PSEUDONYM, "EUR", "").run("answers", source);
  }

  private DeltaStore next() {
    var now = Instant.parse("2025-01-02T12:00:00Z").plusSeconds(60L * ++runs);
    var clocks = new Clocks(LocalDate.parse("2025-01-01"), now, ZoneId.of("UTC"));
    var lake = Lake.open(folder.resolve("lake").toString(), new Configuration(), "test");
    store = new DeltaStore(Sessions.shared(), lake, new Frame("run-" + runs, clocks, now));
    return store;
  }
}
