package io.microtarget.jobs.raw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrailingTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}{}",
        "{\"a\":1} {\"b\":2}",
        "{\"a\":{\"b\":1}}\t{\"c\":2}",
        "{\"a\":\"\\\"}\"}x",
        "[{}] [{}] {} x"
      })
  void a_second_text_is_found(String line) {
    assertThat(Trailing.isThere(line.getBytes(UTF_8))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"a\":1}  ",
        "{\"a\":[{\"b\":1} , {\"b\":2} ] }",
        "{\"a\":\"} {\"}",
        "{\"a\":\"}\\\"x\"}",
        "{\"a\":{",
        "17"
      })
  void one_text_is_let_through(String line) {
    assertThat(Trailing.isThere(line.getBytes(UTF_8))).isFalse();
  }
}
