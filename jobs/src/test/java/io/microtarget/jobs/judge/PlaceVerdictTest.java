package io.microtarget.jobs.judge;

import static org.assertj.core.api.Assertions.assertThat;

import com.uber.h3core.H3Core;
import io.microtarget.jobs.judge.PlaceVerdict.Place;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlaceVerdictTest {
  /** 0.09 degrees of latitude are 10.0 km; the middles of two cells lie up to 2.8 km off. */
  @Test
  void a_distance_is_right_within_a_cell() throws IOException {
    var grid = H3Core.newInstance();
    var home = grid.latLngToCellAddress(54.20, 6.90, 7);
    var work = grid.latLngToCellAddress(54.29, 6.90, 7);

    var figures =
        PlaceVerdict.of(
                List.of(
                    new Place(home, work, 10.0),
                    new Place(home, work, 20.0),
                    new Place(home, home, 0.0),
                    new Place(home, work, null),
                    new Place(home, null, 3.0)),
                7)
            .figures();

    assertThat(figures.get("panel")).isEqualTo(5);
    assertThat(counts(figures, "known")).isEqualTo("3 of 4");
    assertThat(counts(figures, "within_a_cell")).isEqualTo("2 of 3");
  }

  private static String counts(Map<String, Object> figures, String name) {
    var share = (Map<?, ?>) figures.get(name);
    return share.get("count") + " of " + share.get("of");
  }
}
