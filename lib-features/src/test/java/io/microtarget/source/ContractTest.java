package io.microtarget.source;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.microtarget.table.Expression;
import io.microtarget.table.Table;
import io.microtarget.testing.Sessions;
import io.microtarget.testing.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractTest {
  private static final ColumnContract ANY = ColumnContract.ANY;

  @Test
  void every_column_of_every_kind_has_one_that_says_what_it_tells_about_people() {
    for (var kind : SourceTables.kinds()) {
      var contract = Contract.of(kind);
      assertThat(contract.columns().keySet()).containsExactlyElementsOf(kind.columns());
      assertThat(contract.columns().values()).allMatch(c -> c.personalData().isPresent());
      assertThat(contract.required()).as(kind.name()).doesNotHaveDuplicates();
      assertThat(contract.required().size() + contract.rules().size()).as(kind.name()).isPositive();
      assertThat(kind.columns()).as(kind.name()).containsAll(contract.required());
    }
  }

  @Test
  void
      every_rule_of_every_kind_is_an_expression_over_its_columns_and_the_settings_of_none_are_wrong() {
    for (var kind : SourceTables.kinds()) {
      Contract.of(kind).rules().values().forEach(c -> Expression.of(c, kind.columns()));
      assertThat(Contract.problems(kind, Map.of())).isEmpty();
    }
  }

  @Test
  void money_stands_beside_its_currency() {
    for (var kind : SourceTables.kinds()) {
      var hasMoney =
          java.util.Arrays.stream(kind.schema().fields())
              .anyMatch(f -> f.dataType().sql().equals("DECIMAL(18,2)"));
      assertThat(kind.columns().contains("currency")).as(kind.name()).isEqualTo(hasMoney);
    }
  }

  @Test
  void people_may_be_unknown_where_reality_has_it_and_nowhere_else() {
    assertThat(
            SourceTables.kinds().stream()
                .filter(k -> Contract.hasSubject(k))
                .filter(k -> !Contract.of(k).required().contains("record_id"))
                .map(Table::name))
        .containsExactly(
            "purchase", "event", "location", "mention", "suppression", "account", "opportunity");
    assertThat(SourceTables.kinds().stream().filter(k -> !Contract.hasSubject(k)).map(Table::name))
        .containsExactly("product", "indicator", "promotion", "campaign", "offer", "content");
  }

  @Test
  void what_is_about_people_is_kept_for_a_time_but_for_consent_and_suppression() {
    for (var kind : SourceTables.kinds()) {
      var isKept = Contract.of(kind).columns().get("source").retentionDays();
      var isAboutPeople = Contract.hasSubject(kind);
      var isForGood = List.of("consent", "suppression").contains(kind.name());
      assertThat(isKept.isPresent()).as(kind.name()).isEqualTo(isAboutPeople && !isForGood);
    }
    assertThat(Contract.of(SourceTables.LOCATION).columns().get("latitude"))
        .extracting(c -> c.personalData().get(), c -> c.retentionDays().get())
        .containsExactly(PersonalData.INDIRECT, 90);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          purchase       | -1 as quantity                           | range:quantity
          purchase       | 0 as quantity                            |
          purchase       | -0.01 as discount                        | range:discount
          purchase       | -0.01 as coupon_discount                 | range:coupon-discount
          purchase       | 'usd' as currency                        | pattern:currency
          purchase       | 'USD\\n' as currency                     | pattern:currency
          purchase       | 'XUSDX' as currency                      | pattern:currency
          event          | 42 as status                             | range:status
          call_record    | 'sideways' as direction                  | values:direction
          location       | 90.1 as latitude, 1 as longitude         | range:latitude
          location       | 1 as latitude, -180.5 as longitude       | range:longitude
          location       | 1 as latitude                            | pair:longitude
          location       | 'x' as fix                               | either:place-id
          location       | 'x' as place_id                          |
          location       | -90 as latitude, 180 as longitude        |
          sensor_reading | double('NaN') as value                   | finite:value
          sensor_reading | double('Infinity') as value              | finite:value
          sensor_reading | double('-Infinity') as value             | finite:value
          sensor_reading | 1.7976931348623157E308D as value         |
          sensor_reading | 'W' as unit                              | either:value
          sensor_reading | 'on' as state                            |
          survey_answer  | -1 as weight                             | range:weight
          mention        | 'angry' as sentiment                     | values:sentiment
          mention        | -1.01 as sentiment_score                 | range:sentiment-score
          indicator      | date'2020-02-01' as starts_on, date'2020-01-31' as ends_on | order:ends-on
          indicator      | date'2020-02-01' as starts_on            |
          campaign       | date'2020-02-01' as starts_on, date'2020-02-01' as ends_on |
          contact        | 0 as probability                         | range:probability
          contact        | 1.01 as probability                      | range:probability
          contact        | 1 as probability                         |
          consent        | 'maybe' as status                        | values:status
          consent        | 'newsletter' as purpose                  | values:purpose
          account        | 'Deutschland' as country                 | pattern:country
          opportunity    | date'2020-02-01' as opened_on, date'2020-01-31' as closed_on | order:closed-on
          """)
  void the_rules_of_the_kinds(String kind, String columns, String broken) {
    assertThat(broken(kind(kind), Map.of(), columns))
        .isEqualTo(broken == null ? List.of() : List.of(broken));
  }

  @Test
  void a_source_tightens_what_its_kind_says() {
    var ofSource =
        Map.of(
            "place-id", ANY.needed().of(List.of("it's", "b\\c", "${x}")),
            "native-id", ANY.needed(),
            "amount", ANY.within(Optional.of(0.5), Optional.of(1e12)),
            "basket-id", ANY.like("[0-9]{3}|x$"),
            "currency", ANY.like("E.*"));
    var contract = Contract.of(SourceTables.PURCHASE, ofSource);
    assertThat(Contract.problems(SourceTables.PURCHASE, ofSource)).isEmpty();
    assertThat(contract.required())
        .containsExactly("event_time", "amount", "record_id", "place_id");
    assertThat(contract.rules().keySet())
        .containsExactly(
            "pattern:basket-id",
            "values:place-id",
            "range:quantity",
            "range:amount",
            "range:discount",
            "range:coupon-discount",
            "pattern:currency",
            "range:unit-price");
    assertBroken(ofSource, "'${x}' as place_id, '123' as basket_id, 'EUR' as currency");
    assertBroken(ofSource, "'it\\'s' as place_id, 'x' as basket_id");
    assertBroken(ofSource, "'b\\\\c' as place_id, 0.5BD as amount");
    assertBroken(ofSource, "'d' as place_id", "values:place-id");
    assertBroken(ofSource, "'1234' as basket_id", "pattern:basket-id");
    assertBroken(ofSource, "0.49BD as amount", "range:amount");
    assertBroken(ofSource, "1000000000000.01BD as amount", "range:amount");
    assertBroken(ofSource, "'USD' as currency", "pattern:currency");
    assertBroken(ofSource, "'Eu' as currency", "pattern:currency");
  }

  @Test
  void numbers_can_be_listed_too() {
    var ofSource = Map.of("answer-number", ANY.of(List.of("1", "2.5", "-3")));
    var answers = SourceTables.SURVEY_ANSWER;
    assertThat(Contract.problems(answers, ofSource)).isEmpty();
    assertThat(broken(answers, ofSource, "2.5D as answer_number")).isEmpty();
    assertThat(broken(answers, ofSource, "2D as answer_number"))
        .containsExactly("values:answer-number");
  }

  @Test
  void a_business_with_cancellations_states_what_is_usual_there() {
    var cancelling = Map.of("quantity", ANY.within(Optional.of(-1e6), Optional.empty()));
    assertThat(Contract.problems(SourceTables.PURCHASE, cancelling)).isEmpty();
    assertBroken(cancelling, "-80995 as quantity");
    assertBroken(cancelling, "-1000001 as quantity", "range:quantity");
    assertBroken(cancelling, "-1 as discount", "range:discount");
    var words = Map.of("sentiment", ANY.of(List.of("good", "bad")));
    assertThat(Contract.problems(SourceTables.MENTION, words)).isEmpty();
    assertThat(broken(SourceTables.MENTION, words, "'good' as sentiment")).isEmpty();
  }

  @Test
  void a_source_states_what_columns_tell_and_what_for_they_are_used() {
    var health =
        new ColumnContract(
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(PersonalData.SPECIAL),
            List.of("analysis"),
            Optional.of(30));
    var ofSource = Map.of("answer", health, "attributes", health, "native-id", health);
    assertThat(Contract.problems(SourceTables.SURVEY_ANSWER, ofSource)).isEmpty();
    var columns = Contract.of(SourceTables.SURVEY_ANSWER, ofSource).columns();
    for (var column : List.of("answer", "attributes", "record_id")) {
      assertThat(columns.get(column))
          .extracting(c -> c.personalData().get(), c -> c.purposes(), c -> c.retentionDays().get())
          .containsExactly(PersonalData.SPECIAL, List.of("analysis"), 30);
    }
    assertThat(columns.get("question").personalData()).contains(PersonalData.PSEUDONYMOUS);
    assertThat(Contract.of(SourceTables.SURVEY_ANSWER, ofSource).required())
        .containsExactly("record_id", "question_id");
  }

  @Test
  void names_everything_wrong_with_the_contract_of_a_source() {
    var bad =
        new ColumnContract(
            Optional.of(false),
            List.of(),
            Optional.of(2.0),
            Optional.of(1.0),
            Optional.of("a"),
            Optional.empty(),
            List.of("sale", "analysys"),
            Optional.of(0));
    assertThat(
            Contract.problems(
                SourceTables.PURCHASE,
                Map.of(
                    "amont",
                    ANY,
                    "record-id",
                    ANY,
                    "amount",
                    bad,
                    "attributes",
                    ANY.of(List.of("x")),
                    "native-id",
                    ANY.like("[0-9]+"),
                    "source",
                    ANY.needed(),
                    "basket-id",
                    ANY.like("a)(b").within(Optional.of(Double.NaN), Optional.empty()),
                    "place-id",
                    ANY.like("x".repeat(201)),
                    "product-id",
                    ANY.like("(?x)a#"),
                    "event-time",
                    ANY.of(List.of("today"))))
                .stream())
        .containsExactly(
            "contract.amont: kind purchase has no such column; did you mean `amount`?",
            "contract.amount: least 2 is more than most 1",
            "contract.amount.pattern: the column is DECIMAL(18,2); a pattern needs a text",
            "contract.amount.required: kind purchase requires the column always",
            "contract.amount.purposes must be of [analysis, direct-marketing, measurement,"
                + " personalisation, service, sharing], not `sale`",
            "contract.amount.purposes must be of [analysis, direct-marketing, measurement,"
                + " personalisation, service, sharing], not `analysys`; did you mean `analysis`?",
            "contract.amount.retention-days must be at least 1, not 0",
            "contract.attributes: the column is a map; values, least, most and pattern do not"
                + " apply",
            "contract.basket-id: the column is STRING; least and most need a number",
            "contract.basket-id.least must be a finite number, not NaN",
            "contract.basket-id.pattern: 'a)(b' is no regular expression: Unmatched closing ')'",
            "contract.event-time.values: the column is TIMESTAMP; values can be listed for texts"
                + " and numbers only",
            "contract.native-id: a native id becomes a keyed pseudonym; values, least, most and"
                + " pattern do not apply",
            "contract.place-id.pattern is longer than 200 characters",
            "contract.product-id.pattern: '(?x)a#' is no regular expression: Unclosed group",
            "contract.record-id: kind purchase has no such column; it has [native-id, basket-id,"
                + " product-id, place-id, quantity, amount, discount, coupon-discount, currency,"
                + " unit-price, line-type, payment-type, merchant-category, source, delivery-id,"
                + " row-index, element-index, event-time, event-date, recorded-at, attributes]",
            "contract.source.required: the lake fills the column; it cannot be required");
  }

  @Test
  void a_source_cannot_loosen_what_the_rooms_to_the_right_rely_on() {
    assertThat(
            Contract.problems(
                SourceTables.LOCATION,
                Map.of("latitude", ANY.within(Optional.of(-91.5), Optional.of(100.0)))))
        .containsExactly(
            "contract.latitude.least: -91.5 lies outside what the kind allows, -90 to 90",
            "contract.latitude.most: 100 lies outside what the kind allows, -90 to 90");
    assertThat(
            Contract.problems(
                SourceTables.CONSENT, Map.of("status", ANY.of(List.of("GRANT", "YES")))))
        .containsExactly("contract.status.values: 'YES' is none of [GRANT, DENY, REVOKED]");
  }

  @Test
  void a_table_that_is_no_kind_has_none() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Contract.of(SourceTables.DELIVERY))
        .withMessage("no contract for kind delivery");
  }

  private static void assertBroken(
      Map<String, ColumnContract> ofSource, String columns, String... rules) {
    assertThat(broken(SourceTables.PURCHASE, ofSource, columns)).containsExactly(rules);
  }

  /** Ids of the rules that a row breaks; what it does not state is null. */
  private static List<String> broken(
      Table kind, Map<String, ColumnContract> ofSource, String columns) {
    var stated = Sessions.shared().sql("select " + columns.replace("${", "$\\u007B"));
    var row = new ArrayList<Column>();
    for (var field : kind.schema().fields()) {
      var isStated = List.of(stated.columns()).contains(field.name());
      var value = isStated ? stated.col(field.name()) : lit(null);
      row.add(value.cast(field.dataType()).as(field.name()));
    }
    var typed = stated.select(row.toArray(Column[]::new));
    var broken = new ArrayList<String>();
    Contract.of(kind, ofSource)
        .rules()
        .forEach(
            (id, condition) -> {
              var isBroken = coalesce(not(expr(condition)), lit(false));
              var line = TextTable.lines(typed.select(when(isBroken, id)));
              if (line.equals(List.of(id))) {
                broken.add(id);
              }
            });
    return broken;
  }

  private static Table kind(String name) {
    return SourceTables.kinds().stream().filter(t -> t.name().equals(name)).findFirst().get();
  }
}
