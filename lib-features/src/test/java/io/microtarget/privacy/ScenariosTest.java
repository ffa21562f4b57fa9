package io.microtarget.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.source.Basis;
import io.microtarget.source.LegalBasis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Plays {@code scenarios.md}. */
class ScenariosTest {
  private static final Pattern SAID =
      Pattern.compile("(GRANT|DENY|REVOKED|LIST)\\(([^)]*)\\)|\\S+");

  record Scenario(String number, String situation, String facts, String outcome, String law) {}

  @Test
  void every_situation_ends_as_the_law_says() throws IOException {
    var wrong = new ArrayList<String>();
    for (var scenario : scenarios()) {
      var answer = answer(scenario.facts());
      if (!isAsExpected(scenario.outcome(), answer)) {
        wrong.add(
            "%s %s: %s (%s), not %s"
                .formatted(
                    scenario.number(),
                    scenario.situation(),
                    scenario.outcome(),
                    scenario.law(),
                    answer.ruleId()));
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void there_are_120_and_each_names_its_law() throws IOException {
    assertThat(scenarios()).hasSize(120);
    assertThat(scenarios()).allSatisfy(s -> assertThat(s.law()).isNotBlank());
    assertThat(scenarios()).extracting(Scenario::facts).doesNotHaveDuplicates();
  }

  private static List<Scenario> scenarios() throws IOException {
    try (var in = ScenariosTest.class.getResourceAsStream("scenarios.md")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.matches("\\| \\d+ \\|.*"))
          .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList())
          .map(c -> new Scenario(c.get(1), c.get(2), c.get(3), c.get(4), c.get(5)))
          .toList();
    }
  }

  /** {@code allow}, {@code allow RECORD}, {@code deny REASON} or the begin of the reason. */
  private static boolean isAsExpected(String outcome, Answer answer) {
    var words = outcome.split(" ", 2);
    if (words[0].equals("allow")) {
      return answer.isAllowed()
          && (words.length == 1 || answer.grantedBy().equals(Optional.of(words[1])));
    }
    return !answer.isAllowed() && (answer.ruleId() + ":").startsWith("deny:" + words[1] + ":");
  }

  private static Answer answer(String facts) {
    var statements = new ArrayList<Statement>();
    var objections = new ArrayList<Objection>();
    var words = new ArrayList<String>();
    Matcher matcher = SAID.matcher(facts);
    while (matcher.find()) {
      if (matcher.group(1) == null) {
        words.add(matcher.group());
      } else if (matcher.group(1).equals("LIST")) {
        objections.add(objection(values(matcher.group(2))));
      } else {
        statements.add(statement(matcher.group(1), values(matcher.group(2))));
      }
    }
    var channel = words.get(2);
    var basis =
        after(words, "by")
            .map(
                by ->
                    new Basis(
                        LegalBasis.of(by),
                        list(after(words, "for").orElse("direct-marketing")),
                        list(after(words, "through").orElse(channel)),
                        list(after(words, "with").orElse(""))));
    var settings =
        new Gate.Settings(
            basis.map(b -> Map.of("crm", b)).orElse(Map.of()),
            Map.of(channel, Medium.of(channel).orElseThrow()),
            words.get(0),
            words.get(1).equals("company") ? "account" : "person",
            words.contains("rehearsal"),
            ZoneId.of("UTC"));
    return new Verdicts(settings, PolicyTable.STANDARD)
        .of(
            new Said(List.of("crm"), statements, objections),
            channel,
            moment(after(words, "asked").orElse("2025-06-30")));
  }

  private static Statement statement(String status, Map<String, String> values) {
    var at = values.getOrDefault("at", "2025-01-10");
    return new Statement(
        values.getOrDefault("who", "r1"),
        values.getOrDefault("to", "form"),
        values.getOrDefault("purpose", "direct-marketing"),
        Optional.ofNullable(values.get("channel")),
        Statement.Status.valueOf(status),
        LegalBasis.of(values.getOrDefault("basis", "consent")),
        moment(at),
        moment(values.getOrDefault("recorded", at)),
        Optional.ofNullable(values.get("from")).map(LocalDate::parse),
        Optional.ofNullable(values.get("until")).map(LocalDate::parse));
  }

  private static Objection objection(Map<String, String> values) {
    return new Objection(
        values.getOrDefault("name", "robinson"),
        Optional.ofNullable(values.get("channel")),
        Optional.ofNullable(values.get("purpose")),
        Optional.ofNullable(values.get("reason")),
        moment(values.getOrDefault("recorded", "2025-01-10")),
        Optional.ofNullable(values.get("until")).map(LocalDate::parse));
  }

  private static Map<String, String> values(String text) {
    var values = new TreeMap<String, String>();
    for (var pair : list(text)) {
      values.put(pair.split("=")[0], pair.split("=")[1]);
    }
    return values;
  }

  private static List<String> list(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(","));
  }

  private static Optional<String> after(List<String> words, String word) {
    int at = words.indexOf(word);
    return at < 0 ? Optional.empty() : Optional.of(words.get(at + 1));
  }

  /** A day means noon. */
  private static Instant moment(String text) {
    return Instant.parse(text.contains("T") ? text + ":00Z" : text + "T12:00:00Z");
  }
}
