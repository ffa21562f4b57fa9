package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shaded jar under a real Spark: {@code local}, and a standalone cluster in client and in
 * cluster mode, with the settings files of {@code conf/spark} and the same business.
 *
 * <p>Submissions run side by side, since each waits more than it works. Executors live in another
 * time zone than the driver, with another number of partitions and adaptive execution.
 */
class SubmitIT {
  private static final Path CONF = Path.of("../conf/spark").toAbsolutePath().normalize();
  private static final Path JAR =
      Path.of("target/jobs-%s-cluster.jar".formatted(Product.VERSION)).toAbsolutePath();
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private static Bookshop shop;
  private static Standalone cluster;

  /** The tests read what these printed; all have ended before the first one. */
  private static JsonNode embedded;

  private static Command.Outcome local;
  private static Command.Outcome client;
  private static Command.Outcome onCluster;
  private static Command.Outcome noConfig;
  private static Command.Outcome noData;
  private static Command.Outcome noDataForWorkers;
  private static Command.Outcome noPort;
  private static Command.Outcome noModules;
  private static Command.Outcome badValue;
  private static int port;

  private record Submission(String name, Process process) {
    Command.Outcome end() throws Exception {
      assertThat(process.waitFor(8, TimeUnit.MINUTES)).as(name).isTrue();
      return new Command.Outcome(
          process.exitValue(), cluster.printed(name + ".out"), cluster.printed(name + ".err"));
    }
  }

  @BeforeAll
  static void submissions() throws Exception {
    var home = Distribution.home();
    assertThat(JAR).as("made by the phase `package`").isRegularFile();
    shop = Bookshop.in(folder);
    cluster = new Standalone(home, folder.resolve("spark"));
    var inLocal = submit("local", "laptop", "local[2]", shop.config());
    var inClient = submit("client", shop.config(), "--conf", "spark.cores.max=2");
    // A name the driver cannot find: the file is sent along.
    var name = shop.config().getFileName();
    var inCluster = submit("cluster", name, "--deploy-mode", "cluster", "--files", name.toString());
    embedded = shop.run("run").ok().json();
    bad();
    local = inLocal.end();
    client = inClient.end();
    onCluster = inCluster.end();
  }

  private static void bad() throws Exception {
    var elsewhere = edited("elsewhere.conf", shop.data().toString(), "/nowhere");
    // What a process calls /proc/self/cwd is another folder for the driver than for an executor.
    var ownFolder = edited("own-folder.conf", shop.data().toString(), "/proc/self/cwd/data");
    var cast =
        edited("cast.conf", "event-time = \"Zeitpunkt\"", "event-time = \"cast(Kunde as int)\"");
    try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = taken.getLocalPort();
      var fixed = "spark.driver.port=" + port;
      var busy =
          submit("busy", shop.config(), "--conf", fixed, "--conf", "spark.port.maxRetries=0");
      var gone = submit("gone", Path.of("gone.conf"), "--deploy-mode", "cluster");
      var far = submit("far", elsewhere, "--deploy-mode", "cluster");
      var own = submit("own", ownFolder);
      var wrong = submit("wrong", cast);
      noPort = busy.end();
      noModules = withoutLauncher().end();
      noConfig = gone.end();
      noData = far.end();
      noDataForWorkers = own.end();
      badValue = wrong.end();
    }
  }

  @AfterAll
  static void end() throws IOException {
    if (cluster != null) {
      cluster.close();
    }
  }

  /** Leaves {@code target/submit.md}: the checksums of the four ways to run, side by side. */
  @Test
  void the_four_ways_stand_side_by_side() throws Exception {
    var ways =
        List.of(embedded, last(local.out()), last(client.out()), last(driver(onCluster, "stdout")));
    var lines = new ArrayList<String>();
    lines.add("| table | embedded | local[2] | standalone, client | standalone, cluster |");
    lines.add("| --- | --- | --- | --- | --- |");
    for (var table : embedded.path("checksums").properties()) {
      var cells = ways.stream().map(w -> w.at("/checksums/" + table.getKey()).asText()).toList();
      assertThat(cells).as(table.getKey()).containsOnly(table.getValue().asText());
      lines.add("| %s | %s |".formatted(table.getKey(), String.join(" | ", cells)));
    }
    Files.write(Path.of("target/submit.md"), lines);
  }

  @Test
  void local_mode_finds_the_content_of_the_embedded_run() throws Exception {
    assertSameContent(local, last(local.out()));
    assertThat(local.err()).doesNotContain(" INFO ");
  }

  @Test
  void client_mode_finds_the_content_of_the_embedded_run() throws Exception {
    assertSameContent(client, last(client.out()));
    assertThat(client.err()).doesNotContain(" INFO ");
  }

  @Test
  void cluster_mode_finds_the_content_of_the_embedded_run() throws Exception {
    var result = last(driver(onCluster, "stdout"));
    assertSameContent(onCluster, result);
    assertThat(onCluster.err()).contains(" is FINISHED");
    assertThat(result.path("config").asText()).isEqualTo("buecher.conf");
    var report = Path.of(result.path("report").asText());
    assertThat(report).isRegularFile();
    assertThat(last(Files.readString(report.resolveSibling("result.json")))).isEqualTo(result);
  }

  @Test
  void a_driver_on_a_worker_without_the_settings_file_says_how_to_send_it() throws Exception {
    assertThat(noConfig.err()).contains(" is FAILED");
    assertSaid(
        "a settings file the driver's worker does not have",
        2,
        driver(noConfig, "stderr"),
        "settings: settings file gone.conf does not exist on the worker the driver runs on; ",
        "--files URI/gone.conf and --config gone.conf");
  }

  @Test
  void a_driver_that_cannot_see_the_data_names_source_and_setting() throws Exception {
    assertThat(noData.err()).contains(" is FAILED");
    assertSaid(
        "raw files that the driver cannot see",
        4,
        driver(noData, "stderr"),
        "no input: source 'aktionen': the driver sees no file /nowhere/aktionen.csv"
            + " (sources.aktionen.path); put it on a mount that driver and workers share");
  }

  @Test
  void a_worker_that_cannot_see_the_data_is_named() throws Exception {
    assertThat(noDataForWorkers.code()).as(noDataForWorkers.err()).isEqualTo(4);
    assertSaid(
        "raw files that a worker cannot see",
        4,
        noDataForWorkers.err(),
        "no input: source 'aktionen': the worker on 127.0.0.1 sees no file"
            + " /proc/self/cwd/data/aktionen.csv (sources.aktionen.path); ");
  }

  @Test
  void a_port_in_use_is_named_with_its_setting() {
    assertThat(noPort.code()).as(noPort.err()).isEqualTo(2);
    assertSaid(
        "a port of the driver in use",
        2,
        noPort.err(),
        "settings: spark.driver.port: port %d is in use on ".formatted(port),
        "name a free one, or 0 for any, or raise spark.port.maxRetries (0)");
  }

  @Test
  void a_jvm_without_module_flags_says_where_they_stand() {
    assertThat(noModules.code()).as(noModules.err()).isEqualTo(2);
    assertSaid(
        "a JVM without Spark's module flags",
        2,
        noModules.err(),
        "settings: this JVM was started without the module flags Spark needs");
  }

  @Test
  void executors_log_that_a_task_failed_but_no_value_of_a_row() throws IOException {
    assertThat(badValue.code()).as(badValue.err()).isEqualTo(3);
    assertThat(badValue.err()).contains("microtarget: data: source 'bons'");
    var logs = new StringBuilder();
    for (var file : Trees.files(cluster.work())) {
      if (file.endsWith("stderr") || file.endsWith("stdout")) {
        logs.append(Files.readString(file));
      }
    }
    assertThat(logs).contains("ERROR Executor: Exception in task ");
    assertThat(logs.toString() + badValue + client + local + onCluster)
        .doesNotContain(Bookshop.ID_PREFIX)
        .doesNotContain(Bookshop.CANARY);
  }

  private static void assertSameContent(Command.Outcome outcome, JsonNode result) {
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(result.path("status").asText()).isEqualTo("published");
    assertThat(result.path("checksums")).isEqualTo(embedded.path("checksums"));
    assertThat(result.path("metrics")).isEqualTo(embedded.path("metrics"));
    assertThat(result.path("sources")).isEqualTo(embedded.path("sources"));
  }

  /** A driver on a worker ends with this code too, but Spark only says that it failed. */
  private static void assertSaid(String name, int code, String err, String... messages) {
    assertThat(err).contains(messages).doesNotContain("microtarget: bug").doesNotContain("\tat ");
    var said = err.lines().filter(line -> line.startsWith("microtarget: ")).findFirst();
    ErrorTable.row(
        ErrorTable.Group.MACHINE, name, said.orElseThrow().replaceFirst("microtarget: ", ""), code);
  }

  private static Submission submit(String name, Path config, String... more) throws IOException {
    return submit(name, "standalone", cluster.master(), config, more);
  }

  /** Starts spark-submit, in the folder of the shop, with a settings file of {@code conf/spark}. */
  private static Submission submit(
      String name, String settings, String master, Path config, String... more) throws IOException {
    var command = new ArrayList<>(List.of(cluster.bin("spark-submit").toString()));
    command.addAll(List.of("--master", master));
    command.addAll(List.of("--properties-file", CONF.resolve(settings + ".properties").toString()));
    for (var setting :
        List.of(
            // Small for the test's machine; nothing else differs from the files people use.
            "spark.driver.memory=1g",
            "spark.executor.memory=640m",
            "spark.cores.max=1",
            "spark.sql.shuffle.partitions=3",
            "spark.sql.codegen.wholeStage=false",
            "spark.sql.codegen.factoryMode=NO_CODEGEN",
            "spark.executor.extraJavaOptions=-Duser.timezone=Asia/Tokyo")) {
      command.addAll(List.of("--conf", setting));
    }
    command.addAll(List.of(more));
    command.addAll(List.of("--class", Run.class.getName(), JAR.toString()));
    command.addAll(List.of("run", "--config", config.toString()));
    command.addAll(List.of("--set", "lake.root=" + folder.resolve("lake-" + name)));
    return new Submission(name, cluster.start(folder, name, command));
  }

  /** Plain Java on the jars of the distribution, as nobody should start it. */
  private static Submission withoutLauncher() throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var jars = cluster.bin("spark-submit").resolveSibling("../jars").normalize() + "/*";
    var command = List.of(java, "-cp", JAR + ":" + jars, Run.class.getName(), "run", "--config");
    var all = new ArrayList<>(command);
    all.add(shop.config().toString());
    return new Submission("plain", cluster.start(folder, "plain", all));
  }

  private static Path edited(String name, String before, String after) throws IOException {
    var file = Files.copy(shop.config(), folder.resolve(name));
    Bookshop.replace(file, before, after);
    return file;
  }

  private static JsonNode last(String out) throws IOException {
    var lines = out.lines().toList();
    assertThat(lines).isNotEmpty();
    return JSON.readTree(lines.get(lines.size() - 1));
  }

  /** What a driver on the worker printed. */
  private static String driver(Command.Outcome submitted, String stream) throws IOException {
    return Files.readString(cluster.work().resolve(driverId(submitted)).resolve(stream));
  }

  private static String driverId(Command.Outcome submitted) {
    var id = Pattern.compile("successfully submitted as (driver-\\S+)").matcher(submitted.err());
    assertThat(id.find()).as(submitted.err()).isTrue();
    return id.group(1);
  }
}
