package io.microtarget.jobs;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns that tell nothing about who is who, and settings that cannot be meant. */
class LinkingErrorsIT {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final LocalDate AS_OF = LocalDate.of(2025, 1, 1);
  private static final int LONG_VALUE = 10 << 20;

  @TempDir Path folder;

  @Test
  void columns_that_tell_nothing_link_nobody_and_spoil_nothing() throws IOException {
    var lines = new ArrayList<String>();
    int nr = 0;
    for (var line : new MadeUpPeople(8).deliveries(300).get(0)) {
      var cells = line.split(",", -1);
      cells[5] = ""; // born: never known
      cells[6] = "kasse@post.example"; // mail: one value
      cells[11] = "Kiel"; // city: one value
      if (nr++ < 4) {
        cells[8] = Character.toString('a' + nr).repeat(LONG_VALUE); // street
      }
      lines.add(String.join(",", cells));
    }
    deliver(lines);
    var said = run("run").ok();
    assertThat(said.out() + said.err())
        .contains("note: link: no record has a value of `birth-date` to compare");

    var found = LinkedRecords.of(folder.resolve("lake"), AS_OF);
    assertThat(found.records()).hasSize(300);
    assertThat(found.precision()).isGreaterThanOrEqualTo(0.95);
    assertThat(found.recall()).isGreaterThanOrEqualTo(0.80);
    assertThat(linkage("placeholder").get("email").getLong(1)).isEqualTo(300);
    assertThat(linkage("rule")).containsKey("postal-code+sound").doesNotContainKey("birth-date");
  }

  /** Of a topic each name with value and count. */
  private Map<String, Row> linkage(String topic) {
    var rows = new TreeMap<String, Row>();
    LinkedRecords.published(folder.resolve("lake"), "linkage", AS_OF)
        .where(col("topic").equalTo(topic))
        .select("value", "count", "name")
        .collectAsList()
        .forEach(row -> rows.put(row.getAs("name"), row));
    return rows;
  }

  @Test
  void without_identifiers_and_comparisons_every_record_is_a_person_of_its_own()
      throws IOException {
    deliver(new MadeUpPeople(9).deliveries(50).get(0));
    run("run", "--set", "sources.people.compare=null").ok();
    var found = LinkedRecords.of(folder.resolve("lake"), AS_OF);
    assertThat(found.records()).hasSize(50);
    assertThat(found.clusters()).hasSize(50);
  }

  @Test
  void a_share_that_is_none_is_refused() throws IOException {
    deliver(new MadeUpPeople(9).deliveries(5).get(0));
    for (var share : List.of("0", "1", "1.5", "-0.1")) {
      refused(
          "a target precision of " + share,
          "identity.target-precision=" + share,
          "target-precision must be above 0 and below 1, not ");
    }
    refused(
        "a target precision that is no number",
        "identity.target-precision=high",
        "identity.target-precision");
  }

  @Test
  void an_unknown_thing_to_compare_is_refused_with_the_nearest_one() throws IOException {
    deliver(new MadeUpPeople(9).deliveries(5).get(0));
    refused(
        "something unknown to compare",
        "sources.people.compare.birthdate=born",
        "sources.people.compare.birthdate: nothing to compare is called so; did you mean `birth-date`?");
    refused(
        "a comparison of a column that is not there",
        "sources.people.compare.phone=telephone",
        "compare.phone");
  }

  private void refused(String input, String setting, String message) {
    var outcome = run("check", "--set", setting);
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.err()).contains(message).doesNotContain("Exception");
    assertThat(folder.resolve("lake")).doesNotExist();
    var said = outcome.err().lines().filter(l -> l.startsWith("microtarget: ")).findFirst();
    ErrorTable.row(
        ErrorTable.Group.SETTINGS, input, said.orElseThrow().replaceFirst("microtarget: ", ""), 2);
  }

  private void deliver(List<String> lines) throws IOException {
    MadeUpPeople.write(folder.resolve("data/people-1.csv"), lines);
  }

  private Command.Outcome run(String command, String... more) {
    var config = ROOT.resolve("jobs/src/test/resources/linking/people.conf").toString();
    var arguments = new ArrayList<>(List.of(command, "--config", config));
    arguments.addAll(List.of("--set", "data=" + folder.resolve("data")));
    arguments.addAll(List.of("--set", "lake.root=" + folder.resolve("lake")));
    arguments.addAll(List.of(more));
    return Command.run(arguments.toArray(String[]::new));
  }
}
