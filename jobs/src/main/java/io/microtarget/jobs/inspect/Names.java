package io.microtarget.jobs.inspect;

import io.microtarget.table.Expression;
import io.microtarget.table.SettingsError;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Names of raw columns: their words, and how an expression or a comment says them. */
final class Names {
  private static final int LONGEST = 40;
  private static final String SPECIAL =
      "(?i)default|user|session_user|localtimestamp|current_.*|date|timestamp|interval|time";

  /** Some of the most frequent ones of several countries, to tell a column of persons. */
  private static final Set<String> FIRST_NAMES =
      Set.copyOf(
          List.of(
              ("james john robert michael william david richard joseph thomas charles christopher daniel"
                      + " matthew anthony mark donald steven paul andrew joshua kenneth kevin brian george"
                      + " edward ronald timothy jason jeffrey ryan jacob mary patricia jennifer linda"
                      + " elizabeth barbara susan jessica sarah karen lisa nancy betty margaret sandra"
                      + " ashley kimberly emily donna michelle carol amanda melissa deborah stephanie"
                      + " rebecca laura sharon cynthia peter hans klaus wolfgang juergen jurgen dieter"
                      + " manfred uwe helmut gerhard bernd werner horst frank stefan markus andreas martin"
                      + " jens sven torsten tobias sebastian florian jan lukas leon finn jonas felix max"
                      + " paul anna maria ursula monika petra renate sabine elke brigitte karin christa"
                      + " andrea claudia susanne heike gisela martina birgit angelika katrin julia katja"
                      + " nicole sandra lena lea mia emma hannah sophie marie laura lara jean pierre michel"
                      + " philippe alain nathalie isabelle sylvie catherine jose juan carlos luis javier"
                      + " carmen ana lucia giuseppe giovanni marco luca giulia francesca ahmed mohammed"
                      + " fatima ali yusuf ayse mehmet wei li ivan olga tatjana piotr agnieszka bob alice"
                      + " jim tom tim ben sam joe mike steve chris alex kate jane sue ann erika heinz")
                  .split("\\s+")));

  private Names() {}

  /** Lower case words of a name without accents, such as {@code customer no} of CustomerNo. */
  static List<String> words(String name) {
    var spelled =
        name.replace("ß", "ss")
            .replace("ä", "ae")
            .replace("ö", "oe")
            .replace("ü", "ue")
            .replace("Ä", "Ae")
            .replace("Ö", "Oe")
            .replace("Ü", "Ue");
    var plain = Normalizer.normalize(spelled, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    var apart =
        plain
            .replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ")
            .replaceAll("[^A-Za-z0-9]+", " ");
    return Arrays.stream(apart.strip().toLowerCase(Locale.ROOT).split(" "))
        .filter(w -> !w.isEmpty())
        .toList();
  }

  /** The words as one, to compare names with. */
  static String key(String name) {
    return String.join("", words(name));
  }

  /** A name of an attribute, such as {@code customer_no}. */
  static String attribute(List<String> path) {
    var named = path.get(0).equals(RawTable.ELEMENT) ? path.subList(1, path.size()) : path;
    var name = named.stream().flatMap(p -> words(p).stream()).collect(Collectors.joining("_"));
    var short_ = name.length() > LONGEST ? name.substring(0, LONGEST) : name;
    return short_.isEmpty() ? "column" : short_.matches("\\d.*") ? "c_" + short_ : short_;
  }

  /**
   * How an expression names a raw column; empty if it cannot.
   *
   * @param roots top-level raw columns of the source
   */
  static Optional<String> expression(List<String> path, Collection<String> roots) {
    var dotted = path.stream().map(Names::quoted).collect(Collectors.joining("."));
    if (isLegal(dotted, path.get(0), roots)) {
      return Optional.of(dotted);
    }
    var bracketed =
        quoted(path.get(0))
            + path.stream()
                .skip(1)
                .map(p -> "['" + p.replace("\\", "\\\\").replace("'", "\\'") + "']")
                .collect(Collectors.joining());
    return isLegal(bracketed, path.get(0), roots) ? Optional.of(bracketed) : Optional.empty();
  }

  /** A name as it stands in a comment: on one line, and not endless. */
  static String shown(List<String> path) {
    var name = String.join(".", path).replaceAll("\\p{Cntrl}", "?");
    return name.length() > 60 ? name.substring(0, 60) + "…" : name;
  }

  /** Whether a text is a frequent first name. */
  static boolean isFirstName(String text) {
    var words = words(text);
    return words.size() == 1 && FIRST_NAMES.contains(words.get(0));
  }

  /** Whether one of its words is a frequent first name. */
  static boolean hasFirstName(String text) {
    return words(text).stream().anyMatch(FIRST_NAMES::contains);
  }

  private static String quoted(String name) {
    // `default` and `current_date` mean something else where Spark finds them bare.
    var isPlain = name.matches("[A-Za-z_][A-Za-z0-9_]*") && !name.matches(SPECIAL);
    return isPlain && isLegal(name, name, List.of(name))
        ? name
        : "`" + name.replace("`", "``") + "`";
  }

  private static boolean isLegal(String text, String root, Collection<String> roots) {
    try {
      return Expression.of(text, roots).columns().equals(Set.of(root));
    } catch (SettingsError refused) {
      return false;
    }
  }
}
