package io.microtarget.activation;

import static io.microtarget.testing.TextTable.lines;
import static io.microtarget.testing.TextTable.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.microtarget.decision.DecisionTables;
import io.microtarget.table.DataError;
import io.microtarget.table.SettingsError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class AudiencesTest {
  private static final Dataset<Row> DECISIONS =
      rows(
          """
          decision_id STRING | subject_type STRING | subject_id STRING | offer STRING | channel STRING | outcome STRING | rule_id STRING | arm STRING | assignment_probability DOUBLE
          d1 | person | s1 | a | mail  | chosen  | de-letter:shop | treatment | 0.9
          d2 | person | s2 | a | mail  | chosen  | de-letter:shop | treatment | 0.9
          d3 | person | s3 | b | mail  | chosen  | de-letter:shop | treatment | 0.9
          d4 | person | s4 | a | phone | chosen  | de-letter:shop | treatment | 0.9
          d5 | person | s5 | a | mail  | holdout | holdout:universal  | holdout   | 0.1
          d6 | person | s6 | a | mail  | basis   | deny:purpose       | none      |
          """);
  private static final String PERMISSIONS =
      """
      subject_type STRING | subject_id STRING | channel STRING | allowed BOOLEAN
      person | s1 | mail  | true
      person | s2 | mail  | true
      person | s3 | mail  | true
      person | s4 | phone | true
      """;
  private static final Map<String, Destination> MAILHOUSE =
      Map.of("mailhouse", new Destination("mail", Format.CSV));

  @Test
  void holds_the_chosen_decisions_of_the_channel_of_each_destination() {
    assertThat(lines(audience(MAILHOUSE, Status.REHEARSAL, 0)))
        .containsExactly(
            "mailhouse|a|mail|person|s1|d1|treatment|0.9|de-letter:shop|rehearsal",
            "mailhouse|a|mail|person|s2|d2|treatment|0.9|de-letter:shop|rehearsal",
            "mailhouse|b|mail|person|s3|d3|treatment|0.9|de-letter:shop|rehearsal");
  }

  @Test
  void gives_two_destinations_of_a_channel_a_row_each() {
    var two =
        Map.of(
            "north", new Destination("mail", Format.CSV),
            "south", new Destination("mail", Format.JSON));
    assertThat(lines(audience(two, Status.READY, 0).select("destination", "decision_id", "status")))
        .containsExactly(
            "north|d1|ready",
            "north|d2|ready",
            "north|d3|ready",
            "south|d1|ready",
            "south|d2|ready",
            "south|d3|ready");
  }

  @Test
  void is_empty_below_the_minimum_size_and_not_at_it() {
    assertThat(lines(audience(MAILHOUSE, Status.REHEARSAL, 2).select("decision_id")))
        .containsExactly("d1", "d2");
    assertThat(lines(audience(MAILHOUSE, Status.REHEARSAL, 3))).isEmpty();
  }

  @Test
  void a_destination_has_a_minimum_size_of_its_own() {
    var two =
        Map.of(
            "mailhouse", new Destination("mail", Format.CSV),
            "platform", new Destination("mail", Format.CSV, Map.of(), List.of(), Optional.of(2L)));
    assertThat(lines(audience(two, Status.READY, 1).select("destination", "decision_id")))
        .containsExactly(
            "mailhouse|d1", "mailhouse|d2", "mailhouse|d3", "platform|d1", "platform|d2");
  }

  @Test
  void is_empty_without_destinations() {
    assertThat(lines(audience(Map.of(), Status.REHEARSAL, 0))).isEmpty();
  }

  @Test
  void stops_the_run_if_a_chosen_decision_is_not_permitted() {
    var settings = new Audiences.Settings(MAILHOUSE, Status.READY, 0);
    var withdrawn = rows(PERMISSIONS.replace("s1 | mail  | true", "s1 | mail  | false"));
    var missing = rows(PERMISSIONS.replace("s2 | mail ", "s2 | phone").replace("s3", "s9"));
    assertThatExceptionOfType(DataError.class)
        .isThrownBy(() -> Audiences.of(DECISIONS, withdrawn, settings))
        .withMessage(
            "table decision: 1 chosen rows have no allowed row in table permission; no audience is"
                + " made; run the stages from `permission` on again")
        .matches(error -> error.reason() == DataError.Reason.GATE);
    assertThatExceptionOfType(DataError.class)
        .isThrownBy(() -> Audiences.of(DECISIONS, missing, settings))
        .withMessageStartingWith("table decision: 2 chosen rows");
  }

  @Test
  void makes_the_table_of_the_catalogue() {
    var settings = new Audiences.Settings(MAILHOUSE, Status.REHEARSAL, 0);
    var made =
        Audiences.stage(settings, List.of("mail", "phone"))
            .run(table -> table.equals(DecisionTables.DECISION) ? DECISIONS : rows(PERMISSIONS));
    assertThat(made.get(ActivationTables.AUDIENCE).count()).isEqualTo(3);
  }

  @Test
  void refuses_a_destination_of_a_channel_that_does_not_exist() {
    var wrong =
        Map.of(
            "mailhouse", new Destination("mial", Format.CSV),
            "printer", new Destination("fax", Format.CSV));
    var settings = new Audiences.Settings(wrong, Status.REHEARSAL, 0);
    assertThatExceptionOfType(SettingsError.class)
        .isThrownBy(() -> Audiences.stage(settings, List.of("phone", "mail")))
        .withMessage(
            """
            destinations.mailhouse.channel: `mial` is none of the channels [mail, phone]
            destinations.printer.channel: `fax` is none of the channels [mail, phone]""");
  }

  @Test
  void refuses_settings_that_make_no_sense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Destination(" ", Format.CSV))
        .withMessage("channel must not be empty");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Audiences.Settings(MAILHOUSE, Status.READY, -1))
        .withMessage("minimum-audience must be at least 0, not -1");
  }

  private static Dataset<Row> audience(
      Map<String, Destination> destinations, Status status, long minimumAudience) {
    return Audiences.of(
        DECISIONS,
        rows(PERMISSIONS),
        new Audiences.Settings(destinations, status, minimumAudience));
  }
}
