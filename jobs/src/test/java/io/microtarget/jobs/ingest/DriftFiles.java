package io.microtarget.jobs.ingest;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.microtarget.source.Balance;
import io.microtarget.source.ColumnContract;
import io.microtarget.source.Deliveries.Outcome;
import io.microtarget.source.Format;
import io.microtarget.table.DataError.Reason;
import io.microtarget.testing.Sessions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Deliveries that are not as they should be, or not as those before them. */
final class DriftFiles {
  private static final String HEADER = "nr,day,product,quantity,amount\n";

  /** Name of a member of an archive that would be unpacked where it must not. */
  static final String ABSOLUTE_MEMBER = "/tmp/microtarget-zip-slip.csv";

  private static final Charset WINDOWS = Charset.forName("windows-1252");

  private final Path scratch;
  private final List<Case> cases = new ArrayList<>();

  private DriftFiles(Path scratch) {
    this.scratch = scratch;
  }

  /**
   * What is delivered in one or two runs, and what must become of it.
   *
   * @param runs files by name below the folder of the source; null removes one
   * @param unknown typed columns that may be null in kept rows
   */
  record Case(
      String name,
      Feed feed,
      List<Map<String, byte[]>> runs,
      Expected expected,
      List<String> unknown) {
    String source() {
      return name.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    boolean isStopped() {
      return expected instanceof Stopped;
    }
  }

  sealed interface Expected {}

  /**
   * The run goes on.
   *
   * @param balance of all runs
   * @param rows typed rows that are seen: {@code basket_id|event_date|product_id|quantity|amount}
   * @param rules rows in quarantine by rule
   * @param notes of all runs, without the name of the source
   */
  record Went(Balance balance, List<String> rows, Map<String, Long> rules, List<String> notes)
      implements Expected {
    Went rule(String id, long count) {
      var all = new TreeMap<>(rules);
      all.put(id, count);
      return new Went(balance, rows, all, notes);
    }

    Went note(String note) {
      var all = new ArrayList<>(notes);
      all.add(note);
      return new Went(balance, rows, rules, all);
    }
  }

  /**
   * The last run stops.
   *
   * @param message without the name of the source; the folder of the test as {@code …}
   */
  record Stopped(Reason reason, String message) implements Expected {}

  static List<Case> all(Path scratch) throws IOException {
    var files = new DriftFiles(scratch);
    files.lines();
    files.charsets();
    files.columns();
    files.columnsOfOtherFormats();
    files.packed();
    files.empty();
    files.otherFormats();
    files.json();
    files.again();
    files.grown();
    files.alarms();
    files.exploded();
    files.contract();
    return files.cases;
  }

  private void lines() {
    went(
        "mixed line ends",
        Feed.receipts(),
        went(3, 1, 2, 3),
        file(
            "nr,day,product,quantity,amount\r\n"
                + row(1)
                + "\r\n"
                + row(2)
                + "\r"
                + row(3)
                + "\n"));
    went(
        "no line end at the end",
        Feed.receipts(),
        went(2, 1, 2),
        file(HEADER + row(1) + "\n" + row(2)));
    went(
        "blank lines",
        Feed.receipts(),
        went(2, 1, 2),
        file("\n\n" + HEADER + "\n" + row(1) + "\n\n\n" + row(2) + "\n\n"));
    went(
        "line breaks inside quotes",
        Feed.receipts().option("multi-line", "true"),
        new Went(kept(2), List.of("1|2024-01-01|a\nb|1.000|9.99", typed(2)), Map.of(), List.of()),
        file(HEADER + row(1).replace("apple", "\"a\nb\"") + "\n" + row(2) + "\n"));
    went(
        "line breaks inside quotes that are not declared",
        Feed.receipts(),
        new Went(
            new Balance(3, 1, 0, 2, 0, 0),
            List.of(typed(2)),
            Map.of("malformed:fields", 2L),
            List.of()),
        file(HEADER + row(1).replace("apple", "\"a\nb\"") + "\n" + row(2) + "\n"));
    went(
        "a quote that never ends, in quoted lines",
        Feed.receipts().option("multi-line", "true"),
        new Went(
            new Balance(3, 2, 0, 1, 0, 0),
            List.of(typed(2), typed(3)),
            Map.of("malformed:quote", 1L),
            List.of()),
        file(HEADER + row(1).replace("apple", "\"apple") + "\n" + row(2) + "\n" + row(3) + "\n"));
    went(
        "a line of 100 MB",
        Feed.receipts().option("max-record-bytes", "1000000"),
        new Went(
            new Balance(3, 2, 0, 1, 0, 0),
            List.of(typed(1), typed(3)),
            Map.of("malformed:too-long", 1L),
            List.of()),
        file(long100(HEADER + row(1) + "\n", "\n" + row(3) + "\n")));
    went(
        "an object of 100 MB",
        Feed.receipts().as(Format.JSON),
        new Went(
            new Balance(3, 2, 0, 1, 0, 0),
            List.of(typed(1), typed(3)),
            Map.of("malformed:too-long", 1L),
            List.of()),
        file(long100(object(1) + "\n{\"nr\":\"", "\"}\n" + object(3) + "\n")));
    went(
        "attributes of odd characters",
        Feed.receipts().attribute("remark", "concat(product, '!')"),
        new Went(
            kept(1),
            List.of("1|2024-01-01|<b>'; drop table x;-- ${env:HOME}|1.000|9.99"),
            Map.of(),
            List.of()),
        file(HEADER + row(1).replace("apple", "<b>'; drop table x;-- ${env:HOME}") + "\n"));
  }

  private void charsets() {
    var umlauts = HEADER + row(1).replace("apple", "Äpfel") + "\n";
    var rows = List.of(typed(1).replace("apple", "Äpfel"));
    var one = new Went(kept(1), rows, Map.of(), List.of());
    went(
        "a byte order mark of UTF-8",
        Feed.receipts(),
        one.note("file a.csv: begins with a byte order mark of UTF-8"),
        file("\ufeff" + umlauts));
    went(
        "UTF-16, low byte first, with its mark",
        Feed.receipts(),
        one.note("file a.csv: begins with a byte order mark of UTF-8"),
        file(("\ufeff" + umlauts).getBytes(UTF_16LE)));
    went(
        "UTF-16, high byte first, with its mark",
        Feed.receipts(),
        one.note("file a.csv: begins with a byte order mark of UTF-8"),
        file(("\ufeff" + umlauts).getBytes(UTF_16BE)));
    went(
        "UTF-16 without a mark, declared",
        Feed.receipts().option("charset", "UTF-16LE"),
        one,
        file(umlauts.getBytes(UTF_16LE)));
    stopped(
        "UTF-16 without a mark, not declared",
        Feed.receipts(),
        Reason.GATE,
        ", file a.csv: its header cannot be read (malformed:nul); declare `options.charset`, or deliver it again",
        file(umlauts.getBytes(UTF_16LE)));
    stopped(
        "UTF-16 that is cut in the middle of a character",
        Feed.receipts(),
        Reason.GATE,
        ": file a.csv cannot be read (MalformedInputException); it may be truncated or of another format: deliver it again",
        file(cut(("\ufeff" + umlauts).getBytes(UTF_16LE), 1)));
    went(
        "windows-1252, declared",
        Feed.receipts().option("charset", "windows-1252"),
        one,
        file(umlauts.getBytes(WINDOWS)));
    went(
        "windows-1252, not declared",
        Feed.receipts(),
        new Went(
            new Balance(2, 1, 0, 1, 0, 0),
            List.of(typed(2)),
            Map.of("malformed:charset", 1L),
            List.of()),
        file((umlauts + row(2) + "\n").getBytes(WINDOWS)));
    stopped(
        "windows-1252 in the header, not declared",
        Feed.receipts(),
        Reason.GATE,
        ", file a.csv: its header cannot be read (malformed:charset); declare `options.charset`, or deliver it again",
        file(
            (umlauts.replace("amount\n", "amount,größe\n").replace("9.99\n", "9.99,1\n")
                    + row(2)
                    + ",2\n")
                .getBytes(WINDOWS)));
  }

  private void columns() {
    var more = "nr,day,product,quantity,amount,colour\n" + day2(2) + ",red\n";
    var two = new Went(kept(2), List.of(typed(1), typed2(2)), Map.of(), List.of());
    went(
        "a new column",
        Feed.receipts(),
        two.note("file b.csv: new columns [colour]"),
        first(),
        add(more));
    stopped(
        "a new column where that stops",
        Feed.receipts().on("new-column", Outcome.STOP),
        Reason.GATE,
        ", file b.csv: new columns [colour] (deliveries.new-column = stop)",
        first(),
        add(more));
    went(
        "a new column where that is set aside",
        Feed.receipts().on("new-column", Outcome.QUARANTINE),
        new Went(
            new Balance(2, 1, 0, 1, 0, 0),
            List.of(typed(1)),
            Map.of("drift:new-column", 1L),
            List.of("file b.csv: new columns [colour]; the file is set aside")),
        first(),
        add(more));
    var less = "nr,day,product,amount\n2,2024-02-02,apple,9.99\n";
    stopped(
        "a missing column that is read",
        Feed.receipts(),
        Reason.GATE,
        ", file b.csv: no column [quantity], which the settings read (deliveries.missing-column = stop)",
        first(),
        add(less));
    unknown(
        "a missing column that is read, noted",
        Feed.receipts().on("missing-column", Outcome.NOTE),
        new Went(
            kept(2),
            List.of(typed(1), "2|2024-02-02|apple|null|9.99"),
            Map.of(),
            List.of("file b.csv: no column [quantity], which the settings read")),
        List.of("quantity"),
        first(),
        add(less));
    went(
        "a missing column that is read, set aside",
        Feed.receipts().on("missing-column", Outcome.QUARANTINE),
        new Went(
            new Balance(2, 1, 0, 1, 0, 0),
            List.of(typed(1)),
            Map.of("drift:missing-column", 1L),
            List.of(
                "file b.csv: no column [quantity], which the settings read; the file is set aside")),
        first(),
        add(less));
    went(
        "a missing column that nothing reads",
        Feed.receipts(),
        two.note("file b.csv: columns [colour] are gone; nothing reads them"),
        Map.of("a.csv", bytes("nr,day,product,quantity,amount,colour\n" + row(1) + ",red\n")),
        add(HEADER + day2(2) + "\n"));
    stopped(
        "a renamed column",
        Feed.receipts(),
        Reason.GATE,
        ", file b.csv: no column [quantity], which the settings read; did you mean `quantities`? (deliveries.missing-column = stop)",
        first(),
        add("nr,day,product,quantities,amount\n" + day2(2) + "\n"));
    went(
        "columns in another order",
        Feed.receipts(),
        two.note("file b.csv: columns in another order"),
        first(),
        add("amount,quantity,product,day,nr\n9.99,1,apple,2024-02-02,2\n"));
    went(
        "a text for a number",
        Feed.receipts(),
        new Went(
            new Balance(2, 1, 0, 1, 0, 0), List.of(typed(1)), Map.of("type:amount", 1L), List.of()),
        first(),
        add(HEADER + day2(2).replace("9.99", "free") + "\n"));
    stopped(
        "texts for numbers in more rows than may break a rule",
        Feed.receipts().share(0.1),
        Reason.GATE,
        ", file b.csv: 1 of 1 rows broke a rule {type:amount=1}; at most a share of 0.1 may (max-quarantined-share)",
        first(),
        add(HEADER + day2(2).replace("9.99", "free") + "\n"));
    went(
        "a header in other case",
        Feed.receipts(),
        went(1, 1),
        file("NR,Day,PRODUCT,Quantity,Amount\n" + row(1) + "\n"));
    went(
        "two columns of one name",
        Feed.receipts(),
        went(1, 1),
        file("nr,day,product,quantity,amount,product\n" + row(1) + ",pear\n"));
    went(
        "a column without a name",
        Feed.receipts(),
        went(1, 1),
        file("nr,day,product,quantity,amount,,\n" + row(1) + ",x,y\n"));
    went(
        "blanks around names",
        Feed.receipts(),
        went(1, 1),
        file("nr, day , product,quantity,amount\n" + row(1) + "\n"));
    went(
        "no header where one is declared absent",
        Feed.receipts()
            .option("header", "false")
            .column("basket-id", "_c0")
            .column("event-time", "_c1")
            .column("product-id", "_c2")
            .column("quantity", "_c3")
            .column("amount", "_c4"),
        went(2, 1, 2),
        file(row(1) + "\n" + row(2) + "\n"));
    stopped(
        "another delimiter",
        Feed.receipts(),
        Reason.GATE,
        ", file b.csv: no column [amount, day, nr, product, quantity], which the settings read (deliveries.missing-column = stop)",
        first(),
        add((HEADER + row(1) + "\n").replace(',', ';')));
  }

  private void columnsOfOtherFormats() throws IOException {
    var parquet = Feed.receipts().as(Format.PARQUET);
    var one = parquet("'1' nr, date'2024-01-01' day, 'apple' product, 1 quantity, 9.99 amount");
    var two = new Went(kept(2), List.of(typed(1), typed2(2)), Map.of(), List.of());
    went(
        "Parquet with a column retyped to text",
        parquet,
        two.note("file b.csv: column `amount` retyped from decimal(3,2) to string"),
        file(one),
        add(parquet("'2' nr, date'2024-02-02' day, 'apple' product, 1 quantity, '9.99' amount")));
    stopped(
        "Parquet without a column that is read",
        Feed.receipts().as(Format.PARQUET),
        Reason.GATE,
        ", file b.csv: no column [amount], which the settings read (deliveries.missing-column = stop)",
        file(one),
        add(parquet("'2' nr, date'2024-02-02' day, 'apple' product, 1 quantity")));
    went(
        "Parquet with NaN, infinity and a null",
        Feed.receipts().as(Format.PARQUET),
        new Went(
            new Balance(4, 1, 0, 3, 0, 0),
            List.of(typed(1)),
            Map.of("type:amount", 2L, "required:amount", 1L),
            List.of()),
        file(
            parquet(
                "'1' nr, date'2024-01-01' day, 'apple' product, 1 quantity, explode(array(9.99d, double('NaN'), double('Infinity'), null)) amount")));
    stopped(
        "Parquet that is cut off",
        Feed.receipts().as(Format.PARQUET),
        Reason.GATE,
        ": file a.csv cannot be read (RuntimeException); it may be truncated or of another format: deliver it again",
        file(cut(one, 100)));
    went(
        "a new key in JSON",
        Feed.receipts().as(Format.JSON),
        two.note("file b.csv: new columns [colour]"),
        file(object(1)),
        add(object2(2).replace("}", ",\"colour\":\"red\"}")));
    stopped(
        "JSON without a key that is read",
        Feed.receipts().as(Format.JSON),
        Reason.GATE,
        ", file b.csv: no column [quantity], which the settings read (deliveries.missing-column = stop)",
        file(object(1)),
        add(object2(2).replace("\"quantity\":1,", "")));
    stopped(
        "JSON with an object for every number",
        Feed.receipts().as(Format.JSON),
        Reason.GATE,
        ", file b.csv: an expression of the settings does not fit the types of its columns {amount=STRUCT<eur: STRING>, day=STRING, nr=STRING, product=STRING, quantity=STRING}; was a column retyped?",
        file(object(1)),
        add(object2(2).replace("9.99", "{\"eur\":9.99}")));
    went(
        "JSON with numbers as texts",
        Feed.receipts().as(Format.JSON),
        two,
        file(object(1)),
        add(object2(2).replace("9.99", "\"9.99\"")));
    went(
        "JSON whose members have no order, are not all there, or hold null",
        Feed.receipts().as(Format.JSON),
        two,
        file(object(1).replace("}", ",\"code\":null,\"more\":{\"a\":\"x\",\"b\":[{\"c\":1}]}}")),
        add(object2(2).replace("}", ",\"more\":{\"b\":[{\"d\":1}],\"e\":1},\"code\":\"z\"}")));
    went(
        "JSON with keys in other case",
        Feed.receipts().as(Format.JSON),
        went(3, 1, 2, 3),
        Map.of(
            "a.json",
            bytes(object(1)),
            "b.json",
            bytes(object(2).replace("quantity", "Quantity")),
            "c.json",
            bytes(object(3))));
  }

  private void packed() {
    var text = bytes(HEADER + row(1) + "\n" + row(2) + "\n");
    var unreadable =
        " cannot be read (%s); it may be truncated or of another format: deliver it again";
    stopped(
        "a gzip that is cut off",
        Feed.receipts(),
        Reason.GATE,
        ": file a.csv.gz" + unreadable.formatted("EOFException"),
        Map.of("a.csv.gz", cut(gzip(text), 12)));
    stopped(
        "a gzip of garbage",
        Feed.receipts(),
        Reason.GATE,
        ": file a.csv.gz" + unreadable.formatted("IOException"),
        Map.of("a.csv.gz", bytes("this is no gzip at all")));
    went(
        "a gzip of two members",
        Feed.receipts(),
        went(2, 1, 2),
        Map.of(
            "a.csv.gz", joined(gzip(bytes(HEADER + row(1) + "\n")), gzip(bytes(row(2) + "\n")))));
    went(
        "a zip of two files",
        Feed.receipts(),
        went(2, 1, 2),
        Map.of("a.zip", zip("1.csv", HEADER + row(1) + "\n", "2.csv", HEADER + row(2) + "\n")));
    went(
        "a zip whose members would leave the folder",
        Feed.receipts(),
        went(2, 1, 2),
        Map.of(
            "a.zip",
            zip(
                "../../zip-slip.csv",
                HEADER + row(1) + "\n",
                ABSOLUTE_MEMBER,
                HEADER + row(2) + "\n")));
    stopped(
        "a zip that is cut off",
        Feed.receipts(),
        Reason.GATE,
        ": file a.zip" + unreadable.formatted("EOFException"),
        Map.of("a.zip", cut(zip("1.csv", HEADER + row(1) + "\n"), 120)));
    went(
        "a tar.gz of two files",
        Feed.receipts(),
        went(2, 1, 2),
        Map.of(
            "a.tar.gz",
            gzip(tar("./x/1.csv", HEADER + row(1) + "\n", "2.csv", HEADER + row(2) + "\n"))));
  }

  private void empty() {
    stopped(
        "an empty file",
        Feed.receipts(),
        Reason.NO_INPUT,
        ": not a single row in [a.csv]; deliver the data, or take the source out of the settings",
        file(""));
    stopped(
        "a header without a row",
        Feed.receipts(),
        Reason.NO_INPUT,
        ": not a single row in [a.csv]; deliver the data, or take the source out of the settings",
        file(HEADER));
    stopped(
        "no file at all",
        Feed.receipts().files("*.xyz"),
        Reason.NO_INPUT,
        ": no file matches …/*.xyz; check `path` and that the data was delivered",
        file(""));
    went(
        "an empty file among others",
        Feed.receipts(),
        went(1, 1).note("file b.csv: not a single row"),
        first(),
        add(""));
    stopped(
        "an empty file among others where that stops",
        Feed.receipts().on("empty-file", Outcome.STOP),
        Reason.GATE,
        ", file b.csv: not a single row (deliveries.empty-file = stop)",
        first(),
        add(""));
  }

  private void otherFormats() throws IOException {
    var png =
        new byte[] {
          (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'
        };
    stopped(
        "a picture for CSV",
        Feed.receipts(),
        Reason.GATE,
        ", file a.csv: its header cannot be read (malformed:charset); declare `options.charset`, or deliver it again",
        file(png));
    stopped(
        "Parquet for CSV",
        Feed.receipts(),
        Reason.GATE,
        ", file a.csv: its header cannot be read (malformed:nul); declare `options.charset`, or deliver it again",
        file(parquet("1 nr")));
    stopped(
        "CSV for JSON",
        Feed.receipts().as(Format.JSON),
        Reason.GATE,
        ", file a.csv: not a line of it is a JSON object; if an object goes over lines, say"
            + " options.multi-line = true; if it is of another format: deliver it again",
        file(HEADER + row(1) + "\n"));
    stopped(
        "CSV for Parquet",
        Feed.receipts().as(Format.PARQUET),
        Reason.GATE,
        ": file a.csv cannot be read (RuntimeException); it may be truncated or of another format: deliver it again",
        file(HEADER + row(1) + "\n"));
    stopped(
        "JSON for CSV",
        Feed.receipts(),
        Reason.GATE,
        ", file b.csv: no column [amount, day, nr, product, quantity], which the settings read (deliveries.missing-column = stop)",
        first(),
        add(object(1) + "\n" + object(2) + "\n"));
  }

  private void json() {
    went(
        "one JSON array",
        Feed.receipts().as(Format.JSON),
        went(2, 1, 2),
        file("[" + object(1) + ",\n" + object(2) + "]"));
    went(
        "a JSON array with other elements",
        Feed.receipts().as(Format.JSON),
        new Went(
            new Balance(4, 2, 0, 2, 0, 0),
            List.of(typed(1), typed(2)),
            Map.of("malformed:json", 2L),
            List.of()),
        file("[" + object(1) + ", 17, [1], " + object(2) + "]"));
    went(
        "a JSON array with a lone surrogate",
        Feed.receipts().as(Format.JSON),
        new Went(
            new Balance(2, 1, 0, 1, 0, 0),
            List.of(typed(2)),
            Map.of("malformed:surrogate", 1L),
            List.of()),
        file("[" + object(1).replace("apple", "\\ud800") + "," + object(2) + "]"));
    stopped(
        "a JSON array that is cut off",
        Feed.receipts().as(Format.JSON),
        Reason.GATE,
        ": file a.csv cannot be read (JsonEOFException); it may be truncated or of another format: deliver it again",
        file("[" + object(1) + "," + object(2).substring(0, 20)));
    went(
        "JSON over several lines",
        Feed.receipts().as(Format.JSON).option("multi-line", "true"),
        went(2, 1, 2),
        file(object(1).replace(",", ",\n  ") + "\n" + object(2).replace(",", ",\n  ")));
    stopped(
        "JSON over several lines that is not declared",
        Feed.receipts().as(Format.JSON),
        Reason.GATE,
        ", file a.csv: not a line of it is a JSON object; if an object goes over lines, say"
            + " options.multi-line = true; if it is of another format: deliver it again",
        file(object(1).replace(",", ",\n  ") + "\n"));
    went(
        "JSON with a byte order mark",
        Feed.receipts().as(Format.JSON),
        went(1, 1).note("file a.csv: begins with a byte order mark of UTF-8"),
        file("\ufeff" + object(1) + "\n"));
  }

  private void again() {
    went("the same file in the next run", Feed.receipts(), went(1, 1), first(), Map.of());
    went(
        "the same file under another name",
        Feed.receipts(),
        new Went(
            new Balance(2, 1, 0, 0, 1, 0),
            List.of(typed(1)),
            Map.of(),
            List.of("file b.csv: the content of a file that counts already")),
        first(),
        add(HEADER + row(1) + "\n"));
    went(
        "the same file in another folder",
        Feed.receipts().files("*/*.csv"),
        new Went(
            new Balance(2, 1, 0, 0, 1, 0),
            List.of(typed(1)),
            Map.of(),
            List.of("file y/a.csv: the content of a file that counts already")),
        Map.of("x/a.csv", bytes(HEADER + row(1) + "\n")),
        Map.of("y/a.csv", bytes(HEADER + row(1) + "\n")));
    went(
        "the same rows in another file, without a key",
        Feed.receipts(),
        new Went(
            new Balance(3, 2, 0, 0, 0, 1),
            List.of(typed(1), typed(1), typed2(2)),
            Map.of(),
            List.of()),
        first(),
        add(HEADER + row(1) + "\n" + day2(2) + "\n"));
    went(
        "the same rows in another file, with a key",
        Feed.receipts().identifiedBy("basket-id", "product-id"),
        new Went(new Balance(3, 2, 0, 0, 1, 0), List.of(typed(1), typed2(2)), Map.of(), List.of()),
        first(),
        add(HEADER + row(1) + "\n" + day2(2) + "\n"));
    went(
        "another row of the same key",
        Feed.receipts().identifiedBy("basket-id", "product-id"),
        new Went(
            new Balance(3, 2, 0, 1, 0, 0),
            List.of(typed(1), typed2(2)),
            Map.of("conflicting-key", 1L),
            List.of()),
        first(),
        add(HEADER + row(1).replace("9.99", "8.88") + "\n" + day2(2) + "\n"));
    went(
        "a file written anew",
        Feed.receipts(),
        new Went(
            kept(1),
            List.of(typed2(3)),
            Map.of(),
            List.of("file a.csv: written anew: its earlier rows count no more")),
        first(),
        file(HEADER + day2(3) + "\n"));
    went(
        "a file written anew where both count",
        Feed.receipts().appending(),
        new Went(kept(2), List.of(typed(1), typed2(3)), Map.of(), List.of()),
        first(),
        file(HEADER + day2(3) + "\n"));
  }

  private void grown() {
    went(
        "a file that grew",
        Feed.receipts(),
        new Went(
            kept(3),
            List.of(typed(1), typed2(2), typed2(3)),
            Map.of(),
            List.of("file a.csv: grew: read on from byte 57")),
        first(),
        file(HEADER + row(1) + "\n" + day2(2) + "\n" + day2(3) + "\n"));
    went(
        "a file that grew behind a line without an end",
        Feed.receipts(),
        new Went(
            kept(1),
            List.of("12|2024-02-02|apple|1.000|9.99"),
            Map.of(),
            List.of("file a.csv: written anew: its earlier rows count no more")),
        file(HEADER + "12,2024-02-02,apple,1,9.9"),
        file(HEADER + "12,2024-02-02,apple,1,9.99\n"));
    went(
        "a file that grew by a broken line",
        Feed.receipts(),
        new Went(
            new Balance(2, 1, 0, 1, 0, 0),
            List.of(typed(1)),
            Map.of("malformed:fields", 1L),
            List.of("file a.csv: grew: read on from byte 57")),
        first(),
        file(HEADER + row(1) + "\n" + "2,2024-02-02\n"));
  }

  private void alarms() {
    went(
        "a late row",
        Feed.receipts(),
        new Went(
            new Balance(3, 2, 0, 0, 0, 1),
            List.of(typed(1), typed(4), typed2(2)),
            Map.of(),
            List.of()),
        first(),
        add(HEADER + row(4) + "\n" + day2(2) + "\n"));
    var days = new LinkedHashMap<String, byte[]>();
    for (int day = 1; day <= 3; day++) {
      var text = new StringBuilder(HEADER);
      for (int i = 0; i < 4; i++) {
        text.append(row(10 * day + i).replace("2024-01-01", "2024-01-0" + day)).append('\n');
      }
      days.put("day" + day + ".csv", bytes(text.toString()));
    }
    var rows = new ArrayList<String>();
    for (int day = 1; day <= 3; day++) {
      for (int i = 0; i < 4; i++) {
        rows.add(typed(10 * day + i).replace("2024-01-01", "2024-01-0" + day));
      }
    }
    var half = new ArrayList<>(rows);
    half.add(typed2(40));
    went(
        "half a file arrived",
        Feed.receipts(),
        new Went(
            kept(13),
            half,
            Map.of(),
            List.of("file day4.csv: 1 rows, where the last 3 files had 4 (median)")),
        days,
        Map.of("day4.csv", bytes(HEADER + day2(40) + "\n")));
    stopped(
        "half a file arrived where that stops",
        Feed.receipts().on("volume", Outcome.STOP),
        Reason.GATE,
        ", file day4.csv: 1 rows, where the last 3 files had 4 (median) (deliveries.volume = stop)",
        days,
        Map.of("day4.csv", bytes(HEADER + day2(40) + "\n")));
    stopped(
        "yesterday's file again where that stops",
        Feed.receipts().on("freshness", Outcome.STOP),
        Reason.GATE,
        ", file day4.csv: the content of a file that counts already (deliveries.freshness = stop)",
        days,
        Map.of("day4.csv", days.get("day3.csv")));
    var old = new StringBuilder(HEADER);
    for (int i = 0; i < 4; i++) {
      old.append(row(40 + i).replace("2024-01-01", "2024-01-03")).append('\n');
    }
    stopped(
        "no event newer than the last ones where that stops",
        Feed.receipts().on("freshness", Outcome.STOP),
        Reason.GATE,
        ", file day4.csv: no event after 2024-01-03, which the last files had already (deliveries.freshness = stop)",
        days,
        Map.of("day4.csv", bytes(old.toString())));
  }

  private void exploded() {
    var orders =
        Feed.receipts()
            .as(Format.JSON)
            .explode("items")
            .column("product-id", "_element.p")
            .column("quantity", "_element.q")
            .column("amount", "_element.a");
    var order = "{\"nr\":\"%s\",\"day\":\"2024-01-01\",\"items\":%s}\n";
    var good = "[{\"p\":\"apple\",\"q\":1,\"a\":9.99},{\"p\":\"pear\",\"q\":2,\"a\":1}]";
    went(
        "orders with broken, empty and missing items",
        orders,
        new Went(
            new Balance(6, 1, 3, 2, 0, 0),
            List.of(typed(1), "1|2024-01-01|pear|2.000|1.00"),
            Map.of("type:amount", 1L, "malformed:json", 1L),
            List.of()),
        file(
            order.formatted(1, good)
                + order.formatted(2, good.replace("\"a\":1}", "\"a\":\"x\"}"))
                + order.formatted(3, "[]")
                + order.formatted(4, "null")
                + "{\"nr\":\"5\",\"day\":\"2024-01-01\"}\n"
                + order.formatted(6, "{\"p\":1}")));
  }

  private void contract() {
    var tight =
        Feed.receipts()
            .contract(
                "product-id",
                contract(false, List.of("apple", "pear"), Optional.empty(), Optional.empty()))
            .contract("amount", contract(false, List.of(), Optional.of(0.0), Optional.empty()))
            .contract(
                "basket-id",
                contract(false, List.of(), Optional.empty(), Optional.of("[0-9]{1,3}")))
            .contract("quantity", contract(true, List.of(), Optional.empty(), Optional.empty()));
    went(
        "a contract that a source tightened",
        tight,
        new Went(
            new Balance(5, 1, 0, 4, 0, 0),
            List.of(typed(1)),
            Map.of(
                "values:product-id",
                1L,
                "range:amount",
                1L,
                "pattern:basket-id",
                1L,
                "required:quantity",
                1L),
            List.of()),
        file(
            HEADER
                + row(1)
                + "\n"
                + row(2).replace("apple", "plum")
                + "\n"
                + row(3).replace("9.99", "-1")
                + "\n"
                + row(4444)
                + "\n"
                + row(5).replace(",1,", ",,")
                + "\n"));
  }

  private static ColumnContract contract(
      boolean required, List<String> values, Optional<Double> least, Optional<String> pattern) {
    return new ColumnContract(
        required ? Optional.of(true) : Optional.empty(),
        values,
        least,
        Optional.empty(),
        pattern,
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  @SafeVarargs
  private void went(String name, Feed feed, Went expected, Map<String, byte[]>... runs) {
    cases.add(new Case(name, feed, List.of(runs), expected, List.of()));
  }

  @SafeVarargs
  private void unknown(
      String name, Feed feed, Went expected, List<String> unknown, Map<String, byte[]>... runs) {
    cases.add(new Case(name, feed, List.of(runs), expected, unknown));
  }

  @SafeVarargs
  private void stopped(
      String name, Feed feed, Reason reason, String message, Map<String, byte[]>... runs) {
    cases.add(new Case(name, feed, List.of(runs), new Stopped(reason, message), List.of()));
  }

  private static Went went(int rows, int... numbers) {
    return new Went(
        kept(rows),
        Arrays.stream(numbers).mapToObj(DriftFiles::typed).toList(),
        Map.of(),
        List.of());
  }

  private static Balance kept(int rows) {
    return new Balance(rows, rows, 0, 0, 0, 0);
  }

  private static Map<String, byte[]> first() {
    return file(HEADER + row(1) + "\n");
  }

  private static Map<String, byte[]> file(String text) {
    return file(bytes(text));
  }

  private static Map<String, byte[]> file(byte[] bytes) {
    return Map.of("a.csv", bytes);
  }

  private static Map<String, byte[]> add(String text) {
    return add(bytes(text));
  }

  private static Map<String, byte[]> add(byte[] bytes) {
    return Map.of("b.csv", bytes);
  }

  /** A receipt of the first day. */
  private static String row(int number) {
    return number + ",2024-01-01,apple,1,9.99";
  }

  /** A receipt after the date that is published when the second run begins. */
  private static String day2(int number) {
    return number + ",2024-02-02,apple,1,9.99";
  }

  private static String typed(int number) {
    return number + "|2024-01-01|apple|1.000|9.99";
  }

  private static String typed2(int number) {
    return number + "|2024-02-02|apple|1.000|9.99";
  }

  private static String object(int number) {
    return "{\"nr\":\"%d\",\"day\":\"2024-01-01\",\"product\":\"apple\",\"quantity\":1,\"amount\":9.99}"
        .formatted(number);
  }

  private static String object2(int number) {
    return object(number).replace("2024-01-01", "2024-02-02");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] cut(byte[] bytes, int last) {
    return Arrays.copyOf(bytes, bytes.length - last);
  }

  private static byte[] joined(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(all::writeBytes);
    return all.toByteArray();
  }

  private static byte[] long100(String before, String after) {
    var line = new byte[100 << 20];
    Arrays.fill(line, (byte) 'x');
    return joined(bytes(before), line, bytes(after));
  }

  private static byte[] gzip(byte[] bytes) {
    return written(
        out -> {
          try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
          }
        });
  }

  private static byte[] zip(String... namesAndTexts) {
    return written(
        out -> {
          try (var zip = new ZipOutputStream(out)) {
            for (int i = 0; i < namesAndTexts.length; i += 2) {
              zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
              zip.write(bytes(namesAndTexts[i + 1]));
            }
          }
        });
  }

  private static byte[] tar(String... namesAndTexts) {
    return written(
        out -> {
          try (var tar = new TarArchiveOutputStream(out)) {
            for (int i = 0; i < namesAndTexts.length; i += 2) {
              var bytes = bytes(namesAndTexts[i + 1]);
              var entry = new TarArchiveEntry(namesAndTexts[i]);
              entry.setSize(bytes.length);
              tar.putArchiveEntry(entry);
              tar.write(bytes);
              tar.closeArchiveEntry();
            }
          }
        });
  }

  /** A Parquet file of what a select gives. */
  private byte[] parquet(String columns) throws IOException {
    var folder = scratch.resolve("parquet-" + cases.size() + "-" + Math.abs(columns.hashCode()));
    Sessions.shared().sql("select " + columns).coalesce(1).write().parquet(folder.toString());
    try (var files = Files.newDirectoryStream(folder, "*.parquet")) {
      return Files.readAllBytes(files.iterator().next());
    }
  }

  private interface Writing {
    void to(OutputStream out) throws IOException;
  }

  private static byte[] written(Writing writing) {
    var out = new ByteArrayOutputStream();
    try {
      writing.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
