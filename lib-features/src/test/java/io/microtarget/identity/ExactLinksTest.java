package io.microtarget.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.testing.TextTable;
import org.junit.jupiter.api.Test;

class ExactLinksTest {
  @Test
  void only_identifiers_link_and_so_do_chains_of_them() {
    var matches =
        TextTable.rows(
            """
            one STRING | other STRING | ground STRING | bits DOUBLE
            a          | b            | compared      | 9
            b          | c            | email         |
            b          | c            | compared      | 12
            c          | d            | card          |
            e          | f            | compared      | 20
            """);

    assertThat(TextTable.lines(ExactLinks.persons(matches))).containsExactly("c|b", "d|b");
  }

  @Test
  void without_an_identifier_everyone_stays_alone() {
    var matches =
        TextTable.rows(
            """
            one STRING | other STRING | ground STRING | bits DOUBLE
            a          | b            | compared      | 9
            """);

    assertThat(TextTable.lines(ExactLinks.persons(matches))).isEmpty();
  }
}
