package io.microtarget.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PositionTest {
  @Test
  void distances_are_those_of_the_great_circle() {
    assertThat(metres("52.52,13.405", "48.1372,11.5755"))
        .as("Berlin to Munich")
        .isCloseTo(504_200, within(1_000.0));
    assertThat(metres("36.12,-86.67", "33.94,-118.40"))
        .as("Nashville to Los Angeles, 2886.44 km on a sphere of 6371 km")
        .isCloseTo(2_886_448, within(50.0));
    assertThat(metres("0,0.00001", "0,1.00001"))
        .as("one degree on the equator")
        .isCloseTo(111_195, within(1.0));
    assertThat(metres("10,179.9999", "10,-179.9999"))
        .as("across the date line")
        .isCloseTo(21.9, within(0.1));
    assertThat(metres("52.52,13.405", "52.52,13.405")).isZero();
  }

  private static double metres(String one, String other) {
    return Position.metres(Position.of(one), Position.of(other));
  }
}
