package io.microtarget.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.microtarget.decision.ContactCap;
import io.microtarget.decision.Policy;
import io.microtarget.feature.FeatureSettings;
import io.microtarget.feature.FeatureText;
import io.microtarget.feature.OccasionSettings;
import io.microtarget.identity.BlockingSettings;
import io.microtarget.identity.IdentitySettings;
import io.microtarget.identity.Survivorship;
import io.microtarget.identity.SurvivorshipSettings;
import io.microtarget.journey.CartSettings;
import io.microtarget.journey.JourneySettings;
import io.microtarget.scoring.ModelSettings;
import io.microtarget.source.SourceSettings;
import io.microtarget.source.Sources;
import io.microtarget.table.Clocks;
import io.microtarget.table.Kind;
import io.microtarget.table.Origin;
import io.microtarget.table.Stage;
import io.microtarget.table.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PipelineTest {
  private static final Clocks CLOCKS =
      new Clocks(LocalDate.parse("2018-01-01"), Instant.EPOCH, ZoneId.of("UTC"));
  private static final Map<String, SourceSettings> SOURCES =
      Map.of(
          "mailings", Sources.of("contact").identifiers("email", "mail").settings(),
          "redeemed", Sources.of("response").identifiers("email", "mail").settings());
  private static final List<Stage> STAGES =
      Pipeline.stages(settings(Map.of("coupon", model("mailings", "redeemed")), ""), CLOCKS);

  @Test
  void a_stage_reads_of_the_run_only_what_earlier_ones_made() {
    var made = new HashSet<Table>();
    for (var stage : STAGES) {
      var ofRun =
          stage.reads().stream()
              .filter(t -> t.kind() == Kind.SNAPSHOT || t.kind() == Kind.SCRATCH)
              .toList();
      assertThat(made).as(stage.name()).containsAll(ofRun);
      made.addAll(stage.makes());
    }
  }

  @Test
  void no_table_is_made_twice_and_none_reads_the_vault() {
    assertThat(STAGES).flatExtracting(Stage::makes).doesNotHaveDuplicates();
    assertThat(STAGES).flatExtracting(Stage::reads).extracting(Table::name).doesNotContain("vault");
    assertThat(STAGES).extracting(Stage::name).doesNotHaveDuplicates();
  }

  @Test
  void every_table_of_a_stage_stands_in_the_catalogue_and_every_snapshot_is_made() {
    assertThat(Catalog.tables())
        .containsAll(STAGES.stream().flatMap(s -> s.reads().stream()).toList());
    assertThat(Catalog.tables())
        .containsAll(STAGES.stream().flatMap(s -> s.makes().stream()).toList());
    assertThat(STAGES).flatExtracting(Stage::makes).containsAll(Pipeline.published());
  }

  @Test
  void everything_read_is_made_or_comes_from_a_source_or_an_earlier_run() {
    var made = STAGES.stream().flatMap(s -> s.makes().stream()).toList();
    assertThat(STAGES.stream().flatMap(s -> s.reads().stream()))
        .allMatch(t -> t.kind() == Kind.EVENT || t.kind() == Kind.STATE || made.contains(t));
  }

  @Test
  void a_business_without_a_model_has_the_same_stages() {
    var stages = Pipeline.stages(settings(Map.of(), ""), CLOCKS);
    assertThat(stages).extracting(Stage::name).isEqualTo(STAGES.stream().map(Stage::name).toList());
  }

  @Test
  void settings_name_every_source_of_a_model_that_is_missing_or_of_another_kind() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(Map.of("coupon", model("mailing", "mailings")), ""))
        .withMessage(
            "models.coupon.contacts: no source `mailing`; did you mean `mailings`?\n"
                + "models.coupon.outcome: source `mailings` is of kind contact, not response");
  }

  @Test
  void settings_of_several_models_must_say_which_decides() {
    var one = model("mailings", "redeemed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(new TreeMap<>(Map.of("a", one, "b", one)), ""))
        .withMessage("decision-model must name one of the models [a, b]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(Map.of("a", one), "c"))
        .withMessage("decision-model: no model `c`");
    assertThat(settings(Map.of("a", one), "").decidingModel()).contains("a");
    assertThat(settings(Map.of("a", one, "b", one), "b").decidingModel()).contains("b");
    assertThat(settings(Map.of(), "").decidingModel()).isEmpty();
  }

  @Test
  void a_cap_of_an_identifier_that_no_source_has_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(Map.of(), "", IdentitySettings.of(8, Map.of("emails", 4))))
        .withMessage(
            "identity.caps.emails: no source has such an identifier; did you mean `email`?");
  }

  @Test
  void survivorship_names_sources_of_persons_and_what_they_say() {
    var survivorship =
        new SurvivorshipSettings(
            Survivorship.MOST_RECENT,
            Map.of("emial", Survivorship.MOST_FREQUENT),
            List.of("mailing", "mailings"));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                settings(
                    Map.of(),
                    "",
                    new IdentitySettings(
                        8,
                        Map.of(),
                        0.99,
                        50,
                        1.5,
                        12,
                        survivorship,
                        BlockingSettings.DEFAULT,
                        "")))
        .withMessage(
            "identity.survivorship.trusted: no source `mailing`; did you mean `mailings`?\n"
                + "identity.survivorship.trusted: source `mailings` is of kind contact, not party\n"
                + "identity.survivorship.fields.emial: no source of persons compares it or has such"
                + " an attribute; there are []");
  }

  @Test
  void a_channel_names_a_source_that_is_there_and_reads_columns_of_its_kind() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                settings(
                    Map.of(),
                    "",
                    IdentitySettings.of(8, Map.of()),
                    new JourneySettings(
                        91,
                        30,
                        2_000,
                        "attributes['agent']",
                        Map.of("mailngs", "'mail'", "redeemed", "response_typ"),
                        CartSettings.DEFAULT)))
        .withMessage(
            "journey.channels.mailngs: no source `mailngs`; did you mean `mailings`?\n"
                + "journey.channels.redeemed: expression `response_typ`: no column"
                + " `response_typ`; did you mean `response_type`?");
  }

  @Test
  void a_measure_over_what_is_known_only_after_is_left_out_of_the_features_with_a_note() {
    var calls =
        Sources.of("contact", "native-id", "id", "event-time", "t", "cost", "took")
            .knownAfter("took");
    var features =
        FeatureText.none("28")
            .with(
                Map.of(
                    "contact",
                    Map.of(
                        "contacts", FeatureText.measure(Origin.DEFAULT, "aggregate=count"),
                        "cost", FeatureText.measure(Origin.DEFAULT, "aggregate=sum; of=cost"))));
    var allowed = AllowedFeatures.of(settings(Map.of("calls", calls.settings()), features));
    assertThat(allowed.features().kinds().get("contact")).containsOnlyKeys("contacts");
    assertThat(allowed.notes())
        .containsExactly(
            "features.kinds.contact.cost is left out: `cost` is known only after the event (source"
                + " calls makes it from [took], known-after), so no feature may read it");
  }

  private static Settings settings(Map<String, ModelSettings> models, String decisionModel) {
    return settings(models, decisionModel, IdentitySettings.of(8, Map.of("email", 4)));
  }

  private static Settings settings(
      Map<String, ModelSettings> models, String decisionModel, IdentitySettings identity) {
    return settings(models, decisionModel, identity, JourneySettings.DEFAULT);
  }

  private static Settings settings(
      Map<String, ModelSettings> models,
      String decisionModel,
      IdentitySettings identity,
      JourneySettings journey) {
    return settings(SOURCES, models, decisionModel, identity, journey, FeatureText.none("28"));
  }

  private static Settings settings(Map<String, SourceSettings> sources, FeatureSettings features) {
    var identity = IdentitySettings.of(8, Map.of());
    return settings(sources, Map.of(), "", identity, JourneySettings.DEFAULT, features);
  }

  private static Settings settings(
      Map<String, SourceSettings> sources,
      Map<String, ModelSettings> models,
      String decisionModel,
      IdentitySettings identity,
      JourneySettings journey,
      FeatureSettings features) {
    return new Settings(
        new Business("Shop", "DE", "EUR", ZoneId.of("Europe/Berlin"), "person", true),
        new LakeSettings("lake", 60, 1, 24),
        new VaultSettings(Optional.empty()),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        sources,
        identity,
        journey,
        features,
        Map.of(),
        models,
        Optional.of(decisionModel).filter(m -> !m.isEmpty()),
        Map.of(),
        Map.of(),
        new Policy(0, 0.1, new ContactCap(30, 1), 0),
        Map.of(),
        new PrivacySettings(20));
  }

  private static ModelSettings model(String contacts, String outcome) {
    return new ModelSettings(
        contacts,
        outcome,
        OccasionSettings.Window.CAMPAIGN,
        ModelSettings.Algorithm.AUTO,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        7,
        200,
        5,
        List.of(0.1),
        40,
        3,
        0.1,
        20,
        1000);
  }
}
