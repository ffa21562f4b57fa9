package io.microtarget.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void takes_columns_types_and_comments_from_its_ddl() {
    var table =
        Table.of("visit", Kind.EVENT, "Visits.", "who STRING COMMENT 'who came', n INT", "who");
    assertThat(table.version()).isEqualTo(1);
    assertThat(table.keys()).containsExactly("who");
    assertThat(table.columns()).containsExactly("who", "n");
    assertThat(table.schema().apply("n").dataType()).isEqualTo(DataTypes.IntegerType);
    assertThat(table.schema().apply("who").getComment().get()).isEqualTo("who came");
    assertThat(table).hasToString("visit");
  }

  @Test
  void refuses_a_name_that_is_not_snake_case() {
    for (var name : List.of("Visit", "1visit", "visit-sum", "", "../visit", "visit/x")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Table.of(name, Kind.EVENT, "Visits.", "who STRING"))
          .withMessage("table name '" + name + "' is not snake_case");
    }
  }

  @Test
  void refuses_a_version_below_one() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Table(
                    "visit", Kind.EVENT, 0, List.of(), "Visits.", StructType.fromDDL("n INT")))
        .withMessage("table visit: version must be at least 1");
  }

  @Test
  void refuses_a_key_that_is_no_column() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Table.of("visit", Kind.EVENT, "Visits.", "who STRING", "when"))
        .withMessage("table visit: key column when is missing");
  }
}
