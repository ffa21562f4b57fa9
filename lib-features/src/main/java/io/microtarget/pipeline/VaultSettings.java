package io.microtarget.pipeline;

import java.util.Optional;

/**
 * The key behind the pseudonyms.
 *
 * @param key a reference to a secret, or {@code public:…} for data that is no secret; without one a
 *     key is made under the lake
 */
public record VaultSettings(Optional<String> key) {
  @Override
  public String toString() {
    return "VaultSettings[key=" + (key.isPresent() ? "given" : "of the lake") + "]";
  }
}
