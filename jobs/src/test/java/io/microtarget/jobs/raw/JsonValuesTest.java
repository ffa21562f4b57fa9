package io.microtarget.jobs.raw;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonValuesTest {
  private final JsonValues values =
      new JsonValues(List.of(List.of("id"), List.of("of", "who"), List.of("of", "all")));

  @Test
  void gives_the_values_of_the_paths_as_they_are_written() {
    assertThat(
            read(
                "{\"x\":[1,{}],\"id\":1.50,\"of\":{\"who\":\"\u00fc\\n\",\"all\":[1, {\"a\":null}]}}"))
        .containsExactly("1.50", "\u00fc\n", "[1,{\"a\":null}]");
    assertThat(read("{\"id\":true}")).containsExactly("true", "null", "null");
    assertThat(read("{\"id\":null,\"of\":null}")).containsExactly("null", "null", "null");
    assertThat(read("{\"id\":1,\"id\":2}")).as("the last of equal names").startsWith("2");
  }

  @Test
  void refuses_what_is_no_object_or_has_something_behind_it() {
    for (var text :
        List.of("", "1", "[{\"id\":1}]", "{\"id\":1", "{\"id\":1} 2", "{'id':1}", "{\"id\":NaN}")) {
      assertThat(values.read(text.getBytes(StandardCharsets.UTF_8))).as(text).isFalse();
    }
    assertThat(values.read("{\"of\":7}".getBytes(StandardCharsets.UTF_8)))
        .as("a value where the path goes on")
        .isFalse();
    var deep = "{\"id\":" + "[".repeat(1_000_000);
    assertThat(values.read(deep.getBytes(StandardCharsets.UTF_8))).as("too deep").isFalse();
  }

  private List<String> read(String json) {
    assertThat(values.read(json.getBytes(StandardCharsets.UTF_8))).as(json).isTrue();
    return Arrays.stream(values.values()).map(String::valueOf).toList();
  }
}
