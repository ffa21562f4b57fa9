package io.microtarget.source;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class BasisTest {
  @Test
  void refuses_an_unknown_purpose_and_names_the_allowed_ones() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> basis(List.of("direct-marketting"), List.of()))
        .withMessage(
            "purposes must be of [analysis, direct-marketing, measurement, personalisation,"
                + " service, sharing], not `direct-marketting`; did you mean `direct-marketing`?");
  }

  @Test
  void refuses_an_unknown_condition_and_names_the_allowed_ones() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Basis(
                    LegalBasis.EXISTING_CUSTOMER,
                    List.of("direct-marketing"),
                    List.of("email"),
                    List.of("address-of-sale")))
        .withMessage(
            "conditions must be of [address-from-sale, own-similar-goods, notice-at-collection,"
                + " notice-in-every-message, presumed-consent, do-not-call-list], not"
                + " `address-of-sale`; did you mean `address-from-sale`?");
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
