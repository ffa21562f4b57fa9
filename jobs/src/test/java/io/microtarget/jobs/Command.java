package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.microtarget.testing.Sessions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Commands inside the JVM of the test, on its shared session, with what they print. */
final class Command {
  private Command() {}

  record Outcome(int code, String out, String err) {
    /** The last line of standard output. */
    JsonNode json() {
      var lines = out.lines().toList();
      try {
        return new ObjectMapper().readTree(lines.get(lines.size() - 1));
      } catch (JsonProcessingException e) {
        throw new AssertionError("the last line is no JSON: " + out, e);
      }
    }

    /** This outcome, if the command ended well. */
    Outcome ok() {
      assertThat(code).as(out + err).isZero();
      return this;
    }
  }

  static Outcome run(String... arguments) {
    Sessions.shared();
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var before = List.of(System.out, System.err);
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      var code = Run.execute(arguments);
      return new Outcome(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(before.get(0));
      System.setErr(before.get(1));
    }
  }
}
