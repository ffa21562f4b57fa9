package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.microtarget.jobs.store.Lake;
import io.microtarget.jobs.store.Publications;
import io.microtarget.testing.Sessions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the notebook from the first cell to the last, in an environment of its own.
 *
 * <p>Leaves it with its charts as {@code target/notebook/first-look.ipynb}.
 */
class NotebookIT {
  private static final Path NOTEBOOKS = Path.of("../notebooks").toAbsolutePath().normalize();
  private static final Path NOTEBOOK = NOTEBOOKS.resolve("first-look.ipynb");

  /** Cells that draw; a business with segments, a model and offers has all of them. */
  private static final List<String> CHARTS =
      List.of(
          "segment-sizes",
          "personas",
          "score-distribution",
          "score-deciles",
          "auc",
          "curves",
          "waterfall",
          "audience-bars",
          "own-question");

  /** A bar, point or cell of a heat map, in JSON of SVG. */
  private static final Pattern MARK =
      Pattern.compile("aria-roledescription=\\\\\"(bar|point|rect mark|rule mark)\\\\\"");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static Venv venv;
  @TempDir Path folder;

  @BeforeAll
  static void install() throws Exception {
    venv = Venv.of(Path.of("target/notebook-venv"), NOTEBOOKS.resolve("requirements.txt"), 9);
  }

  @Test
  void shows_what_is_published_and_nothing_else() throws Exception {
    var shop = Bookshop.in(folder.resolve("a shop"));
    var run = shop.run("run").ok().json();
    leaveUnpublishedRows(shop.lake());

    var cells = executed(shop.lake(), "first-look.ipynb");
    for (var cell : CHARTS) {
      assertThat(marks(cells.get(cell))).as("marks in the chart of %s", cell).isPositive();
    }
    var said = JSON.readTree(cells.get("json").at("/outputs/0/text").get(0).asText());
    var head = head(shop.lake());
    assertThat(said.path("run").asText())
        .isEqualTo(head.runId().orElseThrow())
        .isEqualTo(run.path("run").asText());
    var rows = new TreeMap<String, Long>();
    var checksums = new TreeMap<String, String>();
    for (var content : head.contents()) {
      rows.put(content.table(), content.rows());
      checksums.put(content.table(), content.checksum());
    }
    assertThat(said.path("rows")).isEqualTo(JSON.readTree(JSON.writeValueAsString(rows)));
    assertThat(said.path("checksums")).isEqualTo(JSON.valueToTree(checksums));
    assertThat(said.path("checksums")).isEqualTo(run.path("checksums"));
    var metrics = run.path("metrics");
    assertThat(said.at("/auc/antwort").asDouble())
        .isEqualTo(metrics.path("antwort_backtest_auc").asDouble());
    // Rounded to 5 for each offer, and small ones not told.
    assertThat(said.path("exported").asLong() % 5).isZero();
    assertThat(said.path("exported").asLong())
        .isPositive()
        .isBetween(rows.get("audience") - 5, rows.get("audience") + 5);
    long inSegments = 0;
    for (var size : said.path("segments")) {
      inSegments += size.asLong();
    }
    assertThat(inSegments).isBetween(Bookshop.CUSTOMERS - 5L, Bookshop.CUSTOMERS + 5L);
  }

  @Test
  void a_business_without_segments_and_offers_is_no_error() throws Exception {
    var shop = Bookshop.smallIn(folder.resolve("shop"));
    shop.run("run").ok();
    var cells = executed(shop.lake(), "small.ipynb");
    assertThat(cells.get("segment-sizes").toString()).contains("nothing of the kind");
    assertThat(cells.get("audience-bars").toString()).contains("nothing of the kind");
    assertThat(marks(cells.get("waterfall"))).isPositive();
  }

  @Test
  void is_kept_without_outputs() throws Exception {
    for (var cell : JSON.readTree(NOTEBOOK.toFile()).path("cells")) {
      assertThat(cell.path("outputs")).as("outputs of %s", cell.path("id")).isEmpty();
      assertThat(cell.path("execution_count").isNumber()).isFalse();
    }
  }

  /** The executed cells by id, each of which ended well. */
  private Map<String, JsonNode> executed(Path lake, String name) throws Exception {
    var out = Files.createDirectories(Path.of("target/notebook")).resolve(name).toAbsolutePath();
    var home = folder.resolve("home").toString();
    var execute =
        """
        import sys, nbformat
        from nbclient import NotebookClient
        notebook = nbformat.read(sys.argv[1], 4)
        try:
            NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
        finally:
            nbformat.write(notebook, sys.argv[2])
        """;
    venv.run(
            4,
            NOTEBOOKS,
            Map.of(
                "MICROTARGET_LAKE",
                lake.toString(),
                "MICROTARGET_AS_OF",
                "2025-01-01",
                "IPYTHONDIR",
                home,
                "JUPYTER_DATA_DIR",
                home,
                "JUPYTER_RUNTIME_DIR",
                home),
            "-c",
            execute,
            NOTEBOOK.toString(),
            out.toString())
        .ok();
    var cells = new TreeMap<String, JsonNode>();
    var count = new ArrayList<Integer>();
    for (var cell : JSON.readTree(out.toFile()).path("cells")) {
      if (cell.path("cell_type").asText().equals("code")) {
        count.add(cell.path("execution_count").asInt());
        cells.put(cell.path("id").asText(), cell);
        for (var output : cell.path("outputs")) {
          assertThat(output.path("output_type").asText())
              .as("%s: %s", cell.path("id"), output)
              .isNotEqualTo("error");
          assertThat(output.path("name").asText()).as(output.toString()).isNotEqualTo("stderr");
        }
      }
    }
    assertThat(count).doesNotContain(0).hasSizeGreaterThan(15);
    return cells;
  }

  /** How many shapes the charts of a cell have. */
  private static int marks(JsonNode cell) {
    int marks = 0;
    for (var output : cell.path("outputs")) {
      var svg = output.at("/data/image~1svg+xml").toString();
      marks += (int) MARK.matcher(svg).results().count();
    }
    return marks;
  }

  /** What a run leaves that was killed before its commit. */
  private static void leaveUnpublishedRows(Path lake) {
    var table = lake.resolve("score").toString();
    Sessions.shared()
        .read()
        .format("delta")
        .load(table)
        .withColumn("run_id", org.apache.spark.sql.functions.lit("killed"))
        .write()
        .format("delta")
        .mode("append")
        .partitionBy("as_of", "run_id")
        .save(table);
  }

  private static Publications.Head head(Path root) {
    var spark = Sessions.shared();
    var lake = Lake.at(root.toString(), spark.sparkContext().hadoopConfiguration());
    var heads = new Publications(spark, lake).heads();
    assertThat(heads).hasSize(1);
    return heads.values().iterator().next();
  }
}
