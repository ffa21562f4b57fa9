package io.microtarget.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Opens reports as a double click does, in headless Chromium where there is one. */
class ReportInChromiumTest {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");

  @TempDir(cleanup = CleanupMode.NEVER)
  private Path folder;

  @Test
  void draws_every_chart_and_breaks_no_rule_of_its_policy() throws Exception {
    var page = open(Report.html(Examples.shop()));

    assertThat(attribute(page, "data-charts")).contains("11 of 11");
    assertThat(attribute(page, "data-problems")).isEmpty();
    assertThat(Pattern.compile("<svg[^>]*class=\"marks\"").matcher(page.dom).results()).hasSize(11);
    assertThat(page.dom.contains("data-state=\"failed\"")).isFalse();
    assertThat(page.console).isEmpty();
  }

  @Test
  void a_hostile_name_stays_a_name() throws Exception {
    var page = open(Report.html(Examples.hostile()));

    assertThat(attribute(page, "data-charts")).contains("11 of 11");
    assertThat(attribute(page, "data-problems")).isEmpty();
    // The written-out page does not escape `<` in attributes, and a library holds the text "<img".
    var elements = page.dom.replaceAll("aria-label=\"[^\"]*\"|(?s)<script.*?</script>", "");
    assertThat(elements.contains("<img")).isFalse();
    assertThat(page.console).isEmpty();
  }

  @Test
  void opens_without_a_backtest_and_without_anything() throws Exception {
    var untested = open(Report.html(Examples.withoutBacktest()));
    assertThat(attribute(untested, "data-charts")).contains("8 of 8");
    assertThat(untested.console).isEmpty();

    var empty = open(Report.html(Examples.empty()));
    assertThat(attribute(empty, "data-charts")).contains("0 of 0");
    assertThat(empty.console).isEmpty();
  }

  private record Page(String dom, List<String> console) {}

  private Page open(String html) throws IOException, InterruptedException {
    var browser = browser();
    assumeTrue(
        browser.isPresent(),
        "no Chromium on the path (%s): not opened in a browser".formatted(NAMES));
    var file = Files.writeString(Files.createTempFile(folder, "report", ".html"), html);
    var out = Files.createTempFile(folder, "dom", ".html");
    var errors = Files.createTempFile(folder, "console", ".txt");
    var command = new ArrayList<String>();
    command.add(browser.get().toString());
    command.addAll(
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--enable-logging=stderr",
            "--user-data-dir=" + Files.createTempDirectory(folder, "profile"),
            "--virtual-time-budget=10000",
            "--dump-dom",
            file.toUri().toString()));
    var process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(errors.toFile())
            .start();
    var hasEnded = process.waitFor(90, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(hasEnded).as("Chromium ended within 90 s").isTrue();
    // Chromium writes what a page says to its console with this word, and its own worries without.
    var console =
        Files.readAllLines(errors).stream().filter(line -> line.contains("CONSOLE")).toList();
    return new Page(Files.readString(out), console);
  }

  private static Optional<Path> browser() {
    var folders = System.getenv("PATH").split(File.pathSeparator);
    return NAMES.stream()
        .flatMap(name -> Stream.of(folders).map(f -> Path.of(f, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Optional<String> attribute(Page page, String name) {
    var found = Pattern.compile("<html[^>]*\\s" + name + "=\"([^\"]*)\"").matcher(page.dom);
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }
}
