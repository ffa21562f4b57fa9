package io.microtarget.jobs.raw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EscapesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\ud800",
        "\\uDBFF x",
        "\\udc00",
        "\\ud83d\\ud83d\\ude00",
        "\\ude00\\ud83d",
        "\\ud83d \\ude00",
        "\\ud83d\\n\\ude00",
        "\\ud83d\\u0041",
        "\\\\\\ud800"
      })
  void half_a_pair_of_surrogates_is_found(String text) {
    assertThat(Escapes.fault(json(text))).contains("malformed:surrogate");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\\ud83d\\ude00",
        "\\uD83D\\uDE00\\ud83d\\ude00",
        "\\\\ud800",
        "\\u0041\\u00e4",
        "\\u",
        "\\ud8",
        "\\uzzzz",
        "\\"
      })
  void whole_characters_and_what_is_no_escape_are_let_through(String text) {
    assertThat(Escapes.fault(json(text))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\u0000", "a\\u0000b"})
  void the_character_0_is_found(String text) {
    assertThat(Escapes.fault(json(text))).contains("malformed:nul");
  }

  private static byte[] json(String text) {
    return text.getBytes(UTF_8);
  }
}
