package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.feature.FeatureTables;
import io.microtarget.identity.IdentityTables;
import io.microtarget.journey.JourneyTables;
import io.microtarget.vault.VaultTables;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
  @TempDir static Path folder;
  private static PlantedLake lake;

  /**
   * Persons a (records a, b, c; z was merged into it) and n (one record) are a household; s was
   * split into s1 and s2; e has no party record.
   */
  @BeforeAll
  static void lake() throws IOException {
    lake =
        PlantedLake.in(folder)
            .with(
                FeatureTables.FEATURE,
                """
                subject_type STRING | subject_id STRING | numbers MAP<STRING,DOUBLE> | traits MAP<STRING,STRING>
                person              | a                 | map('spend', 7D)           | map()
                person              | n                 | map('spend', 1D)           | map()
                person              | s1                | map('spend', 2D)           | map()
                household           | h                 | map('spend', 3D)           | map()
                person              | e                 | map('spend', 4D)           | map()
                person              | {default:K1}      | map('spend', 5D)           | map()
                """)
            .with(
                IdentityTables.LINK,
                """
                record_id STRING | source STRING | unified_id STRING | subject_id STRING | previous_id STRING | change STRING
                a                | crm           | a                 | a                 | a                  | kept
                b                | shop          | a                 | a                 | z                  | merged
                c                | card          | a                 | a                 |                    | new
                n                | crm           | n                 | n                 | n                  | kept
                s1               | crm           | s1                | s1                | s                  | split
                s2               | crm           | s2                | s2                | s                  | split
                p1               | crm           | p1                | h                 | p1                 | kept
                p2               | crm           | p2                | h                 | p2                 | kept
                p3               | shop          | p2                | h                 |                    | new
                {default:K1}     | kunden        | {default:K1}      | {default:K1}      |                    | new
                {default:K2}     | kunden        | {default:K1}      | {default:K1}      |                    | new
                """)
            .with(
                IdentityTables.MATCH,
                """
                one STRING | other STRING | ground STRING | bits DOUBLE | agreement STRING
                a          | b            | email         |             |
                a          | b            | compared      | 20.5        | last-name=the same; email=the same; city=unknown
                a          | c            | compared      | 3.25        | last-name=the same; city=other, far away; phone=unknown
                b          | c            | compared      | -1.5        | last-name=much alike
                """)
            .with(
                IdentityTables.LINKAGE,
                """
                topic STRING | name STRING | position INT | label STRING    | value DOUBLE
                weight       | last-name   | 0            | the same        | 8.0
                weight       | last-name   | 1            | much alike      | 2.0
                weight       | email       | 0            | the same        | 15.0
                weight       | city        | 1            | other, far away | -9.5
                m            | city        | 1            | other, far away | 0.25
                """)
            .with(
                IdentityTables.GOLDEN_RECORD,
                """
                unified_id STRING | field STRING | rule STRING   | record_id STRING | source STRING | recorded_at TIMESTAMP | candidates BIGINT
                a                 | phone        | most-frequent | gone             | card          |                       | 1
                a                 | email        | most-recent   | b                | shop          | 2024-05-06 07:08:09   | 2
                """)
            .with(
                IdentityTables.MEMBERSHIP,
                """
                parent_type STRING | parent_id STRING | child_type STRING | child_id STRING | valid_to DATE
                household          | a                | person            | a               |
                household          | a                | person            | n               | 2024-12-01
                household          | other            | person            | x               |
                """)
            .with(
                VaultTables.VAULT,
                """
                record_id STRING | source STRING | field STRING      | value STRING | delivery_id STRING
                a                | crm           | native_id         | CRM-1        | d
                a                | crm           | compare:last-name | Canary       | d
                b                | shop          | compare:last-name | Kanari       | d
                b                | shop          | quarantined_row   | secret,row   | d
                n                | crm           | compare:last-name | Nobody       | d
                """)
            .with(
                JourneyTables.TOUCHPOINT,
                """
                subject_type STRING | subject_id STRING | touchpoint_id STRING | event_time TIMESTAMP | channel STRING | place_id STRING | what STRING | value DECIMAL(18,2) | currency STRING | campaign_id STRING | lines INT | session INT | gap_seconds BIGINT | position INT
                person              | a                 | t2                   | 2024-12-01 09:30:00   | web            |                 | page: home  |                     |                 | c1                 | 1         | 1           | 187200             | 2
                person              | a                 | t1                   | 2024-11-29 05:30:00   | store          | north           | purchase    | 12.50               | EUR             |                    | 3         |             |                    | 1
                person              | a                 | t3                   | 2024-12-01 09:30:59   |                |                 | cart        | 7.00                |                 |                    | 1         | 1           | 59                 | 3
                person              | n                 | t4                   | 2024-12-01 09:30:00   | mail           |                 | contact     |                     |                 | c1                 | 1         |             |                    | 1
                """)
            .with(
                JourneyTables.OPEN_CART,
                """
                subject_type STRING | subject_id STRING | cart_id STRING | basket_id STRING | opened_at TIMESTAMP | last_at TIMESTAMP   | items DECIMAL(18,3) | value DECIMAL(18,2) | currency STRING
                person              | a                 | b1             | b1               | 2024-12-01 09:30:59 | 2024-12-01 09:31:00 | 2.500               | 7.00                | EUR
                """)
            .publish();
  }

  @Test
  void a_person_is_its_records_its_links_the_weakest_and_whose_values_survive() {
    assertThat(lake.run("explain", "a").ok().out())
        .isEqualTo(
            """
            person a as of 2025-01-01 (run planted)
              feature  spend = 7.0
              person   a: 3 records
              record   1 a from crm, kept, was of a
              record   2 b from shop, merged, was of z
              record   3 c from card, new
              link     1 – 2 compared: 20.50 bits, probability over 0.9999
                          +15.00  email: the same
                           +8.00  last-name: the same
                           -2.50  prior, rarity and place
                           +0.00  unknown: city
              link     1 – 2 by the same email
              link     1 – 3 compared: 3.25 bits, probability 0.9049
                           -9.50  city: other, far away
                           +8.00  last-name: the same
                           +4.75  prior, rarity and place
                           +0.00  unknown: phone
              link     2 – 3 compared: -1.50 bits, probability 0.2612
                           +2.00  last-name: much alike
                           -3.50  prior, rarity and place
              weakest  1 – 3 with 3.25 bits: the strongest of 2 links between {1, 2} and {3}
              golden   email of record 2 (shop, recorded 2024-05-06T07:08:09Z): most-recent of 2 values
              golden   phone of record gone (card): most-frequent of 1 value
              household a: person a, person n (until 2024-12-01)
            """);
  }

  @Test
  void clear_values_are_shown_only_when_asked_for_and_only_those_that_were_compared() {
    assertThat(lake.run("explain", "a").ok().out()).doesNotContain("Canary", "Kanari", "CRM-1");
    assertThat(lake.run("explain", "a", "--vault").ok().out())
        .contains(
            """
              record   1 a from crm, kept, was of a
                         last-name = Canary
                         native_id = CRM-1
              record   2 b from shop, merged, was of z
                         last-name = Kanari
              record   3 c from card, new
            """)
        .doesNotContain("secret", "Nobody");
  }

  @Test
  void a_single_record_and_a_subject_without_any_say_so() {
    assertThat(lake.run("explain", "n").ok().out())
        .contains(
            """
              person   n: 1 record
              record   1 n from crm, kept, was of n
              links    none: a single record
            """);
    assertThat(lake.run("explain", "e").ok().out())
        .endsWith("  records  one, itself: no list of parties knows it\n");
  }

  @Test
  void a_household_begins_with_its_persons() {
    var shown = lake.run("explain", "h").ok().out();
    assertThat(shown)
        .startsWith("household h as of")
        .contains(
            """
              persons  2: p1, p2
              person   p1: 1 record
              record   1 p1 from crm, kept, was of p1
              links    none: a single record
              person   p2: 2 records
              record   1 p2 from crm, kept, was of p2
              record   2 p3 from shop, new
              links    none of this publication joins {1, 2} to the others
            """);
    assertThat(lake.run("explain", "p2").ok().out())
        .contains("  asked    p2 is a person, who counts for h\n");
    assertThat(lake.run("explain", "p3").ok().out())
        .contains("  asked    p3 is a record of person p2, who counts for h\n");
  }

  @Test
  void a_record_a_native_id_and_a_person_that_is_no_more_lead_to_the_subject() {
    assertThat(lake.run("explain", "c").ok().out())
        .startsWith("person a as of 2025-01-01")
        .contains("  asked    c is a record of person a\n");
    assertThat(lake.run("explain", "--native-id", "K2").ok().out())
        .startsWith("person " + PlantedLake.id("default", "K1"))
        .contains("  person   %s: 2 records\n".formatted(PlantedLake.id("default", "K1")));
    assertThat(lake.run("explain", "z").ok().out())
        .startsWith("person a as of 2025-01-01")
        .contains("  asked    z was merged into a\n");
    assertThat(lake.run("explain", "s").ok().out())
        .startsWith("person s1 as of 2025-01-01")
        .contains("  asked    s was split into s1, s2; the first is shown\n");
  }

  @Test
  void a_journey_is_shown_when_asked_for_in_the_order_of_time_with_open_carts_at_its_end() {
    assertThat(lake.run("explain", "a").ok().out()).doesNotContain("journey", "touch ");
    var shown = lake.run("explain", "b", "--journey").ok().out();
    assertThat(shown.substring(shown.indexOf("  journey")))
        .isEqualTo(
            """
              journey  3 touchpoints, 1 session, times in Europe/Berlin
              touch    2024-11-29 06:30:00 store    purchase of 3 lines at north, 12.50 EUR
              touch    2024-12-01 10:30:00 web      page: home, campaign c1, session 1, after 2 d 4 h
              touch    2024-12-01 10:30:59 -        cart, 7.00, session 1, after 59 s
              cart     open since 2024-12-01 10:30:59: 2.5 items in basket b1, 7.00 EUR, last touched 2024-12-01 10:31:00
            """);
    assertThat(lake.run("explain", "n", "--journey").ok().out())
        .endsWith(
            """
              journey  1 touchpoint, no session, times in Europe/Berlin
              touch    2024-12-01 10:30:00 mail     contact, campaign c1
            """);
    assertThat(lake.run("explain", "h", "--journey").ok().out())
        .endsWith("  journey  no touchpoint was published\n");
  }

  @Test
  void who_is_nobody_or_has_no_features_is_refused() {
    var nobody = lake.run("explain", "nobody");
    assertThat(nobody.code()).isEqualTo(Exit.SETTINGS);
    assertThat(nobody.err())
        .isEqualTo("microtarget: settings: no subject nobody in the publication of 2025-01-01\n");
    assertThat(lake.run("explain", "s2").err())
        .isEqualTo("microtarget: settings: no subject s2 in the publication of 2025-01-01\n");
  }
}
