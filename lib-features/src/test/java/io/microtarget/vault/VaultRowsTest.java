package io.microtarget.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.table.Conform;
import io.microtarget.testing.TextTable;
import java.util.List;
import org.junit.jupiter.api.Test;

class VaultRowsTest {
  @Test
  void keeps_every_value_under_the_record_id_with_the_version_of_the_key() {
    assertThat(
            of(
                """
                r1 | crm | native_id | 4711        | d1
                r1 | crm | mail      | a@b.example | d1
                d1:7 | crm | quarantined_row | 4712;x | d1
                """))
        .containsExactly(
            "d1:7|crm|quarantined_row|4712;x|3|d1",
            "r1|crm|mail|a@b.example|3|d1",
            "r1|crm|native_id|4711|3|d1");
  }

  @Test
  void leaves_out_unknown_values() {
    assertThat(of("r1 | crm | mail | | d1\n")).isEmpty();
  }

  @Test
  void keeps_each_value_once() {
    var one = "r1 | crm | mail | new@b.example | d1\n";
    var other = "r1 | web | mail | new@b.example | d2\n";
    assertThat(of(one + other + one))
        .containsExactly("r1|crm|mail|new@b.example|3|d1", "r1|web|mail|new@b.example|3|d2");
  }

  private static List<String> of(String lines) {
    var left =
        TextTable.rows(
            "record_id STRING | source STRING | field STRING | value STRING | delivery_id STRING\n"
                + lines);
    return TextTable.lines(Conform.to(VaultTables.VAULT, VaultRows.of(left, 3), "test"));
  }
}
