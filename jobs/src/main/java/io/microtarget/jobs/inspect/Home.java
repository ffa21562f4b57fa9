package io.microtarget.jobs.inspect;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where a business seems to be at home, from how it writes: words of its column names, dates,
 * numbers, telephone numbers, countries, signs of money.
 *
 * @param jurisdiction ISO 3166 alpha-2
 * @param currency ISO 4217
 * @param zone of its days
 * @param why what spoke for it
 */
record Home(String jurisdiction, String currency, String zone, String why) {
  private static final int FEW = 200;

  private static final Map<String, Home> HOMES =
      Map.of(
          "DE", new Home("DE", "EUR", "Europe/Berlin", ""),
          "AT", new Home("AT", "EUR", "Europe/Vienna", ""),
          "CH", new Home("CH", "CHF", "Europe/Zurich", ""),
          "US", new Home("US", "USD", "America/New_York", ""),
          "GB", new Home("GB", "GBP", "Europe/London", ""),
          "FR", new Home("FR", "EUR", "Europe/Paris", ""),
          "ES", new Home("ES", "EUR", "Europe/Madrid", ""),
          "IT", new Home("IT", "EUR", "Europe/Rome", ""));

  private static final Map<String, Set<String>> WORDS =
      Map.of(
          "DE",
          Set.of(
              ("kunde kunden nummer nr datum betrag menge artikel preis strasse ort plz vorname nachname"
                      + " geburtsdatum umsatz rabatt filiale bon rechnung bestellung land telefon anzahl"
                      + " waehrung geschlecht einwilligung kanal zeitpunkt gutschein name_kunde zeit")
                  .split(" ")),
          "FR",
          Set.of(
              "prenom nom adresse montant quantite date_naissance ville client numero prix"
                  .split(" ")),
          "ES",
          Set.of(
              "nombre apellido cliente fecha importe cantidad ciudad direccion precio".split(" ")),
          "IT",
          Set.of(
              "nome cognome cliente data importo quantita citta indirizzo prezzo cap".split(" ")),
          "US",
          Set.copyOf(List.of("zip state ssn zipcode county household upc usd".split(" "))),
          "GB",
          Set.copyOf(List.of("postcode gbp county_uk".split(" "))));

  private static final Map<String, String> COUNTRIES =
      Map.ofEntries(
          Map.entry("united kingdom", "GB"),
          Map.entry("great britain", "GB"),
          Map.entry("gb", "GB"),
          Map.entry("uk", "GB"),
          Map.entry("germany", "DE"),
          Map.entry("deutschland", "DE"),
          Map.entry("de", "DE"),
          Map.entry("united states", "US"),
          Map.entry("usa", "US"),
          Map.entry("us", "US"),
          Map.entry("austria", "AT"),
          Map.entry("österreich", "AT"),
          Map.entry("at", "AT"),
          Map.entry("switzerland", "CH"),
          Map.entry("schweiz", "CH"),
          Map.entry("ch", "CH"),
          Map.entry("france", "FR"),
          Map.entry("fr", "FR"),
          Map.entry("spain", "ES"),
          Map.entry("españa", "ES"),
          Map.entry("italy", "IT"),
          Map.entry("italia", "IT"));

  private static final Map<String, String> DIALS =
      Map.of("49", "DE", "43", "AT", "41", "CH", "44", "GB", "33", "FR", "34", "ES", "39", "IT");

  private static final Map<String, String> MONEY =
      Map.of(
          "€", "EUR", "$", "USD", "£", "GBP", "eur", "EUR", "usd", "USD", "gbp", "GBP", "chf",
          "CHF", "euro", "EUR");

  /** The guess; where nothing speaks, the European Union, whose law asks the most. */
  static Home of(List<Look> looks) {
    var votes = new TreeMap<String, Double>();
    looks.forEach(look -> vote(look, votes));
    var best =
        votes.entrySet().stream()
            .max(
                Map.Entry.<String, Double>comparingByValue()
                    .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())));
    var home = HOMES.get(best.map(Map.Entry::getKey).orElse("DE"));
    var money = money(looks);
    return new Home(
        home.jurisdiction,
        money.isEmpty() ? home.currency : money,
        home.zone,
        best.isPresent()
            ? "from how names, dates and numbers are written"
            : "nothing in the files tells; the law that asks the most is taken");
  }

  private static void vote(Look look, Map<String, Double> votes) {
    var words = Names.words(look.name());
    WORDS.forEach(
        (country, known) ->
            words.stream()
                .filter(known::contains)
                .forEach(w -> votes.merge(country, 1.0, Double::sum)));
    look.number()
        .filter(n -> n.decimal().equals(",") || n.grouping().equals("."))
        .ifPresent(n -> votes.merge("DE", 1.0, Double::sum));
    look.time()
        .ifPresent(
            time -> {
              if (time.patterns().stream().anyMatch(p -> p.startsWith("d.M."))) {
                votes.merge("DE", 1.0, Double::sum);
              }
              if (time.patterns().stream().anyMatch(p -> p.startsWith("M/d/"))) {
                votes.merge("US", 2.0, Double::sum);
              }
              if (time.patterns().stream().anyMatch(p -> p.startsWith("d/M/"))
                  && !time.isAmbiguous()) {
                votes.merge("GB", 1.0, Double::sum);
              }
            });
    if (look.meaning().filter(m -> m == Meaning.PHONE).isPresent()) {
      look.filled().stream()
          .limit(FEW)
          .map(v -> v.replaceAll("\\s", ""))
          .filter(v -> v.matches("(\\+|00)\\d{6,}.*"))
          .map(v -> v.replaceFirst("^(\\+|00)", "").substring(0, 2))
          .forEach(
              dial -> {
                if (DIALS.containsKey(dial)) {
                  votes.merge(DIALS.get(dial), 3.0 / FEW, Double::sum);
                }
              });
    }
    if (words.contains("country") || words.contains("land")) {
      look.filled().stream()
          .limit(FEW)
          .map(v -> COUNTRIES.get(v.strip().toLowerCase(Locale.ROOT)))
          .filter(c -> c != null)
          .forEach(c -> votes.merge(c, 4.0 / FEW, Double::sum));
    }
  }

  private static String money(List<Look> looks) {
    var votes = new TreeMap<String, Integer>();
    for (var look : looks) {
      Names.words(look.name()).stream()
          .filter(MONEY::containsKey)
          .forEach(w -> votes.merge(MONEY.get(w), 1, Integer::sum));
      if (look.number().filter(NumberForm::hasUnit).isPresent()) {
        MONEY.forEach(
            (sign, code) -> {
              if (look.filled().get(0).contains(sign)) {
                votes.merge(code, 2, Integer::sum);
              }
            });
      }
      if (Names.key(look.name()).matches("currency|waehrung|currencycode")) {
        look.filled().stream()
            .limit(1)
            .filter(v -> v.matches("[A-Z]{3}"))
            .forEach(v -> votes.merge(v, 3, Integer::sum));
      }
    }
    return votes.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse("");
  }
}
