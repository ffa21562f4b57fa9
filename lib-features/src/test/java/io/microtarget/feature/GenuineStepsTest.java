package io.microtarget.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.identity.IdentityTables;
import io.microtarget.journey.Genuine;
import io.microtarget.source.SourceTables;
import io.microtarget.testing.Sessions;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Steps that journeys leave out are left out of features, too, whatever goes over the rows. */
class GenuineStepsTest {
  private static final Genuine RULES = new Genuine(3, Optional.of("platform"));

  /** Of a: two steps, one of them twice; a machine that says so; a day of four steps. */
  private static final String STEPS =
      """
      record_id STRING | event_time TIMESTAMP | event_date DATE | event_type STRING | platform STRING | value DECIMAL(18,2) | session_id STRING | recorded_at TIMESTAMP | row_index BIGINT
      a | 2020-02-20 10:00:00 | 2020-02-20 | view | web | 5 | late  | 2020-02-22 00:00:00 | 1
      a | 2020-02-20 10:00:00 | 2020-02-20 | view | web | 5 | early | 2020-02-21 00:00:00 | 2
      a | 2020-02-20 10:00:00 | 2020-02-20 | add  | web | 5 | early | 2020-02-21 00:00:00 | 3
      a | 2020-02-20 10:00:01 | 2020-02-20 | view | Googlebot/2.1 | 99 | bot | 2020-02-21 00:00:00 | 4
      a | 2020-02-21 10:00:00 | 2020-02-21 | view | web | 99 | busy | 2020-02-22 00:00:00 | 5
      a | 2020-02-21 10:00:01 | 2020-02-21 | view | web | 99 | busy | 2020-02-22 00:00:00 | 6
      a | 2020-02-21 10:00:02 | 2020-02-21 | view | web | 99 | busy | 2020-02-22 00:00:00 | 7
      a | 2020-02-21 10:00:03 | 2020-02-21 | view | web | 99 | busy | 2020-02-22 00:00:00 | 8
      b | 2020-02-21 10:00:00 | 2020-02-21 | view | web | 7 | own | 2020-02-22 00:00:00 | 9
      b | 2020-02-21 10:00:01 | 2020-02-21 | view | web | 7 | own | 2020-02-22 00:00:00 | 10
      b | 2020-02-21 10:00:02 | 2020-02-21 | view | web | 7 | own | 2020-02-22 00:00:00 | 11
      """;

  @AfterEach
  void clear() {
    Sessions.shared().catalog().clearCache();
  }

  @Test
  void machines_and_doubled_steps_are_not_counted_in_the_pass() {
    assertThat(
            given()
                .own("steps", "from=event; aggregate=count; windows-days=28")
                .own("worth", "from=event; aggregate=sum; of=value; windows-days=28")
                .own(
                    "late",
                    "from=event; aggregate=count; where=session_id = 'late'; windows-days=28")
                .features("2020-03-01"))
        .containsExactly(
            "a event__late__count__28d=0.0 event__steps__count__28d=2.0 event__worth__sum__28d=10.0",
            "b event__late__count__28d=0.0 event__steps__count__28d=3.0 event__worth__sum__28d=21.0");
  }

  @Test
  void nor_where_rows_of_everyone_and_of_households_are_added_up() {
    assertThat(
            given()
                .rows(
                    IdentityTables.MEMBERSHIP,
                    """
                    parent_type STRING | parent_id STRING | child_type STRING | child_id STRING
                    household | a | person | a
                    household | a | person | b
                    """)
                .own(
                    "ours", "from=event; aggregate=sum; of=value; scope=household; windows-days=28")
                .own("all", "from=event; aggregate=sum; of=value; scope=everyone; windows-days=28")
                .own("mine", "from=event; aggregate=sum; of=value; windows-days=28")
                .features("2020-03-01"))
        .containsExactly(
            "a event__all__sum__28d=31.0 event__mine__sum__28d=10.0 event__ours__sum__28d=31.0",
            "b event__all__sum__28d=31.0 event__mine__sum__28d=21.0 event__ours__sum__28d=31.0");
  }

  @Test
  void what_a_record_did_on_a_day_decides_even_where_it_is_one_of_several_of_a_subject() {
    assertThat(
            given()
                .rows(
                    IdentityTables.LINK,
                    """
                    record_id STRING | subject_id STRING
                    a | a
                    b | a
                    """)
                .own("steps", "from=event; aggregate=count; windows-days=28")
                .features("2020-03-01"))
        .containsExactly("a event__steps__count__28d=5.0");
  }

  @Test
  void a_place_that_came_twice_counts_once() {
    assertThat(
            new Given()
                .rows(SourceTables.PARTY, "record_id STRING\na")
                .rows(
                    SourceTables.LOCATION,
                    """
                    record_id STRING | event_time TIMESTAMP | event_date DATE | place_id STRING
                    a | 2020-02-20 10:00:00 | 2020-02-20 | p1
                    a | 2020-02-20 10:00:00 | 2020-02-20 | p1
                    a | 2020-02-20 10:00:00 | 2020-02-20 | p2
                    a |  | 2020-02-20 | p2
                    a |  | 2020-02-20 | p2
                    """)
                .own("fixes", "from=location; aggregate=count; windows-days=28")
                .features("2020-03-01"))
        .as("rows without a time are compared with none")
        .containsExactly("a location__fixes__count__28d=4.0");
  }

  private static Given given() {
    return new Given()
        .rows(SourceTables.PARTY, "record_id STRING\na\nb")
        .rows(SourceTables.EVENT, STEPS)
        .genuine(RULES);
  }
}
