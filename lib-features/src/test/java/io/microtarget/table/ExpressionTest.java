package io.microtarget.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.microtarget.testing.TextTable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
  private static final List<String> COLUMNS =
      List.of("a", "b", "day", "time", "attributes", "price", "week");

  @ParameterizedTest
  @CsvSource(
      delimiterString = " ==> ",
      quoteCharacter = '§',
      textBlock =
          """
          IDENTIFIER('java_method')('java.lang.System', 'exit', 0) ==> IDENTIFIER(...) is not allowed
          IDENTIFIER('a') ==> IDENTIFIER(...) is not allowed
          upper(IDENTIFIER('a')) ==> IDENTIFIER(...) is not allowed
          java_method('java.lang.System', 'exit', 0) ==> function `java_method` is not on the list
          `java_method`('java.lang.System', 'exit', 0) ==> function `java_method` is not on the list
          JAVA_Method('java.lang.System', 'exit', 0) ==> function `java_method` is not on the list
          java_method/* c */('java.lang.System', 'exit', 0) ==> function `java_method` is not on the list
          coalesce(a, java_method('java.lang.System', 'exit', 0)) ==> function `java_method` is not on the list
          attributes[java_method('java.lang.System', 'exit', 0)] ==> function `java_method` is not on the list
          reflect('java.lang.System', 'exit', 0) ==> function `reflect` is not on the list
          try_reflect('java.lang.System', 'exit', 0) ==> function `try_reflect` is not on the list
          current_user ==> no column `current_user`
          CURRENT_USER ==> no column `CURRENT_USER`
          current_user() ==> function `current_user` is not on the list
          session_user ==> no column `session_user`
          user ==> no column `user`
          user() ==> function `user` is not on the list
          attributes[current_user] ==> no column `current_user`
          current_timestamp ==> no column `current_timestamp`
          current_timestamp() ==> function `current_timestamp` is not on the list
          current_date ==> no column `current_date`
          day in (current_date) ==> no column `current_date`
          curdate() ==> function `curdate` is not on the list
          current_time() ==> function `current_time` is not on the list
          localtimestamp ==> no column `localtimestamp`
          localtimestamp() ==> function `localtimestamp` is not on the list
          now() ==> function `now` is not on the list
          unix_timestamp() ==> function `unix_timestamp` is not on the list
          current_timezone() ==> function `current_timezone` is not on the list
          uuid() ==> function `uuid` is not on the list
          rand() ==> function `rand` is not on the list
          randn() ==> function `randn` is not on the list
          monotonically_increasing_id() ==> function `monotonically_increasing_id` is not on the list
          spark_partition_id() ==> function `spark_partition_id` is not on the list
          input_file_name() ==> function `input_file_name` is not on the list
          _metadata.file_path ==> qualified name `_metadata.file_path` is not allowed
          version() ==> function `version` is not on the list
          current_catalog ==> no column `current_catalog`
          current_catalog() ==> function `current_catalog` is not on the list
          current_database() ==> function `current_database` is not on the list
          raise_error('x') ==> function `raise_error` is not on the list
          assert_true(a) ==> function `assert_true` is not on the list
          sleep(10) ==> function `sleep` is not on the list
          (select 1) ==> a subquery is not allowed
          coalesce(a, (select max(x) from t)) ==> a subquery is not allowed
          exists (select 1) ==> a subquery is not allowed
          a in (select 1) ==> a subquery is not allowed
          attributes[(select 1)] ==> a subquery is not allowed
          sum(a) over (order by b) ==> a window function is not allowed
          row_number() over w ==> a window function is not allowed
          sum(a) ==> function `sum` is not on the list
          count(*) ==> function `count` is not on the list
          collect_list(a) ==> function `collect_list` is not on the list
          first(a) ==> an aggregate is not allowed
          first(a) ignore nulls ==> DISTINCT, FILTER and IGNORE NULLS are not allowed in `first`
          upper(distinct a) ==> DISTINCT, FILTER and IGNORE NULLS are not allowed in `upper`
          upper(a) filter (where true) ==> DISTINCT, FILTER and IGNORE NULLS are not allowed in `upper`
          * ==> a star is not allowed
          t.* ==> a star is not allowed
          attributes[*] ==> a star is not allowed
          struct(*) ==> `CreateNamedStruct` is not allowed
          ? ==> a parameter is not allowed
          :p ==> a parameter is not allowed
          '${env:HOME}' ==> a variable `${...}` is not allowed
          '${system:user.name}' ==> a variable `${...}` is not allowed
          spark_catalog.default.f(a) ==> qualified function name `spark_catalog.default.f` is not allowed
          system.builtin.upper(a) ==> qualified function name `system.builtin.upper` is not allowed
          `system.builtin.upper`(a) ==> function `system.builtin.upper` is not on the list
          session.a ==> qualified name `session.a` is not allowed
          parquet.`/etc/passwd` ==> qualified name `parquet./etc/passwd` is not allowed
          `a.b` ==> no column `a.b`
          read_files('/etc/passwd') ==> function `read_files` is not on the list
          x -> x ==> a lambda function is not allowed
          transform(a, x -> x + 1) ==> a lambda function is not allowed
          from_json(a, 'b int') ==> function `from_json` is not on the list
          schema_of_json('{}') ==> function `schema_of_json` is not on the list
          get_json_object(a, '$.x') ==> function `get_json_object` is not on the list
          explode(a) ==> function `explode` is not on the list
          stack(2, 1, 2) ==> function `stack` is not on the list
          map('a', 1) ==> function `map` is not on the list
          named_struct('a', 1) ==> function `named_struct` is not on the list
          sequence(1, 100000000) ==> function `sequence` is not on the list
          repeat('x', 1000000000) ==> function `repeat` is not on the list
          lpad(a, 1000000000, 'x') ==> the width in `lpad` must be a number of at most 1000
          rpad(a, b, 'x') ==> the width in `rpad` must be a number of at most 1000
          upper(str => a) ==> a named argument is not allowed
          a as b ==> `Alias` is not allowed
          a; drop table t ==> cannot be parsed: [PARSE_SYNTAX_ERROR] Syntax error at or near ';'
          a) from t -- ==> cannot be parsed: [PARSE_SYNTAX_ERROR] Syntax error at or near ')'
          a, b ==> cannot be parsed: [PARSE_SYNTAX_ERROR] Syntax error at or near ','
          drop table t ==> cannot be parsed: [PARSE_SYNTAX_ERROR]
          a + ==> cannot be parsed: [PARSE_SYNTAX_ERROR]
          cast(a as nonsense) ==> cannot be parsed: [UNSUPPORTED_DATATYPE]
          a rlike b ==> a regular expression must be a text literal
          a rlike concat(a, 'y') ==> a regular expression must be a text literal
          split(a, b) ==> a regular expression must be a text literal
          A ==> no column `A`; did you mean `a`?
          atributes['x'] ==> no column `atributes`; did you mean `attributes`?
          """)
  void refuses_what_could_do_more_than_compute_from_columns(String text, String why) {
    assertRefused(text, why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " ==> ",
      quoteCharacter = '§',
      textBlock =
          """
          date'today' ==> a date literal must be written as date'2017-12-31'
          DATE 'tomorrow' ==> a date literal must be written as
          Date/**/'yesterday' ==> a date literal must be written as
          date"today" ==> a date literal must be written as
          date r'today' ==> a date literal must be written as
          date'tod\\u0061y' ==> a date literal must be written as
          date' now ' ==> a date literal must be written as
          date'today Europe/Berlin' ==> a date literal must be written as
          date'2017' ==> a date literal must be written as
          day > date'today' ==> a date literal must be written as
          cast(date'today' as string) ==> a date literal must be written as
          attributes[date'today'] ==> a date literal must be written as
          timestamp'now' ==> a timestamp literal must be written as timestamp'2017-12-31 23:59:59'
          timestamp 'today' ==> a timestamp literal must be written as
          timestamp_ntz'now' ==> a timestamp literal must be written as
          timestamp_ltz'now' ==> a timestamp literal must be written as
          timestamp'10:15:00' ==> a timestamp literal must be written as
          time'now' ==> cannot be parsed: [INVALID_TYPED_LITERAL]
          cast('today' as date) ==> the text 'today' can be read as the clock
          try_cast(' Today ' as date) ==> the text ' Today ' can be read as the clock
          'NOW'::timestamp ==> the text 'NOW' can be read as the clock
          to_date('today+01:00') ==> the text 'today+01:00' can be read as the clock
          to_timestamp('now') ==> the text 'now' can be read as the clock
          date_add('tomorrow', 1) ==> the text 'tomorrow' can be read as the clock
          day < 'tomorrow' ==> the text 'tomorrow' can be read as the clock
          cast('to' 'day' as date) ==> the text 'today' can be read as the clock
          to_date(concat('to', 'day')) ==> `concat` of constants alone is not allowed; write its value
          to_date('to' || 'day') ==> `||` of constants alone is not allowed
          to_date(substr('xtoday', 2)) ==> `substr` of constants alone is not allowed
          to_date(element_at(split('a,today', ','), 2)) ==> `split` of constants alone is not allowed
          cast(date_format(date'2017-01-01', '''today''') as date) ==> `date_format` of constants alone
          cast(cast(x'746f646179' as string) as date) ==> a binary literal is not allowed
          """)
  void refuses_constants_that_read_the_clock(String text, String why) {
    assertRefused(text, why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "`a`",
        "A is null or a is not null",
        "case when a = 1 then 'x' when a = 2 then 'y' else 'z' end",
        "case a when '15-24K' then 20 end",
        "if(price > 0, ln(price / 50), 0)",
        "price between 1 and 2",
        "price not between 1 and 2",
        "a like 'x%'",
        "a like 'x!%' escape '!'",
        "a rlike '^[0-9]{3}$'",
        "regexp_extract(a, '([0-9]+)', 1)",
        "split(a, ',')[0]",
        "a in ('x', 'y')",
        "a not in ('x')",
        "a <=> b",
        "a is distinct from b",
        "a is unknown",
        "not (a = b) and (a != b or a <> b)",
        "cast(price as decimal(18,2))",
        "try_cast(a as int)",
        "a::int",
        "try_divide(price, week)",
        "-price + 2 * price - price % 3",
        "week div 4",
        "date_add(date'2016-12-26', cast(7 * (week - 1) as int))",
        "day >= date '2017-01-01'",
        "time < timestamp'2017-01-01 00:00:00'",
        "time < TIMESTAMP'2017-01-01T00:00:00.123Z'",
        "day + interval 1 day",
        "to_date('2017-01-01')",
        "to_timestamp(a, 'yyyyMMdd HH:mm')",
        "cast(trunc(day, 'WEEK') as date)",
        "datediff(day, date'2017-01-01')",
        "attributes['x']",
        "element_at(attributes, 'x')",
        "nullif(a, '0')",
        "coalesce(a, b, 'none')",
        "a || '-' || b",
        "concat_ws('-', a, b)",
        "lpad(a, 12, '0')",
        "Upper(TRIM(a))",
        "replace(a, ',', '.')",
        "greatest(least(price, 28), 7) / 7",
        "array_contains(array('x', 'y'), a)",
        "a = 'today we shop'",
        "'mailed'",
        "true",
        "null",
        "1.5BD",
        "a /* a comment */ -- and another"
      })
  void accepts_what_computes_from_columns(String text) {
    var columns = List.of("a", "A", "b", "day", "time", "attributes", "price", "week");
    assertThat(Expression.of(text, columns).text()).isEqualTo(text);
  }

  @Test
  void knows_the_columns_it_reads() {
    var expression = Expression.of("if(a > 1, attributes['b'], `day`)", COLUMNS);
    assertThat(expression.columns()).containsExactly("a", "attributes", "day");
  }

  @Test
  void computes_as_a_column() {
    var rows = TextTable.rows("a STRING | b STRING\nx | 1\n | 2");
    var column = Expression.of("coalesce(a, 'none') || b", COLUMNS).column();
    assertThat(TextTable.lines(rows.select(column))).containsExactly("none2", "x1");
  }

  @Test
  void tells_all_problems_of_an_expression_at_once() {
    assertThatExceptionOfType(SettingsError.class)
        .isThrownBy(() -> Expression.of("sum(c) + now()", COLUMNS))
        .withMessage(
            "expression `sum(c) + now()`: function `sum` is not on the list of allowed functions;"
                + " at character 5: no column `c`; did you mean `a`?; at character 10: function `now`"
                + " is not on the list of allowed functions");
  }

  @Test
  void takes_a_regular_expression_of_200_characters_but_none_of_201() {
    var text = "a rlike '%s'";
    assertThat(Expression.of(text.formatted("x".repeat(200)), COLUMNS).columns()).contains("a");
    for (var tooLong :
        List.of(text, "regexp_like(a, '%s')", "regexp_replace(a, '%s', '')", "split(a, '%s')")) {
      assertRefused(
          tooLong.formatted("x".repeat(201)), "a regular expression is longer than 200 characters");
    }
  }

  @Test
  void refuses_deep_nesting_instead_of_running_out_of_stack() {
    assertThat(Expression.of("a" + " + a".repeat(99), COLUMNS).columns()).contains("a");
    assertRefused("a" + " + a".repeat(100), "nested deeper than 100 levels");
    assertRefused("(".repeat(101) + "a" + ")".repeat(101), "nested deeper than 100 levels");
    assertRefused("(".repeat(4_000) + "a" + ")".repeat(4_000), "nested deeper than 100 levels");
    assertRefused("not ".repeat(101) + "a", "nested deeper than 100 levels");
    assertThatExceptionOfType(SettingsError.class)
        .isThrownBy(() -> Expression.of("not ".repeat(2_000) + "a", COLUMNS))
        .withMessageMatching("(?s).*(too complex to parse|nested deeper than 100 levels).*");
  }

  @Test
  void refuses_a_text_of_more_than_10000_characters_and_repeats_only_its_start() {
    assertThatExceptionOfType(SettingsError.class)
        .isThrownBy(() -> Expression.of("a".repeat(10_001), COLUMNS))
        .withMessage("expression `" + "a".repeat(40) + "...`: longer than 10000 characters");
  }

  @Test
  void refuses_an_empty_text() {
    assertRefused(" ", "cannot be parsed: [PARSE_EMPTY_STATEMENT]");
  }

  @Test
  void shows_which_keys_of_a_map_are_read() {
    var columns = List.of("attributes", "a");
    assertThat(Expression.of("attributes['x'] > 1 or element_at(attributes, 'y') = a", columns))
        .extracting(e -> e.keysOf("attributes"))
        .isEqualTo(Optional.of(Set.of("x", "y")));
    assertThat(Expression.of("a + 1", columns).keysOf("attributes")).contains(Set.of());
    for (var text :
        List.of(
            "size(attributes)",
            "attributes[a]",
            "concat(attributes['x'], attributes[concat('y', a)])")) {
      assertThat(Expression.of(text, columns).keysOf("attributes")).as(text).isEmpty();
    }
  }

  @Test
  void names_the_columns_of_any_text_that_can_be_read() {
    assertThat(Expression.names("if(`odd name` > 1, f(b), c['k'])"))
        .containsExactlyInAnyOrder("odd name", "b", "c");
    assertThat(Expression.names("((")).isEmpty();
  }

  private static void assertRefused(String text, String why) {
    assertThatExceptionOfType(SettingsError.class)
        .isThrownBy(() -> Expression.of(text, COLUMNS))
        .withMessageStartingWith("expression `" + text + "`: ")
        .withMessageContaining(why);
  }
}
