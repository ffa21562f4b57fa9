package io.microtarget.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.privacy.PrivacyTables;
import io.microtarget.table.Kind;
import io.microtarget.table.Table;
import java.util.ArrayList;
import java.util.Set;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;

/** Nothing that is about somebody can be forgotten when somebody is erased. */
class CatalogPeopleTest {
  /** Ids of things, of files and of rules: rows about people go by who they are about. */
  private static final Set<String> THINGS =
      Set.of(
          "account_id",
          "area_id",
          "basket_id",
          "call_id",
          "campaign_id",
          "cart_id",
          "cell_id",
          "content_id",
          "decision_id",
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
          "variant_id");

  /** What stays of people who were erased, told by no pseudonym. */
  private static final Set<Table> OF_THE_ERASED =
      Set.of(PrivacyTables.TOMBSTONE, PrivacyTables.PROOF);

  @Test
  void every_column_that_looks_like_somebody_is_known_to_be_about_people() {
    var forgotten = new ArrayList<String>();
    for (var table : Catalog.tables()) {
      for (var field : table.schema().fields()) {
        if (looksLikeSomebody(field)
            && !THINGS.contains(field.name())
            && !OF_THE_ERASED.contains(table)
            && !Catalog.people(table).contains(field.name())) {
          forgotten.add(table + "." + field.name());
        }
      }
    }
    assertThat(forgotten)
        .as("ids: name them in Catalog.people, so that they are erased, or here among things")
        .isEmpty();
  }

  @Test
  void a_new_table_about_people_would_be_noticed() {
    var table =
        Table.of(
            "new", Kind.STATE, "One.", "guest_id STRING COMMENT 'who', note STRING COMMENT 'a'");
    assertThat(looksLikeSomebody(table.schema().fields()[0])).isTrue();
    assertThat(looksLikeSomebody(table.schema().fields()[1])).isFalse();
  }

  @Test
  void tables_without_people_have_none() {
    assertThat(Catalog.people(PrivacyTables.TOMBSTONE)).isEmpty();
    assertThat(Catalog.people(PrivacyTables.PROOF)).isEmpty();
    assertThat(Catalog.people(PrivacyTables.ERASURE)).isEmpty();
  }

  private static boolean looksLikeSomebody(StructField field) {
    var says = field.getComment().getOrElse(() -> "");
    var holdsTexts =
        field.dataType().equals(DataTypes.StringType) || field.dataType() instanceof MapType;
    return holdsTexts
        && (field.name().endsWith("_id")
            || says.matches(".*(pseudonym|record id|unified id|keyed hash).*"));
  }
}
