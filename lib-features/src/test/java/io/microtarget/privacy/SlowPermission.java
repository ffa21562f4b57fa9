package io.microtarget.privacy;

import java.util.ArrayList;
import java.util.List;

/**
 * The decision once more, slowly: every statement against every other, and the law of this one
 * business by hand. It shares nothing with what it is compared with.
 *
 * <p>The business is German and writes to persons by {@code letter} (mail), {@code email}, {@code
 * phone} and {@code ads} (a platform). Source {@code customers} are customers, all four conditions
 * met, for e-mail and letters; {@code everybody} is legitimate interest for everything; {@code
 * newsletter} says consent for e-mail; {@code study} is for analysis only.
 */
final class SlowPermission {
  /** 2025-06-11 00:30 in Berlin, which is the day before in UTC. */
  static final int ASKED_HOUR = 9 * 24 + 22;

  private static final int TODAY = 10;

  private final History person;
  private final String channel;

  private SlowPermission(History person, String channel) {
    this.person = person;
    this.channel = channel;
  }

  /** {@code true|rule|record} or {@code false|reason|}. */
  static String of(History person, String channel) {
    var slow = new SlowPermission(person, channel);
    var marketing = slow.grounds("direct-marketing");
    if (marketing.get(0).startsWith("deny:")) {
      return "false|" + marketing.get(0) + "|";
    }
    if (!channel.equals("ads")) {
      return "true|" + marketing.get(0);
    }
    var sharing = slow.grounds("sharing");
    if (sharing.get(0).startsWith("deny:")) {
      return "false|deny:sharing:" + sharing.get(0).substring(5) + "|";
    }
    for (var one : marketing) {
      for (var other : sharing) {
        var a = one.split("\\|", -1);
        var b = other.split("\\|", -1);
        if (a[1].isEmpty() || b[1].isEmpty() || a[1].equals(b[1])) {
          return "true|" + a[0] + "+" + b[0] + "|" + (a[1].isEmpty() ? b[1] : a[1]);
        }
      }
    }
    return "false|deny:sharing:other-record|";
  }

  /** All that opens the channel, as {@code rule:source|record}, or one reason to deny it. */
  private List<String> grounds(String purpose) {
    String list = null;
    for (var entry : person.entries) {
      if (isOn(entry, purpose) && (list == null || entry.source.compareTo(list) < 0)) {
        list = entry.source;
      }
    }
    if (list != null) {
      return List.of("deny:objection:" + list);
    }
    boolean isRevoked = false;
    boolean isRefused = false;
    boolean isExpired = false;
    boolean isEarly = false;
    var grants = new ArrayList<History.Line>();
    for (int record = 0; record < person.records; record++) {
      for (var source : List.of("calls", "form")) {
        var known = known(record, source, purpose);
        var begun = new ArrayList<History.Line>();
        boolean isGrantedLater = false;
        for (var line : known) {
          if (hasBegun(line)) {
            begun.add(line);
          } else if (line.status.equals("GRANT")) {
            isGrantedLater = true;
          }
        }
        var last = unbeaten(begun);
        if (last == null) {
          isEarly |= isGrantedLater;
          continue;
        }
        if (isOver(last)) {
          isExpired |= last.status.equals("GRANT") && !hasLivingRefusal(begun);
          last = unbeaten(livingRefusals(begun));
        }
        if (last != null) {
          isRevoked |= last.status.equals("REVOKED");
          isRefused |= last.status.equals("DENY");
          if (last.status.equals("GRANT")) {
            grants.add(last);
          }
        }
      }
    }
    if (isRevoked || isRefused) {
      return List.of(isRevoked ? "deny:revoked" : "deny:refused");
    }
    return weighed(purpose, grants, isExpired, isEarly);
  }

  private List<String> weighed(
      String purpose, List<History.Line> grants, boolean isExpired, boolean isEarly) {
    var open = new ArrayList<String>();
    var closed = new ArrayList<String>();
    grants.sort(
        (a, b) ->
            a.said != b.said
                ? b.said - a.said
                : a.record != b.record ? a.record - b.record : a.source.compareTo(b.source));
    for (var grant : grants) {
      boolean isConsent = !"legitimate-interest".equals(grant.basis);
      var rule = isConsent ? byConsent() : byInterest();
      if (rule.startsWith("deny:")) {
        closed.add(rule);
      } else {
        open.add(rule + ":" + grant.source + "|r" + grant.record);
      }
    }
    if (isExpired) {
      closed.add("deny:expired");
    }
    if (isEarly) {
      closed.add("deny:not-yet-valid");
    }
    boolean isMarketing = purpose.equals("direct-marketing");
    if (person.knownBy.contains("newsletter") && isMarketing && channel.equals("email")) {
      closed.add("deny:no-consent");
    }
    if (person.knownBy.contains("customers") && isMarketing) {
      if (channel.equals("email")) {
        open.add("de-email-customer:customers|");
      } else if (channel.equals("letter")) {
        open.add("de-letter:customers|");
      }
    }
    if (person.knownBy.contains("everybody")) {
      var rule = byInterest();
      if (rule.startsWith("deny:")) {
        closed.add(rule);
      } else {
        open.add(rule + ":everybody|");
      }
    }
    if (!open.isEmpty()) {
      return open;
    }
    if (closed.isEmpty()) {
      boolean isForPurpose =
          isMarketing
              && (person.knownBy.contains("customers") || person.knownBy.contains("newsletter"));
      closed.add(
          person.knownBy.isEmpty()
              ? "deny:no-basis"
              : isForPurpose ? "deny:channel" : "deny:purpose");
    }
    return List.of(closed.get(0));
  }

  private String byConsent() {
    return switch (channel) {
      case "letter" -> "de-letter-consent";
      case "email" -> "de-electronic-consent";
      case "phone" -> "de-phone-consent";
      default -> "eu-ads-consent";
    };
  }

  private String byInterest() {
    return switch (channel) {
      case "letter" -> "de-letter";
      case "email" -> "deny:policy:de-email";
      case "phone" -> "deny:policy:de-phone-person";
      default -> "deny:policy:eu-ads";
    };
  }

  private boolean isOn(History.Line entry, String purpose) {
    if (entry.recorded > ASKED_HOUR || isOver(entry)) {
      return false;
    }
    boolean isGpc = "gpc".equals(entry.reason);
    boolean isPurpose =
        entry.purpose == null ? !isGpc || purpose.equals("sharing") : entry.purpose.equals(purpose);
    return isPurpose && (speaksOf(entry.channel) || "closed".equals(entry.channel));
  }

  private List<History.Line> known(int record, String source, String purpose) {
    var known = new ArrayList<History.Line>();
    for (var line : person.statements) {
      boolean isNo = !line.status.equals("GRANT");
      boolean speaks = speaksOf(line.channel) || isNo && "closed".equals(line.channel);
      if (line.record == record
          && line.source.equals(source)
          && line.purpose.equals(purpose)
          && line.recorded <= ASKED_HOUR
          && speaks) {
        known.add(line);
      }
    }
    return known;
  }

  private boolean speaksOf(String said) {
    return said == null
        || said.equals(channel)
        || said.equals("mail") && channel.equals("letter")
        || said.equals("online-ads") && channel.equals("ads");
  }

  private static boolean hasBegun(History.Line line) {
    return line.said <= ASKED_HOUR && (line.from == null || line.from <= TODAY);
  }

  private static boolean isOver(History.Line line) {
    return line.until != null && line.until <= TODAY;
  }

  private static boolean hasLivingRefusal(List<History.Line> lines) {
    return !livingRefusals(lines).isEmpty();
  }

  private static List<History.Line> livingRefusals(List<History.Line> lines) {
    return lines.stream().filter(l -> !l.status.equals("GRANT") && !isOver(l)).toList();
  }

  /** The one that no other one beats; of equal ones any. */
  private static History.Line unbeaten(List<History.Line> lines) {
    for (var line : lines) {
      boolean isBeaten = false;
      for (var other : lines) {
        isBeaten |= beats(other, line);
      }
      if (!isBeaten) {
        return line;
      }
    }
    return null;
  }

  private static boolean beats(History.Line one, History.Line other) {
    if (one.said != other.said) {
      return one.said > other.said;
    }
    int strict = strictness(one) - strictness(other);
    if (strict != 0) {
      return strict > 0;
    }
    int end = one.until == null ? 99 : one.until;
    int otherEnd = other.until == null ? 99 : other.until;
    if (end != otherEnd) {
      return end < otherEnd;
    }
    return "legitimate-interest".equals(one.basis) && !"legitimate-interest".equals(other.basis);
  }

  private static int strictness(History.Line line) {
    return List.of("GRANT", "DENY", "REVOKED").indexOf(line.status);
  }
}
