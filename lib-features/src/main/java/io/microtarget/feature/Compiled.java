package io.microtarget.feature;

import io.microtarget.feature.Cell.Kept;
import io.microtarget.journey.Genuine;
import io.microtarget.table.SettingsError;
import io.microtarget.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.XxHash64;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Features of one scope, made ready for {@link Sweep}: which conditions, numbers and categories the
 * rows of each table must bring, and what is remembered of them. What features share is there once.
 *
 * @param tables in the order of their tags, from 1
 * @param names of the features, in the order of the outputs
 */
record Compiled(List<OfTable> tables, List<String> names, Sweep sweep) {
  private static final int MOST_CONDITIONS = 64;
  private static final long SEED = 42;

  /**
   * What the rows of a table bring.
   *
   * @param conditions expressions, in the order of their bits
   * @param numbers expressions of numbers
   * @param categories expressions of anything that can be told apart
   */
  record OfTable(
      Table table, List<String> conditions, List<String> numbers, List<String> categories) {}

  /** Which rows a cell looks at and how; features that agree in it share the cell. */
  private record Look(
      Kept kept, String where, String by, String number, String category, String declaration) {}

  /** A cell before all its features are known. */
  private static final class Draft {
    private final TreeSet<Integer> bounds = new TreeSet<>();
    private final TreeSet<String> values = new TreeSet<>();
    private boolean hasOther;
    private Cell cell;
  }

  /** The drafts of a table. */
  private static final class Drafts {
    private final Map<Look, Draft> of = new LinkedHashMap<>();
    private final List<String> conditions = new ArrayList<>();
    private final List<String> numbers = new ArrayList<>();
    private final List<String> categories = new ArrayList<>();
  }

  /**
   * @param features by table; the order of the tables is that of their names
   * @param genuine which rows of steps count
   * @throws SettingsError a table has more different conditions than fit into the mask of a row
   */
  static Compiled of(Map<Table, List<Feature>> features, Genuine genuine) {
    var ofTables = new LinkedHashMap<Table, Drafts>();
    var sorted = new TreeMap<String, Table>();
    features.keySet().forEach(table -> sorted.put(table.name(), table));
    for (var table : sorted.values()) {
      var drafts = new Drafts();
      features.get(table).forEach(feature -> draft(feature, drafts));
      drafts.of.forEach((look, draft) -> draft.cell = cell(look, draft, drafts));
      if (drafts.conditions.size() > MOST_CONDITIONS) {
        throw new SettingsError(
            "features: rows of %s are told apart by %d different conditions, of which there can be %d; use by and values instead of where"
                .formatted(table, drafts.conditions.size(), MOST_CONDITIONS));
      }
      ofTables.put(table, drafts);
    }
    var names = new ArrayList<String>();
    var outputs = new ArrayList<Sweep.Output>();
    int tag = 0;
    for (var entry : ofTables.entrySet()) {
      tag++;
      for (var feature : features.get(entry.getKey())) {
        names.add(feature.name());
        outputs.add(output(feature, tag, entry.getValue()));
      }
    }
    var tables =
        ofTables.entrySet().stream()
            .map(
                e ->
                    new OfTable(
                        e.getKey(),
                        List.copyOf(e.getValue().conditions),
                        List.copyOf(e.getValue().numbers),
                        List.copyOf(e.getValue().categories)))
            .toList();
    int most = sorted.values().stream().anyMatch(Genuine::isSifted) ? genuine.mostStepsADay() : 0;
    return new Compiled(tables, List.copyOf(names), sweep(ofTables, outputs, most));
  }

  private static Sweep sweep(
      Map<Table, Drafts> ofTables, List<Sweep.Output> outputs, int mostStepsADay) {
    var cells = new ArrayList<List<Cell>>();
    var numbers = new ArrayList<Integer>();
    var categories = new ArrayList<Integer>();
    for (var drafts : ofTables.values()) {
      cells.add(new ArrayList<>(drafts.of.values().stream().map(d -> d.cell).toList()));
      numbers.add(drafts.numbers.size());
      categories.add(drafts.categories.size());
    }
    return new Sweep(cells, numbers, categories, outputs, mostStepsADay);
  }

  private static void draft(Feature feature, Drafts drafts) {
    var own = feature.own();
    var draft = drafts.of.computeIfAbsent(look(feature), l -> new Draft());
    int window = bound(feature.window());
    draft.bounds.add(window);
    if (own.aggregate() == Aggregate.TREND) {
      draft.bounds.add(2 * window);
    }
    if (own.aggregate() == Aggregate.DECAY) {
      draft.bounds.add(Cell.ALL);
    }
    feature.value().ifPresent(draft.values::add);
    draft.hasOther |= feature.isOther();
    if (own.aggregate() == Aggregate.SHARE) {
      drafts.of.computeIfAbsent(whole(feature), l -> new Draft()).bounds.add(window);
    }
  }

  private static Cell cell(Look look, Draft draft, Drafts drafts) {
    var hashes = draft.values.stream().mapToLong(Compiled::hash).sorted().toArray();
    return new Cell(
        look.kept(),
        place(look.where(), drafts.conditions),
        place(look.by(), drafts.categories),
        hashes,
        draft.hasOther,
        place(look.number(), drafts.numbers),
        place(look.category(), drafts.categories),
        draft.bounds.stream().mapToInt(b -> b).toArray());
  }

  private static Sweep.Output output(Feature feature, int tag, Drafts drafts) {
    var own = feature.own();
    var looks = List.copyOf(drafts.of.keySet());
    var look = look(feature);
    var cell = drafts.of.get(look).cell;
    int window = bound(feature.window());
    int end = end(cell, window);
    int row = feature.isOther() ? cell.values().length : row(feature, cell);
    double empty = feature.withoutRows().orElse(Double.NaN);
    int at = looks.indexOf(look);
    return switch (own.aggregate()) {
      case TREND ->
          new Sweep.Output(own.aggregate(), tag, at, row, end, end(cell, 2 * window), -1, empty);
      case SHARE -> {
        var whole = whole(feature);
        int endOfWhole = end(drafts.of.get(whole).cell, window);
        yield new Sweep.Output(
            own.aggregate(), tag, at, row, endOfWhole, end, looks.indexOf(whole), empty);
      }
      default -> new Sweep.Output(own.aggregate(), tag, at, row, 0, end, -1, empty);
    };
  }

  private static int row(Feature feature, Cell cell) {
    return feature.value().map(v -> cell.rowOf(hash(v))).orElse(0);
  }

  /** Position after the bucket that ends at a bound. */
  private static int end(Cell cell, int bound) {
    return java.util.Arrays.binarySearch(cell.bounds(), bound) + 1;
  }

  private static int bound(int window) {
    return window == Windows.ALL ? Cell.ALL : window;
  }

  private static Look look(Feature feature) {
    var own = feature.own();
    var of = own.of().orElse("");
    var where = own.where().orElse("");
    return switch (own.aggregate()) {
      case SUM, AVG, TREND, SHARE -> look(feature, Kept.TOTAL, where, of, "");
      case COUNT -> look(feature, Kept.TOTAL, and(where, of), "", "");
      case MIN, MAX -> look(feature, Kept.EXTREMES, where, of, "");
      case DEVIATION -> look(feature, Kept.SPREAD, where, of, "");
      case FIRST, LAST -> look(feature, Kept.ENDS, where, of, "");
      case DAYS_SINCE_FIRST, DAYS_SINCE_LAST -> look(feature, Kept.AGES, and(where, of), "", "");
      case COUNT_DISTINCT, ENTROPY, TOP_SHARE -> look(feature, Kept.TALLY, where, "", told(own));
      case GAP, BURSTINESS -> look(feature, Kept.DAYS, and(where, of), "", "");
      case DECAY -> look(feature, Kept.FADING, where, of, "");
    };
  }

  /** What is other depends on the values of its own declaration, so it shares with no other. */
  private static Look look(
      Feature feature, Kept kept, String where, String number, String category) {
    var by = feature.own().by().map(Compiled::text).orElse("");
    var declaration = feature.own().top().isPresent() ? feature.key() : "";
    return new Look(kept, where, by, number, category, declaration);
  }

  /** What values are told apart by: their text, or a day itself, which takes long to write. */
  private static String told(Own own) {
    var of = own.of().orElse("");
    return Stream.of(Columns.table(own.from()).schema().fields())
            .anyMatch(f -> f.name().equals(of) && f.dataType().equals(DataTypes.DateType))
        ? of
        : text(of);
  }

  private static String text(String expression) {
    return "cast((%s) as string)".formatted(expression);
  }

  /** All rows a share is of: those of {@code where} if it is told by a value, else every one. */
  private static Look whole(Feature feature) {
    var own = feature.own();
    var where = own.by().isPresent() ? own.where().orElse("") : "";
    return new Look(Kept.TOTAL, where, "", own.of().orElse(""), "", "");
  }

  private static String and(String where, String of) {
    if (of.isEmpty()) {
      return where;
    }
    var known = "(%s) is not null".formatted(of);
    return where.isEmpty() ? known : "(%s) and %s".formatted(where, known);
  }

  private static int place(String expression, List<String> places) {
    if (expression.isEmpty()) {
      return -1;
    }
    if (!places.contains(expression)) {
      places.add(expression);
    }
    return places.indexOf(expression);
  }

  /** The hash that Spark gives a text in a row. */
  static long hash(String value) {
    var literal = new Literal(UTF8String.fromString(value), DataTypes.StringType);
    var hashed =
        new XxHash64(
            CollectionConverters.asScala(
                    List.<org.apache.spark.sql.catalyst.expressions.Expression>of(literal))
                .toSeq(),
            SEED);
    return (Long) hashed.eval(null);
  }
}
