package io.microtarget.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * An invented kiosk, as little as a chain can run on: receipts and customers in CSV files, one of
 * each a delivery. Every delivery brings new customers, so that every run after one has other
 * content, and one row that is quarantined.
 */
final class Kiosk {
  private static final int CUSTOMERS = 40;
  private static final int RECEIPTS = 3;

  private static final String KEY = "vault.key = \"public:kiosk-2024-invented\"";

  private static final String SETTINGS =
      """
      include "reference"
      as-of = 2025-01-01
      business { name = "Kiosk", jurisdiction = DE, currency = EUR, zone = "Europe/Berlin" }
      lake { root = "LAKE", lease-seconds = 120, keep-hours = 0 }
      KEY
      sources {
        bons {
          kind = purchase, format = csv, path = "DATA/bons-*.csv", max-quarantined-share = 0.5
          basis { legal-basis = consent, purposes = [analysis, direct-marketing], channels = [sms] }
          columns {
            native-id = "kunde", event-time = "am", basket-id = "bon", quantity = "menge"
            amount = "betrag"
          }
        }
        kunden {
          kind = party, format = csv, path = "DATA/kunden-*.csv"
          columns { native-id = "nr" }, attributes { telefon = "telefon" }, personal = [telefon]
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

  private final Path folder;

  private Kiosk(Path folder) {
    this.folder = folder;
  }

  /** A kiosk in a folder, without any delivery. */
  static Kiosk in(Path folder) throws IOException {
    var kiosk = new Kiosk(folder);
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(
        folder.resolve("kiosk.conf"),
        SETTINGS
            .replace("KEY", KEY)
            .replace("DATA", folder.resolve("data").toString())
            .replace("LAKE", kiosk.lake().toString()));
    return kiosk;
  }

  /** The same with a key of its own, made under the lake. */
  static Kiosk withOwnKeyIn(Path folder) throws IOException {
    var kiosk = in(folder);
    Bookshop.replace(folder.resolve("kiosk.conf"), KEY, "");
    return kiosk;
  }

  /** A kiosk with the deliveries and the lake of this one. */
  Kiosk copy(Path to) throws IOException {
    var copy = in(to);
    for (var file :
        Trees.files(folder.resolve("data")).stream().filter(Files::isRegularFile).toList()) {
      Files.copy(file, to.resolve("data").resolve(file.getFileName().toString()));
    }
    if (Files.exists(lake())) {
      Trees.copy(lake(), copy.lake());
    }
    return copy;
  }

  Path lake() {
    return folder.resolve("lake");
  }

  /** Brings the next receipts and customers. */
  Kiosk deliver(int number) throws IOException {
    var receipts = new ArrayList<>(List.of("kunde,am,bon,menge,betrag"));
    var customers = new ArrayList<>(List.of("nr,telefon"));
    for (int c = 0; c < CUSTOMERS; c++) {
      var id = "K%d-%02d".formatted(number, c);
      customers.add("%s,555-%d-%04d".formatted(id, number, c));
      for (int r = 0; r < RECEIPTS * (1 + c % 2); r++) {
        receipts.add(
            String.format(
                Locale.ROOT,
                "%s,2024-12-%02d 10:00:00,%s-%d,1,%d.50",
                id,
                1 + r,
                id,
                r,
                c + number));
      }
    }
    receipts.add("K%d-00,2024-12-30 10:00:00,falsch,-1,1.00".formatted(number));
    Files.write(folder.resolve("data/bons-%d.csv".formatted(number)), receipts);
    Files.write(folder.resolve("data/kunden-%d.csv".formatted(number)), customers);
    return this;
  }

  /** The words of a command of this business. */
  List<String> command(String command, String... arguments) {
    return Stream.concat(
            Stream.of(command, "--config", folder.resolve("kiosk.conf").toString()),
            Stream.of(arguments))
        .toList();
  }

  /** Runs a command in this JVM. */
  Command.Outcome run(String command, String... arguments) {
    return Command.run(command(command, arguments).toArray(String[]::new));
  }
}
