package io.microtarget.jobs.town;

import java.util.List;
import java.util.Locale;

/** Ways a campaign takes. */
enum Channel {
  EMAIL,
  POST,
  PHONE;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How strongly it works on each type. */
  List<Double> strengths(Parameters.Effects effects) {
    return switch (this) {
      case EMAIL -> effects.email();
      case POST -> effects.post();
      case PHONE -> effects.phone();
    };
  }

  /** Chance to be drawn. */
  double share(Parameters.Campaigns campaigns) {
    return switch (this) {
      case EMAIL -> campaigns.emailShare();
      case POST -> campaigns.postShare();
      case PHONE -> campaigns.phoneShare();
    };
  }

  /** EUR a contact. */
  double cost(Parameters.Campaigns campaigns) {
    return switch (this) {
      case EMAIL -> campaigns.emailCost();
      case POST -> campaigns.postCost();
      case PHONE -> campaigns.phoneCost();
    };
  }
}
