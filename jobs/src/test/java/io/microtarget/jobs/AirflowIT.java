package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The DAG for Airflow: with {@code -Pairflow} in an environment of its own, else with the Airflow
 * of this machine's Python, if it has one. No scheduler is started and nothing is submitted.
 */
class AirflowIT {
  private static final Path FOLDER = Path.of("airflow").toAbsolutePath();
  private static final String DAG = FOLDER.resolve("microtarget_dag.py").toString();
  private static final String HAS_AIRFLOW =
      "import airflow, airflow.providers.apache.spark as _; assert airflow.__version__[:2] == '3.'";

  @TempDir Path home;

  @Test
  void is_python() throws Exception {
    Venv.skipUnless(Venv.succeeds("python3", "--version"), "python3 was not found");
    var caches = Map.of("PYTHONPYCACHEPREFIX", home.toString());
    Venv.process(1, FOLDER, caches, List.of("python3", "-m", "py_compile", DAG)).ok();
  }

  @Test
  void submits_the_whole_chain_as_of_the_morning_it_is_due() throws Exception {
    var said = parsed();
    assertThat(said.lines().filter(line -> line.contains("Traceback"))).isEmpty();
    var dag = new ObjectMapper().readTree(said.substring(said.lastIndexOf("\n{") + 1));
    assertThat(dag.path("dag").asText()).isEqualTo("microtarget");
    assertThat(dag.path("due").asText()).startsWith("2026-01-31T06:00:00");
    assertThat(dag.path("ds").asText()).isEqualTo("2026-01-31");
    assertThat(dag.path("max_active_runs").asInt()).isEqualTo(1);
    assertThat(dag.path("catchup").asBoolean()).isFalse();
    assertThat(dag.path("retries").asInt()).isEqualTo(3);
    assertThat(dag.path("documented").asBoolean()).isTrue();
    var root = FOLDER.getParent().getParent();
    var jar = root.resolve("jobs/target/jobs-%s-cluster.jar".formatted(Product.VERSION));
    assertThat(dag.path("command"))
        .extracting(word -> word.asText())
        .containsExactly(
            "/opt/spark/bin/spark-submit",
            "--master",
            "local[2]",
            "--name",
            "microtarget 2026-01-31",
            "--class",
            Run.class.getName(),
            jar.toString(),
            "run",
            "--config",
            root.resolve("conf/grocery.conf").toString(),
            "--as-of",
            "2026-01-31");
  }

  /** What the parser says, in Airflow's own environment. */
  private String parsed() throws Exception {
    var environment = new HashMap<String, String>();
    environment.put("AIRFLOW_HOME", home.toString());
    environment.put("AIRFLOW__CORE__LOAD_EXAMPLES", "False");
    environment.put(
        "AIRFLOW_CONN_SPARK_DEFAULT", "{\"conn_type\":\"spark\",\"host\":\"local[2]\"}");
    environment.put("MICROTARGET_SPARK_SUBMIT", "/opt/spark/bin/spark-submit");
    environment.put("PYTHONPYCACHEPREFIX", home.toString());
    var parser = Path.of("src/test/resources/parse_dag.py").toAbsolutePath().toString();
    if (Boolean.getBoolean("airflow.install")) {
      var requirements = FOLDER.resolve("requirements.txt");
      var venv = Venv.of(Path.of("target/airflow-venv"), requirements, 11);
      return venv.run(2, home, environment, parser, DAG).ok();
    }
    Venv.skipUnless(
        Venv.succeeds("python3", "-c", HAS_AIRFLOW),
        "python3 has no Airflow 3 with its Spark provider; `mvn -Pairflow verify` installs one");
    return Venv.process(2, home, environment, List.of("python3", parser, DAG)).ok();
  }
}
