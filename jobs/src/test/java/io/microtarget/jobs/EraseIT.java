package io.microtarget.jobs;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.microtarget.activation.PublicationTables;
import io.microtarget.identity.IdentityTables;
import io.microtarget.jobs.erase.Erasure;
import io.microtarget.jobs.erase.Requests;
import io.microtarget.jobs.settings.Loader;
import io.microtarget.jobs.store.Frame;
import io.microtarget.jobs.store.Lake;
import io.microtarget.jobs.store.Lease;
import io.microtarget.jobs.store.Publications;
import io.microtarget.pipeline.Catalog;
import io.microtarget.pipeline.Settings;
import io.microtarget.privacy.PrivacyTables;
import io.microtarget.table.Checksum;
import io.microtarget.table.Clocks;
import io.microtarget.table.Kind;
import io.microtarget.table.Table;
import io.microtarget.testing.Sessions;
import io.microtarget.vault.Pseudonym;
import io.microtarget.vault.VaultTables;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twenty of the benchmark's people ask to be erased, and are looked for everywhere: first there,
 * then gone, and still gone after all files were delivered again. One lake, one step after another.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EraseIT {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pseudonym KEY =
      new Pseudonym("public:bench-2025".getBytes(StandardCharsets.UTF_8), 1);
  private static final LocalDate AS_OF = LocalDate.parse("2025-06-30");

  /** Of two digits more than others, so that no text of theirs is part of one of theirs. */
  private static final List<Integer> ERASED =
      List.of(
          100, 102, 104, 106, 108, 110, 113, 115, 117, 119, 120, 126, 132, 138, 144, 150, 160, 162,
          180, 199);

  private static final List<String> STEPS = List.of("tombstones", "rows");

  @TempDir static Path folder;
  private static Map<String, String> others;
  private static Map<String, String> personOf;
  private static String shown;

  @BeforeAll
  static void a_run_with_a_broken_line_of_somebody() throws IOException {
    BenchFiles.write(folder.resolve("data"));
    Files.writeString(
        folder.resolve("data/raw/crm_persons.csv"),
        """
        %s;too few;P144@example.org
        %s;too few;P44@example.org
        """
            .formatted(BenchFiles.crmId(144), BenchFiles.crmId(44)),
        StandardOpenOption.APPEND);
    run("run").ok();
    others = checksums();
    personOf = persons();
  }

  @Test
  @Order(1)
  void they_are_everywhere_before() {
    var hits = traces().in(lake());
    System.out.println("before: " + hits);
    assertThat(hits)
        .containsKeys("vault", "party", "purchase", "contact", "consent", "event", "link")
        .containsKeys("feature", "feature_history")
        .containsKeys("score", "decision", "segment_membership", "holdout");
    assertThat(hits).as("not in reports").doesNotContainKeys("_reports", "delivery", "lease");
  }

  @Test
  @Order(2)
  void says_what_is_wrong_and_touches_nothing() throws IOException {
    var unknown = run("erase", "--person", "nobody@example.org");
    assertThat(unknown.code()).isEqualTo(4);
    assertThat(unknown.err()).contains("nobody in this lake goes by that; nothing was written");
    assertThat(unknown.err() + unknown.out()).doesNotContain("nobody@example.org");
    assertThat(Files.exists(lake().resolve("tombstone"))).isFalse();

    assertThat(run("erase", "--person", "K 100").err())
        .contains("what the value is must be said: a type of [card, email, phone, shop-user]");
    assertThat(run("erase", "--person", "x", "--source", "crn").err())
        .contains("--source `crn` is none of", "did you mean");
    assertThat(run("erase").code()).isEqualTo(2);

    var file = folder.resolve("bad.csv");
    Files.writeString(file, "request_id,type,value\nr1,email,a@example.org\nr1,,b c\nr3,email,\n");
    var bad = run("erase", "--requests", file.toString());
    assertThat(bad.code()).isEqualTo(2);
    assertThat(bad.err())
        .contains("line 3: its request_id stands in an earlier line too")
        .contains("line 3: what the value is must be said")
        .contains("line 4: no value")
        .doesNotContain("b c", "a@example.org");

    var rehearsal = run("erase", "--person", "P100@EXAMPLE.org", "--dry-run").ok();
    assertThat(rehearsal.out()).contains("3 records (dry run)");
    assertThat(Files.exists(lake().resolve("tombstone"))).isFalse();
  }

  @Test
  @Order(3)
  void waits_for_nobody() {
    var spark = Sessions.shared();
    var lake = Lake.at(lake().toString(), spark.sparkContext().hadoopConfiguration());
    try (var lease = Lease.take(spark, lake, "a-run", Duration.ofMinutes(3), Clock.systemUTC())) {
      var busy = run("erase", "--person", "P100@example.org");
      assertThat(busy.code()).isEqualTo(75);
      assertThat(busy.err()).contains("busy: run a-run is at work in this lake");
      lease.check();
    }
    assertThat(Files.exists(lake().resolve("tombstone"))).isFalse();
  }

  @Test
  @Order(4)
  void killed_after_each_step_it_is_completed_by_the_next_one() throws IOException {
    Files.writeString(requests(), requestsFile());
    for (var step : STEPS) {
      assertThatThrownBy(() -> erase(step)).hasMessage("killed after " + step);
    }
    var certificate = folder.resolve("certificate.json");
    var done =
        run("erase", "--requests", requests().toString(), "--certificate", certificate.toString())
            .ok();
    System.out.println(done.out());
    var json = new ObjectMapper().readTree(certificate.toFile());
    assertThat(json.at("/requests/r-113").asText()).isEqualTo("was erased before");
    assertThat(done.out())
        .containsPattern("party +deleted +81")
        .containsPattern("identity +retrain +");
  }

  @Test
  @Order(5)
  void by_mail_by_native_id_by_standard_input_each_with_a_certificate() throws IOException {
    var certificate = folder.resolve("certificate-100.json");
    var byMail =
        run("erase", "--person", "p100@example.ORG", "--certificate", certificate.toString()).ok();
    System.out.println(byMail.out());
    assertThat(byMail.out())
        .contains("3 records")
        .containsPattern("vault +deleted")
        .containsPattern("party +deleted +3")
        .containsPattern("proof +kept-proof +1")
        .containsPattern("identity +retrain +3 +weights of links, as of 2025-06-30");
    assertThat(new Remains(texts(100)).count(byMail.out() + byMail.err())).isZero();
    assertThat(new Remains(texts(100)).count(Files.readString(certificate))).isZero();
    assertThat(new ObjectMapper().readTree(certificate.toFile()).at("/lines")).isNotEmpty();

    var byId = run("erase", "--source", "crm", "--person", BenchFiles.crmId(102), "--dry-run");
    assertThat(byId.ok().out()).contains("was erased before (dry run)");
    var in = System.in;
    System.setIn(
        new ByteArrayInputStream((BenchFiles.user(150) + "\n").getBytes(StandardCharsets.UTF_8)));
    try {
      var read = run("erase", "--id-space", "shop", "--person", "-", "--dry-run").ok();
      assertThat(read.out()).contains("was erased before (dry run)");
    } finally {
      System.setIn(in);
    }
    var again = run("erase", "--person", "p100@example.org").ok();
    assertThat(again.out()).contains("was erased before").doesNotContain("deleted");
  }

  @Test
  @Order(6)
  void nothing_of_them_is_left_in_any_file() {
    var hits = traces().in(lake());
    System.out.println("after: " + hits);
    assertThat(hits).isEmpty();
  }

  @Test
  @Order(7)
  void everybody_else_is_as_before() {
    assertThat(checksums()).isEqualTo(others);
    var heads = new Publications(Sessions.shared(), lakeOf()).heads();
    for (var content : heads.get(AS_OF).contents()) {
      var table = table(content.table());
      var rows = rows(table).filter(col("run_id").equalTo(heads.get(AS_OF).runId().get()));
      assertThat(Checksum.of(table, rows).first().<String>getAs("checksum"))
          .as(content.table())
          .isEqualTo(content.checksum());
    }
    var explained = run("explain", "--native-id", "--id-space", "crm", BenchFiles.crmId(10)).ok();
    assertThat(explained.out()).startsWith("person ");
    var gone = run("explain", "--native-id", "--id-space", "crm", BenchFiles.crmId(100));
    assertThat(gone.code()).isEqualTo(2);
    assertThat(rows(VaultTables.VAULT).filter("field = 'quarantined_row'").count())
        .as("the broken line of somebody else stays")
        .isEqualTo(1);
  }

  @Test
  @Order(8)
  void what_stays_names_nobody_and_lies_apart() throws IOException {
    var proofs = rows(PrivacyTables.PROOF);
    // Of each the refusal to be called; two records in the CRM have consents of the first only.
    assertThat(proofs.count()).isEqualTo(ERASED.size());
    assertThat(proofs.select("channel", "status", "proof_until").distinct().collectAsList())
        .hasSize(1)
        .first()
        .hasToString("[phone,DENY,2029-06-11]");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(lake().resolve("proof"))))
        .isEqualTo("rwx------");
    var erasures = rows(PrivacyTables.ERASURE);
    assertThat(erasures.filter("place = 'request'").select("request_id").distinct().count())
        .isEqualTo(ERASED.size());
  }

  @Test
  @Order(9)
  void delivered_again_in_every_way_they_do_not_come_back_and_others_keep_their_ids()
      throws IOException {
    var raw = folder.resolve("data/raw");
    // Written anew: another file of the same name, with somebody new.
    Files.writeString(
        raw.resolve("crm_persons.csv"),
        "C00009999;neu;neu;neu@example.org;0151 9999999;Weg 1;01067;Musterstadt;01.01.1990;;01.02.2020\n",
        StandardOpenOption.APPEND);
    // Grown by lines of the erased, and a copy under another name.
    Files.writeString(
        raw.resolve("contacts.csv"),
        "K3,%s,email,treatment,2025-06-30 00:00:00,0,0.0\n".formatted(BenchFiles.crmId(100)),
        StandardOpenOption.APPEND);
    Files.copy(raw.resolve("web_events/part-0000.ndjson"), raw.resolve("web_events/part-1.ndjson"));
    // All of it typed anew, since the settings changed.
    var again = run("run", "--set", "defaults.sources.rules.any=\"1 = 1\"").ok();
    var crm = again.json().at("/sources/crm");
    System.out.println(crm);
    assertThat(crm.get("filtered").asInt()).as("with doubles and the broken line").isEqualTo(25);
    assertThat(crm.get("in").asInt())
        .isEqualTo(
            crm.get("kept").asInt()
                + crm.get("filtered").asInt()
                + crm.get("quarantined").asInt()
                + crm.get("duplicates").asInt()
                + crm.get("late").asInt());
    var hits = traces().in(lake());
    System.out.println("delivered again: " + hits);
    assertThat(hits).isEmpty();
    var now = persons();
    personOf.forEach(
        (record, person) -> {
          if (!ids().contains(record)) {
            assertThat(now.get(record)).as(record).isEqualTo(person);
          }
        });
    run("redrive", "crm").ok();
    assertThat(traces().in(lake())).isEmpty();
  }

  private static void erase(String until) {
    var spark = Sessions.shared();
    var settings =
        Loader.load(ROOT.resolve("conf/bench.conf").toString(), overrides(), Settings.class);
    var now = Instant.now();
    var id = "erase-" + until.replace(' ', '-');
    var frame = new Frame(id, new Clocks(AS_OF, now, ZoneOffset.UTC), now);
    try {
      new Erasure(
              spark,
              lakeOf(),
              settings,
              KEY,
              frame,
              Clock.systemUTC(),
              lake() + "-exports",
              step -> {
                if (step.equals(until)) {
                  throw new IllegalStateException("killed after " + step);
                }
              })
          .run(new Requests(settings, id).ofFile(requestsFile()));
    } finally {
      spark.catalog().clearCache();
    }
  }

  private static String requestsFile() {
    var lines = new ArrayList<>(List.of("request_id;type;source;value"));
    for (int person : ERASED) {
      if (person != 100) {
        lines.add(
            person % 2 == 0
                ? "r-%d;;crm;%s".formatted(person, BenchFiles.crmId(person))
                : "r-%d;email;;P%d@example.org".formatted(person, person));
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private static Path requests() {
    return folder.resolve("requests.csv");
  }

  private static Remains traces() {
    var texts = new ArrayList<String>();
    ERASED.forEach(person -> texts.addAll(texts(person)));
    return new Remains(texts);
  }

  /** All that tells a person, plain and keyed. */
  private static Set<String> texts(int person) {
    var texts = new LinkedHashSet<String>();
    texts.addAll(natives(person).values());
    texts.add("p%d@example.org".formatted(person));
    var phone = "1%06d".formatted(person);
    texts.addAll(List.of("151 " + phone, "151" + phone));
    texts.addAll(idsOf(person));
    texts.add(KEY.of("identifier:email", "p%d@example.org".formatted(person)));
    texts.add(KEY.of("identifier:phone", "151" + phone));
    texts.add(KEY.of("identifier:card", card(person)));
    texts.add(KEY.of("identifier:shop-user", BenchFiles.user(person)));
    return texts;
  }

  /** {@code id space/name} to the native id. */
  private static Map<String, String> natives(int person) {
    var natives = new LinkedHashMap<String, String>();
    natives.put("crm/", BenchFiles.crmId(person));
    if (person % 20 == 0) {
      natives.put("crm/twice", BenchFiles.crmId(BenchFiles.PERSONS + person / 20));
    }
    natives.put("card/", card(person));
    natives.put("shop/", BenchFiles.user(person));
    if (BenchFiles.hasAccount(person)) {
      natives.put("device/0", "anon-%d-0".formatted(person));
      natives.put("device/1", "anon-%d-1".formatted(person));
    }
    return natives;
  }

  private static Set<String> idsOf(int person) {
    var ids = new TreeSet<String>();
    natives(person).forEach((where, id) -> ids.add(KEY.of(where.split("/")[0], id)));
    return ids;
  }

  private static Set<String> ids() {
    var ids = new TreeSet<String>();
    ERASED.forEach(person -> ids.addAll(idsOf(person)));
    return ids;
  }

  private static String card(int person) {
    return "98%011d".formatted(person);
  }

  /** Content of each table without rows of the erased. */
  private static Map<String, String> checksums() {
    var sums = new TreeMap<String, String>();
    var apart =
        Set.of(
            PublicationTables.PUBLICATION,
            PublicationTables.LEASE,
            PrivacyTables.TOMBSTONE,
            PrivacyTables.PROOF,
            PrivacyTables.ERASURE);
    var ids = ids().toArray();
    for (var table : Catalog.tables()) {
      if (table.kind() == Kind.SCRATCH
          || apart.contains(table)
          || !Files.exists(lake().resolve(table.name()))) {
        continue;
      }
      Column isTheirs = lit(false);
      for (var column : Catalog.people(table)) {
        if (!column.equals("identifiers")) {
          isTheirs = isTheirs.or(coalesce(col(column).isin(ids), lit(false)));
        }
      }
      if (table.equals(VaultTables.VAULT)) {
        isTheirs = isTheirs.or(col("value").contains(BenchFiles.crmId(144)));
      }
      var sum = Checksum.of(table, rows(table).filter(not(isTheirs))).first();
      sums.put(table.name(), sum.getAs("checksum"));
    }
    return sums;
  }

  private static Map<String, String> persons() {
    var heads = new Publications(Sessions.shared(), lakeOf()).heads();
    var persons = new TreeMap<String, String>();
    rows(IdentityTables.LINK)
        .filter(col("run_id").equalTo(heads.get(AS_OF).runId().get()))
        .collectAsList()
        .forEach(row -> persons.put(row.getAs("record_id"), row.getAs("unified_id")));
    return persons;
  }

  private static Dataset<Row> rows(Table table) {
    return Sessions.shared().read().format("delta").load(lake().resolve(table.name()).toString());
  }

  private static Table table(String name) {
    return Catalog.tables().stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
  }

  private static Path lake() {
    return folder.resolve("lake");
  }

  private static Lake lakeOf() {
    return Lake.at(lake().toString(), Sessions.shared().sparkContext().hadoopConfiguration());
  }

  private static Map<String, String> overrides() {
    var settings = new LinkedHashMap<String, String>();
    settings.put("data", folder.resolve("data").toString());
    settings.put("lake.root", lake().toString());
    settings.put("segments.shoppers.minimum-size", "10");
    settings.put("segments.shoppers.clusters", "[2,3]");
    settings.put("policy.minimum-audience", "5");
    settings.put("models.treated.minimum-responders", "10");
    settings.put("models.treated-trees.minimum-responders", "10");
    settings.put("models.control.minimum-responders", "10");
    settings.put("models.treated-trees.trees", "3");
    settings.put("sources.crm.max-quarantined-share", "0.1");
    settings.put("features.history-months", "1");
    return settings;
  }

  private static Command.Outcome run(String command, String... more) {
    var arguments = new ArrayList<>(List.of(command, "--config", ROOT + "/conf/bench.conf"));
    overrides().forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    arguments.addAll(List.of(more));
    return Command.run(arguments.toArray(String[]::new));
  }
}
