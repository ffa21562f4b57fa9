package io.microtarget.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.microtarget.feature.Dimension;
import io.microtarget.feature.FeatureSettings;
import io.microtarget.feature.FeatureText;
import io.microtarget.feature.Own;
import io.microtarget.source.ColumnContract;
import io.microtarget.source.SourceSettings;
import io.microtarget.source.Sources;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FeaturePurposesTest {
  private static final ColumnContract ANALYSED =
      new ColumnContract(
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of("analysis"),
          Optional.empty());

  private static final Map<String, SourceSettings> SOURCES =
      Map.of(
          "receipts",
          Sources.of("purchase", "native-id", "id")
              .forPurposes(List.of("analysis", "direct-marketing"))
              .contract("discount", ANALYSED)
              .settings(),
          "bills",
          Sources.of("purchase", "native-id", "id")
              .forPurposes(List.of("analysis", "direct-marketing", "service"))
              .settings(),
          "goods",
          Sources.of("product").forPurposes(List.of("analysis", "service")).settings(),
          "steps",
          Sources.of("event", "native-id", "id").settings());

  private static final Map<String, Dimension> GOODS =
      Map.of(
          "goods",
          new Dimension(
              "purchase",
              "product",
              Map.of("product_id", "product_id"),
              Map.of("aisle", "department")));

  @Test
  void analysis_is_allowed_by_all_of_them() {
    assertThat(
            problems(
                List.of("analysis"),
                Map.of(
                    "spend",
                        FeatureText.own(
                            "from=purchase; aggregate=max; of=amount; where=aisle = 'cold'"),
                    "saved", FeatureText.own("from=purchase; aggregate=max; of=discount"),
                    "steps", FeatureText.own("from=event; aggregate=max; of=value"))))
        .isEmpty();
  }

  @Test
  void a_column_whose_contract_forbids_it_is_named_with_feature_source_and_what_is_missing() {
    assertThat(
            problems(
                List.of("analysis", "direct-marketing"),
                Map.of(
                    "spend", FeatureText.own("from=purchase; aggregate=max; of=amount"),
                    "saved", FeatureText.own("from=purchase; aggregate=max; of=discount"))))
        .containsExactly(
            "features.own.saved: column `discount` of source receipts may not be used for"
                + " direct-marketing (its contract allows [analysis]), which features.purposes asks"
                + " for");
  }

  @Test
  void a_dimension_brings_the_purposes_of_its_source() {
    assertThat(
            problems(
                List.of("direct-marketing"),
                Map.of(
                    "cold",
                    FeatureText.own(
                        "from=purchase; aggregate=max; of=amount; where=aisle = 'cold'"))))
        .containsExactly(
            "features.own.cold: column `department` of source goods may not be used for"
                + " direct-marketing (its basis allows [analysis, service]), which"
                + " features.purposes asks for");
  }

  @Test
  void a_source_without_a_basis_serves_analysis_only() {
    assertThat(
            problems(
                List.of("measurement", "analysis"),
                Map.of("x", FeatureText.own("from=event; aggregate=max; of=value"))))
        .containsExactly(
            "features.own.x: column `value` of source steps may not be used for measurement (it"
                + " states no basis, so they serve [analysis] only), which features.purposes asks"
                + " for");
  }

  @Test
  void a_kind_that_nobody_delivers_is_named() {
    assertThat(
            problems(
                List.of("analysis"),
                Map.of("calls", FeatureText.own("from=call_record; aggregate=max; of=bytes"))))
        .containsExactly(
            "features.own.calls.from: no source of this business is of kind call_record");
  }

  @Test
  void purposes_are_those_of_the_basis_and_at_least_one() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> features(List.of("analysys"), Map.of()))
        .withMessage(
            "purposes must be of [analysis, direct-marketing, measurement, personalisation,"
                + " service, sharing], not `analysys`; did you mean `analysis`?");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> features(List.of(), Map.of()))
        .withMessageStartingWith("purposes must name at least one of [analysis, ");
  }

  private static List<String> problems(List<String> purposes, Map<String, Own> own) {
    return FeaturePurposes.problems(SOURCES, features(purposes, own));
  }

  private static FeatureSettings features(List<String> purposes, Map<String, Own> own) {
    return FeatureText.none("28")
        .withDimensions(GOODS, Map.of())
        .withOwn(own, Map.of())
        .withPurposes(purposes);
  }
}
