package io.microtarget.jobs.inspect;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a column tells about a person, by its name and by the look of its values. */
enum Meaning {
  EMAIL("e-mail address", true, "email", "mail", "emailadresse", "emailaddress"),
  IBAN("bank account", true, "iban", "bic", "kontonummer", "accountnumber", "bankaccount"),
  CARD(
      "card number",
      true,
      "card",
      "karte",
      "kartennr",
      "kartennummer",
      "cardno",
      "cardnumber",
      "creditcard",
      "loyaltycard",
      "kundenkarte",
      "pan"),
  PHONE(
      "phone number",
      true,
      "phone",
      "telefon",
      "tel",
      "mobile",
      "mobil",
      "handy",
      "msisdn",
      "fax",
      "telephone",
      "cell",
      "cellphone",
      "phonenumber",
      "caller",
      "callee",
      "telefono",
      "telephonenumber",
      "rufnummer"),
  DEVICE(
      "device",
      true,
      "imei",
      "imsi",
      "mac",
      "deviceid",
      "idfa",
      "gaid",
      "cookie",
      "cookieid",
      "visitorid",
      "fingerprint",
      "macaddress"),
  NATIONAL_ID(
      "official number",
      true,
      "ssn",
      "socialsecurity",
      "taxid",
      "steuerid",
      "steuernummer",
      "passport",
      "ausweis",
      "sozialversicherungsnummer",
      "nationalid",
      "dni",
      "nif",
      "versichertennummer",
      "driverlicense",
      "vin"),
  NAME(
      "name of a person",
      true,
      "firstname",
      "lastname",
      "fullname",
      "givenname",
      "familyname",
      "surname",
      "forename",
      "middlename",
      "vorname",
      "nachname",
      "familienname",
      "nom",
      "prenom",
      "nombre",
      "apellido",
      "apellidos",
      "cognome",
      "contactname",
      "customername",
      "kundenname",
      "ansprechpartner",
      "username",
      "=user",
      "remoteuser",
      "screenname",
      "login",
      "nickname",
      "handle",
      "salesagent",
      "agentname",
      "manager",
      "employee",
      "mitarbeiter",
      "author",
      "verfasser",
      "owner",
      "personname",
      "maidenname",
      "geburtsname",
      "authorname"),
  BIRTH_DATE(
      "date of birth",
      true,
      "birthdate",
      "birthday",
      "dob",
      "dateofbirth",
      "birth",
      "geburtsdatum",
      "geburtstag",
      "gebdat",
      "geboren",
      "birthyear",
      "yob",
      "geburtsjahr",
      "yearofbirth",
      "naissance",
      "datenaissance",
      "nacimiento",
      "fechanacimiento"),
  ADDRESS(
      "address",
      true,
      "street",
      "strasse",
      "str",
      "address",
      "addr",
      "anschrift",
      "adresse",
      "housenumber",
      "hausnummer",
      "hausnr",
      "rue",
      "calle",
      "direccion",
      "indirizzo",
      "addressline",
      "streetaddress"),
  IP("address of a machine", true, "ip", "ipaddress", "clientip", "remoteaddr", "ipaddr"),
  SPECIAL(
      "specially protected, GDPR article 9",
      true,
      "religion",
      "konfession",
      "gesundheit",
      "diagnosis",
      "diagnose",
      "disease",
      "ethnicity",
      "race",
      "ethnic",
      "herkunft",
      "sexualorientation",
      "bloodtype",
      "medication",
      "disability",
      "behinderung",
      "unionmember",
      "partymembership"),
  FREE_TEXT("free text, in which persons may be named", true),
  POSTCODE(
      "postcode: tells people apart together with others",
      false,
      "zip",
      "plz",
      "postcode",
      "postal",
      "postalcode",
      "zipcode",
      "postleitzahl",
      "cap",
      "codepostal"),
  PLACE(
      "place: tells people apart together with others",
      false,
      "city",
      "town",
      "ort",
      "stadt",
      "wohnort",
      "ville",
      "ciudad",
      "citta",
      "latitude",
      "longitude",
      "lat",
      "lon",
      "lng",
      "breitengrad",
      "laengengrad"),
  TRAIT(
      "tells people apart together with others",
      false,
      "gender",
      "sex",
      "geschlecht",
      "age",
      "alter",
      "nationality",
      "occupation",
      "beruf",
      "familienstand",
      "maritalstatus",
      "marital");

  private static final double MOSTLY = 0.8;
  private static final int LOOKED_AT = 2_000;
  private static final int SHORT_WORD = 3;
  private static final Pattern EMAIL_VALUE =
      Pattern.compile("[^@\\s,;:<>\"/?=&#]+@[^@\\s,;:<>\"/?=&#]+\\.[A-Za-z]{2,}");
  private static final Pattern IBAN_VALUE = Pattern.compile("[A-Z]{2}\\d{2}[A-Z0-9]{11,30}");
  private static final Pattern CARD_VALUE = Pattern.compile("\\d(?:[ -]?\\d){12,18}");
  private static final Pattern PHONE_VALUE =
      Pattern.compile("(?:\\+|00|0|\\(0?)\\d[\\d ()/.-]{5,18}\\d");
  private static final Pattern LOOSE_PHONE = Pattern.compile("\\+?[\\d ()/.x-]{6,24}");
  private static final Pattern IP_VALUE =
      Pattern.compile("(?:\\d{1,3}\\.){3}\\d{1,3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}");
  private static final Pattern MAC_VALUE =
      Pattern.compile("(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}");
  private static final Pattern STREET =
      Pattern.compile(
          "(?iu).*(?:stra(?:ß|ss)e|str\\.|weg|platz|allee|gasse|ufer|damm|street|road|avenue|lane|drive|boulevard|\\bst\\.?|\\brd\\.?|\\bave\\.?|\\brue|\\bvia|\\bcalle)\\s+\\d{1,4}\\s?[a-z]?(?:\\b.*)?|\\d{1,5} [\\p{L} ]+ (?:street|st|road|rd|avenue|ave|lane|drive|blvd)\\.?(?:\\b.*)?");
  private static final Pattern TWO_NAMES =
      Pattern.compile("\\p{Lu}[\\p{L}'’-]+,? (?:\\p{Lu}\\.? )?\\p{Lu}[\\p{L}'’-]+");

  /** What a comment calls it. */
  private final String label;

  private final boolean isPersonal;
  private final Set<String> names;

  Meaning(String label, boolean isPersonal, String... names) {
    this.label = label;
    this.isPersonal = isPersonal;
    this.names = Set.copyOf(List.of(names));
  }

  String label() {
    return label;
  }

  /** Whether its values go to the vault and nowhere else. */
  boolean isPersonal() {
    return isPersonal;
  }

  /** What a column means; empty if nothing about a person is seen. */
  static Optional<Meaning> of(RawColumn column, List<String> filled) {
    if (column.type() == RawColumn.Type.OTHER) {
      return Optional.of(FREE_TEXT).filter(m -> !filled.isEmpty());
    }
    var values = filled.stream().limit(LOOKED_AT).map(String::strip).distinct().toList();
    var isText = column.type() == RawColumn.Type.TEXT;
    var byValue = isText ? byValue(values, column.path()) : Optional.<Meaning>empty();
    return byValue
        .or(() -> byName(column, values))
        .or(() -> isText && isFreeText(values) ? Optional.of(FREE_TEXT) : Optional.empty());
  }

  /** Whether a single text is the value of a person: an address, a number of theirs. */
  static boolean isPersonalValue(String text) {
    var value = text.strip();
    return EMAIL_VALUE.matcher(value).matches()
        || isIban(value)
        || isAddressOfMachine(value)
        || MAC_VALUE.matcher(value).matches()
        || value.matches(".*\\d.*") && STREET.matcher(value).matches()
        || isPhone(value);
  }

  /** Whether a name speaks of something about a person. */
  static boolean isName(String name) {
    return Arrays.stream(values()).anyMatch(m -> m.isNamed(List.of(name)));
  }

  static boolean isAddressOfMachine(String value) {
    return IP_VALUE.matcher(value).matches()
        && value.length() > 4
        && !TimeForm.looksLikeTime(value)
        && !value.matches("\\d\\d?:\\d\\d(:\\d\\d)?");
  }

  private static Optional<Meaning> byValue(List<String> values, List<String> path) {
    if (values.isEmpty()) {
      return Optional.empty();
    }
    if (most(values, v -> EMAIL_VALUE.matcher(v).matches())) {
      return Optional.of(EMAIL);
    }
    // Behind the question mark of an address it is cut off anyway.
    if (values.stream().anyMatch(v -> EMAIL_VALUE.matcher(v.split("\\?", 2)[0]).find())) {
      return Optional.of(FREE_TEXT);
    }
    if (most(values, Meaning::isIban)) {
      return Optional.of(IBAN);
    }
    if (most(values, v -> MAC_VALUE.matcher(v).matches())) {
      return Optional.of(DEVICE);
    }
    if (most(values, Meaning::isAddressOfMachine)) {
      return Optional.of(IP);
    }
    var cards = values.stream().filter(Meaning::isCard).count();
    if (cards >= 0.95 * values.size() && (values.size() >= 20 || CARD.isNamed(path))) {
      return Optional.of(CARD);
    }
    if (most(values, Meaning::isPhone) && values.size() >= 3) {
      return Optional.of(PHONE);
    }
    if (values.stream().filter(v -> STREET.matcher(v).matches()).count() >= 0.4 * values.size()
        && values.size() >= 3) {
      return Optional.of(ADDRESS);
    }
    var named = values.stream().filter(Meaning::isPersonName).count();
    return named >= 0.4 * values.size() && values.size() >= 3
        ? Optional.of(NAME)
        : Optional.empty();
  }

  private static Optional<Meaning> byName(RawColumn column, List<String> values) {
    return Arrays.stream(values())
        .filter(m -> m.isNamed(column.path()))
        .filter(m -> m.mayBe(column, values))
        .findFirst()
        .or(() -> Optional.of(NAME).filter(m -> isName(column, values)));
  }

  /** A column that is only called name is a person's if it holds two words with capitals. */
  private static boolean isName(RawColumn column, List<String> values) {
    var words = Names.words(column.name());
    return words.contains("name")
        && words.size() == 1
        && values.stream().filter(v -> TWO_NAMES.matcher(v).matches()).count()
            >= 0.5 * values.size();
  }

  private boolean mayBe(RawColumn column, List<String> values) {
    return switch (this) {
      // Such as `contact = cellular`, or an account's number of phones.
      case PHONE, CARD, IBAN ->
          values.isEmpty()
              || most(
                  values, v -> LOOSE_PHONE.matcher(v).matches() || v.matches("[A-Z0-9 -]{8,40}"));
      case EMAIL -> values.isEmpty() || values.stream().anyMatch(v -> v.contains("@"));
      case IP -> values.isEmpty() || values.stream().anyMatch(v -> v.matches(".*[.:].*"));
      case ADDRESS -> column.type() == RawColumn.Type.TEXT && !isFlag(values);
      case NAME ->
          column.type() == RawColumn.Type.TEXT
              && !isFlag(values)
              && NumberForm.of(values).isEmpty();
      case DEVICE, NATIONAL_ID, BIRTH_DATE -> !isFlag(values);
      case SPECIAL, FREE_TEXT, POSTCODE, PLACE, TRAIT -> true;
    };
  }

  private static boolean isFlag(List<String> values) {
    return !values.isEmpty()
        && values.size() <= 3
        && values.stream().allMatch(v -> v.matches("(?i)[01]|y|n|yes|no|true|false|ja|nein|j"));
  }

  private boolean isNamed(List<String> path) {
    var words = Names.words(path.get(path.size() - 1));
    var all = new HashSet<String>();
    for (int from = 0; from < words.size(); from++) {
      for (int to = from + 1; to <= words.size(); to++) {
        all.add(String.join("", words.subList(from, to)));
      }
    }
    var whole = String.join("", words);
    return names.contains("=" + whole)
        || all.stream()
            .filter(names::contains)
            // `cap`, `ip` or `lat` must be the whole name; `mac` of `machine` is no word of it
            // anyway.
            .anyMatch(n -> n.length() > SHORT_WORD || n.equals(whole) || words.size() <= 2);
  }

  private static boolean most(List<String> values, Predicate<String> test) {
    return values.stream().filter(test).count() >= MOSTLY * values.size();
  }

  private static boolean isPhone(String value) {
    var digits = value.replaceAll("\\D", "").length();
    return PHONE_VALUE.matcher(value).matches()
        && digits >= 8
        && digits <= 15
        && (value.startsWith("+") || value.startsWith("00") || value.matches(".*[ ()/-].*"))
        && !TimeForm.looksLikeTime(value);
  }

  private static boolean isPersonName(String value) {
    return value.length() <= 60
        && value.matches("[\\p{L} .,'’-]+")
        && Names.words(value).size() <= 4
        && Names.hasFirstName(value);
  }

  private static boolean isFreeText(List<String> values) {
    var words = values.stream().mapToInt(v -> v.split("\\s+").length).average().orElse(0);
    var distinct = new HashSet<>(values).size();
    return words >= 6 && values.size() >= 5 && distinct >= 0.5 * values.size();
  }

  /** Check digits of ISO 13616. */
  private static boolean isIban(String text) {
    var value = text.replace(" ", "");
    if (!IBAN_VALUE.matcher(value).matches()) {
      return false;
    }
    var digits = new StringBuilder();
    (value.substring(4) + value.substring(0, 4))
        .chars()
        .forEach(c -> digits.append(Character.getNumericValue(c)));
    return new BigInteger(digits.toString()).mod(BigInteger.valueOf(97)).intValue() == 1;
  }

  /** Check digit of ISO/IEC 7812-1, after H. P. Luhn. */
  private static boolean isCard(String text) {
    if (!CARD_VALUE.matcher(text).matches()) {
      return false;
    }
    var digits = text.replaceAll("\\D", "");
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      var digit = digits.charAt(digits.length() - 1 - i) - '0';
      var twice = i % 2 == 1 ? 2 * digit : digit;
      sum += twice > 9 ? twice - 9 : twice;
    }
    return sum % 10 == 0;
  }
}
