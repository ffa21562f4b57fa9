package io.microtarget.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.testing.TextTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MappingOfSuppressionsTest {
  @Test
  void an_entry_is_known_by_an_id_or_by_an_identifier_and_quarantined_without_either() {
    var raw =
        TextTable.rows(
            """
            id STRING | mail STRING         | _row_index BIGINT
            7         |                     | 0
                      | A.Berg@example.org  | 1
                      | a.berg+x@gmail.com  | 2
                      | n/a                 | 3
                      |                     | 4
            """);
    var settings = suppression(Map.of("native-id", "id"), Map.of("email", "mail"));
    var typed = Mapping.of(raw, settings, Sources.context(), Optional.empty());
    var key = Sources.PSEUDONYM;
    var space = "identifier:email";
    assertThat(TextTable.lines(typed.select("row_index", "record_id", "identifiers", "_rule")))
        .containsExactly(
            "0|%s|Map()|null".formatted(key.of("customer", "7")),
            "1|null|Map(email -> %s)|null".formatted(key.of(space, "a.berg@example.org")),
            "2|null|Map(email -> %s, email~ -> %s)|null"
                .formatted(key.of(space, "a.berg+x@gmail.com"), key.of(space, "aberg@gmail.com")),
            "3|null|Map()|either:native-id",
            "4|null|Map()|either:native-id");
  }

  @Test
  void a_source_of_suppressions_names_an_id_or_identifiers() {
    assertThat(Mapping.problems(suppression(Map.of(), Map.of()), List.of("mail")))
        .containsExactly(
            "columns.native-id or identifiers is missing; kind suppression requires one of them");
    assertThat(Mapping.problems(suppression(Map.of(), Map.of("email", "mail")), List.of("mail")))
        .isEmpty();
    assertThat(Mapping.problems(suppression(Map.of(), Map.of("email~", "mail")), List.of("mail")))
        .containsExactly(
            "identifiers.email~: a name may not end with ~, which marks coarser spellings");
  }

  private static SourceSettings suppression(
      Map<String, String> columns, Map<String, String> identifiers) {
    var plain = Sources.of("suppression").settings();
    return new SourceSettings(
        plain.kind(),
        plain.format(),
        plain.path(),
        plain.options(),
        plain.values(),
        plain.zone(),
        plain.idSpace(),
        plain.basis(),
        plain.lookups(),
        plain.explode(),
        plain.where(),
        plain.identifiedBy(),
        columns,
        plain.attributes(),
        identifiers,
        plain.compare(),
        plain.personal(),
        plain.knownAfter(),
        plain.rules(),
        plain.contract(),
        plain.maxQuarantinedShare(),
        plain.deliveries());
  }
}
