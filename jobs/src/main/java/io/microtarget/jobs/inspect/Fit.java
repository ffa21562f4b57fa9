package io.microtarget.jobs.inspect;

import io.microtarget.source.ColumnContract;
import io.microtarget.source.Contract;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampType;

/**
 * How well some raw columns fit a kind of source.
 *
 * <p>Score: each typed column that finds a raw one counts by how sure that is, divided by the
 * number of kinds that have the column: a basket tells more than a time. The name of the file, and
 * columns about persons for a party, add to it.
 *
 * @param columns typed column (kebab-case) to what fills it, in the order of the table
 * @param missing typed columns the kind requires and nothing fills
 */
record Fit(Table kind, Map<String, Match> columns, List<String> missing, double score) {
  private static final double ENOUGH = 0.9;
  private static final double NAMED = 0.8;
  private static final double PERSONAL = 0.4;
  private static final double MOST_PERSONAL = 2.0;
  private static final double ONLY_TIME = 0.4;
  private static final double FITTING = 0.98;

  /** Columns the lake fills. */
  private static final Set<String> OWN =
      Set.of(
          "source",
          "delivery_id",
          "row_index",
          "event_date",
          "recorded_at",
          "attributes",
          "identifiers",
          "record_id");

  /** Typed texts that may hold what people wrote. */
  private static final Set<String> WORDINGS =
      Set.of(
          "text",
          "headline",
          "question",
          "answer",
          "name",
          "search-term",
          "reason",
          "url",
          "referrer");

  private static final Map<String, Integer> KINDS_WITH = kindsWith();

  /**
   * What fills a typed column.
   *
   * @param look the raw column
   * @param sure from 0 to 1
   */
  record Match(Look look, double sure) {}

  /** The fit of every kind, best first; those that lack what they require come last. */
  static List<Fit> all(List<Look> looks, String file) {
    return SourceTables.kinds().stream()
        .map(kind -> of(kind, looks, file))
        .sorted(
            Comparator.comparing((Fit f) -> !f.missing().isEmpty())
                .thenComparing(f -> -f.score())
                .thenComparing(f -> f.kind().name()))
        .toList();
  }

  /** The fit of one kind. */
  static Fit of(Table kind, List<Look> looks, String file) {
    var contract = Contract.of(kind);
    var columns = matches(kind, contract, looks);
    double score =
        columns.entrySet().stream()
            .mapToDouble(e -> e.getValue().sure() / KINDS_WITH.get(e.getKey()))
            .sum();
    score += Synonyms.isNamed(kind.name(), file) ? NAMED : 0;
    if (kind.name().equals("event") && !columns.containsKey("event-type")) {
      score -= columns.containsKey("url") ? 0 : NAMED;
    }
    if (kind.name().equals("party")) {
      var about =
          looks.stream().filter(l -> l.meaning().filter(m -> m != Meaning.FREE_TEXT).isPresent());
      score += Math.min(MOST_PERSONAL, PERSONAL * about.count());
    }
    var missing =
        contract.required().stream()
            .map(Fit::key)
            .filter(c -> !columns.containsKey(c) && !Fill.canFill(kind.name(), c, columns))
            .toList();
    return new Fit(kind, columns, missing, score);
  }

  /** Whether it is more than a guess by common columns alone. */
  boolean isGood() {
    return missing.isEmpty() && score >= ENOUGH;
  }

  /** Typed columns a source of the kind may fill. */
  static List<String> typed(Table kind) {
    var typed = new ArrayList<String>();
    if (kind.columns().contains("record_id")) {
      typed.add("native-id");
    }
    kind.columns().stream().filter(c -> !OWN.contains(c)).map(Fit::key).forEach(typed::add);
    return typed;
  }

  static DataType type(Table kind, String key) {
    return key.equals("native-id")
        ? DataTypes.StringType
        : kind.schema().apply(key.replace('-', '_')).dataType();
  }

  private record Pair(String key, Look look, double sure) {}

  private static Map<String, Match> matches(Table kind, Contract contract, List<Look> looks) {
    var typed = typed(kind);
    var pairs = new ArrayList<Pair>();
    for (var key : typed) {
      for (var look : looks) {
        var sure = Synonyms.likeness(kind.name(), key, look.column().path());
        var isInside = look.column().path().get(0).equals(RawTable.ELEMENT);
        if (sure > 0 && fits(key, type(kind, key), contract(contract, key), look)) {
          var isNeeded = contract.required().contains(column(key));
          var there = isNeeded ? 1 - look.emptyShare() : 1;
          pairs.add(new Pair(key, look, sure * there + (isInside ? 0.05 : 0)));
        }
      }
    }
    pairs.sort(Comparator.comparingDouble(Pair::sure).reversed());
    var found = new HashMap<String, Match>();
    var used = new HashSet<Look>();
    for (var pair : pairs) {
      // A stage may tell the outcome too: columns with a list of allowed values may share.
      var mayShare = !contract(contract, pair.key()).values().isEmpty();
      if (!found.containsKey(pair.key()) && (mayShare || used.add(pair.look()))) {
        found.put(pair.key(), new Match(pair.look(), Math.min(1, pair.sure())));
      }
    }
    if (!found.containsKey("event-time")) {
      onlyTime(looks, used).ifPresent(l -> found.put("event-time", new Match(l, ONLY_TIME)));
    }
    if (found.containsKey("latitude") != found.containsKey("longitude")) {
      found.remove("latitude");
      found.remove("longitude");
    }
    var ordered = new LinkedHashMap<String, Match>();
    typed.stream().filter(found::containsKey).forEach(k -> ordered.put(k, found.get(k)));
    return ordered;
  }

  private static Optional<Look> onlyTime(List<Look> looks, Set<Look> used) {
    var times =
        looks.stream()
            .filter(l -> l.isTime() && !used.contains(l) && !l.isPersonal())
            .filter(l -> l.emptyShare() < 0.05)
            .toList();
    return times.size() == 1 ? Optional.of(times.get(0)) : Optional.empty();
  }

  private static boolean fits(String key, DataType type, ColumnContract contract, Look look) {
    if (look.column().type() == RawColumn.Type.OTHER || look.filled().isEmpty()) {
      return false;
    }
    if (type instanceof TimestampType || type instanceof DateType) {
      return look.isTime() && look.meaning().filter(m -> m == Meaning.BIRTH_DATE).isEmpty();
    }
    if (!(type instanceof StringType)) {
      var isWhole = !(type instanceof DecimalType) && !type.equals(DataTypes.DoubleType);
      return look.isNumber()
          && !look.isTime()
          && !look.isPersonal()
          && (!isWhole || look.number().filter(NumberForm::isWhole).isPresent());
    }
    if (key.equals("native-id")) {
      return !look.isTime() && look.meaning().filter(m -> m == Meaning.FREE_TEXT).isEmpty();
    }
    if (look.isTime() || look.isPersonal() && !isWording(key, look)) {
      return false;
    }
    var pattern = contract.pattern();
    if (pattern.isPresent()) {
      return look.filled().stream().filter(v -> v.matches(pattern.get())).count()
          >= FITTING * look.filled().size();
    }
    return contract.values().isEmpty() || Fill.translated(contract.values(), look).isPresent();
  }

  private static boolean isWording(String key, Look look) {
    return WORDINGS.contains(key) && look.meaning().filter(m -> m == Meaning.FREE_TEXT).isPresent();
  }

  private static ColumnContract contract(Contract contract, String key) {
    return contract.columns().get(column(key));
  }

  private static String column(String key) {
    return key.equals("native-id") ? "record_id" : key.replace('-', '_');
  }

  private static String key(String column) {
    return column.equals("record_id") ? "native-id" : column.replace('_', '-');
  }

  private static Map<String, Integer> kindsWith() {
    var counts = new HashMap<String, Integer>();
    SourceTables.kinds()
        .forEach(kind -> typed(kind).forEach(c -> counts.merge(c, 1, Integer::sum)));
    return counts;
  }
}
