package io.microtarget.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microtarget.jobs.keys.Rekeying;
import io.microtarget.jobs.store.Lake;
import io.microtarget.jobs.store.Publications;
import io.microtarget.pipeline.Catalog;
import io.microtarget.testing.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lake that gets a new key, beside one that keeps its key: the same but for the ids. */
class RekeyIT {
  private static final LocalDate AS_OF = LocalDate.of(2025, 1, 1);
  private static final LocalDate LATER = LocalDate.of(2025, 2, 1);
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
  private static final int DELIVERY = 400;

  @TempDir Path folder;

  @Test
  void a_new_key_changes_ids_and_nothing_else() throws IOException {
    var deliveries = new MadeUpPeople(7).deliveries(DELIVERY, DELIVERY / 2);
    var lake = new LinkedLake(folder);
    lake.deliver("1", deliveries.get(0));
    run("new", AS_OF);
    Trees.copy(folder.resolve("new"), folder.resolve("old"));

    stop(3);
    for (var command : List.of("run", "ingest", "redrive")) {
      var arguments = command.equals("redrive") ? List.of("people") : List.<String>of();
      var refused = command(command, "new", arguments);
      assertThat(refused.code()).as(refused.out()).isEqualTo(2);
      assertThat(refused.err()).contains("a re-keying was begun in this lake and did not end");
    }
    var done = command("rekey", "new", List.of()).ok();
    assertThat(done.out())
        .contains("was done before", "renewed", "the lake has key version 2; keep a copy of");
    assertThat(done.out().split("was done before", -1)).hasSize(4);
    assertThat(folder.resolve("new/_keys/pseudonym.key.next")).doesNotExist();

    var ids = bijection();
    checkContents(ids);
    assertThat(Published.whole(folder.resolve("new"))).isPresent();
    assertThat(Traces.ofPseudonyms(folder.resolve("new"), ids.keySet())).isEmpty();
    assertThat(Traces.ofPseudonyms(folder.resolve("old"), ids.keySet())).isNotEmpty();

    var drawn = holdout("new", AS_OF);
    assertThat(drawn.values()).contains(true, false);
    run("new", AS_OF);
    assertThat(persons("new", AS_OF)).isEqualTo(persons("old", AS_OF));
    assertThat(holdout("new", AS_OF)).isEqualTo(drawn).isEqualTo(holdout("old", AS_OF));

    lake.deliver("2", deliveries.get(1));
    run("new", LATER);
    run("old", LATER);
    assertThat(persons("new", LATER))
        .hasSizeGreaterThan(persons("old", AS_OF).size())
        .isEqualTo(persons("old", LATER));
    var later = holdout("new", LATER);
    holdout("old", LATER)
        .forEach(
            (person, isHeldOut) -> {
              if (person.stream()
                  .anyMatch(r -> drawn.keySet().stream().anyMatch(p -> p.contains(r)))) {
                assertThat(later.get(person)).isEqualTo(isHeldOut);
              }
            });
  }

  @Test
  void what_has_no_key_file_is_not_rekeyed() throws IOException {
    new LinkedLake(folder).deliver("1", new MadeUpPeople(8).deliveries(20).get(0));
    var without = command("rekey", "lake", List.of());
    assertThat(without.code()).isEqualTo(2);
    assertThat(without.err()).contains("there is no key file", "nothing to re-key");
    var given = command("rekey", "lake", List.of("--set", "vault.key=${env:PATH}"));
    assertThat(given.code()).isEqualTo(2);
    assertThat(given.err())
        .contains(
            "vault.key is given by the settings", "as hex digits into", "_keys/pseudonym.key");
  }

  /** A re-keying that is killed after some tables. */
  private void stop(int tables) {
    var lines = new ArrayList<String>();
    assertThatThrownBy(
            () ->
                new Rekeying(Sessions.shared(), lake("new"))
                    .run(
                        line -> {
                          lines.add(line);
                          if (lines.size() == tables) {
                            throw new IllegalStateException("killed");
                          }
                        }))
        .hasMessage("killed");
    assertThat(lines).allMatch(line -> line.endsWith("renewed"));
    assertThat(folder.resolve("new/_keys/pseudonym.key.next")).exists();
  }

  /** Old id to new id of every record, by the clear ids in both vaults. */
  private Map<String, String> bijection() {
    var news = nativeIds("new");
    var ids = new HashMap<String, String>();
    nativeIds("old").forEach((id, nativeId) -> ids.put(id, inverse(news).get(nativeId)));
    assertThat(ids).doesNotContainValue(null);
    assertThat(new TreeSet<>(ids.values()))
        .hasSize(ids.size())
        .doesNotContainAnyElementsOf(ids.keySet());
    return ids;
  }

  private static Map<String, String> inverse(Map<String, String> of) {
    return of.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
  }

  private Map<String, String> nativeIds(String lake) {
    var ids = new HashMap<String, String>();
    table(lake, "vault")
        .where(col("field").equalTo("native_id"))
        .collectAsList()
        .forEach(row -> ids.put(row.getAs("record_id"), row.getAs("value")));
    return ids;
  }

  /** Every table, with the ids of the old lake replaced, is that of the new one. */
  private void checkContents(Map<String, String> ids) {
    var compared = new TreeSet<String>();
    for (var table : Catalog.tables()) {
      var name = table.name();
      if (!Files.exists(folder.resolve("old").resolve(name))
          || List.of("publication", "lease").contains(name)) {
        continue;
      }
      var before = lines("old", name, ids);
      assertThat(lines("new", name, Map.of())).as(name).isEqualTo(before);
      if (!before.isEmpty()) {
        compared.add(name);
      }
    }
    assertThat(compared)
        .contains("party", "vault", "link", "match", "holdout", "golden_record", "delivery");
  }

  /**
   * Rows as text, in order; of the key version and of ids that stand for no record only the place.
   */
  private List<String> lines(String lake, String name, Map<String, String> ids) {
    var rows = table(lake, name).drop("key_version");
    if (name.equals("match")) {
      rows = rows.selectExpr("array(one, other) as pair", "*").drop("one", "other");
    }
    var lines = new ArrayList<String>();
    for (var row : rows.selectExpr("to_json(struct(*)) as json").collectAsList()) {
      var line =
          ID.matcher(row.getString(0)).replaceAll(m -> ids.getOrDefault(m.group(), m.group()));
      lines.add(name.equals("match") ? sorted(line) : line);
    }
    return lines.stream()
        .map(line -> List.of("party", "suppression").contains(name) ? withoutHashes(line) : line)
        .sorted()
        .toList();
  }

  private static String sorted(String pair) {
    var ids = ID.matcher(pair).results().map(m -> m.group()).sorted().toList();
    return ids + pair.substring(pair.indexOf(']'));
  }

  private static String withoutHashes(String line) {
    return line.replaceAll("\"code\":\"[0-9a-f]{32}\"", "\"code\":\"\"");
  }

  /** Clear ids of the records of each person. */
  private TreeSet<String> persons(String lake, LocalDate asOf) {
    return bySubject(lake, asOf).values().stream()
        .map(TreeSet::toString)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Map<String, TreeSet<String>> bySubject(String lake, LocalDate asOf) {
    var names = nativeIds(lake);
    var persons = new TreeMap<String, TreeSet<String>>();
    published(lake, "link", asOf)
        .collectAsList()
        .forEach(
            row ->
                persons
                    .computeIfAbsent(row.getAs("subject_id"), s -> new TreeSet<>())
                    .add(names.get(row.<String>getAs("record_id"))));
    return persons;
  }

  /** Whether each person, by the clear ids of its records, is held out: drawn for any of them. */
  private Map<List<String>, Boolean> holdout(String lake, LocalDate asOf) {
    var subjectOf = new HashMap<String, String>();
    published(lake, "link", asOf)
        .collectAsList()
        .forEach(row -> subjectOf.put(row.getAs("record_id"), row.getAs("subject_id")));
    var persons = bySubject(lake, asOf);
    var drawn = new HashMap<List<String>, Boolean>();
    for (var row : table(lake, "holdout").collectAsList()) {
      var subject = subjectOf.get(row.<String>getAs("subject_id"));
      drawn.merge(
          List.copyOf(persons.get(subject)), row.<Boolean>getAs("held_out"), Boolean::logicalOr);
    }
    return drawn;
  }

  private Dataset<Row> published(String lake, String name, LocalDate asOf) {
    var run =
        new Publications(Sessions.shared(), lake(lake)).heads().get(asOf).runId().orElseThrow();
    return table(lake, name).where(col("as_of").equalTo(lit(asOf)).and(col("run_id").equalTo(run)));
  }

  private Dataset<Row> table(String lake, String name) {
    return Sessions.shared()
        .read()
        .format("delta")
        .load(folder.resolve(lake).resolve(name).toString());
  }

  private Lake lake(String name) {
    var hadoop = Sessions.shared().sparkContext().hadoopConfiguration();
    return Lake.open(folder.resolve(name).toString(), hadoop, "0.1");
  }

  private void run(String lake, LocalDate asOf) {
    command("run", lake, List.of("--as-of", asOf.toString())).ok();
  }

  private Command.Outcome command(String command, String lake, List<String> more) {
    return Command.run(arguments(command, lake, more).toArray(String[]::new));
  }

  private List<String> arguments(String command, String lake, List<String> more) {
    var config =
        Path.of("")
            .toAbsolutePath()
            .getParent()
            .resolve("jobs/src/test/resources/linking/people.conf");
    var arguments = new ArrayList<>(List.of(command, "--config", config.toString()));
    var set =
        List.of(
            "data=" + folder.resolve("data"),
            "lake.root=" + folder.resolve(lake),
            "policy.holdout-share=0.3",
            "sources.people.identifiers={ code = \"nr\" }");
    // The example states a public key; here each lake has its own.
    arguments.addAll(
        more.stream().anyMatch(m -> m.startsWith("vault.key"))
            ? List.of()
            : List.of("--set", "vault.key=null"));
    set.forEach(setting -> arguments.addAll(List.of("--set", setting)));
    arguments.addAll(more);
    return arguments;
  }
}
