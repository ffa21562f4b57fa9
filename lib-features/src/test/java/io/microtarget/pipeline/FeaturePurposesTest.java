package io.microtarget.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.microtarget.feature.Aggregate;
import io.microtarget.feature.Dimension;
import io.microtarget.feature.FeatureSettings;
import io.microtarget.feature.Own;
import io.microtarget.source.Basis;
import io.microtarget.source.ColumnContract;
import io.microtarget.source.Deliveries;
import io.microtarget.source.Format;
import io.microtarget.source.LegalBasis;
import io.microtarget.source.SourceSettings;
import io.microtarget.source.Values;
import java.time.ZoneId;
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
          source("purchase", List.of("analysis", "direct-marketing"), Map.of("discount", ANALYSED)),
          "bills",
          source("purchase", List.of("analysis", "direct-marketing", "service"), Map.of()),
          "goods",
          source("product", List.of("analysis", "service"), Map.of()),
          "steps",
          source("event", List.of(), Map.of()));

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
                    "spend", own("purchase", "amount", "aisle = 'cold'"),
                    "saved", own("purchase", "discount", null),
                    "steps", own("event", "value", null))))
        .isEmpty();
  }

  @Test
  void a_column_whose_contract_forbids_it_is_named_with_feature_source_and_what_is_missing() {
    assertThat(
            problems(
                List.of("analysis", "direct-marketing"),
                Map.of(
                    "spend", own("purchase", "amount", null),
                    "saved", own("purchase", "discount", null))))
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
                Map.of("cold", own("purchase", "amount", "aisle = 'cold'"))))
        .containsExactly(
            "features.own.cold: column `department` of source goods may not be used for"
                + " direct-marketing (its basis allows [analysis, service]), which"
                + " features.purposes asks for");
  }

  @Test
  void a_source_without_a_basis_serves_analysis_only() {
    assertThat(
            problems(List.of("measurement", "analysis"), Map.of("x", own("event", "value", null))))
        .containsExactly(
            "features.own.x: column `value` of source steps may not be used for measurement (it"
                + " states no basis, so they serve [analysis] only), which features.purposes asks"
                + " for");
  }

  @Test
  void a_kind_that_nobody_delivers_is_named() {
    assertThat(problems(List.of("analysis"), Map.of("calls", own("call_record", "bytes", null))))
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
    return FeatureSettings.none(List.of("28"))
        .withDimensions(GOODS, Map.of())
        .withOwn(own, Map.of())
        .withPurposes(purposes);
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
      String kind, List<String> purposes, Map<String, ColumnContract> contract) {
    return new SourceSettings(
        kind,
        Format.CSV,
        kind + ".csv",
        Map.of(),
        Values.PLAIN,
        ZoneId.of("UTC"),
        "default",
        purposes.isEmpty()
            ? Optional.empty()
            : Optional.of(new Basis(LegalBasis.CONTRACT, purposes, List.of())),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Map.of("native-id", "id"),
        Map.of(),
        Map.of(),
        Map.of(),
        List.of(),
        List.of(),
        Map.of(),
        contract,
        0.01,
        Deliveries.DEFAULT);
  }
}
