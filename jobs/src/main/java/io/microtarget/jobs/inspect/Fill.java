package io.microtarget.jobs.inspect;

import io.microtarget.source.Format;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Expressions for typed columns that no raw column fills as it is. */
final class Fill {
  private static final int MOST_WORDS = 30;

  /** What a word becomes where a kind allows only certain ones. */
  private static final Map<String, Set<String>> WORDS =
      Map.ofEntries(
          Map.entry(
              "GRANT",
              Set.of(
                  "grant",
                  "granted",
                  "yes",
                  "true",
                  "1",
                  "ja",
                  "j",
                  "y",
                  "optin",
                  "opted in",
                  "opt-in",
                  "erteilt",
                  "accepted",
                  "subscribed")),
          Map.entry(
              "DENY",
              Set.of(
                  "deny",
                  "denied",
                  "no",
                  "false",
                  "0",
                  "nein",
                  "n",
                  "refused",
                  "abgelehnt",
                  "declined")),
          Map.entry(
              "REVOKED",
              Set.of(
                  "revoked",
                  "withdrawn",
                  "optout",
                  "opted out",
                  "opt-out",
                  "widerrufen",
                  "unsubscribed")),
          Map.entry(
              "direct-marketing",
              Set.of(
                  "direct-marketing",
                  "direct marketing",
                  "marketing",
                  "werbung",
                  "advertising",
                  "newsletter")),
          Map.entry(
              "analysis", Set.of("analysis", "analytics", "analyse", "statistics", "statistik")),
          Map.entry("measurement", Set.of("measurement", "messung")),
          Map.entry(
              "personalisation", Set.of("personalisation", "personalization", "personalisierung")),
          Map.entry("service", Set.of("service", "support")),
          Map.entry("won", Set.of("won", "closed won", "gewonnen", "closedwon")),
          Map.entry("lost", Set.of("lost", "closed lost", "verloren", "closedlost")),
          Map.entry(
              "open",
              Set.of(
                  "open",
                  "offen",
                  "engaging",
                  "prospecting",
                  "qualification",
                  "proposal",
                  "negotiation",
                  "lead",
                  "new",
                  "in progress")),
          Map.entry("in", Set.of("in", "incoming", "inbound", "eingehend", "mt", "received")),
          Map.entry("out", Set.of("out", "outgoing", "outbound", "ausgehend", "mo", "sent")),
          Map.entry("voice", Set.of("voice", "call", "anruf", "telefonie")),
          Map.entry("message", Set.of("message", "sms", "mms", "nachricht")),
          Map.entry("data", Set.of("data", "daten", "gprs", "internet")),
          Map.entry("negative", Set.of("negative", "negativ", "neg")),
          Map.entry("neutral", Set.of("neutral", "neu")),
          Map.entry("positive", Set.of("positive", "positiv", "pos")),
          Map.entry("consent", Set.of("consent", "einwilligung")),
          Map.entry("contract", Set.of("contract", "vertrag")),
          Map.entry(
              "legitimate-interest",
              Set.of("legitimate-interest", "legitimate interest", "berechtigtes interesse")),
          Map.entry("legal-obligation", Set.of("legal-obligation", "legal obligation")),
          Map.entry("research", Set.of("research", "forschung")),
          Map.entry("email", Set.of("email", "e-mail", "mail address", "newsletter")),
          Map.entry("mail", Set.of("mail", "letter", "post", "postal", "direct mail", "brief")),
          Map.entry("phone", Set.of("phone", "telephone", "call", "telefon", "anruf")),
          Map.entry("sms", Set.of("sms", "text", "text message")),
          Map.entry("messenger", Set.of("messenger", "whatsapp", "chat")),
          Map.entry("visit", Set.of("visit", "door", "besuch")),
          Map.entry("push", Set.of("push", "app")),
          Map.entry(
              "online-ads", Set.of("online-ads", "online ads", "ads", "social", "social media")));

  private Fill() {}

  /** Whether a required column can be made up from others. */
  static boolean canFill(String kind, String key, Map<String, Fit.Match> columns) {
    return switch (kind + "." + key) {
      case "purchase.amount" -> columns.containsKey("unit-price");
      case "survey_answer.question-id" -> columns.containsKey("question");
      case "event.event-type", "consent.purpose" -> true;
      case "indicator.indicator", "sensor_reading.measure" -> columns.containsKey("value");
      case "party.native-id" -> true;
      default -> false;
    };
  }

  /**
   * The expression of a typed column that {@link #canFill} said yes to.
   *
   * @param file name of the file without its ending
   */
  static String made(
      String kind, String key, Map<String, Fit.Match> columns, List<String> roots, String file) {
    return switch (kind + "." + key) {
      case "purchase.amount" -> amount(columns, roots);
      case "survey_answer.question-id" ->
          Names.expression(columns.get("question").look().column().path(), roots).orElseThrow();
      case "event.event-type" -> columns.containsKey("url") ? "'page'" : literal(file);
      case "consent.purpose" -> "'direct-marketing'";
      default -> literal(columns.get("value").look().name());
    };
  }

  private static String amount(Map<String, Fit.Match> columns, List<String> roots) {
    var price = number(columns.get("unit-price").look(), roots, "18,4");
    return columns.containsKey("quantity")
        ? "try_multiply(%s, %s)"
            .formatted(number(columns.get("quantity").look(), roots, "18,3"), price)
        : price;
  }

  /** How an expression reads a raw column as time, where a pattern alone cannot. */
  static String time(Look look, Format format, String raw) {
    var form = look.time();
    if (form.isEmpty()) {
      return raw;
    }
    return switch (form.get().count()) {
      case NONE ->
          form.get().cut() > 0 ? "substr(%s, %d)".formatted(raw, form.get().cut() + 1) : raw;
      // Where values are texts, a pattern of `values` reads them.
      case SECONDS -> raw;
      case MILLISECONDS ->
          format == Format.PARQUET
              ? "try_cast(try_cast(%s as double) / 1000 as timestamp)".formatted(raw)
              : raw;
      case SHEET_DAYS ->
          "try_cast((try_cast(%s as double) - 25569) * 86400 as timestamp)".formatted(raw);
    };
  }

  /** A raw column of texts as number, whatever `values` say. */
  private static String number(Look look, List<String> roots, String digits) {
    var raw = Names.expression(look.column().path(), roots).orElseThrow();
    var form = look.number();
    if (form.isPresent() && look.column().type() == RawColumn.Type.TEXT) {
      raw = form.get().hasUnit() ? "regexp_replace(%s, '[^0-9,.+-]', '')".formatted(raw) : raw;
      raw =
          form.get().grouping().isEmpty()
              ? raw
              : "replace(%s, '%s', '')".formatted(raw, form.get().grouping().replace("'", "\\'"));
      raw = form.get().decimal().equals(",") ? "replace(%s, ',', '.')".formatted(raw) : raw;
    }
    return "try_cast(%s as decimal(%s))".formatted(raw, digits);
  }

  /**
   * The allowed value of each value of a column; empty if they do not all have one.
   *
   * @return value as it stands, in lower case, to the allowed one
   */
  static Optional<Map<String, String>> translated(List<String> allowed, Look look) {
    var words = new TreeSet<String>();
    look.filled().forEach(v -> words.add(v.strip().toLowerCase(Locale.ROOT)));
    if (words.size() > MOST_WORDS) {
      return Optional.empty();
    }
    var translated = new LinkedHashMap<String, String>();
    for (var word : words) {
      var meant =
          allowed.stream()
              .filter(
                  a -> a.equalsIgnoreCase(word) || WORDS.getOrDefault(a, Set.of()).contains(word))
              .findFirst();
      if (meant.isEmpty()) {
        return Optional.empty();
      }
      translated.put(word, meant.get());
    }
    return Optional.of(translated);
  }

  /** The expression of a column whose values are to be translated. */
  static String translation(List<String> allowed, Look look, String raw) {
    var isAsItIs = look.filled().stream().allMatch(allowed::contains);
    if (isAsItIs) {
      return raw;
    }
    var cases = new StringBuilder("case");
    var words = translated(allowed, look).orElseThrow();
    for (var meant : new TreeSet<>(words.values())) {
      var from =
          words.keySet().stream()
              .filter(w -> words.get(w).equals(meant))
              .map(Fill::literal)
              .toList();
      cases.append(
          " when lower(trim(%s)) in (%s) then %s"
              .formatted(raw, String.join(", ", from), literal(meant)));
    }
    // What has no meaning stays, so that it is quarantined and seen.
    return cases + " else " + raw + " end";
  }

  static String literal(String text) {
    return "'"
        + text.replace("\\", "\\\\").replace("'", "\\'").replaceAll("\\p{Cntrl}|\\$", "?")
        + "'";
  }
}
