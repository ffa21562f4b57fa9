package io.microtarget.jobs.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.identity.IdentityTables;
import io.microtarget.pipeline.Catalog;
import io.microtarget.privacy.PrivacyTables;
import io.microtarget.testing.TextTable;
import io.microtarget.vault.Pseudonym;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.types.MapType;
import org.junit.jupiter.api.Test;

class KeyedColumnsTest {
  /** Names of things and places, and what tells runs and files apart: nobody's. */
  private static final Set<String> NOBODYS =
      Set.of(
          "account_id",
          "area_id",
          "basket_id",
          "call_id",
          "campaign_id",
          "cart_id",
          "cell_id",
          "content_id",
          "delivery_id",
          "event_id",
          "export_id",
          "image_id",
          "list_id",
          "mention_id",
          "offer_id",
          "opportunity_id",
          "parent_account_id",
          "place_id",
          "product_id",
          "question_id",
          "reply_to_id",
          "request_id",
          "rule_id",
          "segment_id",
          "sensor_id",
          "session_id",
          "survey_id",
          "test_id",
          "touchpoint_id",
          "variant_id",
          "key_version",
          "row_key");

  private static final Pseudonym KEYS =
      Pseudonym.chained(
          List.of(
              "the first key of a lake".getBytes(StandardCharsets.UTF_8),
              "the second key of a lake".getBytes(StandardCharsets.UTF_8)));

  private static final Pseudonym FIRST =
      new Pseudonym("the first key of a lake".getBytes(StandardCharsets.UTF_8), 1);

  @Test
  void every_column_that_looks_like_an_id_is_renewed_or_known_to_be_nobodys() {
    var unknown = new TreeSet<String>();
    for (var table : Catalog.tables()) {
      for (var field : table.schema().fields()) {
        var name = field.name();
        var comment = field.getComment().getOrElse(() -> "");
        var looksLikeOne =
            name.endsWith("_id")
                || name.endsWith("_key")
                || comment.matches(".*(pseudonym|keyed|unified id|record id|record whose).*");
        var isCovered =
            KeyedColumns.PSEUDONYMS.contains(name)
                || KeyedColumns.HASHES.contains(name)
                || NOBODYS.contains(name);
        if (looksLikeOne && !isCovered) {
          unknown.add(table.name() + "." + name);
        }
        if (KeyedColumns.HASHES.contains(name)) {
          assertThat(field.dataType()).isInstanceOf(MapType.class);
        }
      }
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void what_the_catalogue_says_of_people_is_renewed() {
    for (var table : Catalog.tables()) {
      assertThat(Catalog.people(table))
          .as(table.name())
          .allMatch(c -> KeyedColumns.PSEUDONYMS.contains(c) || KeyedColumns.HASHES.contains(c));
    }
  }

  @Test
  void a_pair_stays_in_order() {
    var rows = new StringBuilder("one STRING | other STRING\n");
    for (int i = 0; i < 8; i++) {
      var a = FIRST.of("x", "a" + i);
      var b = FIRST.of("x", "b" + i);
      rows.append(a.compareTo(b) < 0 ? a + " | " + b : b + " | " + a).append('\n');
    }
    var renewed =
        KeyedColumns.renewed(IdentityTables.MATCH, TextTable.rows(rows.toString()), KEYS)
            .collectAsList();
    assertThat(renewed).hasSize(8).allMatch(r -> r.getString(0).compareTo(r.getString(1)) < 0);
  }

  @Test
  void a_tombstone_is_renewed_with_its_prefix() {
    var person = FIRST.of("x", "4711");
    var before =
        TextTable.rows(
            "type STRING | tombstone STRING | prefix STRING | request_id STRING\nrecord | %s | %s | r1"
                .formatted(FIRST.of("tombstone:record", person), FIRST.prefix(person)));
    var row = KeyedColumns.renewed(PrivacyTables.TOMBSTONE, before, KEYS).first();
    var renewed = KEYS.of("x", "4711");
    assertThat(row.<String>getAs("tombstone")).isEqualTo(KEYS.of("tombstone:record", renewed));
    assertThat(row.<String>getAs("prefix")).isEqualTo(KEYS.prefix(renewed));
    assertThat(row.<String>getAs("request_id")).isEqualTo("r1");
  }
}
