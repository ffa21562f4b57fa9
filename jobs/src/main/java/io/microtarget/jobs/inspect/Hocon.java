package io.microtarget.jobs.inspect;

import com.typesafe.config.ConfigUtil;
import java.util.List;
import java.util.stream.Collectors;

/** Texts as HOCON writes them. */
final class Hocon {
  private Hocon() {}

  /** A key or a plain word, in quotes only if it needs them. */
  static String key(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_-]*")
            && !name.matches("true|false|null|include|yes|no|on|off")
        ? name
        : quoted(name);
  }

  static String quoted(String text) {
    return ConfigUtil.quoteString(text);
  }

  static String list(List<String> texts) {
    return texts.stream().map(Hocon::quoted).collect(Collectors.joining(", ", "[", "]"));
  }
}
