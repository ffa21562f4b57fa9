package io.microtarget.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.microtarget.table.Expression;
import org.junit.jupiter.api.Test;

class ContractTest {
  @Test
  void every_kind_has_one_whose_columns_exist() {
    for (var kind : SourceTables.kinds()) {
      var contract = Contract.of(kind);
      assertThat(kind.columns()).as(kind.name()).containsAll(contract.required());
      contract.rules().values().forEach(c -> Expression.of(c, kind.columns()));
      assertThat(contract.required()).as(kind.name()).isNotEmpty();
      assertThat(contract.columns().keySet()).containsExactlyElementsOf(kind.columns());
    }
  }

  @Test
  void a_table_that_is_no_kind_has_none() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Contract.of(SourceTables.DELIVERY))
        .withMessage("no contract for kind delivery");
  }
}
