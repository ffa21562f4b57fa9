package io.microtarget.pipeline;

import io.microtarget.privacy.PolicyTable;
import io.microtarget.privacy.Rule;
import io.microtarget.source.LegalBasis;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The policy as a page of Markdown: what the law makes of a message. */
public final class PolicyPage {
  private static final String HEAD =
      """
      # Policy

      What the law says of a message, a line a rule. The first that covers a case counts: the rules \
      of the country, then those of the European Union in its member states, then those for any \
      country; what none covers is denied (`deny:policy:no-rule`). Before every rule come an \
      objection (GDPR 21(3)), a refusal and a withdrawal (GDPR 7(3)). Needs are what \
      `basis.conditions` of a source states. **From memory**: read the law before you rely on the \
      line. Not legal advice.

      | rule | where | purpose | medium | party | basis | effect | needs | reference |
      | --- | --- | --- | --- | --- | --- | --- | --- | --- |
      """;

  private PolicyPage() {}

  /** The page. */
  public static String of(PolicyTable policy) {
    return policy.rules().stream().map(PolicyPage::line).collect(Collectors.joining("", HEAD, ""));
  }

  private static String line(Rule rule) {
    var cells =
        List.of(
            "`" + rule.id() + "`",
            rule.jurisdiction(),
            String.join(", ", rule.purposes()),
            words(rule.media().stream().map(m -> m.key()), rule.media().size(), 10),
            words(rule.parties().stream().map(p -> p.key()), rule.parties().size(), 2),
            words(
                rule.bases().stream().sorted(Comparator.naturalOrder()).map(LegalBasis::key),
                rule.bases().size(),
                LegalBasis.values().length),
            rule.isAllowed() ? "allow" : "deny",
            String.join(", ", rule.needs()),
            rule.reference() + (rule.isFromMemory() ? " **from memory**" : ""));
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static String words(Stream<String> words, int size, int all) {
    return size == all ? "all" : words.collect(Collectors.joining(", "));
  }
}
