package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.microtarget.identity.IdentityTables;
import io.microtarget.testing.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeLinksCommandTest {
  @TempDir static Path folder;
  private static PlantedLake lake;

  @TempDir Path own;

  /** Anna has K1 to K3, of which K3 stands alone; Ben has K4, who was taken for Carla, K5. */
  @BeforeAll
  static void lake() throws IOException {
    lake =
        PlantedLake.in(folder)
            .with(
                IdentityTables.LINK,
                """
                record_id STRING | unified_id STRING | subject_id STRING
                {default:K1}     | one               | one
                {default:K2}     | one               | one
                {default:K3}     | three             | three
                {default:K4}     | four              | four
                {default:K5}     | four              | four
                {default:K6}     | six               | six
                """)
            .with(
                IdentityTables.MATCH,
                """
                one STRING   | other STRING | ground STRING | bits DOUBLE
                {default:K1} | {default:K2} | phone         |
                {default:K4} | {default:K5} | compared      | 3.5
                """)
            .publish();
  }

  @Test
  void persons_are_judged_as_published_and_by_identifiers_alone() throws IOException {
    var truth =
        file(
            "truth.csv",
            """
            source,native_id,person
            kunden,K1,Anna
            kunden,K2,Anna
            kunden,K3,Anna
            bons,K4,Ben
            bons,K5,Carla
            kunden,K99,Carla
            kunden,K98,Dora
            """);
    var out = own.resolve("verdict.json");

    var judged = judge(truth, "--out", out.toString(), "--seed", "5").ok();

    assertThat(judged.out())
        .contains(
            "7 records in the truth: 5 in the publication, 2 not (and with them 1 true pairs)")
        .contains("5 records of 3 persons: 3 true pairs")
        .containsPattern("linked pairs +2 +1\n")
        .containsPattern("precision +0\\.5000 \\[.*\\] +1\\.0000 \\[1\\.0000, 1\\.0000\\]\n")
        .contains("samples of the true persons, seed 5")
        .doesNotContain("Anna", "K1");
    var json = judged.json();
    assertThat(json.path("as_of").asText()).isEqualTo("2025-01-01");
    assertThat(json.path("run").asText()).isEqualTo("planted");
    assertThat(json.path("records_in_truth").asInt()).isEqualTo(7);
    assertThat(json.path("records_not_found").asInt()).isEqualTo(2);
    assertThat(json.path("true_pairs_not_found").asInt()).isEqualTo(1);
    assertThat(json.path("seed").asInt()).isEqualTo(5);
    assertThat(json.at("/published/precision/value").asDouble()).isEqualTo(0.5);
    assertThat(json.at("/published/recall/value").asDouble()).isEqualTo(0.333333);
    assertThat(json.at("/published/f1/value").asDouble()).isEqualTo(0.4);
    assertThat(json.at("/published/exact_persons").asInt()).isZero();
    assertThat(json.at("/identifiers/linked_pairs").asInt()).isEqualTo(1);
    assertThat(json.at("/identifiers/precision/value").asDouble()).isEqualTo(1);
    assertThat(json.at("/identifiers/exact_persons").asInt()).isEqualTo(2);
    assertThat(new ObjectMapper().readTree(Files.readString(out))).isEqualTo(json);
  }

  @Test
  void parquet_with_other_names_says_the_same() throws IOException {
    var truth = own.resolve("wahrheit.parquet");
    Sessions.shared()
        .sql("select 'default' raum, explode(array('K1', 'K2', 'K4', 'K5')) nr, 7 wer")
        .write()
        .parquet(truth.toString());

    var judged =
        judge(
                truth,
                "--native-id-column",
                "nr",
                "--person-column",
                "wer",
                "--id-space-column",
                "raum")
            .ok();

    assertThat(judged.json().at("/published/true_pairs").asInt()).isEqualTo(6);
    assertThat(judged.json().at("/published/recall/value").asDouble()).isEqualTo(0.333333);
  }

  @Test
  void nothing_linked_has_no_precision() throws IOException {
    var truth = file("truth.csv", "native_id,person\nK3,a\nK6,a\n");

    var judged = judge(truth, "--id-space", "default").ok();

    assertThat(judged.json().at("/published/precision").isNull()).isTrue();
    assertThat(judged.json().at("/published/recall/value").asDouble()).isZero();
    assertThat(judged.out()).containsPattern("precision +– +–\n");
  }

  @Test
  void truth_that_contradicts_itself_is_refused_without_a_name() throws IOException {
    var truth =
        file(
            "truth.csv",
            """
            source,native_id,person
            kunden,K1,Anna
            kunden,K1,Berta
            bons,K1,Anna
            kunden,K2,Anna
            kunden,K2,Anna
            """);

    assertRefused(
        judge(truth),
        Exit.DATA,
        "microtarget: data: truth %s contradicts itself: 1 record has more than one person"
            .formatted(truth));
  }

  @Test
  void truth_about_other_records_is_refused() throws IOException {
    var truth = file("truth.csv", "id_space,native_id,person\nx,K1,a\nx,K2,a\n");

    assertRefused(
        judge(truth),
        Exit.DATA,
        "microtarget: data: none of the 2 records of the truth is in the publication; are its sources, id spaces and native ids those of the settings?");
  }

  @Test
  void missing_columns_are_named_beside_those_there_are() throws IOException {
    var truth = file("truth.csv", "nr,wer\nK1,a\n");

    assertRefused(
        judge(truth, "--person-column", "who"),
        Exit.SETTINGS,
        """
        microtarget: settings: truth FILE has no column 'native_id' (--native-id-column); there are [nr, wer]
        microtarget: settings: truth FILE has no column 'who' (--person-column); there are [nr, wer]
        microtarget: settings: truth FILE has neither a column 'id_space' nor 'source' (--id-space-column, --source-column, or --id-space for all rows); there are [nr, wer]"""
            .replace("FILE", truth.toString()));
  }

  @Test
  void incomplete_rows_unknown_sources_and_files_of_another_kind_are_named() throws IOException {
    var gaps = file("gaps.csv", "source,native_id,person\nkunden,K1,a\nkunden,,a\nkunden,K2,\n");
    assertRefused(
        judge(gaps),
        Exit.DATA,
        "microtarget: data: truth %s: 2 of 3 rows have no native_id or no person".formatted(gaps));
    var unknown = file("unknown.csv", "source,native_id,person\nkunden,K1,a\ncrm,K2,a\n");
    assertRefused(
        judge(unknown),
        Exit.DATA,
        "microtarget: data: truth %s: 1 of 2 rows name no source of the business and no id space; its sources are [bons, kunden]"
            .formatted(unknown));
    var empty = file("empty.csv", "source,native_id,person\n");
    assertRefused(
        judge(empty), Exit.NO_INPUT, "microtarget: no input: truth %s has no row".formatted(empty));
    assertRefused(
        judge(Path.of("truth.xlsx")),
        Exit.SETTINGS,
        "microtarget: settings: --truth 'truth.xlsx' must end in .csv, .csv.gz or .parquet");
    assertRefused(
        judge(own.resolve("none.csv")),
        Exit.NO_INPUT,
        "microtarget: no input: truth %s does not exist".formatted(own.resolve("none.csv")));
    var broken = file("broken.parquet", "no parquet");
    assertRefused(
        judge(broken),
        Exit.DATA,
        "microtarget: data: truth %s cannot be read; is it what its name says?".formatted(broken));
  }

  @Test
  void ids_and_names_of_ten_megabytes_do_no_harm() throws IOException {
    var long1 = "x".repeat(10_000_000);
    var truth =
        file(
            "truth.csv",
            "source,native_id,person,note\nkunden,K1,%s,%s\nkunden,K2,%s,\nkunden,%s,b,\n"
                .formatted(long1, long1, long1, long1));

    var judged = judge(truth).ok();

    assertThat(judged.json().at("/published/f1/value").asDouble()).isEqualTo(1);
    assertThat(judged.json().path("records_not_found").asInt()).isEqualTo(1);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(own.resolve(name), text);
  }

  private static Command.Outcome judge(Path truth, String... more) {
    var arguments = new java.util.ArrayList<>(java.util.List.of("--truth", truth.toString()));
    arguments.addAll(java.util.List.of(more));
    return lake.run("judge-links", arguments.toArray(String[]::new));
  }

  private static void assertRefused(Command.Outcome outcome, int code, String message) {
    assertThat(outcome.err().strip()).isEqualTo(message);
    assertThat(outcome.code()).isEqualTo(code);
    assertThat(outcome.out()).isEmpty();
  }
}
