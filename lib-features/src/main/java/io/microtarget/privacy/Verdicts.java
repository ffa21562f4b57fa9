package io.microtarget.privacy;

import static java.util.stream.Collectors.groupingBy;

import io.microtarget.privacy.Statement.Status;
import io.microtarget.source.Basis;
import io.microtarget.source.LegalBasis;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The decision about one subject and one channel: a pure function of what is known of the subject,
 * the settings, the policy and a moment.
 *
 * <ol>
 *   <li>A standing objection for the channel and the purpose denies, whatever else was said: GDPR
 *       21(3).
 *   <li>Of what one record said to one source about the channel, the latest counts; see {@link
 *       Standing}. A refusal of any record to any source denies: the stricter wins. It is an
 *       objection too, and so beats a basis that a source states.
 *   <li>Else each grant, the newest first, and then each basis that a source states for purpose and
 *       channel, by name of the source, is a ground; the first one that the policy allows opens the
 *       channel. {@code consent} as the basis of a source is none: a grant is (GDPR 7(1)).
 *   <li>Else it is denied. An advertisement on a platform needs all this for the sharing too.
 * </ol>
 */
final class Verdicts {
  private static final Comparator<Statement> NEWEST_FIRST =
      Comparator.comparing(Statement::saidAt)
          .reversed()
          .thenComparing(Statement::recordId)
          .thenComparing(Statement::source);

  private final Gate.Settings settings;
  private final PolicyTable policy;
  private final PartyKind party;

  Verdicts(Gate.Settings settings, PolicyTable policy) {
    this.settings = settings;
    this.policy = policy;
    this.party = PartyKind.ofSubject(settings.subjectType());
  }

  /** What is asked. */
  private record Question(String channel, String purpose, Instant knownAt, LocalDate day) {}

  /** A ground that the policy allows, by a rule. */
  private record Permit(String ruleId, Optional<String> record) {
    private boolean agreesWith(Permit other) {
      return record.isEmpty() || other.record.isEmpty() || record.equals(other.record);
    }
  }

  /** What there is for one purpose; {@code denial} says why there is no permit. */
  private record Found(List<Permit> permits, String denial) {
    private static Found none(String denial) {
      return new Found(List.of(), denial);
    }
  }

  /** Whether a message may leave through a channel of the settings, at a moment. */
  Answer of(Said said, String channel, Instant knownAt) {
    var day = LocalDate.ofInstant(knownAt, settings.zone());
    var marketing = found(said, new Question(channel, Basis.DIRECT_MARKETING, knownAt, day));
    if (marketing.permits().isEmpty()) {
      return Answer.denied(marketing.denial());
    }
    if (settings.media().get(channel) != Medium.ONLINE_ADS) {
      var permit = marketing.permits().get(0);
      return new Answer(true, permit.ruleId(), permit.record());
    }
    var sharing = found(said, new Question(channel, Basis.SHARING, knownAt, day));
    return sharing.permits().isEmpty()
        ? Answer.denied("sharing:" + sharing.denial())
        : both(marketing.permits(), sharing.permits());
  }

  /** What one record agreed to is not carried out with the data of another one. */
  private static Answer both(List<Permit> marketing, List<Permit> sharing) {
    for (var one : marketing) {
      for (var other : sharing) {
        if (one.agreesWith(other)) {
          var ruleId = one.ruleId() + "+" + other.ruleId();
          return new Answer(true, ruleId, one.record().or(other::record));
        }
      }
    }
    return Answer.denied("sharing:other-record");
  }

  private Found found(Said said, Question asked) {
    var objection =
        said.objections().stream()
            .filter(o -> o.stands(asked.knownAt(), asked.day()) && o.isAgainst(asked.purpose()))
            .filter(o -> isAbout(o.channel(), asked.channel()) || isUnknown(o.channel()))
            .map(Objection::list)
            .min(Comparator.naturalOrder());
    if (objection.isPresent()) {
      return Found.none("objection:" + objection.get());
    }
    var standing = standing(said.statements(), asked);
    for (var refusal : List.of(Status.REVOKED, Status.DENY)) {
      if (standing.stream().anyMatch(s -> s.is(refusal))) {
        return Found.none(refusal == Status.REVOKED ? "revoked" : "refused");
      }
    }
    return byGround(said.sources(), standing, asked);
  }

  private List<Standing> standing(List<Statement> statements, Question asked) {
    if (statements.isEmpty()) {
      return List.of();
    }
    var ofWhomToWhom =
        statements.stream()
            .filter(s -> s.purpose().equals(asked.purpose()))
            .filter(s -> !s.recordedAt().isAfter(asked.knownAt()))
            .filter(
                s ->
                    isAbout(s.channel(), asked.channel())
                        || s.isRefusal() && isUnknown(s.channel()))
            .collect(groupingBy(s -> List.of(s.recordId(), s.source())));
    return ofWhomToWhom.values().stream()
        .map(group -> Standing.of(group, asked.knownAt(), asked.day()))
        .toList();
  }

  private Found byGround(List<String> sources, List<Standing> standing, Question asked) {
    var permits = new ArrayList<Permit>();
    var denials = new ArrayList<String>();
    standing.stream()
        .flatMap(s -> s.counts().stream())
        .sorted(NEWEST_FIRST)
        .map(g -> ground(g.basis(), List.of(), g.source(), Optional.of(g.recordId())))
        .forEach(ground -> weigh(ground, asked, permits, denials));
    for (var lapse : Standing.Lapse.values()) {
      if (standing.stream().anyMatch(s -> s.lapse().equals(Optional.of(lapse)))) {
        denials.add(lapse.key());
      }
    }
    var stated = sources.stream().filter(settings.bases()::containsKey).sorted().toList();
    var covering = stated.stream().filter(s -> covers(settings.bases().get(s), asked)).toList();
    if (covering.stream().anyMatch(s -> isConsent(settings.bases().get(s)))) {
      denials.add("no-consent");
    }
    for (var source : covering) {
      var basis = settings.bases().get(source);
      if (!isConsent(basis)) {
        var ground = ground(basis.legalBasis(), basis.conditions(), source, Optional.empty());
        weigh(ground, asked, permits, denials);
      }
    }
    denials.add(whyNone(stated, asked));
    return new Found(permits, denials.get(0));
  }

  private Ground ground(
      LegalBasis basis, List<String> conditions, String source, Optional<String> record) {
    var met = new HashSet<>(conditions);
    if (settings.isRehearsal()) {
      met.add(PolicyTable.REHEARSAL);
    }
    return new Ground(basis, Set.copyOf(met), source, record);
  }

  private void weigh(Ground ground, Question asked, List<Permit> permits, List<String> denials) {
    var medium = settings.media().get(asked.channel());
    var found = policy.rule(settings.country(), asked.purpose(), medium, party, ground.basis());
    if (found.isEmpty()) {
      denials.add("policy:no-rule");
      return;
    }
    var rule = found.get();
    var missing = rule.needs().stream().filter(n -> !ground.conditions().contains(n)).findFirst();
    if (!rule.isAllowed()) {
      denials.add("policy:" + rule.id());
    } else if (missing.isPresent()) {
      denials.add("needs:" + missing.get());
    } else {
      permits.add(new Permit(rule.id() + ":" + ground.source(), ground.record()));
    }
  }

  private String whyNone(List<String> stated, Question asked) {
    if (stated.isEmpty()) {
      return "no-basis";
    }
    return stated.stream()
            .anyMatch(s -> settings.bases().get(s).purposes().contains(asked.purpose()))
        ? "channel"
        : "purpose";
  }

  private static boolean covers(Basis basis, Question asked) {
    return basis.purposes().contains(asked.purpose()) && basis.channels().contains(asked.channel());
  }

  private static boolean isConsent(Basis basis) {
    return basis.legalBasis() == LegalBasis.CONSENT;
  }

  /** By the name of the channel or by its medium; who names none means all. */
  private boolean isAbout(Optional<String> said, String channel) {
    return said.isEmpty()
        || said.get().equals(channel)
        || said.get().equals(settings.media().get(channel).key());
  }

  /** A channel that the settings do not have any more: a refusal of it is one of all. */
  private boolean isUnknown(Optional<String> said) {
    return said.isPresent()
        && !settings.media().containsKey(said.get())
        && Medium.of(said.get()).isEmpty();
  }
}
