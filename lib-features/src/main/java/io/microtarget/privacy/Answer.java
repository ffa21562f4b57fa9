package io.microtarget.privacy;

import java.util.Optional;

/**
 * Whether a message may leave.
 *
 * @param ruleId {@code <rule of the policy>:<source>}, or {@code deny:<reason>}
 * @param grantedBy record that agreed: the message may reach no other one of the subject
 */
record Answer(boolean isAllowed, String ruleId, Optional<String> grantedBy) {
  static final String DENY = "deny:";

  static Answer denied(String reason) {
    return new Answer(false, DENY + reason, Optional.empty());
  }
}
