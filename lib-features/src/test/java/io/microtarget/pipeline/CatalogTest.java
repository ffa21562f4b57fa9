package io.microtarget.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.source.SourceTables;
import io.microtarget.table.Kind;
import io.microtarget.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The contract with those who read the tables. After an intended change {@code mvn -pl lib-features
 * test -Dtest=CatalogTest -Dgolden.update=true} rewrites {@code catalog.txt}.
 */
class CatalogTest {
  private static final int MOST_OTHER_TABLES = 29;
  private static final Path GOLDEN =
      Path.of(System.getProperty("basedir", ".")).resolve("src/test/resources/catalog.txt");

  @Test
  void equals_the_golden_file() throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(GOLDEN.getParent());
      Files.writeString(GOLDEN, Catalog.text());
    }
    assertThat(Catalog.text())
        .as("%s; an intended change: -Dgolden.update=true rewrites it", GOLDEN)
        .isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void has_an_event_table_a_kind_of_source_and_at_most_29_other_delta_tables() {
    assertThat(Catalog.tables(Kind.EVENT)).isEqualTo(SourceTables.kinds());
    var others = Set.of(Kind.STATE, Kind.SNAPSHOT);
    assertThat(Catalog.tables().stream().filter(t -> others.contains(t.kind())))
        .hasSizeLessThanOrEqualTo(MOST_OTHER_TABLES);
  }

  @Test
  void names_each_table_once() {
    assertThat(Catalog.tables()).extracting(Table::name).doesNotHaveDuplicates();
  }

  @Test
  void every_table_has_a_purpose_and_every_column_a_snake_case_name_and_a_comment() {
    for (var table : Catalog.tables()) {
      assertThat(table.purpose()).as(table.name()).matches("(?s)[A-Z].{10,}\\.");
      for (var field : table.schema().fields()) {
        var column = table + "." + field.name();
        assertThat(field.name()).as(column).matches("[a-z][a-z0-9]*(_[a-z0-9]+)*");
        assertThat(field.getComment().isDefined() && !field.getComment().get().isBlank())
            .as("%s has a comment", column)
            .isTrue();
      }
    }
  }

  @Test
  void every_table_but_scratch_has_a_key() {
    for (var table : Catalog.tables()) {
      if (table.kind() != Kind.SCRATCH) {
        assertThat(table.keys()).as("key of " + table).isNotEmpty();
      }
    }
  }

  @Test
  void no_table_has_a_column_that_the_store_adds() {
    for (var table : Catalog.tables()) {
      var added =
          switch (table.kind()) {
            case EVENT -> new String[] {"run_id", "event_month"};
            case STATE -> new String[] {"recorded_at"};
            case SNAPSHOT -> new String[] {"as_of", "run_id"};
            case SCRATCH -> new String[] {"run_id"};
          };
      assertThat(table.columns()).as(table.name()).doesNotContain(added);
    }
  }
}
