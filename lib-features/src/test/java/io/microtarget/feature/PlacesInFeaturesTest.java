package io.microtarget.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.source.SourceTables;
import io.microtarget.testing.Sessions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Places and topics in the whole engine. */
class PlacesInFeaturesTest {
  @AfterEach
  void clear() {
    Sessions.shared().catalog().clearCache();
  }

  @Test
  void places_and_topics_are_features_as_of_the_moment() {
    var given =
        new Given()
            .rows(SourceTables.PARTY, "record_id STRING\na")
            .rows(
                SourceTables.LOCATION,
                """
                record_id STRING | latitude DOUBLE | longitude DOUBLE | event_time TIMESTAMP | event_date DATE
                a | 52.4870 | 13.4250 | 2020-02-03 23:00:00 | 2020-02-03
                a | 52.4870 | 13.4250 | 2020-02-04 23:00:00 | 2020-02-04
                a | 53.5503 | 10.0006 | 2020-02-05 12:00:00 | 2020-02-05
                a | 53.5503 | 10.0006 | 2020-03-01 12:00:00 | 2020-03-01
                """)
            .rows(
                SourceTables.EVENT,
                """
                record_id STRING | search_term STRING | event_date DATE
                a | Running Shoes | 2020-02-03
                a | kettle        | 2020-02-04
                """)
            .place(
                new PlaceSettings(
                    7, false, 91, 2, Map.of("gate", new PlaceSettings.Shop(52.5163, 13.3777))))
            .topic("running", new Topic(List.of("running shoe*"), List.of()))
            .own("cells", "from=location; aggregate=count-distinct; of=cell; windows-days=28")
            .own("near", "from=location; aggregate=min; of=shop_km; windows-days=28")
            .own("about", "from=event; aggregate=share; by=topic; values=running; windows-days=28")
            .derived("far_home", "location__home_shop_km__min__91d > 3");

    assertThat(given.features("2020-03-01"))
        .containsExactly(
            "a event__about_running__share__28d=0.5 far_home=1.0"
                + " location__cells__count_distinct__28d=2.0"
                + " location__home__share__91d=0.666667"
                + " location__home_shop_km__min__91d=3.6"
                + " location__near__min__28d=4.568"
                + " location__radius_km__deviation__91d=121.489");
  }
}
