package io.microtarget.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.microtarget.feature.Dimension;
import io.microtarget.feature.FeatureSettings;
import io.microtarget.feature.FeatureText;
import io.microtarget.feature.Measure;
import io.microtarget.journey.JourneySettings;
import io.microtarget.source.SourceSettings;
import io.microtarget.source.Sources;
import io.microtarget.table.Origin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KnownAfterTest {
  private static final Map<String, SourceSettings> SOURCES =
      Map.of(
          "calls",
          Sources.of("contact", "native-id", "id", "event-time", "t", "probability", "took / 100")
              .at("calls.csv")
              .attributes("minutes", "took / 60", "mood", "mood")
              .knownAfter("took")
              .settings(),
          "people",
          Sources.of("party", "native-id", "id")
              .at("calls.csv")
              .attributes("talk", "took", "age", "age")
              .settings(),
          "others",
          Sources.of("party", "native-id", "id")
              .at("others.csv")
              .attributes("took", "took")
              .settings(),
          "phones",
          Sources.of(
                  "location",
                  "native-id",
                  "id",
                  "event-time",
                  "t",
                  "latitude",
                  "y",
                  "longitude",
                  "x",
                  "place-id",
                  "p")
              .at("phones.csv")
              .knownAfter("x")
              .settings(),
          "orders",
          Sources.of("purchase", "native-id", "id", "event-time", "t", "amount", "_element.price")
              .at("orders.json")
              .explode("items")
              .knownAfter("items")
              .settings());

  @Test
  void refuses_a_feature_of_an_attribute_made_from_what_is_known_after() {
    assertThat(problems("from=contact; aggregate=max; of=try_cast(attributes['minutes'] as int)"))
        .containsExactly(
            "features.own.x.of: `minutes` is known only after the event (source calls makes it from"
                + " [took], known-after), so no feature may read it");
    assertThat(
            problems(
                "from=contact; aggregate=max; of=1; where=element_at(attributes, 'minutes') > 3"))
        .hasSize(1)
        .allMatch(p -> p.startsWith("features.own.x.where: `minutes` is known only after"));
    assertThat(problems("from=contact; aggregate=max; of=probability"))
        .hasSize(1)
        .allMatch(p -> p.startsWith("features.own.x.of: `probability` is known only after"));
  }

  @Test
  void refuses_a_channel_of_a_journey_that_is_told_by_it() {
    var plain = JourneySettings.DEFAULT;
    var journey =
        new JourneySettings(
            plain.days(),
            plain.sessionMinutes(),
            plain.machineStepsPerDay(),
            plain.userAgent(),
            Map.of("calls", "if(probability > 2, 'phone', 'missed')"),
            plain.cart());
    assertThat(KnownAfter.problems(SOURCES, journey))
        .hasSize(1)
        .allMatch(p -> p.startsWith("journey.channels.calls: `probability` is known only after"));
    assertThat(KnownAfter.problems(SOURCES, plain)).isEmpty();
  }

  @Test
  void another_source_of_the_same_file_cannot_smuggle_it_in() {
    assertThat(problems("from=party; aggregate=max; of=try_cast(attributes['talk'] as int)"))
        .hasSize(1)
        .allMatch(p -> p.contains("`talk`") && p.contains("source people makes it from [took]"));
  }

  @Test
  void a_key_that_does_not_show_is_refused_for_all() {
    assertThat(problems("from=contact; aggregate=max; of=size(attributes)")).hasSize(1);
    assertThat(problems("from=contact; aggregate=max; of=attributes[arm]")).hasSize(1);
  }

  @Test
  void what_is_known_before_is_allowed() {
    assertThat(problems("from=contact; aggregate=max; of=attributes['mood']; where=arm = 'a'"))
        .isEmpty();
    assertThat(problems("from=party; aggregate=max; of=attributes['age']")).isEmpty();
    assertThat(problems("from=party; aggregate=max; of=attributes['took']"))
        .as("a column of the same name in another file")
        .isEmpty();
    assertThat(problems("from=contact; aggregate=max; of=this is ( no SQL")).isEmpty();
    assertThat(problems("from=nothing; aggregate=max; of=probability")).isEmpty();
    assertThat(problems("from=location; aggregate=top-share; of=place_id")).isEmpty();
  }

  @Test
  void a_column_that_features_get_beside_those_of_the_table_is_followed_to_its_sources() {
    assertThat(problems("from=location; aggregate=count-distinct; of=cell; windows-days=28"))
        .containsExactly(
            "features.own.x.of: `longitude` is known only after the event (source phones makes it"
                + " from [x], known-after), so no feature may read it");
    assertThat(problems("from=location; aggregate=min; of=1; where=shop_km < 2"))
        .hasSize(1)
        .allMatch(p -> p.startsWith("features.own.x.where: `longitude` is known only after"));
  }

  @Test
  void the_day_is_made_from_the_time() {
    var ended = Sources.of("contact", "native-id", "id", "event-time", "ended").knownAfter("ended");
    var features = own("from=contact; aggregate=count-distinct; of=event_date");
    assertThat(KnownAfter.problems(Map.of("calls", ended.settings()), features))
        .hasSize(1)
        .allMatch(p -> p.startsWith("features.own.x.of: `event_time` is known only after"));
  }

  @Test
  void an_element_is_made_from_what_is_exploded() {
    assertThat(problems("from=purchase; aggregate=sum; of=amount"))
        .containsExactly(
            "features.own.x.of: `amount` is known only after the event (source orders makes it from"
                + " [_element], known-after), so no feature may read it");
  }

  @Test
  void a_measure_that_every_business_has_is_left_out_with_a_reason_and_not_refused() {
    var features =
        FeatureText.none("28")
            .with(
                Map.of(
                    "contact",
                    Map.of(
                        "chance", measure(Origin.DEFAULT, "aggregate=max; of=probability"),
                        "contacts", measure(Origin.DEFAULT, "aggregate=count"),
                        "long",
                            measure(
                                Origin.DEFAULT,
                                "aggregate=share; where=attributes['minutes'] > 3")),
                    "location",
                    Map.of("cells", measure(Origin.DEFAULT, "aggregate=entropy; of=cell"))));
    assertThat(KnownAfter.problems(SOURCES, features)).isEmpty();
    assertThat(KnownAfter.leftOut(SOURCES, features))
        .containsOnlyKeys(
            "features.kinds.contact.chance",
            "features.kinds.contact.long",
            "features.kinds.location.cells",
            "features.place")
        .contains(
            entry(
                "features.kinds.contact.chance",
                "`probability` is known only after the event (source calls makes it from [took],"
                    + " known-after), so no feature may read it"));
  }

  @Test
  void a_measure_that_the_business_wrote_or_changed_is_refused_by_name() {
    var features =
        FeatureText.none("28")
            .with(
                Map.of(
                    "contact",
                    Map.of(
                        "chance", measure(Origin.BUSINESS, "aggregate=max; of=probability"),
                        "by", measure(Origin.BUSINESS, "aggregate=count; by=probability; top=3"))));
    assertThat(KnownAfter.problems(SOURCES, features))
        .extracting(p -> p.split(" is known")[0])
        .containsExactly(
            "features.kinds.contact.by.by: `probability`",
            "features.kinds.contact.chance.of: `probability`");
    assertThat(KnownAfter.leftOut(SOURCES, features)).containsOnlyKeys("features.place");
  }

  @Test
  void traits_dimensions_and_the_area_are_features_too() {
    var features =
        FeatureText.none("28")
            .withDimensions(
                Map.of(
                    "length",
                    new Dimension(
                        "response",
                        "contact",
                        Map.of("record_id", "record_id"),
                        Map.of("minutes", "attributes['minutes']"))),
                Map.of("talk", "attributes['talk']"))
            .withAreas(Map.of(), FeatureText.PLACE, Optional.of("left(attributes['talk'], 2)"));
    assertThat(KnownAfter.problems(SOURCES, features))
        .extracting(p -> p.split(": ")[0])
        .containsExactly(
            "features.dimensions.length.columns.minutes", "features.traits.talk", "features.area");
  }

  private static List<String> problems(String own) {
    return KnownAfter.problems(SOURCES, own(own));
  }

  private static FeatureSettings own(String text) {
    return FeatureText.none("28").withOwn(Map.of("x", FeatureText.own(text)), Map.of());
  }

  private static Measure measure(Origin origin, String text) {
    return FeatureText.measure(origin, text);
  }
}
