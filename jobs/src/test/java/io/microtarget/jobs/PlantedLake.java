package io.microtarget.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.microtarget.jobs.store.DeltaStore;
import io.microtarget.jobs.store.Frame;
import io.microtarget.jobs.store.Lake;
import io.microtarget.jobs.store.Publications;
import io.microtarget.table.Clocks;
import io.microtarget.table.Table;
import io.microtarget.testing.Sessions;
import io.microtarget.testing.TextTable;
import io.microtarget.vault.Pseudonym;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;

/**
 * A kiosk whose publication was planted and not run: its rows are what a test writes. {@code
 * {default:K1}} in a text is the record id of the native id {@code K1} in that id space.
 */
final class PlantedLake {
  private static final LocalDate AS_OF = LocalDate.parse("2025-01-01");
  private static final Instant KNOWN_AT = Instant.parse("2025-01-02T12:00:00Z");
  private static final Pattern ID = Pattern.compile("\\{([^:}]+):([^}]+)}");
  private static final Pseudonym KEY =
      new Pseudonym("public:kiosk-2024-invented".getBytes(StandardCharsets.UTF_8), 1);

  private final Kiosk kiosk;
  private final Frame frame =
      new Frame("planted", new Clocks(AS_OF, KNOWN_AT, ZoneId.of("Europe/Berlin")), KNOWN_AT);
  private final List<Publications.Content> contents = new ArrayList<>();

  private PlantedLake(Kiosk kiosk) {
    this.kiosk = kiosk;
  }

  static PlantedLake in(Path folder) throws IOException {
    return new PlantedLake(Kiosk.in(folder));
  }

  /** In the lake of a kiosk, beside what it took in. */
  static PlantedLake of(Kiosk kiosk) {
    return new PlantedLake(kiosk);
  }

  /** The record id behind a native id. */
  static String id(String idSpace, String nativeId) {
    return KEY.of(idSpace, nativeId);
  }

  /** Adds rows to a table; columns that the text does not name are unknown. */
  PlantedLake with(Table table, String text) {
    var rows = TextTable.rows(ID.matcher(text).replaceAll(m -> id(m.group(1), m.group(2))));
    var named = Arrays.asList(rows.columns());
    var columns =
        Arrays.stream(table.schema().fields())
            .map(
                f ->
                    (named.contains(f.name()) ? col(f.name()) : lit(null))
                        .cast(f.dataType())
                        .as(f.name()))
            .toArray(Column[]::new);
    store().write(table, rows.select(columns));
    contents.add(new Publications.Content(table.name(), 1, "1:1"));
    return this;
  }

  /** Makes visible what was added. */
  PlantedLake publish() {
    new Publications(Sessions.shared(), lake()).publish(frame, contents, "0.1");
    return this;
  }

  Command.Outcome run(String command, String... arguments) {
    return kiosk.run(command, arguments);
  }

  private DeltaStore store() {
    return new DeltaStore(Sessions.shared(), lake(), frame);
  }

  private Lake lake() {
    var hadoop = Sessions.shared().sparkContext().hadoopConfiguration();
    return Lake.open(kiosk.lake().toString(), hadoop, "0.1");
  }
}
