package io.microtarget.jobs;

import io.microtarget.testing.Sessions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * An invented bookshop in Berlin: 400 persons with German column names, receipts in a CSV with
 * semicolons, letters in Parquet, customers and answers in lines of JSON.
 *
 * <p>Planted: a third of the customers love vouchers. They use one for every second book and answer
 * 45 % of the letters; the others for one in twenty and 4 %. Every e-mail address is a canary.
 */
final class Bookshop {
  static final int CUSTOMERS = 400;

  /** Part of every e-mail address and of nothing else. */
  static final String CANARY = "@leserin.example";

  static final String ID_PREFIX = "KD-77";

  private static final List<String> GENRES = List.of("Roman", "Krimi", "Sachbuch", "Kinder");

  /** Receipts of a till that is being tested: filtered. */
  static final int TESTS = 5;

  /** Receipts with a negative quantity: quarantined. */
  static final int RETURNS = 3;

  /** Customers that stand in the file twice: duplicates. */
  static final int TWICE = 2;

  private static final int BOOKS = 60;
  private static final int CAMPAIGNS = 10;
  private static final Random RANDOM = new Random(20240229);

  private static final String SOURCES =
      """
      include "reference"
      data = "DATA"
      as-of = 2025-01-01
      business {
        name = "Bücherstube", jurisdiction = DE, currency = EUR, zone = "Europe/Berlin"
      }
      lake.root = "LAKE"
      vault.key = "public:buecherstube-2024"
      sources {
        bons {
          kind = purchase, format = csv, path = ${data}"/bons.csv", options { delimiter = ";" }
          zone = "Europe/Berlin", where = "Filiale <> 'TEST'"
          basis {
            legal-basis = legitimate-interest, purposes = [analysis, direct-marketing]
            channels = [brief]
          }
          columns {
            native-id = "Kunde", event-time = "Zeitpunkt", basket-id = "Bon", product-id = "Artikel"
            place-id = "Filiale", quantity = "Menge", amount = "Betrag"
            discount = "Rabatt", coupon-discount = "Gutschein"
          }
        }
        kunden {
          kind = party, format = json, path = ${data}"/kunden.ndjson"
          identified-by = [native-id]
          columns { native-id = "nr" }
          attributes { mail = "mail", ort = "ort" }
          personal = [mail]
        }
        artikel {
          kind = product, path = ${data}"/artikel.parquet"
          identified-by = [product-id]
          columns { product-id = "ean", department = "genre", brand = "verlag" }
        }
        aktionen {
          kind = campaign, format = csv, path = ${data}"/aktionen.csv"
          identified-by = [campaign-id]
          columns { campaign-id = "aktion", campaign-type = "art", starts-on = "von", ends-on = "bis" }
        }
        briefe {
          kind = contact, path = ${data}"/briefe.parquet"
          basis = ${sources.bons.basis}
          identified-by = [native-id, campaign-id]
          lookups.aktion { format = csv, path = ${data}"/aktionen.csv", keys = [aktion] }
          columns {
            native-id = "kunde", campaign-id = "aktion", channel = "'brief'", arm = "'brief'"
            event-time = "cast(von as date)"
          }
        }
        antworten {
          kind = response, format = json, path = ${data}"/antworten.ndjson"
          lookups.aktion { format = csv, path = ${data}"/aktionen.csv", keys = [aktion] }
          columns { native-id = "kunde", campaign-id = "aktion", event-time = "try_cast(am as date)" }
          rules { before-campaign = "am >= von" }
        }
      }
      """;

  /** Few features: the default measures have tests of their own, and are in real businesses. */
  private static final String WHOLE =
      """
      features {
        kinds = null
        dimensions.buch {
          to = purchase, from = product
          keys { product_id = "product_id" }, columns { department = "department" }
        }
        own {
          lines { from = purchase, aggregate = count, windows-days = [364] }
          recency { from = purchase, aggregate = days-since-last }
          spend { from = purchase, aggregate = sum, of = "amount", windows-days = [91] }
          voucher_lines {
            from = purchase, aggregate = count, where = "coupon_discount > 0", windows-days = [364]
          }
          novels {
            from = purchase, aggregate = sum, of = "amount", where = "department = 'Roman'"
            windows-days = [364]
          }
          letters { from = contact, aggregate = count, windows-days = [all] }
          answers { from = response, aggregate = count, windows-days = [all] }
        }
        derived { voucher_share = "purchase__voucher_lines__count__364d / (purchase__lines__count__364d + 2)" }
        traits { ort = "attributes['ort']" }
      }
      segments.leser {
        clusters = [2, 3], minimum-size = 20
        features = [purchase__recency__days_since_last__all, purchase__spend__sum__91d, voucher_share]
      }
      models.antwort {
        contacts = briefe, outcome = antworten, model = logistic, backtest-from = 2024-08-01
        features = [
          voucher_share, purchase__recency__days_since_last__all, purchase__spend__sum__91d
          response__answers__count__all
        ]
        baseline = [purchase__recency__days_since_last__all, purchase__spend__sum__91d]
        penalties = [0.1], folds = 3, bootstrap = 100, trees = 5, tree-depth = 2
      }
      offers {
        roman { where = "campaign_type = 'Roman'", margin = 9.00 }
        krimi { where = "campaign_type = 'Krimi'", margin = 8.00 }
      }
      channels.brief { medium = mail, cost = 0.90, capacity = 100 }
      policy {
        budget = 60.00, holdout-share = 0.10, contacts-per-subject { days = 10, most = 1 }
        minimum-audience = 5
      }
      destinations.druckerei { channel = brief, format = csv }
      """;

  /** As little as there can be: enough where only sources and the publication matter. */
  private static final String SMALL =
      """
      features.kinds = null
      features.own.spend { from = purchase, aggregate = sum, of = "amount", windows-days = [91] }
      """;

  private final Path folder;

  private Bookshop(Path folder) {
    this.folder = folder;
  }

  /** A bookshop with its raw files and settings in a folder; the lake will be beside them. */
  static Bookshop in(Path folder) {
    return in(folder, WHOLE);
  }

  /** The same without segments, models and offers. */
  static Bookshop smallIn(Path folder) {
    return in(folder, SMALL);
  }

  private static Bookshop in(Path folder, String rest) {
    var shop = new Bookshop(folder);
    try {
      Files.createDirectories(shop.data());
      for (var file : Once.FILES) {
        Files.copy(file, shop.data(file.getFileName().toString()));
      }
      Files.writeString(
          shop.config(),
          (SOURCES + rest)
              .replace("DATA", shop.data().toString())
              .replace("LAKE", shop.lake().toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return shop;
  }

  Path config() {
    return folder.resolve("buecher.conf");
  }

  Path data() {
    return folder.resolve("data");
  }

  Path data(String file) {
    return data().resolve(file);
  }

  Path lake() {
    return folder.resolve("lake");
  }

  /** Runs a command of the business, with {@code --config}. */
  Command.Outcome run(String command, String... arguments) {
    var all = new ArrayList<>(List.of(command, "--config", config().toString()));
    all.addAll(List.of(arguments));
    return Command.run(all.toArray(String[]::new));
  }

  /** Replaces a text that must be there in the settings. */
  void settings(String before, String after) throws IOException {
    replace(config(), before, after);
  }

  /** Replaces the first occurrence of a text that must be there. */
  static void replace(Path file, String before, String after) throws IOException {
    var text = Files.readString(file);
    if (!text.contains(before)) {
      throw new IllegalArgumentException("%s has no `%s`".formatted(file, before));
    }
    var at = text.indexOf(before);
    Files.writeString(file, text.substring(0, at) + after + text.substring(at + before.length()));
  }

  /** Writes rows as one Parquet file, replacing it. */
  static void parquet(Path file, Dataset<Row> rows) {
    var folder = file.resolveSibling(file.getFileName() + ".parts");
    rows.coalesce(1).write().mode("overwrite").parquet(folder.toString());
    try (var parts = Files.list(folder)) {
      var part = parts.filter(p -> p.toString().endsWith(".parquet")).findFirst().orElseThrow();
      Files.deleteIfExists(file);
      Files.move(part, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Trees.delete(folder);
  }

  /** The files are the same for all tests, so they are made once. */
  private static final class Once {
    static final List<Path> FILES = make();

    private static List<Path> make() {
      try {
        var folder = Files.createTempDirectory("bookshop");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Trees.delete(folder)));
        write(folder);
        try (var files = Files.list(folder)) {
          return files.filter(f -> !f.getFileName().toString().startsWith(".")).toList();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void write(Path folder) throws IOException {
      var receipts = new ArrayList<String>();
      receipts.add("Filiale;Bon;Zeitpunkt;Artikel;Menge;Betrag;Rabatt;Gutschein;Kunde");
      for (int t = 0; t < TESTS; t++) {
        receipts.add("TEST;T" + t + ";2024-01-02 08:00:00;B001;1;1.00;0.00;0.00;" + ID_PREFIX);
      }
      for (int r = 0; r < RETURNS; r++) {
        receipts.add(
            "F1;U%d;2024-01-03 08:00:00;B001;-1;5.00;0.00;0.00;%s000%d".formatted(r, ID_PREFIX, r));
      }
      var persons = new ArrayList<String>();
      var letters = new ArrayList<Row>();
      var answers = new ArrayList<String>();
      for (int c = 0; c < CUSTOMERS; c++) {
        var id = ID_PREFIX + String.format(Locale.ROOT, "%04d", c);
        var lovesVouchers = c % 3 == 0;
        persons.add(
            "{\"mail\":\"kunde%d%s\",\"ort\":\"%s\",\"nr\":\"%s\"}"
                .formatted(c, CANARY, c % 2 == 0 ? "Mitte" : "Pankow", id));
        purchases(receipts, id, lovesVouchers);
        for (int campaign = 1; campaign <= CAMPAIGNS; campaign++) {
          if (RANDOM.nextDouble() < 0.4) {
            letters.add(RowFactory.create("A" + campaign, id));
            if (RANDOM.nextDouble() < (lovesVouchers ? 0.45 : 0.04)) {
              var day = start(campaign).plusDays(1 + RANDOM.nextInt(12));
              answers.add(
                  "{\"aktion\":\"A%d\",\"am\":\"%s\",\"kunde\":\"%s\"}"
                      .formatted(campaign, day, id));
            }
          }
        }
      }
      persons.addAll(persons.subList(0, TWICE));
      Files.write(folder.resolve("bons.csv"), receipts);
      Files.write(folder.resolve("kunden.ndjson"), persons);
      Files.write(folder.resolve("antworten.ndjson"), answers);
      Files.write(folder.resolve("aktionen.csv"), campaigns());
      var spark = Sessions.shared();
      parquet(
          folder.resolve("briefe.parquet"),
          spark.createDataFrame(letters, StructType.fromDDL("aktion STRING, kunde STRING")));
      parquet(
          folder.resolve("artikel.parquet"),
          spark.createDataFrame(
              books(), StructType.fromDDL("genre STRING, verlag STRING, ean STRING")));
    }

    private static void purchases(List<String> receipts, String id, boolean lovesVouchers) {
      int baskets = 6 + RANDOM.nextInt(10);
      for (int b = 0; b < baskets; b++) {
        var at =
            LocalDateTime.of(2024, 1, 1, 9, 0)
                .plusDays(RANDOM.nextInt(366))
                .plusMinutes(RANDOM.nextInt(600));
        int receipt = 10_000 + receipts.size();
        for (int line = 0; line <= RANDOM.nextInt(3); line++) {
          var voucher = RANDOM.nextDouble() < (lovesVouchers ? 0.5 : 0.05) ? 2.00 : 0.00;
          receipts.add(
              String.format(
                  Locale.ROOT,
                  "F%d;R%d;%s;B%03d;%d;%.2f;%.2f;%.2f;%s",
                  1 + RANDOM.nextInt(3),
                  receipt,
                  at.toString().replace('T', ' ') + ":00",
                  RANDOM.nextInt(BOOKS),
                  1 + RANDOM.nextInt(2),
                  5 + RANDOM.nextInt(2500) / 100.0,
                  voucher,
                  voucher,
                  id));
        }
      }
    }

    private static List<String> campaigns() {
      var lines = new ArrayList<>(List.of("bis,aktion,von,art"));
      for (int campaign = 1; campaign <= CAMPAIGNS; campaign++) {
        var from = start(campaign);
        var type = campaign % 2 == 0 ? "Roman" : "Krimi";
        lines.add("%s,A%d,%s,%s".formatted(from.plusDays(14), campaign, from, type));
      }
      return lines;
    }

    private static LocalDate start(int campaign) {
      return LocalDate.of(2024, 2, 5).plusDays(30L * (campaign - 1));
    }

    private static List<Row> books() {
      var books = new ArrayList<Row>();
      for (int b = 0; b < BOOKS; b++) {
        books.add(
            RowFactory.create(
                GENRES.get(b % GENRES.size()),
                "Verlag " + b % 5,
                String.format(Locale.ROOT, "B%03d", b)));
      }
      return books;
    }
  }
}
