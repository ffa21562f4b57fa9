package io.microtarget.jobs.inspect;

import io.microtarget.testing.Sessions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * Raw files of an invented business in every format, written as people write them. The people are
 * made up; every value about one of them is a canary that no draft may show.
 */
public final class RawFolder {
  static final int PEOPLE = 40;
  private static final List<String> FIRST =
      List.of("Zylphia", "Quorvath", "Brömbel", "Yxander", "Mirquella", "Anna", "Peter", "Wobbina");
  private static final List<String> LAST =
      List.of("Knatterfels", "Ozzelbrink", "Frömmwald", "Hibbelquast", "Jaxentorp", "Plimmering");

  private final Path folder;
  private final Set<String> canaries = new TreeSet<>();

  private RawFolder(Path folder) {
    this.folder = folder;
  }

  /** All files in a folder. */
  public static RawFolder in(Path folder) throws IOException {
    var raw = new RawFolder(folder);
    Files.createDirectories(folder);
    raw.write();
    return raw;
  }

  /** Values of persons that stand in the files. */
  public Set<String> canaries() {
    return canaries;
  }

  public Path file(String name) {
    return folder.resolve(name);
  }

  /** File or glob to the kind it must be taken for and the rows it has. */
  public record Expected(String file, String source, String kind, int rows) {}

  /** Everything in the folder, as `inspect` must see it. */
  public static List<Expected> expected() {
    return List.of(
        new Expected("kunden.csv", "kunden", "party", PEOPLE),
        new Expected("bons-*.csv", "bons", "purchase", 2 * 60),
        new Expected("artikel.ndjson", "artikel", "product", 30),
        new Expected("klicks.json", "klicks", "event", 50),
        new Expected("bestellungen.ndjson", "bestellungen", "purchase", 25),
        new Expected("briefe.parquet", "briefe", "contact", PEOPLE),
        new Expected("access.log", "access", "event", 60),
        new Expected("posts.csv", "posts", "mention", 20),
        new Expected("umsatz-archiv.tar.gz", "tage", "purchase", 3 * 20),
        new Expected("zaehler.zip", "werte", "sensor_reading", 40),
        new Expected("einwilligungen.txt", "einwilligungen", "consent", PEOPLE),
        new Expected("anrufe.csv.gz", "anrufe", "call_record", 45),
        new Expected("gps.csv", "gps", "location", 50),
        new Expected("umfrage.csv", "umfrage", "survey_answer", 3 * PEOPLE),
        new Expected("deals.json", "deals", "opportunity", 15),
        new Expected("nameless.csv", "nameless", "party", 30));
  }

  private void write() throws IOException {
    people();
    receipts();
    goods();
    clicks();
    orders();
    letters();
    lines("access.log", StandardCharsets.UTF_8, null, 60, this::access);
    lines(
        "posts.csv",
        StandardCharsets.UTF_8,
        "post_id,created_at,text,sentiment,likes",
        20,
        this::post);
    archive();
    meters();
    consents();
    calls();
    lines(
        "gps.csv",
        StandardCharsets.UTF_8,
        "user_id,ts,lat,lon,accuracy",
        50,
        i ->
            "%s,%d,%.5f,%.5f,%d"
                .formatted(
                    id(i),
                    1_700_000_000L + i * 61L,
                    52.4 + i / 100.0,
                    13.3 + i / 90.0,
                    5 + i % 20));
    lines(
        "umfrage.csv",
        StandardCharsets.UTF_8,
        "teilnehmer;datum;frage;antwort",
        3 * PEOPLE,
        i ->
            "%s;2025-0%d-1%d;F%d;%s"
                .formatted(
                    id(i / 3),
                    1 + i % 9,
                    i % 10,
                    i % 3,
                    List.of("ja", "nein", "weiß nicht").get(i % 3)));
    deals();
    lines(
        "nameless.csv",
        StandardCharsets.UTF_8,
        null,
        30,
        i ->
            "%s,%s,%d,2025-03-%02d"
                .formatted(mail(i), canary("Ozzelbrink-" + i), 18 + i, 1 + i % 28));
  }

  private static String id(int i) {
    return "KD-%05d".formatted(70_000 + i % PEOPLE);
  }

  private String canary(String value) {
    canaries.add(value);
    return value;
  }

  private String first(int i) {
    return canary(FIRST.get(i % FIRST.size()));
  }

  private String last(int i) {
    return canary(LAST.get(i % LAST.size()));
  }

  private String mail(int i) {
    return canary("zyl%d@knatterfels.example".formatted(i));
  }

  private String phone(int i) {
    return canary("+49 160 55%05d".formatted(i * 37 % 100_000));
  }

  private void people() throws IOException {
    lines(
        "kunden.csv",
        Charset.forName("windows-1252"),
        "Kunden-Nr;Vorname;Nachname;E-Mail;Telefon;Straße;PLZ;Ort;Geburtsdatum;IBAN;Bemerkung;Umsatz;Rang",
        PEOPLE,
        i ->
            String.join(
                ";",
                id(i),
                first(i),
                last(i),
                mail(i),
                phone(i),
                canary("Xenonallee " + (i + 1)),
                "%05d".formatted(10_115 + i),
                "Grün" + (i % 4) + "stadt",
                canary("%02d.%02d.%d".formatted(1 + i % 28, 1 + i % 12, 1950 + i)),
                iban(i),
                "\"hat am Telefon von %s erzählt, dass alles; wie immer %d mal gut war\""
                    .formatted(first(i + 1), i),
                String.format(Locale.GERMANY, "%,.2f", 900 + 37.5 * i),
                List.of("Gold", "Silber", "Bronze").get(i % 3)));
  }

  private String iban(int i) {
    var account = "37040044%010d".formatted(532_013_000L + i);
    var check =
        98
            - new java.math.BigInteger(account + "131400")
                .mod(java.math.BigInteger.valueOf(97))
                .intValue();
    return canary("DE%02d%s".formatted(check, account));
  }

  private void receipts() throws IOException {
    for (int day = 1; day <= 2; day++) {
      var of = day;
      lines(
          "bons-2025-01-0%d.csv".formatted(day),
          StandardCharsets.UTF_8,
          "Kunde;Bon;Zeitpunkt;Artikel;Filiale;Menge;Betrag",
          60,
          i ->
              "%s;B%d%03d;0%d.01.2025 %02d:%02d;A%03d;F%d;%d;%s"
                  .formatted(
                      id(i),
                      of,
                      i / 2,
                      of,
                      8 + i % 12,
                      i % 60,
                      i % 30,
                      i % 4,
                      1 + i % 3,
                      String.format(Locale.GERMANY, "%,.2f", 4.99 + 25 * i)));
    }
  }

  private void goods() throws IOException {
    lines(
        "artikel.ndjson",
        StandardCharsets.UTF_8,
        null,
        30,
        i ->
            "{\"sku\":\"A%03d\",\"bezeichnung\":\"Ding %d\",\"marke\":\"M%d\",\"preis\":%d.95,\"tags\":[\"x\",\"y\"]}"
                .formatted(i, i, i % 5, 1 + i));
  }

  private void clicks() throws IOException {
    var events =
        IntStream.range(0, 50)
            .mapToObj(
                i ->
                    "{\"sessionId\":\"s%d\",\"userId\":\"%s\",\"ts\":%d,\"event\":\"%s\",\"page\":{\"url\":\"/shop/%d?mail=%s\"}}"
                        .formatted(
                            i / 4,
                            id(i),
                            1_736_000_000_000L + i * 61_000L,
                            List.of("view", "cart", "order").get(i % 3),
                            i,
                            mail(i)))
            .collect(Collectors.joining(",\n", "[", "]"));
    Files.writeString(file("klicks.json"), events);
  }

  private void orders() throws IOException {
    lines(
        "bestellungen.ndjson",
        StandardCharsets.UTF_8,
        null,
        25,
        i ->
            "{\"orderId\":\"O%04d\",\"customerId\":\"%s\",\"orderDate\":\"2025-02-%02dT10:00:00Z\",\"items\":[%s]}"
                .formatted(
                    i,
                    id(i),
                    1 + i % 28,
                    IntStream.rangeClosed(0, i % 3)
                        .mapToObj(
                            k ->
                                "{\"sku\":\"A%03d\",\"qty\":%d,\"price\":%d.50}"
                                    .formatted(k, 1 + k, 3 + k))
                        .collect(Collectors.joining(","))));
  }

  private void letters() throws IOException {
    var rows = new ArrayList<org.apache.spark.sql.Row>();
    for (int i = 0; i < PEOPLE; i++) {
      rows.add(
          RowFactory.create(
              id(i),
              "K" + i % 2,
              "brief",
              i % 2 == 0 ? "treatment" : "control",
              java.sql.Date.valueOf("2025-01-1" + i % 10)));
    }
    var schema =
        StructType.fromDDL(
            "kunde STRING, kampagne STRING, kanal STRING, gruppe STRING, gesendet_am DATE");
    var parts = file("parts");
    Sessions.shared().createDataFrame(rows, schema).coalesce(1).write().parquet(parts.toString());
    try (var all = Files.list(parts)) {
      Files.move(
          all.filter(p -> p.toString().endsWith(".parquet")).findFirst().orElseThrow(),
          file("briefe.parquet"));
    }
    try (var all = Files.walk(parts)) {
      for (var path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private String access(int i) {
    return "%s - - [17/May/2025:10:05:%02d +0000] \"GET /page/%d?q=%s HTTP/1.1\" %d %s \"-\" \"Mozilla/5.0 (X11; %d)\""
        .formatted(
            canary("83.149.%d.216".formatted(i)),
            i % 60,
            i,
            "x",
            i % 9 == 0 ? 404 : 200,
            i % 7 == 0 ? "-" : "" + (100 + i),
            i);
  }

  private String post(int i) {
    return "%d,2025-03-%02d 12:00:00,\"@%s said \"\"%s\"\"\nand more of it, number %d\",%s,%d"
        .formatted(
            900_000 + i,
            1 + i,
            first(i).toLowerCase(Locale.ROOT),
            last(i),
            i,
            List.of("positive", "negative").get(i % 2),
            i);
  }

  private void archive() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      for (int day = 1; day <= 3; day++) {
        var text =
            new StringBuilder("InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID\n");
        for (int i = 0; i < 20; i++) {
          text.append(
              "5%d%03d,S%d,%d,2025-04-0%d 09:%02d:00,%d.25,%s\n"
                  .formatted(
                      day,
                      i / 2,
                      i % 9,
                      i % 6 == 0 ? -1 : 1 + i % 5,
                      day,
                      i,
                      1 + i,
                      i % 4 == 0 ? "" : id(i)));
        }
        var content = text.toString().getBytes(StandardCharsets.UTF_8);
        var entry = new TarArchiveEntry("tage/2025-04-0%d.csv".formatted(day));
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    Files.write(file("umsatz-archiv.tar.gz"), bytes.toByteArray());
  }

  private void meters() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("README.txt"));
      zip.write(
          "Readings of the meters, as they came. Nothing else is in here.\nRead with care, please.\n"
              .getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
      zip.putNextEntry(new ZipEntry("werte.tsv"));
      zip.write(
          "household_id\tsensor_id\tmeasured_at\tmetric\tvalue\tunit\n"
              .getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < 40; i++) {
        zip.write(
            "%s\tS%d\t2025-05-01T%02d:00:00Z\tpower\t%d.5\tW\n"
                .formatted(id(i), i % 5, i % 24, 10 + i)
                .getBytes(StandardCharsets.UTF_8));
      }
      zip.closeEntry();
    }
    Files.write(file("zaehler.zip"), bytes.toByteArray());
  }

  private void consents() throws IOException {
    lines(
        "einwilligungen.txt",
        StandardCharsets.UTF_16,
        "Kundennummer\tKanal\tEinwilligung\tDatum",
        PEOPLE,
        i ->
            "%s\t%s\t%s\t2025-0%d-02"
                .formatted(
                    id(i),
                    List.of("E-Mail", "Brief").get(i % 2),
                    List.of("erteilt", "widerrufen").get(i % 2),
                    1 + i % 9));
  }

  private void calls() throws IOException {
    var text = new StringBuilder("msisdn|call_start|duration|direction|call_type\n");
    for (int i = 0; i < 45; i++) {
      text.append(
          "%s|2025-06-01 %02d:30:00|%d|%s|voice\n"
              .formatted(phone(i), i % 24, i * 7, List.of("incoming", "outgoing").get(i % 2)));
    }
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
    Files.write(file("anrufe.csv.gz"), bytes.toByteArray());
  }

  private void deals() throws IOException {
    var text = new StringBuilder();
    for (int i = 0; i < 15; i++) {
      text.append(
          """
          {
            "opportunity_id": "D%03d",
            "account": "Firma %d",
            "deal_stage": "%s",
            "close_value": %d,
            "engage_date": "2025-07-%02d",
            "sales_agent": "%s %s"
          }
          """
              .formatted(
                  i,
                  i % 4,
                  List.of("Won", "Lost", "Engaging").get(i % 3),
                  100 * i,
                  1 + i,
                  first(i),
                  last(i)));
    }
    Files.writeString(file("deals.json"), text);
  }

  private void lines(String name, Charset charset, String header, int rows, IntFunction<String> row)
      throws IOException {
    var lines = new ArrayList<String>();
    if (header != null) {
      lines.add(header);
    }
    IntStream.range(0, rows).mapToObj(row).forEach(lines::add);
    Files.writeString(file(name), String.join("\n", lines) + "\n", charset);
  }
}
