package io.microtarget.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.microtarget.testing.TextTable;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class StageTest {
  private static final Table VISIT = table("visit");
  private static final Table SHOP = table("shop");
  private static final Table SUM = table("visit_sum");

  @Test
  void reads_what_it_declares_and_conforms_what_it_makes() {
    var stage = Stage.of("add", SUM, List.of(VISIT), in -> in.of(VISIT).select("amount", "who"));
    var made = stage.run(t -> rows());
    assertThat(made).containsOnlyKeys(SUM);
    assertThat(made.get(SUM).columns()).containsExactly("who", "amount");
    assertThat(TextTable.lines(made.get(SUM))).containsExactly("a|1", "b|2");
  }

  @Test
  void an_undeclared_read_fails_with_the_name_of_stage_and_table() {
    var stage = Stage.of("add", SUM, List.of(VISIT), in -> in.of(SHOP));
    assertThatIllegalStateException()
        .isThrownBy(() -> stage.run(t -> rows()))
        .withMessage("stage 'add' reads table 'shop' without declaring it; it declares [visit]");
  }

  @Test
  void a_table_made_without_declaring_it_fails() {
    var stage = new Stage("add", List.of(SUM), List.of(), in -> Map.of(SUM, rows(), SHOP, rows()));
    assertThatIllegalStateException()
        .isThrownBy(() -> stage.run(t -> rows()))
        .withMessage("stage 'add' makes table 'shop' without declaring it");
  }

  @Test
  void a_declared_table_that_is_not_made_fails() {
    var stage = new Stage("add", List.of(SUM, SHOP), List.of(), in -> Map.of(SUM, rows()));
    assertThatIllegalStateException()
        .isThrownBy(() -> stage.run(t -> rows()))
        .withMessage("stage 'add' declares table 'shop' but does not make it");
  }

  @Test
  void a_result_that_does_not_conform_names_the_stage() {
    var stage = Stage.of("add", SUM, List.of(), in -> rows().drop("amount"));
    assertThatIllegalStateException()
        .isThrownBy(() -> stage.run(t -> rows()))
        .withMessage("'add' made table 'visit_sum' with missing columns [amount]");
  }

  @Test
  void gives_its_tables_in_declared_order() {
    var stage =
        new Stage(
            "add",
            List.of(SUM, VISIT, SHOP),
            List.of(),
            in -> Map.of(SHOP, rows(), VISIT, rows(), SUM, rows()));
    assertThat(stage.run(t -> rows()).keySet()).containsExactly(SUM, VISIT, SHOP);
  }

  private static Dataset<Row> rows() {
    return TextTable.rows("who STRING | amount INT\na | 1\nb | 2");
  }

  private static Table table(String name) {
    return Table.of(name, Kind.SCRATCH, "For the test.", "who STRING, amount INT", "who");
  }
}
