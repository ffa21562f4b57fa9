package io.microtarget.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
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

  @Test
  void what_the_letters_rule_out_the_count_of_edits_rules_out_too() {
    var random = new Random(17);
    for (int i = 0; i < 20_000; i++) {
      var one = text(random);
      var other = i % 2 == 0 ? text(random) : slip(random, slip(random, one));
      for (int most = 0; most <= Likeness.MOST_EDITS; most++) {
        assertThat(new Likeness(one, other).isWithin(most))
            .isEqualTo(new Likeness(one, other).edits() <= most);
      }
    }
  }

  @Test
  void what_the_letters_rule_out_jaro_and_winkler_rule_out_too() {
    var random = new Random(18);
    for (int i = 0; i < 20_000; i++) {
      var one = text(random);
      var other = i % 2 == 0 ? text(random) : slip(random, slip(random, one));
      for (double least = 0; least <= 1; least += 0.05) {
        assertThat(new Likeness(one, other).isAlike(least))
            .isEqualTo(new Likeness(one, other).jaroWinkler() >= least);
      }
    }
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    for (int length = random.nextInt(9); length > 0; length--) {
      text.append("abcdA!019ä€".charAt(random.nextInt(11)));
    }
    return text.toString();
  }

  private static String slip(Random random, String text) {
    int at = text.isEmpty() ? 0 : random.nextInt(text.length());
    return switch (random.nextInt(3)) {
      case 0 -> text.substring(0, at) + "x" + text.substring(at);
      case 1 -> text.isEmpty() ? text : text.substring(0, at) + text.substring(at + 1);
      default ->
          text.length() < 2
              ? text
              : new StringBuilder(text).reverse().substring(0, 2) + text.substring(2);
    };
  }
}
