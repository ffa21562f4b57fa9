package io.microtarget.pipeline;

import io.microtarget.decision.Channel;
import io.microtarget.privacy.Gate;
import io.microtarget.privacy.Medium;
import io.microtarget.privacy.PolicyTable;
import io.microtarget.source.Basis;
import io.microtarget.source.ColumnContract;
import io.microtarget.source.SourceSettings;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the settings of a business say about who may be contacted. */
public final class Permissions {
  private static final String CHANNEL = "channel";

  /** Kinds whose rows speak of channels of the business. */
  private static final Set<String> SPEAKING =
      Set.of(SourceTables.CONSENT.name(), SourceTables.SUPPRESSION.name());

  private Permissions() {}

  /** What the gate needs to know, at the run and again at the exit. */
  public static Gate.Settings gate(Settings settings) {
    var bases = new TreeMap<String, Basis>();
    settings.sources().forEach((name, source) -> source.basis().ifPresent(b -> bases.put(name, b)));
    var media = new TreeMap<String, Medium>();
    settings
        .channels()
        .forEach((name, channel) -> media.put(name, channel.medium(name).orElseThrow()));
    var business = settings.business();
    return new Gate.Settings(
        bases,
        media,
        business.jurisdiction(),
        business.subject(),
        business.rehearsal(),
        business.zone());
  }

  /** What is allowed and still of no use: one line each. */
  public static List<String> warnings(Settings settings) {
    var country = settings.business().jurisdiction();
    return PolicyTable.STANDARD.covers(country)
        ? List.of()
        : List.of(
            "business.jurisdiction: the policy has no rules for %s: nobody is contacted, but in a rehearsal of research data"
                .formatted(country));
  }

  static List<String> problems(Map<String, Channel> channels) {
    var problems = new ArrayList<String>();
    new TreeMap<>(channels)
        .forEach(
            (name, channel) -> {
              var named = Medium.of(name);
              if (channel.medium(name).isEmpty()) {
                problems.add(
                    "channels.%s.medium is missing: `%s` is none of %s%s"
                        .formatted(
                            name,
                            name,
                            Medium.keys(),
                            Nearest.hint(name, Medium.keys()).orElse("")));
              } else if (named.isPresent() && !named.equals(channel.medium(name))) {
                problems.add(
                    "channels.%s.medium: a channel called like a medium is that one"
                        .formatted(name));
              }
            });
    return problems;
  }

  /**
   * The sources, of which those of consents and suppressions name channels of the settings or media
   * only; a row that names anything else is quarantined.
   */
  static Map<String, SourceSettings> withChannels(
      Map<String, SourceSettings> sources, Map<String, Channel> channels) {
    var names = new LinkedHashSet<>(Medium.keys());
    names.addAll(new TreeMap<>(channels).keySet());
    var with = new TreeMap<String, SourceSettings>();
    sources.forEach(
        (name, source) ->
            with.put(
                name,
                SPEAKING.contains(source.kind()) ? speaking(source, List.copyOf(names)) : source));
    return with;
  }

  private static SourceSettings speaking(SourceSettings source, List<String> names) {
    var contract = new TreeMap<>(source.contract());
    var stated = Optional.ofNullable(contract.get(CHANNEL)).orElse(ColumnContract.ANY);
    if (stated.values().isEmpty()) {
      contract.put(CHANNEL, stated.of(names));
    }
    return source.withContract(contract);
  }
}
