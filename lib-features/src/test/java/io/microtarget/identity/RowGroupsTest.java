package io.microtarget.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class RowGroupsTest {
  @Test
  void rows_of_one_key_come_together_and_of_too_many_only_their_number() {
    assertThat(groups(2, "a", "a", "b", "c", "c", "c", "d"))
        .containsExactly("2 [[a], [a]]", "1 [[b]]", "3 []", "1 [[d]]");
    assertThat(groups(1, null, null, "a")).containsExactly("2 []", "1 [[a]]");
  }

  @Test
  void no_rows_are_no_group() {
    assertThat(groups(2)).isEmpty();
    var none = new RowGroups(List.<Row>of().iterator(), 0, 2);
    assertThatThrownBy(none::next).isInstanceOf(NoSuchElementException.class).hasMessage(null);
  }

  private static List<String> groups(int most, String... keys) {
    var rows = new ArrayList<Row>();
    for (var key : keys) {
      rows.add(RowFactory.create(key));
    }
    var groups = new ArrayList<String>();
    new RowGroups(rows.iterator(), 0, most)
        .forEachRemaining(group -> groups.add(group.size() + " " + group.rows()));
    return groups;
  }
}
