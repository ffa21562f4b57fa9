package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.uber.h3core.H3Core;
import io.microtarget.decision.DecisionTables;
import io.microtarget.feature.FeatureTables;
import io.microtarget.identity.IdentityTables;
import io.microtarget.journey.JourneyTables;
import io.microtarget.scoring.ScoringTables;
import io.microtarget.segment.SegmentTables;
import io.microtarget.source.SourceTables;
import io.microtarget.vault.VaultTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four made-up persons of which a planted publication is right and wrong in known ways. */
class JudgeCommandTest {
  @TempDir static Path folder;
  private static PlantedLake lake;
  private static Path truth;
  private static Command.Outcome judged;
  private static JsonNode json;

  @TempDir Path own;

  /** Anna has K1 and K2, Ben K3, Carla K4 and Dora K5; Ben lives with Anna. */
  @BeforeAll
  static void lake() throws IOException {
    truth = truth(folder.resolve("town/truth"));
    lake =
        PlantedLake.in(folder)
            .with(
                IdentityTables.LINK,
                """
                record_id STRING | unified_id STRING | subject_id STRING
                {default:K1}     | anna              | anna
                {default:K2}     | anna              | anna
                {default:K3}     | ben               | ben
                {default:K4}     | carla             | carla
                {default:K5}     | carla             | carla
                """)
            .with(
                IdentityTables.MATCH,
                """
                one STRING   | other STRING | ground STRING
                {default:K1} | {default:K2} | phone
                """)
            .with(
                IdentityTables.MEMBERSHIP,
                """
                parent_type STRING | parent_id STRING | child_type STRING | child_id STRING | valid_from DATE
                household          | anna             | person            | anna            | 2024-01-01
                household          | anna             | person            | ben             | 2024-01-01
                household          | carla            | person            | carla           | 2024-01-01
                """)
            .with(
                JourneyTables.OPEN_CART,
                """
                subject_type STRING | subject_id STRING | cart_id STRING | basket_id STRING | products INT | value DECIMAL(18,2)
                person              | anna              | c1             | c1               | 2            | 30.00
                person              | ben               | c2             | c2               | 1            | 9.00
                person              | ben               | c9             | c9               | 1            | 1.00
                """)
            .with(
                FeatureTables.FEATURE,
                """
                subject_type STRING | subject_id STRING | numbers MAP<STRING, DOUBLE>
                person              | anna              | map('location__home_work_km__last__91d', 10.1D)
                person              | ben               | map()
                """)
            .with(
                SegmentTables.SEGMENT_MEMBERSHIP,
                """
                segment_set STRING | subject_type STRING | subject_id STRING | segment_id STRING
                kunden             | person              | anna              | 1
                kunden             | person              | ben               | 2
                kunden             | person              | carla             | 2
                """)
            .with(
                ScoringTables.SCORE,
                """
                model STRING | offer STRING | subject_type STRING | subject_id STRING | propensity DOUBLE
                brief        | o1           | person              | anna              | 0.30
                brief        | o1           | person              | ben               | 0.10
                brief        | o1           | person              | carla             | 0.20
                """)
            .with(
                DecisionTables.DECISION,
                """
                decision_id STRING | subject_type STRING | subject_id STRING | offer STRING | channel STRING | cost DOUBLE | expected_value DOUBLE | outcome STRING | rule_id STRING
                d1                 | person              | anna              | o1           | post           | 0.5         | 2.5                   | chosen         | de-letter
                d2                 | person              | ben               | o1           | post           | 0.5         | 1.5                   | caps           | arbitration:better-candidate
                d3                 | person              | carla             | o1           | post           | 0.5         | 1.0                   | basis          | deny:objection
                """)
            .with(
                SourceTables.QUARANTINE,
                """
                delivery_id STRING | row_index BIGINT | source STRING | file STRING | rule STRING
                d                  | 7                | kunden        | kunden-1.csv | malformed:fields
                d                  | 9                | kunden        | kunden-1.csv | rule:x
                """)
            .with(
                VaultTables.VAULT,
                """
                record_id STRING | source STRING | field STRING    | value STRING
                d:7              | kunden        | quarantined_row | K77,1,2,3
                d:9              | kunden        | quarantined_row | K78,1
                """)
            .publish();
    judged = lake.run("judge", "--truth", truth.toString()).ok();
    json = judged.json();
  }

  @Test
  void names_the_version_of_the_generator_and_its_seed() {
    assertThat(judged.out())
        .startsWith(
            "town of 4 persons, generator 0.9, seed 7; published for 2025-01-01 by run planted");
    assertThat(json.path("generator").asText()).isEqualTo("0.9");
    assertThat(json.path("seed").asInt()).isEqualTo(7);
    assertThat(judged.out()).doesNotContain("p1", "K77");
  }

  @Test
  void a_planted_row_is_told_from_a_clean_one() {
    assertThat(json.at("/quarantine/planted").asInt()).isEqualTo(2);
    assertThat(json.at("/quarantine/right_rule").asInt()).isEqualTo(1);
    assertThat(json.at("/quarantine/clean_quarantined").asInt()).isEqualTo(1);
    assertThat(judged.out()).containsPattern("kunden malformed:fields +1 of 2, else \\{nowhere=1}");
  }

  @Test
  void raw_files_that_nobody_read_are_named() {
    assertThat(json.at("/balance/files_not_read").asInt()).isEqualTo(1);
    assertThat(judged.out()).contains("not read: raw/kunden-1.csv");
  }

  /** K1-K2 is found; K4-K5 is linked and wrong. */
  @Test
  void links_and_households_are_pairs() {
    assertThat(value("/links/published/precision")).isEqualTo(0.5);
    assertThat(value("/links/published/recall")).isEqualTo(1);
    // Of the person carla one record is Carla's, one Dora's: the greater name stands for it.
    assertThat(value("/households/precision")).isEqualTo(1);
    assertThat(value("/households/recall")).isEqualTo(1);
    assertThat(json.at("/households/persons").asInt()).isEqualTo(3);
  }

  @Test
  void open_carts_are_known_by_their_basket() {
    assertThat(json.at("/open_carts/precision/count").asInt()).isEqualTo(2);
    assertThat(json.at("/open_carts/precision/of").asInt()).isEqualTo(3);
    assertThat(json.at("/open_carts/recall/of").asInt()).isEqualTo(3);
    assertThat(json.at("/open_carts/recall_of_remembered/of").asInt()).isEqualTo(2);
    assertThat(json.at("/open_carts/right_person/count").asInt()).isEqualTo(1);
    assertThat(json.at("/open_carts/same_value/count").asInt()).isEqualTo(1);
  }

  @Test
  void kilometres_from_home_to_work_are_right_within_a_cell() {
    assertThat(json.at("/places/panel").asInt()).isEqualTo(2);
    assertThat(json.at("/places/known/count").asInt()).isEqualTo(1);
    assertThat(value("/places/within_a_cell")).isEqualTo(1);
  }

  @Test
  void segments_scores_and_decisions_are_judged_by_the_persons_behind_them() {
    assertThat(json.at("/segments/kunden/persons").asInt()).isEqualTo(3);
    assertThat(value("/segments/kunden/adjusted_rand")).isEqualTo(1);
    assertThat(value("/response/brief/mean_said")).isEqualTo(0.2);
    assertThat(value("/response/brief/mean_true")).isCloseTo(0.4 / 3, within(1e-6));
    // 0.7 of anna's offer less the cost, beside 0.2 of ben's; carla objected.
    assertThat(value("/decision/chosen")).isCloseTo(0.2, within(1e-9));
    assertThat(value("/decision/best")).isCloseTo(0.2, within(1e-9));
    assertThat(value("/decision/random")).isCloseTo((0.2 - 0.4) / 2, within(1e-9));
    assertThat(value("/decision/expected")).isEqualTo(2.5);
  }

  @Test
  void what_no_table_says_yet_is_named() {
    assertThat(judged.out()).contains("phases: not published yet", "effects: not published yet");
    assertThat(json.at("/phases/published").asBoolean()).isFalse();
  }

  @Test
  void half_a_town_and_none_are_refused() throws IOException {
    Files.createDirectories(own.resolve("half/truth"));
    var half = lake.run("judge", "--truth", own.resolve("half/truth").toString());
    assertThat(half.code()).isEqualTo(Exit.NO_INPUT);
    assertThat(half.err().strip())
        .isEqualTo(
            "microtarget: no input: truth %s has no town.json in it or beside it: no town, or half of one; make it again"
                .formatted(own.resolve("half/truth")));

    var none = lake.run("judge", "--truth", own.resolve("none").toString());
    assertThat(none.code()).isEqualTo(Exit.NO_INPUT);
    assertThat(none.err().strip())
        .isEqualTo("microtarget: no input: truth %s does not exist".formatted(own.resolve("none")));

    var gap = truth(own.resolve("gap"));
    Files.delete(gap.resolve("carts.csv"));
    var missing = lake.run("judge", "--truth", gap.toString());
    assertThat(missing.code()).isEqualTo(Exit.NO_INPUT);
    assertThat(missing.err().strip())
        .isEqualTo(
            "microtarget: no input: truth %s has no carts.csv or carts.csv.gz".formatted(gap));
  }

  private static double value(String path) {
    return json.at(path + "/value").asDouble();
  }

  private static Path truth(Path truth) throws IOException {
    var grid = H3Core.newInstance();
    var home = grid.latLngToCellAddress(54.20, 6.90, 7);
    // 0.09 degrees of latitude are 10 km.
    var work = grid.latLngToCellAddress(54.29, 6.90, 7);
    Files.createDirectories(truth);
    Files.writeString(
        truth.resolve("town.json"),
        """
        {"generator": "0.9", "seed": 7, "persons": 4, "files": [{"file": "raw/kunden-1.csv", "rows": 5}]}
        """);
    Files.writeString(
        truth.resolve("persons.csv"),
        """
        person_id,household_id,type,panel,home_cell,work_cell
        p1,h1,1,1,%s,%s
        p2,h1,2,1,%s,
        p3,h3,2,0,,
        p4,h3,2,0,,
        """
            .formatted(home, work, home));
    Files.writeString(
        truth.resolve("records.csv"),
        """
        source,native_id,person,household_id
        kunden,K1,p1,h1
        kunden,K2,p1,h1
        kunden,K3,p2,h1
        kunden,K4,p3,h3
        kunden,K5,p4,h3
        """);
    Files.writeString(
        truth.resolve("carts.csv"),
        """
        cart_id,person_id,opened_at,open_at_as_of,products,value
        c1,p1,2024-12-20T10:00:00Z,1,2,30.00
        c2,p1,2024-12-21T10:00:00Z,1,2,20.00
        c3,p2,2024-06-01T10:00:00Z,1,2,20.00
        c4,p2,2024-12-01T10:00:00Z,0,2,20.00
        """);
    Files.writeString(
        truth.resolve("effects.csv"),
        """
        person_id,offer_id,channel,p0,p1,effect,value
        p1,o1,post,0.1,0.2,0.1,0.70
        p2,o1,post,0.1,0.1,0.0,0.10
        p3,o1,post,0.1,0.1,0.0,0.00
        p4,o1,post,0.1,0.1,0.0,0.00
        """);
    Files.writeString(
        truth.resolve("campaigns.csv"), "campaign_id,kind\nk1,randomised\nn1,targeted\n");
    Files.writeString(
        truth.resolve("outcomes.csv"),
        """
        campaign_id,person_id,crm_id,arm,offer_id,channel,probability,y0,y1,y
        k1,p1,K1,T,o1,post,0.5,0,1,1
        """);
    Files.writeString(
        truth.resolve("breaches.csv"),
        """
        source,file,key,rule
        kunden,kunden-1.csv,K77,malformed:fields
        kunden,kunden-1.csv,K79,malformed:fields
        """);
    return truth;
  }
}
