package io.microtarget.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SoundTest {
  /** Examples that stand with the descriptions of the codes. */
  @Test
  void codes_are_the_published_ones() {
    assertThat(Sound.COLOGNE.code(PersonName.of("Müller-Lüdenscheidt"))).isEqualTo("65752682");
    assertThat(Sound.COLOGNE.code("wikipedia")).isEqualTo("3412");
    assertThat(Sound.COLOGNE.code("breschnew")).isEqualTo("17863");
    assertThat(Sound.SOUNDEX.code("robert")).isEqualTo("R163");
    assertThat(Sound.SOUNDEX.code("rupert")).isEqualTo("R163");
    assertThat(Sound.SOUNDEX.code("ashcraft")).isEqualTo("A261");
    assertThat(Sound.SOUNDEX.code("tymczak")).isEqualTo("T522");
    assertThat(Sound.SOUNDEX.code("pfister")).isEqualTo("P236");
  }

  @Test
  void german_names_are_heard_in_german() {
    for (var name : new String[] {"meyer", "meier", "maier", "mayr"}) {
      assertThat(Sound.COLOGNE.code(name)).as(name).isEqualTo("67");
    }
    assertThat(Sound.COLOGNE.code("philipp")).isEqualTo(Sound.COLOGNE.code("filip"));
    assertThat(Sound.of("DE")).isEqualTo(Sound.COLOGNE);
    assertThat(Sound.of("CH")).isEqualTo(Sound.COLOGNE);
    assertThat(Sound.of("US")).isEqualTo(Sound.SOUNDEX);
    assertThat(Sound.of("")).isEqualTo(Sound.SOUNDEX);
  }
}
