package io.microtarget.decision;

import static io.microtarget.testing.TextTable.lines;
import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.privacy.PrivacyTables;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WaterfallTest {
  /** Ten subjects: each step drops at least one, and three are left. */
  @Test
  void counts_the_subjects_left_after_each_step() {
    var waterfall =
        Planted.people("u", "v", "denied", "held", "tired", "s1", "s2", "s3", "s4", "alone")
            .plant(
                PrivacyTables.PERMISSION,
                "subject_type STRING | subject_id STRING | channel STRING | allowed BOOLEAN"
                    + " | rule_id STRING",
                """
                person | held  | mail | true | de-letter:shop
                person | tired | mail | true | de-letter:shop
                person | s1    | mail | true | de-letter:shop
                person | s2    | mail | true | de-letter:shop
                person | s3    | mail | true | de-letter:shop
                person | s4    | mail | true | de-letter:shop
                person | alone | mail | true | de-letter:shop
                """)
            .plant(
                DecisionTables.HOLDOUT,
                "subject_type STRING | subject_id STRING | held_out BOOLEAN | share DOUBLE",
                """
                person | held  | true  | 0.1
                person | tired | false | 0.1
                person | s1    | false | 0.1
                person | s2    | false | 0.1
                person | s3    | false | 0.1
                person | s4    | false | 0.1
                person | alone | false | 0.1
                """)
            .contacts("tired | mailed | 2017-12-31")
            .scores(
                """
                v      | a | 0.05
                denied | a | 0.9
                held   | a | 0.9
                tired  | a | 0.9
                s1     | a | 0.41
                s1     | b | 0.01
                s2     | a | 0.4
                s3     | a | 0.3
                s4     | a | 0.2
                alone  | b | 0.9
                """)
            .waterfall(Planted.settings(4, 2));
    assertThat(lines(waterfall))
        .containsExactly(
            "1|population|all subjects of type person known before 2018-01-01|10|0",
            "2|eligible|expected value (propensity x margin - cost) above 0: 8 of 10"
                + " candidates|8|2",
            "3|basis|the law allows the channel: 7 by de-letter; dropped 1 deny:unknown|7|1",
            "4|holdout|not in the universal holdout (share 0.1 when drawn now)|6|1",
            "5|caps|fewer than 1 contacts in the 30 days before 2018-01-01; the best offer and"
                + " channel of each subject goes on|5|1",
            "6|budget|budget 4.00 EUR: 4 contacts by mail at 1.00, capacity 1000|4|1",
            "7|size_floor|audiences of an offer and a channel of at least 2|3|1",
            "8|exported|3 contacts, expected value 8.10 EUR, cost 3.00 EUR|3|0");
  }

  /** A subject counts once a rule: b may get a letter and no e-mail. */
  @Test
  void names_the_rules_of_the_gate_the_most_frequent_first() {
    var channels = Map.of("mail", new Channel(1, 9), "email", new Channel(0.5, 9));
    var policy = new Policy(9, 0.1, new ContactCap(30, 1), 0);
    var waterfall =
        Planted.people("a", "b", "c", "d", "poor")
            .plant(
                PrivacyTables.PERMISSION,
                "subject_type STRING | subject_id STRING | channel STRING | allowed BOOLEAN"
                    + " | rule_id STRING",
                """
                person | a    | mail  | true  | de-letter:shop
                person | a    | email | false | deny:no-consent
                person | b    | mail  | true  | de-letter:list
                person | b    | email | false | deny:revoked
                person | c    | mail  | false | deny:objection:robinson
                person | c    | email | false | deny:objection:robinson
                person | d    | mail  | true  | eu-ads-consent:web+eu-ads-consent:form
                person | d    | email | false | deny:revoked
                person | poor | mail  | false | deny:no-basis
                person | poor | email | false | deny:no-basis
                """)
            .scores(
                """
                a    | a | 0.9
                b    | a | 0.9
                c    | a | 0.9
                d    | a | 0.9
                poor | a | 0.0
                """)
            .waterfall(Planted.settings(channels, policy));
    assertThat(lines(waterfall.filter("step = 'basis'").select("rule", "subjects", "dropped")))
        .containsExactly(
            "the law allows the channel: 2 by de-letter, 1 by eu-ads-consent+eu-ads-consent;"
                + " dropped 2 deny:revoked, 1 deny:no-consent, 1 deny:objection:robinson|3|1");
  }

  @Test
  void says_that_there_are_no_scores() {
    var waterfall = Planted.people("s1", "s2").waterfall(Planted.settings(500, 50));
    assertThat(lines(waterfall.select("position", "rule", "subjects", "dropped")))
        .contains(
            "1|all subjects of type person known before 2018-01-01|2|0",
            "2|no scores for the offers, so no candidates|0|2",
            "6|budget 500.00 EUR: 0 contacts by mail at 1.00, capacity 1000|0|0",
            "8|0 contacts, expected value 0.00 EUR, cost 0.00 EUR|0|0")
        .hasSize(8);
  }

  @Test
  void has_eight_rows_even_for_nobody_and_nothing() {
    var settings =
        new Decisions.Settings(
            "coupon",
            "person",
            "EUR",
            Map.of(),
            Map.of(),
            new Policy(0, 0, new ContactCap(30, 1), 0));
    var waterfall = new Planted().waterfall(settings);
    assertThat(lines(waterfall.select("step", "subjects", "dropped")))
        .containsExactly(
            "basis|0|0",
            "budget|0|0",
            "caps|0|0",
            "eligible|0|0",
            "exported|0|0",
            "holdout|0|0",
            "population|0|0",
            "size_floor|0|0");
    assertThat(lines(waterfall.filter("step = 'budget'").select("rule")))
        .containsExactly("budget 0.00 EUR: no channels");
  }

  @Test
  void names_every_channel_even_one_with_a_dot() {
    var channels = Map.of("mail", new Channel(1, 9), "e.mail", new Channel(0.005, 9));
    var policy = new Policy(9, 0.1, new ContactCap(30, 1), 0);
    var waterfall =
        Planted.people("s1").scores("s1 | a | 0.5").waterfall(Planted.settings(channels, policy));
    assertThat(lines(waterfall.filter("step = 'budget'").select("rule")))
        .containsExactly(
            "budget 9.00 EUR: 0 contacts by e.mail at 0.005, capacity 9;"
                + " 1 contacts by mail at 1.00, capacity 9");
  }
}
