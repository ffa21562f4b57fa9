package io.microtarget.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SourceSettingsTest {
  @Test
  void refuses_an_unknown_kind_and_names_the_known_ones() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sources.of("purchases").settings())
        .withMessage(
            "kind 'purchases' is none of [party, purchase, event, call_record, location,"
                + " sensor_reading, survey_answer, mention, product, indicator, promotion,"
                + " campaign, offer, contact, response, content, consent, suppression, account,"
                + " account_contact, opportunity]");
  }

  @Test
  void refuses_a_quarantined_share_outside_zero_to_one() {
    for (var share : List.of(-0.01, 1.01, Double.NaN)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> withShare(share))
          .withMessage("max-quarantined-share must lie between 0 and 1, not " + share);
    }
    assertThat(withShare(0).maxQuarantinedShare()).isZero();
    assertThat(withShare(1).maxQuarantinedShare()).isEqualTo(1);
  }

  @Test
  void refuses_a_personal_name_that_is_no_attribute() {
    var source =
        Sources.of("party", "native-id", "id").attributes("mail", "mail").personal("phone");
    assertThatIllegalArgumentException()
        .isThrownBy(source::settings)
        .withMessage("personal names 'phone', which is no attribute");
  }

  @Test
  void a_lookup_needs_a_key() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Lookup(Format.CSV, "raw/days.csv", Map.of(), List.of(), Map.of()))
        .withMessage("keys must name at least one column, or at-or-before one");
  }

  @Test
  void the_fingerprint_follows_what_types_the_rows() {
    var source = Sources.of("party", "native-id", "id", "event-time", "t").attributes("a", "b");
    var print = source.settings().fingerprint();
    assertThat(Sources.of("party", "event-time", "t", "native-id", "id").attributes("a", "b"))
        .extracting(s -> s.settings().fingerprint())
        .isEqualTo(print);
    assertThat(source.in("Europe/Berlin").settings().fingerprint()).isNotEqualTo(print);
    assertThat(source.where("b > 1").settings().fingerprint()).isNotEqualTo(print);
    assertThat(source.personal("a").settings().fingerprint()).isNotEqualTo(print);
    assertThat(source.identifiedBy("native-id").settings().fingerprint()).isNotEqualTo(print);
    assertThat(source.rule("r", "b > 1").settings().fingerprint()).isNotEqualTo(print);
    assertThat(withShare(0.5).fingerprint()).isEqualTo(withShare(0.1).fingerprint());
  }

  @Test
  void a_lookup_compares_one_column_at_most() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Lookup(
                    Format.CSV, "raw/days.csv", Map.of(), List.of(), Map.of("a", "x", "b", "y")))
        .withMessage("at-or-before takes one column, not 2; the others are keys");
  }

  private static SourceSettings withShare(double share) {
    var s = Sources.of("party", "native-id", "id").settings();
    return new SourceSettings(
        s.kind(),
        s.format(),
        s.path(),
        Map.of(),
        s.values(),
        s.zone(),
        s.idSpace(),
        Optional.empty(),
        Map.of(),
        s.explode(),
        s.where(),
        s.identifiedBy(),
        s.columns(),
        s.attributes(),
        s.identifiers(),
        s.compare(),
        s.personal(),
        List.of(),
        s.rules(),
        s.contract(),
        share,
        s.deliveries());
  }
}
