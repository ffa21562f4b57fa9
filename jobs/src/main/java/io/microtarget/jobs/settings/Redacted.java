package io.microtarget.jobs.settings;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.Map;
import java.util.TreeMap;

/** Settings that may be shown: a text under a secret key is hidden unless it is a reference. */
final class Redacted {
  private static final ConfigValue HIDDEN = ConfigValueFactory.fromAnyRef("***");

  private Redacted() {}

  static ConfigObject of(ConfigObject block) {
    var shown = new TreeMap<String, ConfigValue>();
    block.forEach((key, value) -> shown.put(key, of(key, value)));
    return ConfigValueFactory.fromMap(Map.copyOf(shown));
  }

  private static ConfigValue of(String key, ConfigValue value) {
    if (value instanceof ConfigObject block) {
      return of(block);
    }
    if (value instanceof ConfigList list) {
      return ConfigValueFactory.fromIterable(list.stream().map(v -> of(key, v)).toList());
    }
    if (value.valueType() == ConfigValueType.STRING
        && Secrets.isSecretComponent(key)
        && !Secrets.isReferenceOrPublic(value.unwrapped().toString())) {
      return HIDDEN;
    }
    return value;
  }
}
