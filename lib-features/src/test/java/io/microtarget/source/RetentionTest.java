package io.microtarget.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetentionTest {
  @Test
  void rows_go_as_their_kind_says() {
    assertThat(Retention.of(SourceTables.PURCHASE, Map.of()))
        .isEqualTo(new Retention(Optional.of(1_095), Map.of()));
    assertThat(Retention.of(SourceTables.LOCATION, Map.of()).rowDays()).contains(90);
    for (var kept :
        new io.microtarget.table.Table[] {
          SourceTables.CONSENT, SourceTables.SUPPRESSION, SourceTables.PRODUCT
        }) {
      assertThat(Retention.of(kept, Map.of())).isEqualTo(new Retention(Optional.empty(), Map.of()));
    }
  }

  @Test
  void a_column_goes_before_its_row() {
    assertThat(Retention.of(SourceTables.PURCHASE, Map.of("attributes", days(30))))
        .isEqualTo(new Retention(Optional.of(1_095), Map.of("attributes", 30)));
    assertThat(Retention.of(SourceTables.CONSENT, Map.of("proof-reference", days(30))))
        .isEqualTo(new Retention(Optional.empty(), Map.of("proof_reference", 30)));
  }

  @Test
  void a_row_goes_with_the_first_column_it_must_have() {
    assertThat(
            Retention.of(SourceTables.PURCHASE, Map.of("amount", days(100), "quantity", days(99))))
        .isEqualTo(new Retention(Optional.of(100), Map.of("quantity", 99)));
    assertThat(Retention.of(SourceTables.PARTY, Map.of("native-id", days(10))).rowDays())
        .contains(10);
  }

  @Test
  void a_source_may_keep_a_row_no_longer_than_what_it_must_have() {
    assertThat(Retention.of(SourceTables.PURCHASE, Map.of("quantity", days(2_000))).rowDays())
        .contains(1_095);
    var longer =
        Retention.of(
            SourceTables.PARTY, Map.of("native-id", days(2_000), "identifiers", days(2_000)));
    assertThat(longer.rowDays()).contains(2_000);
    assertThat(longer.columnDays()).containsOnlyKeys("event_time", "attributes");
  }

  private static ColumnContract days(int days) {
    return ColumnContract.ANY.kept(Optional.of(days));
  }
}
