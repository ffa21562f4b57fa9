package io.microtarget.jobs.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigUtil;
import io.microtarget.table.SettingsError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Loads the settings of one business.
 *
 * <p>The file is parsed, {@code overrides} are laid over it, {@code ${…}} is resolved, and the
 * result is bound to the root record. A {@link SettingsError} lists every problem found.
 */
public final class Loader {
  private Loader() {}

  /**
   * @param config path or URI of a HOCON file
   * @param overrides the pairs of {@code --set key=value}; a value that begins with {@code [},
   *     <code>{</code> or a quote is HOCON, any other is text as it stands, {@code null} unsets
   * @param root the record whose components are the keys of the file
   */
  public static <T> T load(String config, Map<String, String> overrides, Class<T> root) {
    return load(config, overrides, root, name -> Optional.ofNullable(System.getenv(name)));
  }

  /**
   * Loads what is no business: a file that says only what differs from defaults of the program.
   *
   * @param config path or URI of a HOCON file; empty: nothing differs
   * @param defaults resource with every key, from the root of the class path
   * @throws SettingsError lists every problem found
   */
  public static <T> T loadOver(Optional<String> config, String defaults, Class<T> root) {
    var options = ConfigParseOptions.defaults().setAllowMissing(false);
    var merged = ConfigFactory.parseResources(Loader.class.getClassLoader(), defaults, options);
    if (config.isPresent()) {
      merged = Text.of(config.get()).parsed().withFallback(merged);
    }
    var problems = new Problems();
    var secrets = new Secrets(name -> Optional.empty());
    var none = new Defaults(ConfigFactory.empty().root());
    try {
      var settings = merged.resolve(ConfigResolveOptions.noSystem()).root();
      var bound = new Binder(none, secrets, problems).root(settings, root);
      problems.throwIfAny(secrets::redact);
      return bound.orElseThrow();
    } catch (ConfigException.UnresolvedSubstitution unresolved) {
      throw new SettingsError(Text.problem(unresolved, config.orElse(defaults)));
    }
  }

  /** With an environment to take secrets from. */
  static <T> T load(
      String config,
      Map<String, String> overrides,
      Class<T> root,
      Function<String, Optional<String>> environment) {
    var text = Text.of(config);
    var settings = resolved(text, overrides).root();
    var problems = new Problems();
    var secrets = new Secrets(environment);
    var defaults =
        new Defaults(
            settings.get(Defaults.KEY) instanceof ConfigObject block
                ? block
                : ConfigFactory.empty().root());
    defaults.check(Shape.mapsOfBlocks(root), problems);
    var bound = new Binder(defaults, secrets, problems).root(settings, root);
    if (bound.isEmpty() && !text.includesReference()) {
      problems.add(
          List.of(),
          "the defaults are not included; begin the file with: include \"reference\"",
          Place.fileName(text.name()));
    }
    problems.throwIfAny(secrets::redact);
    return bound.orElseThrow();
  }

  /** The settings as they are used, sorted by key; references stay references. */
  public static String rendered(String config, Map<String, String> overrides) {
    var settings = Redacted.of(resolved(Text.of(config), overrides).root());
    return settings.render(
        ConfigRenderOptions.defaults().setOriginComments(false).setComments(false).setJson(false));
  }

  private static Config resolved(Text text, Map<String, String> overrides) {
    var merged = text.parsed();
    for (var override : overrides.entrySet()) {
      merged = overriding(override.getKey(), override.getValue()).withFallback(merged);
    }
    try {
      return merged.resolve(ConfigResolveOptions.noSystem());
    } catch (ConfigException.UnresolvedSubstitution unresolved) {
      throw new SettingsError(Text.problem(unresolved, text.name()));
    }
  }

  private static Config overriding(String key, String value) {
    try {
      var path = ConfigUtil.joinPath(ConfigUtil.splitPath(key));
      var quoted = value.matches("(?s)[\\[{\"].*|null") ? value : ConfigUtil.quoteString(value);
      return ConfigFactory.parseString(
          path + " = " + quoted,
          ConfigParseOptions.defaults().setOriginDescription(Place.OVERRIDE));
    } catch (ConfigException unreadable) {
      throw new SettingsError(
          "--set %s: the key must be a dotted path and the value text, a [list] or a { block }"
              .formatted(key));
    }
  }
}
