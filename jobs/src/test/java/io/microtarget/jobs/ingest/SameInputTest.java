package io.microtarget.jobs.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.jobs.store.DeltaStore;
import io.microtarget.jobs.store.Frame;
import io.microtarget.jobs.store.Lake;
import io.microtarget.source.SourceSettings;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Clocks;
import io.microtarget.testing.Sessions;
import io.microtarget.testing.TextTable;
import io.microtarget.vault.Pseudonym;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same rows, whatever file and order they come in, become the same typed tables in content. */
class SameInputTest {
  private static final int FILES = 6;
  private static final int ROWS = 40;

  @TempDir Path folder;
  private int runs;

  @Test
  void files_in_another_order_and_on_two_days_become_the_same_typed_rows() throws IOException {
    var lake =
        Lake.open(
            folder.resolve("lake").toString(),
            Sessions.shared().sparkContext().hadoopConfiguration(),
            "test");
    var sources = new TreeMap<String, SourceSettings>();
    for (var way : List.of("once", "backwards", "halves")) {
      for (var key : List.of("keyed", "plain")) {
        var feed = Feed.receipts().column("native-id", "product").attribute("place", "nr");
        var settings = key.equals("keyed") ? feed.identifiedBy("basket-id", "product-id") : feed;
        sources.put(key + "-" + way, settings.in(folder + "/" + key + "-" + way));
      }
    }
    for (var name : sources.keySet()) {
      for (int i = 0; i < (name.endsWith("halves") ? FILES / 2 : FILES); i++) {
        deliver(name, i, name.endsWith("backwards") ? FILES - 1 - i : i);
      }
    }
    ingest(lake, sources);
    for (var name : List.of("keyed-halves", "plain-halves")) {
      for (int i = FILES / 2; i < FILES; i++) {
        deliver(name, i, i);
      }
    }
    var store = ingest(lake, sources);
    for (var key : List.of("keyed", "plain")) {
      var once = content(store, key + "-once");
      assertThat(once).as("rows of %s", key).hasSizeGreaterThan(ROWS);
      assertThat(content(store, key + "-backwards")).as("%s, backwards", key).isEqualTo(once);
      assertThat(content(store, key + "-halves")).as("%s, on two days", key).isEqualTo(once);
      var rules = rules(store, key + "-once");
      assertThat(rules).isNotEmpty();
      assertThat(rules(store, key + "-backwards")).isEqualTo(rules);
      assertThat(rules(store, key + "-halves")).isEqualTo(rules);
      var balance = store.ledger().balance(key + "-once", Instant.MAX);
      assertThat(balance.in()).isEqualTo(FILES * ROWS);
      assertThat(store.ledger().balance(key + "-backwards", Instant.MAX)).isEqualTo(balance);
      assertThat(store.ledger().balance(key + "-halves", Instant.MAX)).isEqualTo(balance);
    }
    assertThat(content(store, "plain-once")).hasSize(FILES * (ROWS - 1));
    assertThat(content(store, "keyed-once").size()).isLessThan(FILES * (ROWS - 1));
  }

  /** The content of one of the files: some rows stand in two of them, one is broken. */
  private void deliver(String source, int place, int content) throws IOException {
    var lines = new ArrayList<String>();
    lines.add("nr,day,product,quantity,amount");
    for (int i = 0; i < ROWS; i++) {
      int nr = content * (ROWS - 10) + i;
      var amount = i == 7 ? "x" + content : nr + ".50";
      lines.add("%d,2024-01-%02d,p%d,1,%s".formatted(nr, 1 + nr % 28, nr % 5, amount));
    }
    var path = folder.resolve(source).resolve("part" + place + ".csv");
    Files.createDirectories(path.getParent());
    Files.write(path, lines);
  }

  private static List<String> content(DeltaStore store, String source) {
    return TextTable.lines(
        store
            .read(SourceTables.PURCHASE)
            .filter(col("source").equalTo(source))
            .drop("source", "delivery_id", "row_index", "recorded_at"));
  }

  private static List<String> rules(DeltaStore store, String source) {
    return TextTable.lines(
        store.read(SourceTables.QUARANTINE).filter(col("source").equalTo(source)).select("rule"));
  }

  private DeltaStore ingest(Lake lake, Map<String, SourceSettings> sources) {
    var now = Instant.parse("2025-01-02T12:00:00Z").plusSeconds(60L * ++runs);
    var clocks = new Clocks(LocalDate.parse("2025-01-01"), now, ZoneId.of("UTC"));
    var store = new DeltaStore(Sessions.shared(), lake, new Frame("run-" + runs, clocks, now));
    var pseudonym = new Pseudonym("a key of enough bytes".getBytes(UTF_8), 1);
    new Ingest(Sessions.shared(), store, pseudonym, "EUR", "", Optional.empty()).run(sources);
    return store;
  }
}
