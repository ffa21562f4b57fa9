package io.microtarget.jobs;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.identity.IdentityTables;
import io.microtarget.jobs.store.Lake;
import io.microtarget.jobs.store.Publications;
import io.microtarget.table.Table;
import io.microtarget.testing.Sessions;
import io.microtarget.vault.VaultTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * As many people as {@code -Derase.people} says, out of a whole lake of the benchmark, in at most
 * five minutes: {@code -Derase.data=FOLDER} is what its generator made, {@code -Derase.lake=FOLDER}
 * a lake that a run filled from it, which is changed. All that the vault knows of them and of
 * nobody else is looked for, plain and keyed.
 */
@EnabledIfSystemProperty(named = "erase.people", matches = "\\d+")
class EraseManyIT {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final int LONG_ENOUGH = 8;
  private static final double MOST_SECONDS = 300;

  private final Path lake = Path.of(System.getProperty("erase.lake", "lake"));

  @Test
  void all_of_them_are_gone_in_five_minutes_and_stay_so() throws IOException {
    int people = Integer.getInteger("erase.people");
    var persons = persons(people);
    var texts = texts(persons);
    var traces = new Remains(texts);
    var before = traces.in(lake);
    System.out.printf("%d people, %d texts, before: %s%n", people, texts.size(), before);
    assertThat(before).containsKeys("vault", "party", "link");
    var requests = Files.createTempFile("requests", ".csv");
    var lines = new ArrayList<>(List.of("request_id,value"));
    persons.forEach(row -> lines.add("p-%d,%s".formatted(lines.size(), row.getString(0))));
    Files.write(requests, lines);
    var started = System.nanoTime();
    var erased = run("erase", "--requests", requests.toString());
    var seconds = (System.nanoTime() - started) / 1e9;
    System.out.printf("%s%s%.1f s%n", erased.err(), erased.out(), seconds);
    assertThat(erased.code()).isZero();
    System.out.println("after: " + traces.in(lake));
    assertThat(traces.in(lake)).isEmpty();
    assertThat(seconds).isLessThan(MOST_SECONDS);
    run("run", "--set", "defaults.sources.rules.any=\"1 = 1\"").ok();
    System.out.println("typed again: " + traces.in(lake));
    assertThat(traces.in(lake)).isEmpty();
    Files.delete(requests);
  }

  /** Unified ids, spread evenly over all. */
  private List<Row> persons(int people) {
    var all = links().select("unified_id").distinct().orderBy("unified_id").collectAsList();
    var persons = new ArrayList<Row>();
    for (int i = 0; i < people; i++) {
      persons.add(all.get((int) ((long) i * all.size() / people)));
    }
    return persons;
  }

  private List<String> texts(List<Row> persons) {
    var spark = Sessions.shared();
    var schema = links().select("unified_id").schema();
    var theirs =
        links()
            .join(
                broadcast(spark.createDataFrame(persons, schema)),
                new String[] {"unified_id"},
                "left_semi")
            .select("record_id")
            .persist();
    var texts = new ArrayList<String>();
    theirs.collectAsList().forEach(row -> texts.add(row.getString(0)));
    var vault =
        rows(VaultTables.VAULT)
            .filter(not(col("record_id").contains(":")))
            .filter(
                col("field")
                    .rlike("native_id|email|phone|card")
                    .and(length(regexp_replace(col("value"), "[^0-9]", "")).geq(4)))
            .filter(length(col("value")).geq(LONG_ENOUGH));
    var ofOthers = vault.join(broadcast(theirs), new String[] {"record_id"}, "left_anti");
    vault
        .join(broadcast(theirs), new String[] {"record_id"}, "left_semi")
        .select("value")
        .distinct()
        .join(ofOthers.select("value"), new String[] {"value"}, "left_anti")
        .collectAsList()
        .forEach(row -> texts.add(row.getString(0)));
    return texts;
  }

  private Dataset<Row> links() {
    var spark = Sessions.shared();
    var hadoop = spark.sparkContext().hadoopConfiguration();
    var heads = new Publications(spark, Lake.at(lake.toString(), hadoop)).heads();
    var newest = new TreeMap<>(heads).lastEntry().getValue().runId().orElseThrow();
    return rows(IdentityTables.LINK).filter(col("run_id").equalTo(newest));
  }

  private Dataset<Row> rows(Table table) {
    return Sessions.shared().read().format("delta").load(lake.resolve(table.name()).toString());
  }

  private Command.Outcome run(String command, String... more) {
    var arguments = new ArrayList<>(List.of(command, "--config", ROOT + "/conf/bench.conf"));
    arguments.addAll(List.of("--set", "data=" + System.getProperty("erase.data")));
    arguments.addAll(List.of("--set", "lake.root=" + lake));
    arguments.addAll(List.of(more));
    return Command.run(arguments.toArray(String[]::new));
  }
}
