package io.microtarget.jobs;

import io.microtarget.testing.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * The raw files of the benchmark for 200 made-up persons, by rule instead of by chance, so that
 * every expected number can be told from a person's number.
 *
 * <p>Person {@code i} has record {@code C<i>} in the CRM; every 20th a second one. Every second has
 * a card, every third an account in the shop with two devices, of which one never names its user
 * but in an identify call. Phones are written in three ways. Every tenth e-mail address of the CRM
 * is the same placeholder.
 */
final class BenchFiles {
  private static final List<String> SYLLABLES =
      List.of("bam", "dor", "fel", "gis", "kul", "lan", "mer", "nov", "rix", "tup");

  static final int PERSONS = 200;
  static final int DUPLICATES = PERSONS / 20;
  static final int CARDS = PERSONS / 2;
  static final int ACCOUNTS = (PERSONS + 2) / 3;
  static final int CAMPAIGNS = 4;
  private static final LocalDate AS_OF = LocalDate.of(2025, 6, 30);
  private static final int[] SENT_BEFORE_DAYS = {300, 200, 100, 0};

  private BenchFiles() {}

  /** Writes {@code folder/raw}. */
  static void write(Path folder) throws IOException {
    var raw = Files.createDirectories(folder.resolve("raw"));
    Files.createDirectories(raw.resolve("web_events"));
    Files.write(raw.resolve("crm_persons.csv"), crm());
    Files.write(raw.resolve("loyalty_cards.csv"), loyalty());
    Files.write(raw.resolve("shop_accounts.ndjson"), shop());
    Files.write(raw.resolve("pos_receipts.csv"), receipts());
    Files.write(raw.resolve("web_events/part-0000.ndjson"), events());
    Files.write(raw.resolve("contacts.csv"), contacts());
    Files.write(raw.resolve("consents.csv"), consents());
    orders(raw.resolve("web_orders"));
  }

  /** The first {@code part} of {@code parts} of the lines of each text file, and all orders. */
  static void writePart(Path whole, Path folder, int part, int parts) throws IOException {
    for (var file : Trees.files(whole.resolve("raw"))) {
      var name = file.getFileName().toString();
      var copy = folder.resolve(whole.relativize(file));
      if (name.endsWith(".csv") || name.endsWith(".ndjson")) {
        var lines = Files.readAllLines(file);
        Files.createDirectories(copy.getParent());
        Files.write(copy, lines.subList(0, lines.size() * part / parts));
      } else if (name.endsWith(".parquet")) {
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  static String crmId(int person) {
    return "C%08d".formatted(person);
  }

  static String user(int person) {
    return "u%07d".formatted(person);
  }

  static boolean hasCard(int person) {
    return person % 2 == 0;
  }

  static boolean hasAccount(int person) {
    return person % 3 == 0;
  }

  /** Web steps on both devices of somebody with an account. */
  static int steps(int person) {
    return 2 + person % 5;
  }

  private static String firstName(int person) {
    return SYLLABLES.get(person % 8).concat(SYLLABLES.get(person * 3 % 7 + 3));
  }

  /** Three syllables, of everybody others. */
  private static String lastName(int person) {
    int number = person * 389 % 1_000;
    return SYLLABLES.get(number / 100)
        + SYLLABLES.get(number / 10 % 10)
        + SYLLABLES.get(number % 10);
  }

  private static LocalDate born(int person) {
    return LocalDate.of(1940 + person * 37 % 60, 1 + person * 5 % 12, 1 + person % 28);
  }

  private static String postalCode(int person) {
    return "%05d".formatted(1_067 + person % 40);
  }

  private static List<String> crm() {
    var lines = new ArrayList<String>();
    lines.add("crm_id;first_name;last_name;email;phone;street;zip;city;birth_date;card_no;created");
    for (int i = 0; i < PERSONS; i++) {
      var mail = i % 10 == 1 ? "unknown@example.org" : "P%d@Example.org".formatted(i);
      lines.add(crm(i, i, mail, hasCard(i) && i % 4 == 0 ? card(i) : ""));
      if (i % 20 == 0) {
        lines.add(crm(PERSONS + i / 20, i, "", ""));
      }
    }
    return lines;
  }

  private static String crm(int number, int person, String mail, String card) {
    var born = born(person);
    return "%s;%s;%s;%s;%s;%s;%s;Musterstadt;%s;%s;01.02.2020"
        .formatted(
            crmId(number),
            firstName(person),
            lastName(person),
            mail,
            "0151 " + subscriber(person),
            "Weg " + (1 + person % 50),
            postalCode(person),
            "%02d.%02d.%d".formatted(born.getDayOfMonth(), born.getMonthValue(), born.getYear()),
            card);
  }

  private static List<String> loyalty() {
    var lines = new ArrayList<>(List.of("card_no,name,email,mobile,postcode,dob,enrolled_at"));
    for (int i = 0; i < PERSONS; i++) {
      if (hasCard(i)) {
        lines.add(
            "%s,\"%s, %s\",,+49 151 %s,%s,%s,2021-03-04"
                .formatted(
                    card(i),
                    lastName(i).toUpperCase(Locale.ROOT),
                    firstName(i),
                    subscriber(i),
                    postalCode(i),
                    born(i)));
      }
    }
    return lines;
  }

  private static List<String> shop() {
    var lines = new ArrayList<String>();
    for (int i = 0; i < PERSONS; i++) {
      if (hasAccount(i)) {
        lines.add(
            """
            {"userId":"%s","createdAt":"2022-01-02T00:00:00Z","traits":{"email":"p%d@example.org",\
            "firstName":"%s","lastName":"%s","phone":"0049151%s","loyaltyCard":null,\
            "address":{"postalCode":"%s","city":"Musterstadt"}}}"""
                .formatted(user(i), i, firstName(i), lastName(i), subscriber(i), postalCode(i)));
      }
    }
    return lines;
  }

  /** One receipt of each card a month before, one without a card, and one after the date. */
  private static List<String> receipts() {
    var lines = new ArrayList<>(List.of("receipt;sold_at;store;card_no;category;qty;amount"));
    for (int i = 0; i < PERSONS; i++) {
      if (hasCard(i)) {
        lines.add("%d;28.05.2025 10:%02d;7;%s;food;1;%d,50".formatted(i, i % 60, card(i), i));
        lines.add("%d;30.06.2025 00:00;7;%s;home;1;999,00".formatted(1_000 + i, card(i)));
      } else {
        lines.add("%d;28.05.2025 11:%02d;7;;toys;1;5,00".formatted(i, i % 60));
      }
    }
    return lines;
  }

  private static List<String> events() {
    var lines = new ArrayList<String>();
    for (int i = 0; i < PERSONS; i++) {
      for (int step = 0; step < steps(i); step++) {
        var device = "anon-%d-%d".formatted(i, step % 2);
        var user = hasAccount(i) && step % 2 == 0 ? "\"%s\"".formatted(user(i)) : "null";
        var line =
            """
            {"messageId":"m%d-%d","type":"track","event":"Product Viewed","anonymousId":"%s",\
            "userId":%s,"timestamp":"2025-06-%02dT12:00:00Z",\
            "properties":{"category":"food","price":1.5},\
            "context":{"device":"mobile","campaign":{"source":"search"}}}"""
                .formatted(i, step, device, user, 1 + step);
        lines.add(line);
        if (i % 50 == 0 && step == 0) {
          lines.add(line);
        }
      }
      if (hasAccount(i)) {
        lines.add(
            """
            {"messageId":"i%d","type":"identify","event":null,"anonymousId":"anon-%d-1",\
            "userId":"%s","timestamp":"2025-01-01T12:00:00Z","properties":null,\
            "context":{"device":"mobile","campaign":{"source":"direct"}}}"""
                .formatted(i, i, user(i)));
      }
    }
    return lines;
  }

  private static List<String> contacts() {
    var lines =
        new ArrayList<>(List.of("campaign_id,crm_id,channel,arm,sent_at,responded,revenue"));
    for (int c = 0; c < CAMPAIGNS; c++) {
      for (int i = 0; i < PERSONS; i++) {
        var answers = (i / 10 + i + c) % 3 == 0;
        lines.add(
            String.format(
                Locale.ROOT,
                "K%d,%s,email,%s,%s 00:00:00,%d,%s",
                c,
                crmId(i),
                (i + i / 10 + c) % 2 == 0 ? "treatment" : "control",
                AS_OF.minusDays(SENT_BEFORE_DAYS[c]),
                answers ? 1 : 0,
                answers ? "9.5" : "0.0"));
      }
    }
    return lines;
  }

  private static List<String> consents() {
    var lines = new ArrayList<>(List.of("crm_id,channel,status,at"));
    for (int i = 0; i < PERSONS; i++) {
      lines.add("%s,email,granted,2024-06-11T22:12:17".formatted(crmId(i)));
      lines.add("%s,phone,denied,2024-06-11T22:12:17".formatted(crmId(i)));
      if (i % 5 == 0) {
        lines.add("%s,email,revoked,2024-08-11T22:12:17".formatted(crmId(i)));
      }
    }
    return lines;
  }

  private static void orders(Path folder) {
    var rows = new ArrayList<Row>();
    for (int i = 0; i < PERSONS; i++) {
      if (hasAccount(i)) {
        rows.add(RowFactory.create((long) i, user(i), "2025-05-0%d 10:00:00".formatted(1 + i % 9)));
      }
    }
    var schema =
        new StructType().add("order_id", "bigint").add("user_id", "string").add("at", "string");
    Sessions.shared()
        .createDataFrame(rows, schema)
        .selectExpr(
            "order_id",
            "user_id",
            "cast(at as timestamp) as ts",
            "'home' as category",
            "1 as qty",
            "cast(20.25 as double) as amount")
        .coalesce(1)
        .write()
        .parquet(folder.toString());
  }

  private static String card(int person) {
    return "98%011d".formatted(person);
  }

  private static String subscriber(int person) {
    return "%07d".formatted(1_000_000 + person);
  }
}
