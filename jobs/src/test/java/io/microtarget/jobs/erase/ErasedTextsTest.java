package io.microtarget.jobs.erase;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Lines that hold values of somebody, and records of files. */
class ErasedTextsTest {
  @Test
  void a_line_is_theirs_if_it_holds_a_value_of_theirs_in_any_case() {
    var telling = new Telling(List.of("Anna.Berg@example.org", "K-1007", "Ann"));
    assertThat(telling.isIn("7;anna.berg@EXAMPLE.org;x")).isTrue();
    assertThat(telling.isIn("k-1007")).isTrue();
    assertThat(telling.isIn("K-100")).isFalse();
    assertThat(telling.isIn("Ann;Annabell")).as("too short to tell").isFalse();
    assertThat(telling.isIn(null)).isFalse();
    assertThat(new Telling(List.of("Ann", "")).isEmpty()).isTrue();
  }

  @Test
  void records_with_a_key_are_left_out_also_over_lines_and_all_others_stay_as_they_are() {
    var text =
        "row_key,mail,note\r\na1,x@example.org,\"two\r\nlines, a2\"\r\nb2,y@example.org,\"says \"\"hi\"\"\"\r\nc3,,\r\n";
    assertThat(Exports.without(text, Set.of("a1")))
        .isEqualTo("row_key,mail,note\r\nb2,y@example.org,\"says \"\"hi\"\"\"\r\nc3,,\r\n");
    assertThat(Exports.without(text, Set.of("c3", "b2")))
        .isEqualTo("row_key,mail,note\r\na1,x@example.org,\"two\r\nlines, a2\"\r\n");
    assertThat(Exports.without(text, Set.of("d4"))).isEqualTo(text);
    assertThat(Exports.without("{\"row_key\":\"a1\"}\n{\"row_key\":\"b2\"}\n", Set.of("a1")))
        .isEqualTo("{\"row_key\":\"b2\"}\n");
  }
}
