package io.microtarget.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LikenessTest {
  @Test
  void a_swap_of_neighbours_is_one_edit() {
    assertThat(edits("hughes", "hguhes")).isEqualTo(1);
    assertThat(edits("murphy", "pmurphy")).isEqualTo(1);
    assertThat(edits("cox", "coox")).isEqualTo(1);
    assertThat(edits("kitten", "sitting")).isEqualTo(3);
    assertThat(edits("ca", "abc")).as("no letter is edited twice").isEqualTo(3);
    assertThat(edits("same", "same")).isZero();
  }

  @Test
  void more_than_four_edits_are_not_told_apart() {
    assertThat(edits("abcdefgh", "stuvwxyz")).isEqualTo(Likeness.MOST_EDITS + 1);
    assertThat(edits("a", "abcdefgh")).isEqualTo(Likeness.MOST_EDITS + 1);
  }

  @Test
  void jaro_winkler_meets_the_published_values() {
    assertThat(new Likeness("martha", "marhta").jaroWinkler()).isCloseTo(0.961, within(5e-4));
    assertThat(new Likeness("dwayne", "duane").jaroWinkler()).isCloseTo(0.840, within(5e-4));
    assertThat(new Likeness("dixon", "dicksonx").jaroWinkler()).isCloseTo(0.813, within(5e-4));
  }

  @Test
  void anagrams_have_the_same_letters() {
    assertThat(new Likeness("aucal", "lucaa").areAnagrams()).isTrue();
    assertThat(new Likeness("luca", "lucaa").areAnagrams()).isFalse();
  }

  private static int edits(String one, String other) {
    int edits = new Likeness(one, other).edits();
    assertThat(new Likeness(other, one).edits()).isEqualTo(edits);
    return edits;
  }
}
