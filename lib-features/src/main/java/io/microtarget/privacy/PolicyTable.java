package io.microtarget.privacy;

import io.microtarget.source.Basis;
import io.microtarget.source.LegalBasis;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The policy: jurisdiction x purpose x medium x kind of party x basis to allow or deny, with the
 * law that says so. It stands in {@code policy.txt}, for people to read.
 *
 * <p>A case is looked up in the rules of the country, then in those of the European Union if the
 * country is a member, then in those for any country. What none covers is denied by whoever asks.
 */
public final class PolicyTable {
  /** Met where the audiences of the business are for looking at. */
  static final String REHEARSAL = "rehearsal";

  static final String UNION = "EU";
  static final String ANYWHERE = "any";

  /** Member states, ISO 3166 alpha-2. */
  static final Set<String> MEMBERS =
      Set.of(
          ("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK")
              .split(" "));

  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
  private static final String ALL = "all";
  private static final String HEADER =
      "rule_id | jurisdiction | purpose | medium | party | basis | effect | needs | reference | mark";

  /** The policy of this version. */
  public static final PolicyTable STANDARD = of(text());

  private final List<Rule> rules;
  private final Map<Case, Rule> byCase;

  private record Case(
      String jurisdiction, String purpose, Medium medium, PartyKind party, LegalBasis basis) {}

  private PolicyTable(List<Rule> rules, Map<Case, Rule> byCase) {
    this.rules = List.copyOf(rules);
    this.byCase = Map.copyOf(byCase);
  }

  /**
   * Reads and checks a policy.
   *
   * @throws IllegalArgumentException lists every line with an unknown word, and every two rules
   *     that cover the same case
   */
  static PolicyTable of(String text) {
    var problems = new ArrayList<String>();
    var rules = new ArrayList<Rule>();
    var lines = text.lines().toList();
    boolean isHeaderSeen = false;
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (!isHeaderSeen) {
        isHeaderSeen = true;
        if (!line.equals(HEADER)) {
          problems.add("line %d: the columns must be `%s`".formatted(i + 1, HEADER));
        }
        continue;
      }
      new Line("line " + (i + 1), problems).rule(line).ifPresent(rules::add);
    }
    var byCase = byCase(rules, problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    return new PolicyTable(rules, byCase);
  }

  /** In the order of the file. */
  public List<Rule> rules() {
    return rules;
  }

  /** The rule of an id; empty if none has it. */
  public Optional<Rule> rule(String id) {
    return rules.stream().filter(rule -> rule.id().equals(id)).findFirst();
  }

  /**
   * Law and paragraph of the {@code rule_id} of a permission, also where it is none of the table; a
   * rule from memory says so.
   */
  public String reference(String ruleId) {
    if (ruleId.startsWith(Answer.DENY)) {
      return ofDenial(ruleId.substring(Answer.DENY.length()));
    }
    return Arrays.stream(ruleId.split("\\+"))
        .map(one -> ofRule(one.split(":")[0]))
        .distinct()
        .collect(Collectors.joining("; "));
  }

  private String ofDenial(String reason) {
    var parts = reason.split(":", 2);
    return switch (parts[0]) {
      case "sharing" -> ofDenial(parts[1]);
      case "objection" -> "GDPR 21(3)";
      case "revoked" -> "GDPR 7(3)";
      case "refused" -> "GDPR 21(2), (3)";
      case "expired", "not-yet-valid", "no-consent", "other-record" -> "GDPR 7(1)";
      case "policy" -> ofRule(parts[1]);
      case "channel", "purpose" -> "GDPR 5(1)(b)";
      case "no-basis" -> "GDPR 6(1)";
      default -> "a condition of the rule is not stated";
    };
  }

  private String ofRule(String id) {
    return rule(id)
        .map(rule -> rule.reference() + (rule.isFromMemory() ? ", from memory" : ""))
        .orElse("no rule covers it");
  }

  /** Whether there are rules for a country beside those for any. */
  public boolean covers(String country) {
    return rules.stream()
        .map(Rule::jurisdiction)
        .anyMatch(j -> j.equals(country) || j.equals(UNION) && MEMBERS.contains(country));
  }

  /** The rule that covers a case; empty if none does. */
  Optional<Rule> rule(
      String country, String purpose, Medium medium, PartyKind party, LegalBasis basis) {
    var jurisdictions =
        MEMBERS.contains(country) ? List.of(country, UNION, ANYWHERE) : List.of(country, ANYWHERE);
    return jurisdictions.stream()
        .map(j -> Optional.ofNullable(byCase.get(new Case(j, purpose, medium, party, basis))))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Map<Case, Rule> byCase(List<Rule> rules, List<String> problems) {
    var byCase = new HashMap<Case, Rule>();
    var ids = new LinkedHashSet<String>();
    var clashes = new LinkedHashSet<String>();
    for (var rule : rules) {
      if (!ids.add(rule.id())) {
        problems.add("rule `%s` stands there twice".formatted(rule.id()));
      }
      for (var one : cases(rule)) {
        var other = byCase.putIfAbsent(one, rule);
        if (other != null) {
          clashes.add(clash(other, rule, one));
        }
      }
    }
    problems.addAll(clashes);
    return byCase;
  }

  private static String clash(Rule one, Rule other, Case both) {
    return "rules `%s` and `%s` %s of %s: %s, %s, %s, %s"
        .formatted(
            one.id(),
            other.id(),
            one.isAllowed() == other.isAllowed() ? "both cover a case" : "contradict in a case",
            both.jurisdiction(),
            both.purpose(),
            both.medium().key(),
            both.party().key(),
            both.basis().key());
  }

  private static List<Case> cases(Rule rule) {
    var cases = new ArrayList<Case>();
    for (var purpose : rule.purposes()) {
      for (var medium : rule.media()) {
        for (var party : rule.parties()) {
          for (var basis : rule.bases()) {
            cases.add(new Case(rule.jurisdiction(), purpose, medium, party, basis));
          }
        }
      }
    }
    return cases;
  }

  private static String text() {
    try (InputStream in = PolicyTable.class.getResourceAsStream("policy.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One line of the text; what is wrong with it is added to the problems. */
  private record Line(String at, List<String> problems) {
    private Optional<Rule> rule(String line) {
      var cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
      if (cells.size() != 10) {
        problems.add("%s: %d cells instead of 10".formatted(at, cells.size()));
        return Optional.empty();
      }
      int before = problems.size();
      check(cells.get(0).matches("[a-z0-9]+(-[a-z0-9]+)*"), "rule_id", cells.get(0));
      var where = cells.get(1);
      var isPlace = COUNTRIES.contains(where) || Set.of(UNION, ANYWHERE).contains(where);
      check(isPlace, "jurisdiction", where);
      var purposes = words("purpose", cells.get(2), Basis.PURPOSES, Function.<String>identity());
      var media = words("medium", cells.get(3), List.of(Medium.values()), Medium::key);
      var parties = words("party", cells.get(4), List.of(PartyKind.values()), PartyKind::key);
      var bases = words("basis", cells.get(5), List.of(LegalBasis.values()), LegalBasis::key);
      check(Set.of("allow", "deny").contains(cells.get(6)), "effect", cells.get(6));
      var conditions = new ArrayList<>(Basis.CONDITIONS);
      conditions.add(REHEARSAL);
      var needs =
          cells.get(7).equals("-")
              ? List.<String>of()
              : words("needs", cells.get(7), conditions, Function.<String>identity());
      check(!cells.get(8).isEmpty(), "reference", cells.get(8));
      check(Set.of("read", "memory").contains(cells.get(9)), "mark", cells.get(9));
      if (problems.size() > before) {
        return Optional.empty();
      }
      return Optional.of(
          new Rule(
              cells.get(0),
              where,
              purposes,
              Set.copyOf(media),
              Set.copyOf(parties),
              Set.copyOf(bases),
              cells.get(6).equals("allow"),
              needs,
              cells.get(8),
              cells.get(9).equals("memory")));
    }

    private void check(boolean isKnown, String column, String word) {
      if (!isKnown) {
        problems.add("%s: %s cannot be `%s`".formatted(at, column, word));
      }
    }

    private <T> List<T> words(String column, String cell, List<T> known, Function<T, String> key) {
      if (cell.equals(ALL)) {
        return known;
      }
      var byKey = known.stream().collect(Collectors.toMap(key, Function.identity()));
      var found = new ArrayList<T>();
      for (var word : cell.split("\\s+")) {
        check(byKey.containsKey(word), column, word);
        Optional.ofNullable(byKey.get(word)).ifPresent(found::add);
      }
      return found;
    }
  }
}
