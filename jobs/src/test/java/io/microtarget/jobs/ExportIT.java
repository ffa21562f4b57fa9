package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.activation.ActivationTables;
import io.microtarget.testing.Sessions;
import io.microtarget.vault.Pseudonym;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From raw files to a file of a printer, with objections that come after the run. */
class ExportIT {
  private static final int OBJECTIONS = 10;
  private static final Pseudonym KEY =
      new Pseudonym("public:buecherstube-2024".getBytes(StandardCharsets.UTF_8), 1);

  @TempDir Path folder;

  @Test
  void who_objected_after_the_run_stays_and_everybody_else_of_the_audience_leaves()
      throws IOException {
    var shop = shop();
    shop.run("run").ok();
    var before = folder.resolve("before");
    shop.run("export", "--out", before.toString()).ok();
    var all = mails(only(before));
    assertThat(all).hasSizeGreaterThan(2 * OBJECTIONS).doesNotHaveDuplicates();
    assertThat(ids(all)).isEqualTo(audience(shop));

    var objecting = all.subList(0, OBJECTIONS);
    var list = new ArrayList<>(List.of("am,mail"));
    objecting.forEach(
        mail ->
            list.add(
                "2025-01-02, <%s>".formatted(mail.toUpperCase(Locale.ROOT).replace("@", "+X@"))));
    Files.write(shop.data("sperren-2.csv"), list);
    shop.run("ingest").ok();

    var after = folder.resolve("after");
    var outcome = shop.run("export", "--resend", "--out", after.toString()).ok();
    System.out.println(outcome.out());
    assertThat(outcome.out())
        .contains(
            "exit: druckerei: %d rows of the audience".formatted(all.size()),
            "exit: druckerei: -%d deny:objection:sperren".formatted(OBJECTIONS));
    var left = mails(only(after));
    assertThat(left).doesNotContainAnyElementsOf(objecting);
    // A small offer may fall below the minimum once somebody of it objected.
    if (!outcome.out().contains("size:below")) {
      assertThat(left).hasSize(all.size() - OBJECTIONS);
    }
    assertThat(outcome.out() + outcome.err()).doesNotContain(Bookshop.CANARY);
  }

  private Bookshop shop() throws IOException {
    var shop = Bookshop.in(folder.resolve("shop"));
    shop.settings("zone = \"Europe/Berlin\"\n}", "zone = \"Europe/Berlin\", rehearsal = false\n}");
    shop.settings("personal = [mail]", "personal = [mail], identifiers { email = \"mail\" }");
    shop.settings(
        "artikel {",
        """
        sperren {
          kind = suppression, format = csv, path = ${data}"/sperren-*.csv"
          columns { event-time = "am", reason = "'objection'" }, identifiers { email = "mail" }
        }
        artikel {\
        """);
    shop.settings(
        "destinations.druckerei { channel = brief, format = csv }",
        """
        destinations.druckerei {
          channel = brief, format = csv
          columns { mail = "mail as email", ort = "attribute:ort?", nr = native-id, offer = offer }
        }
        """);
    Files.write(shop.data("sperren-1.csv"), List.of("am,mail", "2024-01-02,somebody@else.example"));
    return shop;
  }

  /** The one file of the one export in a folder. */
  private static Path only(Path out) throws IOException {
    try (var exports = Files.list(out)) {
      return exports.findFirst().orElseThrow().resolve("druckerei.csv");
    }
  }

  private static List<String> mails(Path file) throws IOException {
    var lines = Files.readAllLines(file);
    assertThat(lines.get(0)).isEqualTo("\"row_key\",\"mail\",\"nr\",\"offer\",\"ort\"");
    return lines.stream().skip(1).map(line -> line.split("\",\"", -1)[1]).toList();
  }

  /** Pseudonyms of the customers; the address of number 17 begins with {@code kunde17@}. */
  private static TreeSet<String> ids(List<String> mails) {
    var ids = new TreeSet<String>();
    for (var mail : mails) {
      int number = Integer.parseInt(mail.substring("kunde".length(), mail.indexOf('@')));
      ids.add(KEY.of("default", String.format(Locale.ROOT, "%s%04d", Bookshop.ID_PREFIX, number)));
    }
    return ids;
  }

  private static TreeSet<String> audience(Bookshop shop) {
    return new TreeSet<>(
        Sessions.shared()
            .read()
            .format("delta")
            .load(shop.lake().resolve(ActivationTables.AUDIENCE.name()).toString())
            .select("subject_id")
            .as(Encoders.STRING())
            .collectAsList());
  }
}
