package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code bin/microtarget} in a small copy of the repository, with programs called {@code java} and
 * {@code mvn} that say what they were asked.
 */
class LauncherTest {
  private static final String JAVA_17 =
      """
      if [ "$1" = -XshowSettings:properties ]; then
        echo "    java.home = $(dirname "$(dirname "$0")")" >&2
        echo "    java.specification.version = 17" >&2
      else
        echo "in $PWD"; printf '%s\\n' "$@"
      fi
      """;

  private static final String MAVEN =
      """
      echo "mvn $*" >> maven-calls
      mkdir -p jobs/target lib-features/target
      touch jobs/target/jobs-1.jar lib-features/target/lib-features-1.jar library.jar
      touch lib-features/target/lib-features-1-tests.jar
      printf '%s/library.jar' "$PWD" > jobs/target/classpath
      """;

  private static final List<String> SYSTEM =
      List.of(
          "bash",
          "cat",
          "cut",
          "dirname",
          "find",
          "flock",
          "grep",
          "head",
          "mkdir",
          "mv",
          "readlink",
          "sed",
          "sleep",
          "tail",
          "touch");

  @TempDir Path temporary;
  private final Map<String, String> options = new HashMap<>();
  private Path root;
  private Path jdk;

  private record Outcome(int code, String out, String err) {}

  @BeforeEach
  void repository() throws IOException {
    root = temporary.toRealPath().resolve("clone of it");
    for (var folder : List.of("jobs/bin", "jobs/src/main", "lib-features/src/main", "conf/spark")) {
      Files.createDirectories(root.resolve(folder));
    }
    for (var file : List.of("pom.xml", "jobs/pom.xml", "lib-features/pom.xml")) {
      Files.writeString(root.resolve(file), "");
    }
    Files.writeString(root.resolve("conf/reference.conf"), "");
    Files.copy(Path.of("bin/microtarget"), root.resolve("jobs/bin/microtarget"));
    jdk = temporary.resolve("jdk");
    program("jdk/bin/java", JAVA_17);
    program("jdk/bin/javac", "");
    program("bin/mvn", MAVEN);
  }

  @Test
  void builds_once_and_becomes_java_with_the_example_settings() throws Exception {
    var first = microtarget("run", "--as-of", "2017-10-01");
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.out())
        .isEqualTo(
            """
            in ROOT
            @ROOT/conf/spark/java-options
            -Dlog4j2.configurationFile=ROOT/conf/spark/log4j2.properties
            -Xmx3g
            -Xlog:cds=off
            -Xlog:cds+dynamic=off
            -XX:CompileThresholdScaling=4
            -XX:FreqInlineSize=150
            -XX:InlineSmallCode=1200
            -XX:MaxInlineLevel=9
            -XX:+UseParallelGC
            -XX:ArchiveClassesAtExit=ROOT/jobs/target/classes.jsa
            -cp
            ROOT/jobs/target/jobs-1.jar:ROOT/lib-features/target/lib-features-1.jar:ROOT/library.jar
            io.microtarget.jobs.Run
            run
            --config
            conf/grocery.conf
            --as-of
            2017-10-01
            """
                .replace("ROOT", root.toString()));
    assertThat(first.err())
        .contains("microtarget: building (log: ")
        .contains("microtarget: built in ")
        .contains("later starts are quicker");
    var second = microtarget("run");
    assertThat(second.err()).isEmpty();
    assertThat(root.resolve("maven-calls"))
        .hasContent("mvn -q -B -Dstyle.color=never -DskipTests -Dspotless.check.skip package");
  }

  @Test
  void classes_that_a_run_kept_are_used_while_they_fit_the_jars() throws Exception {
    assertThat(microtarget("list").out()).doesNotContain("classes.jsa");
    var archive = root.resolve("jobs/target/classes.jsa");
    newer(Files.writeString(archive, "of these jars"), 60);
    assertThat(microtarget("list").out()).contains("-XX:SharedArchiveFile=" + archive + "\n");
    newer(root.resolve("jobs/target/classpath"), 120);
    assertThat(microtarget("list").out()).doesNotContain("classes.jsa");
    assertThat(microtarget("run").out()).contains("-XX:ArchiveClassesAtExit=" + archive + "\n");
  }

  @Test
  void a_collector_of_ones_own_is_left_alone() throws Exception {
    options.put("MICROTARGET_JAVA_OPTIONS", "-XX:+UseG1GC");
    assertThat(microtarget("list").out())
        .contains("-XX:+UseG1GC\n")
        .doesNotContain("UseParallelGC");
  }

  @Test
  void builds_again_when_a_source_is_newer_or_a_library_is_gone() throws Exception {
    microtarget("list");
    newer(Files.writeString(root.resolve("lib-features/src/main/New.java"), ""), 60);
    assertThat(microtarget("list").err()).contains("building");
    Files.delete(root.resolve("lib-features/src/main/New.java"));
    Files.delete(root.resolve("library.jar"));
    assertThat(microtarget("list").err()).contains("building");
    Files.writeString(root.resolve("jobs/target/microtarget-building"), "killed");
    assertThat(microtarget("list").err()).contains("building");
    assertThat(microtarget("list").err()).isEmpty();
  }

  @Test
  void given_settings_are_left_alone_in_the_callers_folder() throws Exception {
    for (var given : List.of(List.of("--config", "my.conf"), List.of("--config=my.conf"))) {
      var arguments = new ArrayList<>(List.of("check"));
      arguments.addAll(given);
      var outcome = microtarget(arguments.toArray(String[]::new));
      assertThat(outcome.out())
          .startsWith("in " + temporary.toRealPath() + "\n")
          .endsWith("check\n" + String.join("\n", given) + "\n");
    }
    assertThat(microtarget("doctor").out()).endsWith("io.microtarget.jobs.Run\ndoctor\n");
    assertThat(microtarget("--help").out()).endsWith("io.microtarget.jobs.Run\n--help\n");
    assertThat(microtarget("explain", "a b").out())
        .endsWith("explain\n--config\nconf/grocery.conf\na b\n");
  }

  @Test
  void is_found_through_symbolic_links() throws Exception {
    var link = Files.createSymbolicLink(temporary.resolve("mt"), root.resolve("jobs/bin"));
    var file = Files.createSymbolicLink(temporary.resolve("m"), link.resolve("microtarget"));
    var outcome = start(file, "list");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).startsWith("in " + root + "\n");
  }

  @Test
  void a_failed_build_shows_its_last_lines_and_a_hint() throws Exception {
    program("bin/mvn", "echo '[ERROR] Foo.java:[1,2] no such word'; echo '[ERROR] '; exit 1");
    var outcome = microtarget("run");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .contains("microtarget: the build failed after ")
        .endsWith(
            """
              [ERROR] Foo.java:[1,2] no such word
            microtarget: The whole log: %s/jobs/target/microtarget-build.log
            microtarget: Mend what it names (git status shows what was edited), then run again.
            """
                .formatted(root));
    program("bin/mvn", "echo 'Could not transfer artifact x'; exit 1");
    assertThat(microtarget("run").err())
        .endsWith(
            "microtarget: Libraries are missing: check the network or the proxy in"
                + " ~/.m2/settings.xml, then run again.\n");
  }

  @Test
  void no_maven_or_no_compiler_is_explained() throws Exception {
    Files.delete(temporary.resolve("bin/mvn"));
    var noMaven = microtarget("run");
    assertThat(noMaven.code()).isEqualTo(2);
    assertThat(noMaven.err())
        .isEqualTo(
            """
            microtarget: Maven was not found, and the program has to be built.
            microtarget: Install Maven 3.8 or newer (Debian, Ubuntu: apt-get install maven).
            """);
    program("bin/mvn", MAVEN);
    Files.delete(jdk.resolve("bin/javac"));
    assertThat(microtarget("run").err())
        .contains("has no compiler, and the program has to be built.");
  }

  private Outcome microtarget(String... arguments) throws Exception {
    return start(root.resolve("jobs/bin/microtarget"), arguments);
  }

  /** With a PATH of our own programs and the few of the system that the script needs. */
  private Outcome start(Path script, String... arguments) throws Exception {
    for (var name : SYSTEM) {
      for (var folder : List.of("/usr/bin/", "/bin/")) {
        if (Files.exists(Path.of(folder + name))) {
          program("system/" + name, "exec %s%s \"$@\"".formatted(folder, name));
        }
      }
    }
    var command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(temporary.toFile());
    var environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("MICROTARGET_"));
    environment.putAll(options);
    environment.put("JAVA_HOME", jdk.toString());
    environment.put("PATH", temporary.resolve("bin") + ":" + temporary.resolve("system"));
    var out = temporary.resolve("out").toFile();
    var err = temporary.resolve("err").toFile();
    var process = builder.redirectOutput(out).redirectError(err).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Outcome(
        process.exitValue(), Files.readString(out.toPath()), Files.readString(err.toPath()));
  }

  private void program(String path, String body) throws IOException {
    var file = temporary.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + body);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static void newer(Path file, int seconds) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(seconds)));
  }
}
