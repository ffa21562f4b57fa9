package io.microtarget.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedExtractValue;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A piece of SQL from the settings that can do nothing but compute from the columns of its table.
 *
 * <p>Settings are data, yet Spark SQL text is code: {@code java_method} calls any static method and
 * {@code IDENTIFIER(…)} reaches it past any list of names. So the text is parsed by Catalyst and
 * every node must be of an allowed class, every function of an allowed name, every attribute a
 * column that exists. What is not listed is refused: subqueries, windows, aggregates, parameters,
 * stars, variables, clock literals, qualified function names, long regular expressions.
 *
 * <p>One way to the clock stays open, since it lies in the data: Spark casts a text of a time
 * alone, such as {@code 10:15}, to that time of today.
 *
 * @param text the SQL as written
 * @param columns the columns it reads
 */
public record Expression(String text, Set<String> columns) {
  private static final int LONGEST_PATTERN = 200;
  private static final int WIDEST_PADDING = 1000;

  private static final Set<String> NODES =
      Set.of(
          "Literal",
          "UnresolvedAttribute",
          "UnresolvedFunction",
          "UnresolvedExtractValue",
          "And",
          "Or",
          "Concat",
          "Not",
          "EqualTo",
          "EqualNullSafe",
          "LessThan",
          "LessThanOrEqual",
          "GreaterThan",
          "GreaterThanOrEqual",
          "IsNull",
          "IsNotNull",
          "In",
          "InSet",
          "Like",
          "RLike",
          "Add",
          "Subtract",
          "Multiply",
          "Divide",
          "Remainder",
          "IntegralDivide",
          "UnaryMinus",
          "UnaryPositive",
          "Cast",
          "CaseWhen",
          "Between",
          "UnresolvedBetweenExpression");

  private static final Set<String> FUNCTIONS =
      Set.of(
          ("abs and array array_contains arrays_zip between bround ceil ceiling"
                  + " char_length coalesce concat concat_ws contains date date_add date_diff"
                  + " date_format date_sub date_trunc datediff day dayofmonth dayofweek dayofyear"
                  + " element_at endswith exp expm1 floor from_utc_timestamp get greatest hour if"
                  + " ifnull initcap isnan isnotnull isnull last_day lcase least left length like"
                  + " ln locate log log10 log1p log2 lower lpad ltrim make_date map_contains_key"
                  + " map_entries map_keys map_values minute mod month months_between negative"
                  + " next_day nullif nullifzero nvl nvl2 pmod position pow power quarter"
                  + " regexp_extract regexp_like regexp_replace replace right round rpad rtrim"
                  + " second sign signum size split split_part sqrt startswith substr substring"
                  + " timestamp_micros timestamp_millis timestamp_seconds to_date to_timestamp"
                  + " to_timestamp_ntz to_utc_timestamp translate trim trunc try_add try_cast"
                  + " try_divide try_element_at try_multiply try_parse_url try_subtract"
                  + " try_to_date try_to_number try_to_timestamp try_url_decode ucase unix_date"
                  + " upper weekday weekofyear when width_bucket year zeroifnull")
              .split(" "));

  private static final Set<DataType> PLAIN =
      Set.of(
          DataTypes.StringType,
          DataTypes.BooleanType,
          DataTypes.DateType,
          DataTypes.TimestampType,
          DataTypes.TimestampNTZType);

  private static final Set<String> PATTERNED =
      Set.of("regexp_extract", "regexp_like", "regexp_replace", "split");

  private static final Set<String> KEYED =
      Set.of("element_at", "get", "map_contains_key", "try_element_at");

  private static final Set<String> PADDING = Set.of("lpad", "rpad");

  /**
   * Parses and checks an expression.
   *
   * @param text SQL of one value
   * @param columns columns that may be named; case counts
   * @throws SettingsError says what is refused and where
   */
  public static Expression of(String text, Collection<String> columns) {
    ExpressionText.requireShort(text);
    var used = new TreeSet<String>();
    var problems = new ArrayList<>(ExpressionText.problems(text));
    if (problems.isEmpty()) {
      parse(text, Set.copyOf(columns), used, problems);
    }
    if (!problems.isEmpty()) {
      throw new SettingsError(
          "expression `%s`: %s".formatted(ExpressionText.shown(text), String.join("; ", problems)));
    }
    return new Expression(text, used);
  }

  private static void parse(
      String text, Set<String> columns, Set<String> used, List<String> problems) {
    try {
      var root = parsed(text);
      if (depth(root) > ExpressionText.DEEPEST) {
        problems.add(ExpressionText.TOO_DEEP);
      } else {
        new Check(text, columns, used, problems).of(root, 0);
      }
    } catch (StackOverflowError e) {
      problems.add(ExpressionText.TOO_DEEP);
    } catch (Unreadable e) {
      problems.add(e.getMessage());
    }
  }

  /** The expression as a Spark column. */
  public Column column() {
    return functions.expr(text);
  }

  /** Names of columns in a text that may hold more than {@link #of} allows; none if unreadable. */
  public static Set<String> names(String text) {
    var names = new TreeSet<String>();
    if (!ExpressionText.isTooLong(text) && ExpressionText.problems(text).isEmpty()) {
      try {
        collectNames(parsed(text), names);
      } catch (Unreadable e) {
        return names;
      }
    }
    return names;
  }

  /**
   * Columns with the parts of them that are named by dots, such as {@code [address, city]}; none if
   * the text cannot be read.
   */
  public static Set<List<String>> paths(String text) {
    var paths = new LinkedHashSet<List<String>>();
    if (!ExpressionText.isTooLong(text) && ExpressionText.problems(text).isEmpty()) {
      try {
        collectPaths(parsed(text), paths);
      } catch (Unreadable e) {
        return paths;
      }
    }
    return paths;
  }

  private static void collectPaths(
      org.apache.spark.sql.catalyst.expressions.Expression node, Set<List<String>> paths) {
    var path = path(node);
    if (path.isPresent()) {
      paths.add(path.get());
    } else {
      CollectionConverters.asJava(node.children()).forEach(child -> collectPaths(child, paths));
    }
  }

  /** {@code a.b} and {@code a['b']} name the same. */
  private static Optional<List<String>> path(
      org.apache.spark.sql.catalyst.expressions.Expression node) {
    if (node instanceof UnresolvedAttribute attribute) {
      return Optional.of(List.copyOf(CollectionConverters.asJava(attribute.nameParts())));
    }
    if (node instanceof UnresolvedExtractValue part
        && part.extraction() instanceof Literal key
        && key.value() instanceof UTF8String name) {
      return path(part.child())
          .map(above -> Stream.concat(above.stream(), Stream.of(name.toString())).toList());
    }
    return Optional.empty();
  }

  private static void collectNames(
      org.apache.spark.sql.catalyst.expressions.Expression node, Set<String> names) {
    if (node instanceof UnresolvedAttribute attribute) {
      names.add(attribute.nameParts().head());
    }
    CollectionConverters.asJava(node.children()).forEach(child -> collectNames(child, names));
  }

  /**
   * The keys of a map column that the expression reads; empty if it reads the map in a way that
   * does not show which.
   */
  public Optional<Set<String>> keysOf(String column) {
    var keys = new TreeSet<String>();
    return areKeysShown(parsed(text), column, keys) ? Optional.of(keys) : Optional.empty();
  }

  private static boolean areKeysShown(
      org.apache.spark.sql.catalyst.expressions.Expression node, String column, Set<String> keys) {
    if (isColumn(node, column)) {
      return false;
    }
    var children = CollectionConverters.asJava(node.children());
    var isLookup =
        node instanceof UnresolvedExtractValue
            || (node instanceof UnresolvedFunction function
                && KEYED.contains(function.nameParts().last().toLowerCase(Locale.ROOT)));
    if (isLookup
        && children.size() == 2
        && isColumn(children.get(0), column)
        && children.get(1) instanceof Literal key) {
      keys.add(String.valueOf(key.value()));
      return true;
    }
    return children.stream().allMatch(child -> areKeysShown(child, column, keys));
  }

  private static boolean isColumn(
      org.apache.spark.sql.catalyst.expressions.Expression node, String column) {
    return node instanceof UnresolvedAttribute attribute
        && attribute.nameParts().head().equals(column);
  }

  /** Says why and where a text cannot be parsed. */
  private static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreadable(String message, Exception cause) {
      super(message, cause);
    }
  }

  private static org.apache.spark.sql.catalyst.expressions.Expression parsed(String text) {
    try {
      return new CatalystSqlParser().parseExpression(text);
    } catch (Exception e) {
      // Scala declares no checked exceptions, so a ParseException cannot be named in the catch; a
      // parameter where a number must stand gives a NumberFormatException.
      var place =
          e instanceof ParseException parsing
              ? ExpressionText.place(text, index(text, parsing.start()))
              : "";
      throw new Unreadable(place + "cannot be parsed: " + reason(e), e);
    }
  }

  private static int index(String text, Origin origin) {
    if (origin.line().isEmpty() || origin.startPosition().isEmpty()) {
      return 0;
    }
    int index = 0;
    for (int line = 1; line < (Integer) origin.line().get(); line++) {
      index = text.indexOf('\n', index) + 1;
    }
    return index + (Integer) origin.startPosition().get();
  }

  /** Walks a parsed expression and says of each node what is wrong with it, and where. */
  private record Check(String text, Set<String> columns, Set<String> used, List<String> problems) {

    /**
     * @param start where the parent begins, for nodes that do not know where they do
     */
    void of(org.apache.spark.sql.catalyst.expressions.Expression node, int start) {
      var index = node.origin().startIndex();
      var here = index.isDefined() ? (Integer) index.get() : start;
      var kind = kind(node);
      if (!NODES.contains(kind)) {
        refuse(here, refusal(kind));
        return;
      }
      Constants.problem(node).ifPresent(problem -> refuse(here, problem));
      if (node instanceof UnresolvedAttribute attribute) {
        attribute(attribute, here);
      } else if (node instanceof UnresolvedFunction function) {
        function(function, here);
      } else if (node instanceof org.apache.spark.sql.catalyst.expressions.RLike like) {
        pattern(like.right(), here);
      } else if (node instanceof Cast cast && !isPlain(cast.dataType())) {
        refuse(here, "a cast to %s is not allowed".formatted(cast.dataType().sql()));
      }
      for (var child : CollectionConverters.asJava(node.children())) {
        of(child, here);
      }
    }

    private void refuse(int index, String problem) {
      problems.add(ExpressionText.place(text, index) + problem);
    }

    private void attribute(UnresolvedAttribute attribute, int here) {
      var parts = CollectionConverters.asJava(attribute.nameParts());
      var name = parts.get(0);
      if (columns.contains(name)) {
        // Further parts are fields of a nested column.
        used.add(name);
      } else if (parts.size() > 1) {
        refuse(here, "qualified name `%s` is not allowed".formatted(String.join(".", parts)));
      } else {
        refuse(here, "no column `%s`%s".formatted(name, Nearest.hint(name, columns).orElse("")));
      }
    }

    private void function(UnresolvedFunction function, int here) {
      var parts = CollectionConverters.asJava(function.nameParts());
      var name = parts.get(parts.size() - 1).toLowerCase(Locale.ROOT);
      if (parts.size() > 1) {
        refuse(
            here, "qualified function name `%s` is not allowed".formatted(String.join(".", parts)));
      } else if (!FUNCTIONS.contains(name)) {
        refuse(here, "function `%s` is not on the list of allowed functions".formatted(name));
      }
      if (function.isDistinct() || function.filter().isDefined() || function.ignoreNulls()) {
        refuse(here, "DISTINCT, FILTER and IGNORE NULLS are not allowed in `%s`".formatted(name));
      }
      var arguments = CollectionConverters.asJava(function.arguments());
      if (PATTERNED.contains(name) && arguments.size() > 1) {
        pattern(arguments.get(1), here);
      }
      if (name.equals("try_parse_url") && arguments.size() > 2) {
        // The name of a parameter becomes a part of a regular expression.
        pattern(arguments.get(2), here);
      }
      if (PADDING.contains(name) && arguments.size() > 1 && !isWidth(arguments.get(1))) {
        refuse(
            here,
            "the width in `%s` must be a number of at most %d".formatted(name, WIDEST_PADDING));
      }
    }

    private void pattern(org.apache.spark.sql.catalyst.expressions.Expression pattern, int start) {
      var index = pattern.origin().startIndex();
      var here = index.isDefined() ? (Integer) index.get() : start;
      if (!(pattern instanceof Literal literal) || !(literal.dataType() instanceof StringType)) {
        refuse(here, "a regular expression must be a text literal");
      } else if (literal.value().toString().length() > LONGEST_PATTERN) {
        refuse(
            here, "a regular expression is longer than %d characters".formatted(LONGEST_PATTERN));
      }
    }
  }

  private static String kind(org.apache.spark.sql.catalyst.expressions.Expression node) {
    var type = node.getClass();
    // IS UNKNOWN is an anonymous IsNull.
    return (type.isAnonymousClass() ? type.getSuperclass() : type).getSimpleName().replace("$", "");
  }

  private static boolean isWidth(org.apache.spark.sql.catalyst.expressions.Expression node) {
    return node instanceof Literal literal
        && literal.value() instanceof Integer width
        && width <= WIDEST_PADDING;
  }

  /** Types that hold one value, in the one way to compare texts that the rooms know. */
  private static boolean isPlain(DataType type) {
    return type instanceof NumericType || PLAIN.contains(type);
  }

  private static int depth(org.apache.spark.sql.catalyst.expressions.Expression node) {
    return 1
        + CollectionConverters.asJava(node.children()).stream()
            .mapToInt(Expression::depth)
            .max()
            .orElse(0);
  }

  private static String refusal(String kind) {
    if (kind.contains("Subquery") || kind.equals("Exists") || kind.equals("ListQuery")) {
      return "a subquery is not allowed";
    }
    if (kind.startsWith("Aggregate")) {
      return "an aggregate is not allowed";
    }
    if (kind.startsWith("Lambda")) {
      return "a lambda function is not allowed";
    }
    if (kind.startsWith("NamedArgument")) {
      return "a named argument is not allowed";
    }
    if (kind.contains("Identifier")) {
      return "IDENTIFIER(...) is not allowed";
    }
    if (kind.contains("Window")) {
      return "a window function is not allowed";
    }
    if (kind.contains("Star")) {
      return "a star is not allowed";
    }
    if (kind.contains("Parameter")) {
      return "a parameter is not allowed";
    }
    return "`%s` is not allowed".formatted(kind);
  }

  /** Catalyst repeats the text over many lines; the first sentence says what is wrong. */
  private static String reason(Exception e) {
    var message = String.valueOf(e.getMessage()).strip();
    return message.lines().findFirst().orElse("").replaceAll("[. ]*SQLSTATE: .*", "");
  }
}
