package io.microtarget.decision;

import static io.microtarget.testing.TextTable.lines;
import static io.microtarget.testing.TextTable.rows;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.microtarget.identity.IdentityTables;
import io.microtarget.testing.Sessions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class HoldoutTest {
  private static final Dataset<Row> NOBODY =
      rows("subject_type STRING | subject_id STRING | held_out BOOLEAN | share DOUBLE");

  private static final Dataset<Row> NO_LINKS = rows("record_id STRING | subject_id STRING");

  /** The standard deviation of a share of 0.10 of 10,000 is 0.003; the tolerance is three. */
  @Test
  void holds_out_about_the_share() {
    var drawn = Holdout.of(people(0, 10_000), NOBODY, NO_LINKS, 0.10);
    assertThat(drawn.count()).isEqualTo(10_000);
    assertThat(drawn.filter("held_out").count() / 10_000.0).isCloseTo(0.10, within(0.009));
    assertThat(drawn.filter("share = 0.10").count()).isEqualTo(10_000);
  }

  @Test
  void does_not_depend_on_the_order_of_the_runs() {
    var early = people(0, 300);
    var late = people(200, 500);
    var forwards = Holdout.of(early, NOBODY, NO_LINKS, 0.5);
    forwards = forwards.union(Holdout.of(late, forwards, NO_LINKS, 0.5));
    var backwards = Holdout.of(late.orderBy(col("subject_id").desc()), NOBODY, NO_LINKS, 0.5);
    backwards = backwards.union(Holdout.of(early, backwards, NO_LINKS, 0.5));
    assertThat(lines(forwards)).hasSize(500).isEqualTo(lines(backwards));
  }

  @Test
  void never_draws_again_not_even_with_another_share() {
    var drawn =
        rows(
            """
            subject_type STRING | subject_id STRING | held_out BOOLEAN | share DOUBLE
            person | p0 | false | 0.1
            person | p1 | true  | 0.1
            """);
    assertThat(lines(Holdout.of(people(0, 3), drawn, NO_LINKS, 0.999)))
        .containsExactly("person|p2|true|0.999");
    assertThat(lines(Holdout.of(people(0, 2), drawn, NO_LINKS, 0))).isEmpty();
  }

  @Test
  void holds_out_nobody_with_share_zero() {
    assertThat(Holdout.of(people(0, 1000), NOBODY, NO_LINKS, 0).filter("held_out").count())
        .isZero();
  }

  @Test
  void makes_only_the_new_rows_of_the_subjects_of_the_run() {
    var subjects =
        rows(
            """
            subject_type STRING | subject_id STRING | sources ARRAY<STRING>
            person    | a | array('shop')
            household | h | array('shop')
            """);
    var policy = new Policy(500, 0, new ContactCap(30, 1), 50);
    var made =
        Holdout.stage(policy, "household")
            .run(
                table ->
                    table.equals(IdentityTables.SUBJECT)
                        ? subjects
                        : table.equals(IdentityTables.LINK) ? NO_LINKS : NOBODY);
    assertThat(lines(made.get(DecisionTables.HOLDOUT))).containsExactly("household|h|false|0.0");
  }

  @Test
  void a_subject_has_the_draws_of_all_its_records() {
    var links =
        rows(
            """
            record_id STRING | subject_id STRING
            a1 | a2
            a2 | a2
            b1 | b1
            b2 | b1
            c1 | c1
            c2 | c1
            """);
    // a went by its other record; b and c are two persons each that turned out to be one.
    var drawn =
        rows(
            """
            subject_type STRING | subject_id STRING | held_out BOOLEAN | share DOUBLE
            person | a1 | true  | 0.1
            person | b1 | false | 0.1
            person | b2 | true  | 0.2
            person | c1 | false | 0.1
            person | c2 | false | 0.3
            person | d  | true  | 0.1
            """);
    var subjects =
        rows(
            """
            subject_type STRING | subject_id STRING
            person | a2
            person | b1
            person | c1
            person | d
            person | e
            """);
    assertThat(lines(Holdout.draws(drawn, links)))
        .containsExactly(
            "person|a2|true|0.1", "person|b1|true|0.2", "person|c1|false|0.3", "person|d|true|0.1");
    assertThat(lines(Holdout.of(subjects, drawn, links, 0))).containsExactly("person|e|false|0.0");
  }

  private static Dataset<Row> people(long from, long to) {
    return Sessions.shared()
        .range(from, to)
        .select(
            lit("person").as("subject_type"),
            concat(lit("p"), col("id").cast("string")).as("subject_id"));
  }
}
