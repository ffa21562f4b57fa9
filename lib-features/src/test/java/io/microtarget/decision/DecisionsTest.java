package io.microtarget.decision;

import static io.microtarget.testing.TextTable.lines;
import static io.microtarget.testing.TextTable.rows;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.identity.IdentityTables;
import io.microtarget.privacy.PrivacyTables;
import io.microtarget.scoring.ScoringTables;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class DecisionsTest {
  private static final String PERMISSION =
      "subject_type STRING | subject_id STRING | channel STRING | allowed BOOLEAN | rule_id STRING";
  private static final String HOLDOUT =
      "subject_type STRING | subject_id STRING | held_out BOOLEAN | share DOUBLE";

  @Test
  void values_every_candidate() {
    var decided =
        Planted.people("s1")
            .scores(
                """
                s1 | a | 0.1234567
                s1 | b | 0.05
                s1 | z | 0.9
                """)
            .decide(Planted.settings(9, 0));
    assertThat(lines(decided.drop("rule_id", "arm", "assignment_probability")))
        .containsExactly(
            // printf '2018-01-01|person|s1|a|mail' | sha256sum | cut -c1-32
            "736a713fd4438993c91691de02633dd7|person|s1|a|mail|0.1234567|0.234567|1.0|chosen",
            "963be74c26b51b9b03d309ff10b338d7|person|s1|b|mail|0.05|0.0|1.0|eligible");
  }

  @Test
  void says_of_every_candidate_which_step_dropped_it() {
    var decided =
        Planted.people("poor", "denied", "held", "tired", "good", "second", "late")
            .plant(
                PrivacyTables.PERMISSION,
                PERMISSION,
                """
                person | poor   | mail | true  | de-letter:shop
                person | denied | mail | false | deny:purpose
                person | held   | mail | true  | de-letter:shop
                person | tired  | mail | true  | de-letter:shop
                person | good   | mail | true  | de-letter:shop
                person | second | mail | true  | de-letter:shop
                person | late   | mail | true  | de-letter:shop
                """)
            .plant(
                DecisionTables.HOLDOUT,
                HOLDOUT,
                """
                person | poor   | true  | 0.1
                person | denied | true  | 0.1
                person | held   | true  | 0.2
                person | tired  | false | 0.1
                person | good   | false | 0.1
                person | second | false | 0.3
                person | late   | false | 0.1
                """)
            .contacts("tired | mailed | 2017-12-31")
            .scores(
                """
                poor   | a | 0.1
                denied | a | 0.9
                held   | a | 0.8
                tired  | a | 0.8
                good   | a | 0.7
                good   | b | 0.1
                second | a | 0.6
                late   | a | 0.5
                """)
            .decide(Planted.settings(2, 0));
    assertThat(
            lines(
                decided.select(
                    "subject_id", "offer", "outcome", "rule_id", "arm", "assignment_probability")))
        .containsExactly(
            "denied|a|basis|deny:purpose|none|null",
            "good|a|chosen|de-letter:shop|treatment|0.9",
            "good|b|caps|arbitration:better-candidate|none|null",
            "held|a|holdout|holdout:universal|holdout|0.2",
            "late|a|budget|budget:spent|none|null",
            "poor|a|eligible|value:not-positive|none|null",
            "second|a|chosen|de-letter:shop|treatment|0.7",
            "tired|a|caps|cap:1-in-30-days|none|null");
  }

  @Test
  void denies_what_is_missing() {
    var decided =
        Planted.people("no-permission", "no-draw", "no-score", "whole")
            .plant(
                PrivacyTables.PERMISSION,
                PERMISSION,
                """
                person | no-draw  | mail  | true | de-letter:shop
                person | no-score | mail  | true | de-letter:shop
                person | whole    | mail  | true | de-letter:shop
                person | no-permission | phone | true | de-letter:shop
                """)
            .plant(
                DecisionTables.HOLDOUT,
                HOLDOUT,
                """
                person | no-permission | false | 0.1
                person | no-score      | false | 0.1
                person | whole         | false | 0.1
                """)
            .scores(
                """
                no-permission | a | 0.9
                no-draw       | a | 0.9
                no-score      | a |
                no-score      | b | NaN
                whole         | a | 0.9
                """)
            .decide(Planted.settings(9, 0));
    assertThat(outcomes(decided))
        .containsExactly(
            "no-draw|a|holdout|holdout:not-drawn",
            "no-permission|a|basis|deny:unknown",
            "no-score|a|eligible|value:not-positive",
            "no-score|b|eligible|value:not-positive",
            "whole|a|chosen|de-letter:shop");
  }

  /** The window is [2017-12-02, 2018-01-01). */
  @Test
  void caps_contacts_on_the_first_day_of_the_window_and_not_on_as_of() {
    var decided =
        Planted.people("before", "first", "last", "as-of", "control", "no-arm")
            .contacts(
                """
                before  | mailed  | 2017-12-01
                first   | mailed  | 2017-12-02
                last    | mailed  | 2017-12-31
                as-of   | mailed  | 2018-01-01
                control | control | 2017-12-15
                no-arm  |         | 2017-12-15
                """)
            .scores(
                """
                before  | a | 0.5
                first   | a | 0.5
                last    | a | 0.5
                as-of   | a | 0.5
                control | a | 0.5
                no-arm  | a | 0.5
                """)
            .decide(Planted.settings(9, 0));
    assertThat(lines(decided.select("subject_id", "outcome")))
        .containsExactly(
            "as-of|chosen",
            "before|chosen",
            "control|chosen",
            "first|caps",
            "last|caps",
            "no-arm|caps");
  }

  @Test
  void counts_contacts_up_to_the_most() {
    var policy = new Policy(9, 0.1, new ContactCap(10, 2), 0);
    var decided =
        Planted.people("one", "two")
            .contacts(
                """
                one | mailed | 2017-12-30
                one | mailed | 2017-12-02
                two | mailed | 2017-12-30
                two | mailed | 2017-12-31
                """)
            .scores(
                """
                one | a | 0.5
                two | a | 0.5
                """)
            .decide(Planted.settings(Map.of("mail", new Channel(1, 9)), policy));
    assertThat(outcomes(decided))
        .containsExactly("one|a|chosen|de-letter:shop", "two|a|caps|cap:2-in-10-days");
  }

  @Test
  void counts_contacts_of_all_records_of_a_subject() {
    var decided =
        Planted.people("one")
            .plant(IdentityTables.LINK, rows("record_id STRING | subject_id STRING\nother | one\n"))
            .contacts("other | mailed | 2017-12-30")
            .scores("one | a | 0.5")
            .decide(Planted.settings(9, 0));
    assertThat(outcomes(decided)).containsExactly("one|a|caps|cap:1-in-30-days");
  }

  @Test
  void tells_a_full_channel_from_a_spent_budget() {
    var scores =
        """
        s1 | a | 0.5
        s2 | a | 0.4
        s3 | a | 0.3
        """;
    var world = Planted.people("s1", "s2", "s3").scores(scores);
    var policy = new Policy(2, 0.1, new ContactCap(30, 1), 0);
    var full = world.decide(Planted.settings(Map.of("mail", new Channel(1, 1)), policy));
    var spent = world.decide(Planted.settings(Map.of("mail", new Channel(1, 2)), policy));
    assertThat(lines(full.select("subject_id", "rule_id")))
        .contains("s2|budget:capacity", "s3|budget:capacity");
    assertThat(lines(spent.select("subject_id", "rule_id"))).contains("s3|budget:capacity");
    var roomy = world.decide(Planted.settings(Map.of("mail", new Channel(1, 3)), policy));
    assertThat(lines(roomy.select("subject_id", "rule_id"))).contains("s3|budget:spent");
  }

  @Test
  void drops_an_audience_that_is_too_small_with_its_holdout() {
    var decided =
        Planted.people("s1", "s2", "s3")
            .plant(
                DecisionTables.HOLDOUT,
                HOLDOUT,
                """
                person | s1 | false | 0.1
                person | s2 | false | 0.1
                person | s3 | true  | 0.1
                """)
            .scores(
                """
                s1 | a | 0.5
                s2 | a | 0.4
                s3 | a | 0.3
                """)
            .decide(Planted.settings(9, 3));
    assertThat(lines(decided.select("subject_id", "outcome", "rule_id", "arm")))
        .containsExactly(
            "s1|size_floor|size:below-3|none",
            "s2|size_floor|size:below-3|none",
            "s3|holdout|holdout:universal|none");
  }

  @Test
  void leaves_out_other_models_other_types_and_strangers() {
    var decided =
        Planted.people("s1")
            .plant(
                ScoringTables.SCORE,
                "model STRING | subject_type STRING | subject_id STRING | offer STRING"
                    + " | propensity DOUBLE",
                """
                coupon | person    | s1 | a | 0.5
                churn  | person    | s1 | a | 0.9
                coupon | household | s1 | a | 0.9
                coupon | person    | s2 | a | 0.9
                """)
            .decide(Planted.settings(9, 0));
    assertThat(lines(decided.select("subject_id", "propensity"))).containsExactly("s1|0.5");
  }

  @Test
  void does_not_depend_on_the_order_of_the_rows() {
    var scores = new StringBuilder();
    var ids = new String[40];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = "s" + i;
      scores.append("s%d | a | 0.%d%n".formatted(i, 2 + i % 3));
      scores.append("s%d | b | 0.%d%n".formatted(i, 1 + i % 2));
    }
    var world = Planted.people(ids).scores(scores.toString());
    var first = lines(world.decide(Planted.settings(17, 2)));
    for (var table : List.of(IdentityTables.SUBJECT, ScoringTables.SCORE, DecisionTables.HOLDOUT)) {
      var rows = world.read(table);
      world.plant(table, rows.repartition(3, col("subject_id")));
    }
    var second = lines(world.decide(Planted.settings(17, 2)));
    assertThat(second).isEqualTo(first).hasSize(80);
    assertThat(first).filteredOn(line -> line.contains("|chosen|")).hasSize(17);
  }

  @Test
  void makes_no_candidates_of_nothing() {
    var policy = new Policy(9, 0.1, new ContactCap(30, 1), 0);
    var world = Planted.people("s1");
    assertThat(lines(world.decide(Planted.settings(9, 0)))).isEmpty();
    world.scores("s1 | a | 0.5");
    assertThat(lines(world.decide(Planted.settings(Map.of(), policy)))).isEmpty();
    var noOffers =
        new Decisions.Settings(
            "coupon", "person", "EUR", Map.of(), Map.of("mail", new Channel(1, 1)), policy);
    assertThat(lines(world.decide(noOffers))).isEmpty();
    assertThat(lines(new Planted().decide(Planted.settings(9, 0)))).isEmpty();
  }

  /** Rows are exchanged by subject, then three times by lane: channel, budget, audience. */
  @Test
  void plans_neither_a_cross_join_nor_one_task_for_all_rows() {
    var world = Planted.people("s1", "s2").scores("s1 | a | 0.5");
    for (var table :
        List.of(IdentityTables.SUBJECT, ScoringTables.SCORE, PrivacyTables.PERMISSION)) {
      world.plant(table, world.read(table).repartition(2));
    }
    var decided = world.decide(Planted.settings(9, 0));
    assertThat(decided.queryExecution().executedPlan().toString())
        .contains("hashpartitioning(lane")
        .doesNotContain("SinglePartition")
        .doesNotContain("NestedLoop")
        .doesNotContain("CartesianProduct");
  }

  private static List<String> outcomes(Dataset<Row> decided) {
    return lines(decided.select("subject_id", "offer", "outcome", "rule_id"));
  }
}
