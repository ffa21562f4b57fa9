package io.microtarget.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.feature.Aggregate;
import io.microtarget.feature.Dimension;
import io.microtarget.feature.FeatureSettings;
import io.microtarget.feature.Own;
import io.microtarget.journey.JourneySettings;
import io.microtarget.source.Deliveries;
import io.microtarget.source.Format;
import io.microtarget.source.SourceSettings;
import io.microtarget.source.Values;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KnownAfterTest {
  private static final Map<String, SourceSettings> SOURCES =
      Map.of(
          "calls",
          source(
              "contact",
              "calls.csv",
              Map.of("native-id", "id", "event-time", "t", "probability", "took / 100"),
              Map.of("minutes", "took / 60", "mood", "mood"),
              List.of("took")),
          "people",
          source(
              "party",
              "calls.csv",
              Map.of("native-id", "id"),
              Map.of("talk", "took", "age", "age"),
              List.of()),
          "others",
          source(
              "party", "others.csv", Map.of("native-id", "id"), Map.of("took", "took"), List.of()));

  @Test
  void refuses_a_feature_of_an_attribute_made_from_what_is_known_after() {
    assertThat(problems("x", own("contact", "try_cast(attributes['minutes'] as int)", null)))
        .containsExactly(
            "features.own.x.of: `minutes` is known only after the event (source calls makes it from"
                + " [took], known-after), so no feature may read it");
    assertThat(problems("x", own("contact", "1", "element_at(attributes, 'minutes') > 3")))
        .hasSize(1)
        .allMatch(p -> p.startsWith("features.own.x.where: `minutes` is known only after"));
    assertThat(problems("x", own("contact", "probability", null)))
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
    assertThat(problems("x", own("party", "try_cast(attributes['talk'] as int)", null)))
        .hasSize(1)
        .allMatch(p -> p.contains("`talk`") && p.contains("source people makes it from [took]"));
  }

  @Test
  void a_key_that_does_not_show_is_refused_for_all() {
    assertThat(problems("x", own("contact", "size(attributes)", null))).hasSize(1);
    assertThat(problems("x", own("contact", "attributes[arm]", null))).hasSize(1);
  }

  @Test
  void what_is_known_before_is_allowed() {
    assertThat(problems("x", own("contact", "attributes['mood']", "arm = 'a'"))).isEmpty();
    assertThat(problems("x", own("party", "attributes['age']", null))).isEmpty();
    assertThat(problems("x", own("party", "attributes['took']", null)))
        .as("a column of the same name in another file")
        .isEmpty();
    assertThat(problems("x", own("contact", "this is ( no SQL", null))).isEmpty();
  }

  @Test
  void traits_and_dimensions_are_features_too() {
    var features =
        FeatureSettings.none(List.of("28"))
            .withDimensions(
                Map.of(
                    "length",
                    new Dimension(
                        "response",
                        "contact",
                        Map.of("record_id", "record_id"),
                        Map.of("minutes", "attributes['minutes']"))),
                Map.of("talk", "attributes['talk']"));
    assertThat(KnownAfter.problems(SOURCES, features))
        .extracting(p -> p.split(": ")[0])
        .containsExactly("features.dimensions.length.columns.minutes", "features.traits.talk");
  }

  private static List<String> problems(String name, Own own) {
    var features = FeatureSettings.none(List.of("28")).withOwn(Map.of(name, own), Map.of());
    return KnownAfter.problems(SOURCES, features);
  }

  private static Own own(String from, String of, String where) {
    return new Own(
        from,
        Aggregate.MAX,
        Optional.of(of),
        Optional.ofNullable(where),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static SourceSettings source(
      String kind,
      String path,
      Map<String, String> columns,
      Map<String, String> attributes,
      List<String> knownAfter) {
    return new SourceSettings(
        kind,
        Format.CSV,
        path,
        Map.of(),
        Values.PLAIN,
        ZoneId.of("UTC"),
        "default",
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        new TreeMap<>(columns),
        new TreeMap<>(attributes),
        Map.of(),
        Map.of(),
        List.of(),
        knownAfter,
        Map.of(),
        Map.of(),
        0.01,
        Deliveries.DEFAULT);
  }
}
