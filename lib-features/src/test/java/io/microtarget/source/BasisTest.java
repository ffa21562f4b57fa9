package io.microtarget.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class BasisTest {
  @Test
  void opens_a_channel_only_with_the_purpose_and_the_channel() {
    var marketing = basis(List.of("analysis", "direct-marketing"), List.of("mail"));
    var analysis = basis(List.of("analysis"), List.of("mail"));
    assertThat(marketing.allowsMarketing("mail")).isTrue();
    assertThat(marketing.allowsMarketing("phone")).isFalse();
    assertThat(analysis.allowsMarketing("mail")).isFalse();
  }

  @Test
  void refuses_an_unknown_purpose_and_names_the_allowed_ones() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> basis(List.of("direct-marketting"), List.of()))
        .withMessage(
            "purposes must be of [analysis, direct-marketing, measurement, personalisation,"
                + " service], not `direct-marketting`; did you mean `direct-marketing`?");
  }

  @Test
  void refuses_a_basis_for_nothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> basis(List.of(), List.of("mail")))
        .withMessageStartingWith("purposes must name at least one of [analysis, ");
  }

  @Test
  void refuses_an_empty_channel_name() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> basis(List.of("analysis"), List.of(" ")))
        .withMessage("channels must not hold an empty name");
  }

  private static Basis basis(List<String> purposes, List<String> channels) {
    return new Basis(LegalBasis.CONSENT, purposes, channels);
  }
}
