package io.microtarget.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An invented business whose files hold twelve texts about persons that stand nowhere else, in
 * every place where a file can hold one: personal attributes and free text, what is compared,
 * identifiers, native ids, values that are no number, rows that cannot be parsed, a line of nobody.
 */
final class Canaries {
  /** What must be found in the vault and nowhere else; some in the spelling that is compared. */
  static final List<String> PLANTED =
      List.of(
          "Kanariewicz",
          "w.kanarie@vogelpost.example",
          "0151 71820459",
          "DE44500105175407324931",
          "Kanarienvogelsteig",
          "29.03.1957",
          "4539148803436467",
          "B-KV 7319",
          "KND-88231177",
          "Rechnung an Kanarbetrag",
          "99/815/08150",
          "nimmt Kanaroxin");

  /** The same in other spellings. */
  static final List<String> SPELLED =
      List.of("71820459", "1957-03-29", "kanarie@vogelpost", "88231177", "KV7319", "KV 7319");

  /** A key that is given by reference. */
  static final String KEY = "canary-key-5f1d7be2a90c44e8";

  /** A key of a file system in the settings of Spark. */
  static final String STORE_KEY = "canary-store-91c2e0aa";

  private static final String SETTINGS =
      """
      include "reference"
      as-of = 2025-01-01
      business { name = "Voliere", jurisdiction = DE, currency = EUR, zone = "Europe/Berlin" }
      lake { root = "FOLDER/lake", lease-seconds = 120, keep-hours = 0 }
      vault.key = "${file:FOLDER/key}"
      identity.country = DE
      sources {
        kunden {
          kind = party, format = csv, path = "FOLDER/data/kunden-*.csv", max-quarantined-share = 0.9
          columns { native-id = "nr" }
          attributes { notiz = "notiz", mail = "mail", ort = "ort" }
          personal = [notiz, mail]
          identifiers { iban = "iban", plate = "kennzeichen", email = "mail" }
          compare {
            name = "name", birth-date = "geboren", email = "mail", phone = "telefon", card = "karte"
            address = "strasse"
          }
          basis { legal-basis = consent, purposes = [analysis, direct-marketing], channels = [sms] }
        }
        bons {
          kind = purchase, format = csv, path = "FOLDER/data/bons-*.csv", max-quarantined-share = 0.9
          columns {
            native-id = "kunde", event-time = "am", basket-id = "bon", quantity = "menge"
            amount = "betrag"
          }
          attributes { bemerkung = "bemerkung" }, personal = [bemerkung]
          rules { no-refund = "betrag not like 'zur%'" }
        }
      }
      features.kinds = null
      features.own {
        spend { from = purchase, aggregate = sum, of = "amount", windows-days = [91] }
        baskets { from = purchase, aggregate = count-distinct, of = "basket_id", windows-days = [91] }
      }
      segments.kunden {
        clusters = [2, 2], minimum-size = 5
        features = [purchase__spend__sum__91d, purchase__baskets__count_distinct__91d]
      }
      channels.sms { cost = 0.10, capacity = 100 }
      """;

  private static final int OTHERS = 40;
  private static final String KUNDEN =
      "nr,name,geboren,mail,telefon,strasse,karte,iban,kennzeichen,ort,notiz";

  private final Path folder;

  private Canaries(Path folder) {
    this.folder = folder;
  }

  /** The business with its first files. */
  static Canaries in(Path folder) throws IOException {
    var canaries = new Canaries(folder);
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(
        folder.resolve("voliere.conf"), SETTINGS.replace("FOLDER", folder.toString()));
    var key = Files.writeString(folder.resolve("key"), KEY + "\n");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    canaries.first();
    return canaries;
  }

  Path config() {
    return folder.resolve("voliere.conf");
  }

  Path lake() {
    return folder.resolve("lake");
  }

  Path data(String name) {
    return folder.resolve("data").resolve(name);
  }

  private static String person() {
    return "Wilhelmine Kanariewicz,29.03.1957,w.kanarie@vogelpost.example,0151 71820459,Kanarienvogelsteig 17,4539148803436467,DE44500105175407324931,B-KV 7319,Berlin,nimmt Kanaroxin";
  }

  private void first() throws IOException {
    var customers = new ArrayList<>(List.of(KUNDEN));
    customers.add("KND-88231177," + person());
    // Twice, so that there is something to link; once without an id, so that it is quarantined.
    customers.add("KND-4," + person());
    customers.add("," + person());
    customers.add("KND-5," + person() + ",zu,viele");
    customers.add("KND-6,Wilhelmine Kanariewicz,99/815/08150");
    var receipts = new ArrayList<>(List.of("kunde,am,bon,menge,betrag,bemerkung"));
    receipts.add("KND-88231177,2024-12-01 10:00:00,b0,1,12.50,nimmt Kanaroxin");
    receipts.add("KND-88231177,2024-12-02 10:00:00,b1,1,Rechnung an Kanarbetrag,99/815/08150");
    receipts.add(",2024-12-02 10:00:00,b2,1,3.00,w.kanarie@vogelpost.example");
    receipts.add("KND-88231177,2024-12-02 10:00:00,b3,-1,3.00,nimmt Kanaroxin");
    receipts.add("KND-88231177,29.03.1957,b3,1,zur Kanariewicz,nimmt Kanaroxin");
    receipts.add("KND-88231177,2024-12-02 10:00:00,b4,1,3.00,\"offen Kanariewicz");
    for (int c = 0; c < OTHERS; c++) {
      customers.add(
          "KUN-%02d,Vorname%d Nachname%d,0%d.02.1980,k%d@post.example,0160 55512%02d,Weg %d,,,,Berlin,nichts"
              .formatted(c, c, c * 7 % 40, 1 + c % 9, c, c, c));
      for (int r = 0; r < 3 + c % 2 * 3; r++) {
        receipts.add(
            String.format(
                Locale.ROOT, "KUN-%02d,2024-12-%02d 10:00:00,n%d-%d,1,%d.50,", c, 1 + r, c, r, c));
      }
    }
    Files.write(data("kunden-1.csv"), customers);
    // The open quote swallows what follows it: it stands in a file of its own.
    Files.write(data("bons-0.csv"), List.of(receipts.get(0), receipts.remove(6)));
    Files.write(data("bons-1.csv"), receipts);
  }

  /** Brings {@code broken} files, takes them {@code away}, or brings {@code drifted} ones. */
  static void deliver(Path folder, String what) throws IOException {
    var canaries = new Canaries(folder);
    switch (what) {
      case "broken" ->
          // Receipts of the one person of which none is in order.
          Files.write(
              canaries.data("bons-2.csv"),
              List.of(
                  "kunde,am,bon,menge,betrag,bemerkung",
                  "KND-88231177,2024-12-03 10:00:00,b5,nimmt Kanaroxin,1.00,Kanarienvogelsteig",
                  "KND-88231177,2024-12-03 10:00:00,b6,29.03.1957,Rechnung an Kanarbetrag,B-KV 7319"));
      case "away" -> {
        Files.deleteIfExists(canaries.data("bons-2.csv"));
        Files.deleteIfExists(canaries.data("bons-3.csv"));
      }
      case "drifted" -> {
        // Columns are gone, one is new, and a file has no header at all.
        Files.write(
            canaries.data("kunden-2.csv"),
            List.of("nr,name,mehr", "KND-9,Wilhelmine Kanariewicz,neu"));
        Files.write(
            canaries.data("bons-3.csv"),
            List.of(
                "KND-88231177,2024-12-03 10:00:00,b7,1,1.00,w.kanarie@vogelpost.example",
                "KND-88231177,2024-12-04 10:00:00,b8,1,1.00,nimmt Kanaroxin"));
      }
      default -> throw new IllegalArgumentException(what);
    }
  }
}
