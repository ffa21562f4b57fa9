package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.microtarget.activation.ActivationTables;
import io.microtarget.identity.IdentityTables;
import io.microtarget.jobs.store.Frame;
import io.microtarget.jobs.store.Lake;
import io.microtarget.jobs.store.Publications;
import io.microtarget.table.Clocks;
import io.microtarget.testing.Sessions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * One lake and the days after its publication, in order: a rehearsal, the first export, the second,
 * an older one. Sources are really taken in; audience, links and golden records are planted.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ExportCommandTest {
  private static final String SETTINGS =
      """
      include "reference"
      as-of = 2025-01-01
      business { name = "Kiosk", jurisdiction = DE, currency = EUR, zone = "Europe/Berlin", rehearsal = false }
      lake { root = "LAKE", lease-seconds = 120 }
      vault.key = "public:kiosk-2024-invented"
      identity.country = DE
      sources {
        kunden {
          kind = party, format = csv, path = "DATA/kunden.csv"
          basis { legal-basis = legitimate-interest, purposes = [direct-marketing], channels = [post] }
          columns { native-id = "nr" }, attributes { ort = "ort", titel = "titel" }, personal = [titel]
          identifiers { email = "mail", phone = "telefon" }
          compare { email = "mail", phone = "telefon", first-name = "vorname" }
        }
        ja {
          kind = consent, format = csv, path = "DATA/ja-*.csv"
          columns {
            native-id = "nr", event-time = "am", purpose = "'direct-marketing'", channel = "'email'"
            status = "status"
          }
        }
        sperren {
          kind = suppression, format = csv, path = "DATA/sperren-*.csv"
          columns { event-time = "am", reason = "'objection'" }, identifiers { email = "mail" }
        }
      }
      channels { email { cost = 0.01, capacity = 100 }, post { cost = 0.90, capacity = 100, medium = mail } }
      policy.minimum-audience = 2
      destinations {
        brief {
          channel = post, format = json, minimum-audience = 1
          columns { nr = native-id, name = first-name, ort = "attribute:ort", titel = titel, am = as-of }
        }
        letter { channel = email, format = csv }
        newsletter {
          channel = email, format = csv, order = [mail]
          columns { mail = email, mobil = "phone?", name = "first-name?", hash = "email as sha256", offer = offer }
        }
      }
      """;

  @TempDir static Path folder;
  private static Kiosk kiosk;
  private static Command.Outcome first;

  @BeforeAll
  static void lake() throws IOException {
    kiosk = Kiosk.in(folder);
    conf(SETTINGS);
    data(
        "kunden.csv",
        "nr,mail,telefon,vorname,ort,titel",
        "K1,Anna@Example.org,030 23125042,=1+1,=Berlin,Dr.",
        "K2,ben@example.org,,Ben,+Bonn,Herr",
        "K3,cem@example.org,,Cem,Ulm,Herr",
        "K4,k.4@gmail.com,,Dana,Ulm,Frau",
        "K5,,030 23125043,Eva,Ulm,Frau",
        "K6,no address,,Finn,Ulm,Herr",
        "K7,gil@example.org,,Gil,Ulm,Herr",
        "K8,hana@example.org,12,Hana,Ulm,Frau",
        "K9,ida@example.org,,Ida,Ulm,Frau",
        "K10,jo@example.org,,Jo,Ulm,Herr",
        "Z1,bought@elsewhere.example,,Anne,Ulm,Frau");
    data(
        "ja-1.csv",
        "nr,am,status",
        "K1,2024-05-01,GRANT",
        "K2,2024-05-01,GRANT",
        "K3,2024-05-01,GRANT",
        "K4,2024-05-01,GRANT",
        "K5,2024-05-01,GRANT",
        "K6,2024-05-01,GRANT",
        "K7,2024-05-01,GRANT",
        "K8,2024-05-01,GRANT",
        "K10,2024-05-01,GRANT");
    data("sperren-1.csv", "am,mail", "2024-05-01,somebody@else.example");
    kiosk.run("ingest").ok();
    PlantedLake.of(kiosk)
        .with(
            ActivationTables.AUDIENCE,
            """
            destination STRING | offer STRING | channel STRING | subject_type STRING | subject_id STRING | decision_id STRING | arm STRING | rule_id STRING | status STRING
            newsletter | a | email | person | {default:K1}  | d1  | treatment | old | ready
            newsletter | a | email | person | {default:K2}  | d2  | treatment | old | ready
            newsletter | a | email | person | {default:K3}  | d3  | treatment | old | ready
            newsletter | a | email | person | {default:K4}  | d4  | treatment | old | ready
            newsletter | a | email | person | {default:K5}  | d5  | treatment | old | ready
            newsletter | a | email | person | {default:K6}  | d6  | treatment | old | ready
            newsletter | a | email | person | {default:K7}  | d7  | holdout   | old | ready
            newsletter | a | email | person | {default:K8}  | d8  | treatment | old | ready
            newsletter | a | email | person | {default:K9}  | d9  | treatment | old | ready
            newsletter | b | email | person | {default:K10} | d10 | treatment | old | ready
            brief      | a | post  | person | {default:K1}  | e1  | treatment | old | ready
            brief      | a | post  | person | {default:K4}  | e4  | treatment | old | ready
            brief      | a | post  | person | {default:K9}  | e9  | treatment | old | ready
            """)
        .with(
            IdentityTables.LINK,
            """
            record_id STRING | source STRING | unified_id STRING | subject_id STRING
            {default:K1}     | kunden        | {default:K1}      | {default:K1}
            {default:Z1}     | kunden        | {default:K1}      | {default:K1}
            {default:K2}     | kunden        | {default:K2}      | {default:K2}
            """)
        .with(
            IdentityTables.GOLDEN_RECORD,
            """
            unified_id STRING | field STRING  | record_id STRING
            {default:K1}      | email         | {default:Z1}
            {default:K1}      | first-name    | {default:Z1}
            {default:K1}      | attribute:ort | {default:K1}
            """)
        .publish();
  }

  @Test
  @Order(1)
  void a_rehearsal_never_leaves() throws IOException {
    conf(SETTINGS.replace("rehearsal = false", "rehearsal = true"));
    var outcome = kiosk.run("export", "--resend");
    conf(SETTINGS);
    assertThat(outcome.code()).isEqualTo(Exit.DATA);
    assertThat(outcome.err())
        .contains(
            "data: the audience published for 2025-01-01 (run planted) is a rehearsal, which no"
                + " destination accepts; set business.rehearsal = false and run that date again");
    assertThat(exports()).doesNotExist();
  }

  @Test
  @Order(2)
  void a_destination_without_columns_or_of_no_name_is_an_error_of_settings() {
    var outcome = kiosk.run("export", "--destination", "letter", "--destination", "newletter");
    assertThat(outcome.code()).isEqualTo(Exit.SETTINGS);
    assertThat(outcome.err())
        .contains("destinations.letter.columns is missing: nothing would stand in the file")
        .contains(
            "--destination newletter: there is no such destination; did you mean `newsletter`?");
  }

  @Test
  @Order(2)
  void while_a_rekeying_waits_nobody_leaves() throws IOException {
    var next = Files.createDirectories(kiosk.lake().resolve("_keys")).resolve("pseudonym.key.next");
    Files.writeString(next, "ab".repeat(32));
    var outcome = kiosk.run("export");
    Files.delete(next);
    assertThat(outcome.code()).isEqualTo(Exit.SETTINGS);
    assertThat(outcome.err()).contains("a re-keying was begun in this lake and did not end");
    assertThat(exports()).doesNotExist();
  }

  @Test
  @Order(3)
  void only_who_may_be_contacted_now_leaves_and_every_other_row_is_counted() throws IOException {
    // Both came after the publication; the objection is another spelling of the same mailbox.
    data("ja-2.csv", "nr,am,status", "K3,2025-06-01,REVOKED");
    data("sperren-2.csv", "am,mail", "2025-06-01, <K4+Werbung@GoogleMail.com> ");
    kiosk.run("ingest").ok();
    var killed = Files.createDirectories(exports().resolve(".export-killed.tmp"));
    Files.writeString(killed.resolve("newsletter.csv"), "half");
    Files.setLastModifiedTime(killed, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    first = kiosk.run("export").ok();
    assertThat(first.out().lines().filter(line -> line.startsWith("exit: ")).skip(1))
        .containsExactly(
            "exit: brief: 3 rows of the audience",
            "exit: brief: -1 deny:objection:sperren",
            "exit: brief: 2 rows leave",
            "exit: newsletter: 10 rows of the audience",
            "exit: newsletter: -1 deny:channel",
            "exit: newsletter: -1 deny:objection:sperren",
            "exit: newsletter: -1 deny:revoked",
            "exit: newsletter: -1 holdout",
            "exit: newsletter: -1 missing:mail",
            "exit: newsletter: -1 size:below-2",
            "exit: newsletter: -1 type:mail",
            "exit: newsletter: -1 type:mobil",
            "exit: newsletter: 2 rows leave");
    assertThat(killed).as("what a killed export left").doesNotExist();
    assertThat(first.out()).contains("exit: publication of 2025-01-01 (run planted), consents");
  }

  /** K1 agreed with one record; the address that survived is of another, which did not. */
  @Test
  @Order(4)
  void values_are_those_of_the_record_that_agreed_and_no_text_is_a_formula() throws IOException {
    var lines = Files.readString(folderOf(first).resolve("newsletter.csv")).split("\r\n", -1);
    assertThat(lines).hasSize(4);
    assertThat(lines[0]).isEqualTo("\"row_key\",\"mail\",\"hash\",\"mobil\",\"name\",\"offer\"");
    assertThat(lines[1])
        .matches(
            "\"[0-9a-f]{32}\",\"anna@example.org\",\"%s\",\"\\+493023125042\",\"'=1\\+1\",\"a\""
                .formatted(sha256("anna@example.org")));
    assertThat(lines[2])
        .matches(
            "\"[0-9a-f]{32}\",\"ben@example.org\",\"%s\",\"\",\"Ben\",\"a\""
                .formatted(sha256("ben@example.org")));
    assertThat(lines[3]).isEmpty();
  }

  @Test
  @Order(4)
  void where_a_source_is_the_basis_the_values_that_survive_leave() throws IOException {
    var letters = Files.readAllLines(folderOf(first).resolve("brief.json"));
    var rows = letters.stream().map(ExportCommandTest::json).toList();
    assertThat(rows.stream().map(r -> r.get("nr").asText() + " " + r.get("name").asText()))
        .containsExactly("K1 Anne", "K9 Ida");
    assertThat(rows.get(0).get("ort").asText()).isEqualTo("=Berlin");
    assertThat(rows.get(0).get("am").asText()).isEqualTo("2025-01-01");
  }

  @Test
  @Order(4)
  void the_folder_is_for_its_owner_and_the_manifest_names_nobody() throws Exception {
    var made = folderOf(first);
    assertThat(made.getParent()).isEqualTo(exports());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rwx------");
    try (var files = Files.list(made)) {
      assertThat(files)
          .allMatch(f -> mode(f).equals("rw-------"))
          .extracting(f -> f.getFileName().toString())
          .containsExactlyInAnyOrder("brief.json", "newsletter.csv", "manifest.json");
    }
    var text = Files.readString(made.resolve("manifest.json"));
    assertThat(text).doesNotContain("anna", "example", "Ida", PlantedLake.id("default", "K1"));
    var manifest = json(text);
    assertThat(manifest.get("run_id").asText()).isEqualTo("planted");
    assertThat(manifest.get("as_of").asText()).isEqualTo("2025-01-01");
    var newsletter = manifest.get("files").get(1);
    assertThat(newsletter.get("rows").asInt()).isEqualTo(2);
    assertThat(newsletter.get("left_out").get("deny:revoked").asInt()).isEqualTo(1);
    var bytes = Files.readAllBytes(made.resolve("newsletter.csv"));
    assertThat(newsletter.get("sha256").asText())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
  }

  @Test
  @Order(4)
  void the_book_of_exports_has_a_row_for_each_row_of_a_file_and_no_other() throws IOException {
    var rows = PlainTable.of(kiosk.lake().resolve("export")).groups();
    assertThat(rows)
        .extracting(r -> r.getString("destination", 0) + " " + r.getString("rule_id", 0))
        .containsExactlyInAnyOrder(
            "brief de-letter:kunden",
            "brief de-letter:kunden",
            "newsletter de-electronic-consent:ja",
            "newsletter de-electronic-consent:ja");
    var keys = Files.readString(folderOf(first).resolve("newsletter.csv"));
    assertThat(rows.stream().filter(r -> r.getString("destination", 0).equals("newsletter")))
        .allMatch(r -> keys.contains(r.getString("row_key", 0)));
  }

  @Test
  @Order(5)
  void a_publication_is_handed_to_a_destination_once_unless_it_is_meant() throws IOException {
    var again = kiosk.run("export", "--destination", "newsletter");
    assertThat(again.code()).isEqualTo(Exit.DATA);
    assertThat(again.err())
        .contains(
            "destinations.newsletter was handed the publication of 2025-01-01 before (export-")
        .contains("; --resend hands it over again");
    var out = folder.resolve("elsewhere");
    var meant =
        kiosk
            .run("export", "--destination", "newsletter", "--resend", "--out", out.toString())
            .ok();
    assertThat(folderOf(meant).getParent()).isEqualTo(out);
    assertThat(Files.readAllLines(folderOf(meant).resolve("newsletter.csv"))).hasSize(3);
  }

  @Test
  @Order(6)
  void an_older_publication_stays_unless_it_is_meant() {
    var hadoop = Sessions.shared().sparkContext().hadoopConfiguration();
    var lake = Lake.open(kiosk.lake().toString(), hadoop, "0.1");
    var clocks =
        new Clocks(LocalDate.parse("2025-02-01"), Instant.now(), ZoneId.of("Europe/Berlin"));
    new Publications(Sessions.shared(), lake)
        .publish(
            new Frame("newer", clocks, Instant.now()),
            List.of(new Publications.Content("audience", 0, "0:0")),
            "0.1");
    var older = kiosk.run("export", "--as-of", "2025-01-01");
    assertThat(older.code()).isEqualTo(Exit.DATA);
    assertThat(older.err())
        .contains(
            "the publication of 2025-01-01 is not the newest, which is that of 2025-02-01; --resend"
                + " hands it over all the same");
    var newest = kiosk.run("export").ok();
    assertThat(newest.out()).contains("exit: newsletter: 0 rows leave", "nothing leaves");
  }

  private static Path exports() {
    return folder.resolve("lake-exports");
  }

  private static Path folderOf(Command.Outcome outcome) {
    var line = outcome.out().lines().filter(l -> l.startsWith("exported to ")).findFirst();
    return Path.of(line.orElseThrow().substring("exported to ".length()));
  }

  private static void conf(String text) throws IOException {
    Files.writeString(
        folder.resolve("kiosk.conf"),
        text.replace("DATA", folder.resolve("data").toString())
            .replace("LAKE", kiosk.lake().toString()));
  }

  private static void data(String name, String... lines) throws IOException {
    Files.write(folder.resolve("data").resolve(name), List.of(lines));
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String mode(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
