package io.microtarget.identity;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.apache.spark.sql.Row;

/**
 * Sorted rows of a partition, those of one key together. Aggregating the same into arrays costs
 * Spark two sorts more.
 */
public final class RowGroups implements Iterator<RowGroups.Group> {
  private final Iterator<Row> rows;
  private final int key;
  private final int most;
  private Row next;

  /**
   * Rows of one key.
   *
   * @param rows none if there are more than wanted
   * @param size how many there are
   */
  public record Group(List<Row> rows, long size) {}

  /**
   * @param rows sorted by the key
   * @param key place of its column
   * @param most rows of a group that are kept together
   */
  public RowGroups(Iterator<Row> rows, int key, int most) {
    this.rows = rows;
    this.key = key;
    this.most = most;
    this.next = rows.hasNext() ? rows.next() : null;
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Group next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    var value = next.get(key);
    var group = new ArrayList<Row>();
    long size = 0;
    while (next != null && Objects.equals(next.get(key), value)) {
      size++;
      if (size <= most) {
        group.add(next);
      }
      next = rows.hasNext() ? rows.next() : null;
    }
    return new Group(size > most ? List.of() : group, size);
  }
}
