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
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.functions;
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
  private static final int DEEPEST = 100;
  private static final int LONGEST = 10_000;
  private static final String TOO_DEEP = "nested deeper than %d levels".formatted(DEEPEST);

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
          ("abs and array array_contains between bround ceil ceiling char_length coalesce concat"
                  + " concat_ws contains date date_add date_diff date_format date_sub date_trunc"
                  + " datediff day dayofmonth dayofweek dayofyear element_at endswith exp expm1"
                  + " floor from_utc_timestamp get greatest hour if ifnull initcap isnan isnotnull"
                  + " isnull last_day lcase least left length like ln locate log log10 log1p log2"
                  + " lower lpad ltrim make_date map_contains_key minute mod month months_between"
                  + " negative next_day nullif nullifzero nvl nvl2 pmod position pow power quarter"
                  + " regexp_extract regexp_like regexp_replace replace right round rpad rtrim second"
                  + " sign signum size split split_part sqrt startswith substr substring to_date"
                  + " to_timestamp to_timestamp_ntz to_utc_timestamp translate trim trunc try_add"
                  + " try_cast try_divide try_element_at try_multiply try_subtract try_to_date"
                  + " try_to_number try_to_timestamp ucase unix_date upper weekday weekofyear when"
                  + " width_bucket year zeroifnull")
              .split(" "));

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
    var used = new TreeSet<String>();
    var problems = new ArrayList<String>();
    if (text.length() > LONGEST) {
      throw new SettingsError(
          "expression `%s...`: longer than %d characters"
              .formatted(text.substring(0, 40), LONGEST));
    }
    try {
      if (openBrackets(text) > DEEPEST) {
        // Before parsing, since Catalyst takes minutes for thousands of brackets.
        problems.add(TOO_DEEP);
      } else {
        var root = parsed(text);
        if (depth(root) > DEEPEST) {
          problems.add(TOO_DEEP);
        } else {
          check(root, Set.copyOf(columns), used, problems);
        }
      }
    } catch (StackOverflowError e) {
      problems.add(TOO_DEEP);
    } catch (Exception e) {
      // Scala declares no checked exceptions, so a ParseException cannot be named in the catch.
      if (!(e instanceof ParseException)) {
        throw e;
      }
      // Catalyst's own message repeats the text over many lines; the first line says what is wrong.
      problems.add("cannot be parsed: " + firstLine(e));
    }
    if (text.contains("${")) {
      // A session's parser, unlike this one, puts in environment variables and system properties.
      problems.add("a variable `${...}` is not allowed");
    }
    if (!problems.isEmpty()) {
      throw new SettingsError("expression `%s`: %s".formatted(text, String.join("; ", problems)));
    }
    return new Expression(text, used);
  }

  /** The expression as a Spark column. */
  public Column column() {
    return functions.expr(text);
  }

  /** Names of columns in a text that may hold more than {@link #of} allows; none if unreadable. */
  public static Set<String> names(String text) {
    var names = new TreeSet<String>();
    if (text.length() <= LONGEST && openBrackets(text) <= DEEPEST) {
      try {
        collectNames(parsed(text), names);
      } catch (Exception e) {
        if (!(e instanceof ParseException)) {
          throw e;
        }
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
    if (text.length() <= LONGEST && openBrackets(text) <= DEEPEST) {
      try {
        collectPaths(parsed(text), paths);
      } catch (Exception e) {
        if (!(e instanceof ParseException)) {
          throw e;
        }
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

  private static org.apache.spark.sql.catalyst.expressions.Expression parsed(String text) {
    return new CatalystSqlParser().parseExpression(text);
  }

  private static void check(
      org.apache.spark.sql.catalyst.expressions.Expression node,
      Set<String> columns,
      Set<String> used,
      List<String> problems) {
    var kind = kind(node);
    if (!NODES.contains(kind)) {
      problems.add(refusal(kind));
      return;
    }
    Constants.problem(node).ifPresent(problems::add);
    if (node instanceof UnresolvedAttribute attribute) {
      checkAttribute(attribute, columns, used, problems);
    } else if (node instanceof UnresolvedFunction function) {
      checkFunction(function, problems);
    } else if (node instanceof org.apache.spark.sql.catalyst.expressions.RLike like) {
      checkPattern(like.right(), problems);
    }
    for (var child : CollectionConverters.asJava(node.children())) {
      check(child, columns, used, problems);
    }
  }

  private static String kind(org.apache.spark.sql.catalyst.expressions.Expression node) {
    var type = node.getClass();
    // IS UNKNOWN is an anonymous IsNull.
    return (type.isAnonymousClass() ? type.getSuperclass() : type).getSimpleName().replace("$", "");
  }

  private static int openBrackets(String text) {
    int open = 0;
    int most = 0;
    for (var letter : text.toCharArray()) {
      open += letter == '(' ? 1 : letter == ')' ? -1 : 0;
      most = Math.max(most, open);
    }
    return most;
  }

  private static int depth(org.apache.spark.sql.catalyst.expressions.Expression node) {
    return 1
        + CollectionConverters.asJava(node.children()).stream()
            .mapToInt(Expression::depth)
            .max()
            .orElse(0);
  }

  private static void checkAttribute(
      UnresolvedAttribute attribute, Set<String> columns, Set<String> used, List<String> problems) {
    var parts = CollectionConverters.asJava(attribute.nameParts());
    var name = parts.get(0);
    // The parts behind a column of the schema name what is in it; before one they would name a
    // table.
    if (parts.size() > 1 && !columns.contains(name)) {
      problems.add("qualified name `%s` is not allowed".formatted(String.join(".", parts)));
    } else if (columns.contains(name)) {
      used.add(name);
    } else {
      problems.add("no column `%s`%s".formatted(name, Nearest.hint(name, columns).orElse("")));
    }
  }

  private static void checkFunction(UnresolvedFunction function, List<String> problems) {
    var parts = CollectionConverters.asJava(function.nameParts());
    var name = parts.get(parts.size() - 1).toLowerCase(Locale.ROOT);
    if (parts.size() > 1) {
      problems.add(
          "qualified function name `%s` is not allowed".formatted(String.join(".", parts)));
    } else if (!FUNCTIONS.contains(name)) {
      problems.add("function `%s` is not on the list of allowed functions".formatted(name));
    }
    if (function.isDistinct() || function.filter().isDefined() || function.ignoreNulls()) {
      problems.add("DISTINCT, FILTER and IGNORE NULLS are not allowed in `%s`".formatted(name));
    }
    var arguments = CollectionConverters.asJava(function.arguments());
    if (PATTERNED.contains(name) && arguments.size() > 1) {
      checkPattern(arguments.get(1), problems);
    }
    if (PADDING.contains(name) && arguments.size() > 1 && !isWidth(arguments.get(1))) {
      problems.add(
          "the width in `%s` must be a number of at most %d".formatted(name, WIDEST_PADDING));
    }
  }

  private static boolean isWidth(org.apache.spark.sql.catalyst.expressions.Expression node) {
    return node instanceof Literal literal
        && literal.value() instanceof Integer width
        && width <= WIDEST_PADDING;
  }

  private static void checkPattern(
      org.apache.spark.sql.catalyst.expressions.Expression pattern, List<String> problems) {
    if (!(pattern instanceof Literal literal) || !(literal.dataType() instanceof StringType)) {
      problems.add("a regular expression must be a text literal");
    } else if (literal.value().toString().length() > LONGEST_PATTERN) {
      problems.add("a regular expression is longer than %d characters".formatted(LONGEST_PATTERN));
    }
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

  private static String firstLine(Exception e) {
    var message = String.valueOf(e.getMessage()).strip();
    var end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
