package io.microtarget.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BalanceTest {
  @Test
  void is_even_when_every_row_went_somewhere() {
    assertThat(new Balance(15, 5, 4, 3, 2, 1).missing()).isZero();
    assertThat(Balance.NONE.missing()).isZero();
  }

  @Test
  void tells_how_many_rows_are_missing_or_counted_twice() {
    assertThat(new Balance(16, 5, 4, 3, 2, 1).missing()).isEqualTo(1);
    assertThat(new Balance(14, 5, 4, 3, 2, 1).missing()).isEqualTo(-1);
  }

  @Test
  void adds_up_column_by_column() {
    assertThat(new Balance(15, 5, 4, 3, 2, 1).plus(new Balance(21, 1, 2, 3, 4, 11)))
        .isEqualTo(new Balance(36, 6, 6, 6, 6, 12));
  }

  @Test
  void a_file_delivered_again_is_all_duplicates() {
    assertThat(Balance.duplicate(7)).isEqualTo(new Balance(7, 0, 0, 0, 7, 0));
    assertThat(Balance.duplicate(7).missing()).isZero();
  }
}
