package io.microtarget.feature;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.OptionalInt;
import org.apache.spark.sql.Row;

/**
 * Rows of {@link Tall} sorted by {@link Tall#ORDER} alone, now also by key, time and all that they
 * bring: rows that agree in all of it are the same to every feature. Of steps that came twice the
 * one that the lake learned first comes first. Nulls come first.
 *
 * <p>Holds the rows of one order: an hour of a subject, or all of its rows without a day.
 */
final class Untied implements Iterator<Row> {
  private static final Comparator<Comparable<Object>> NULLS_FIRST =
      Comparator.nullsFirst(Comparator.naturalOrder());

  private final Iterator<Row> rows;
  private final OptionalInt learnt;
  private final ArrayDeque<Row> ready = new ArrayDeque<>();
  private final ArrayList<Row> tied = new ArrayList<>();
  private Row next;

  /**
   * @param rows sorted by their order
   * @param learnt where it stands when the lake learned of a row, if rows say so
   */
  Untied(Iterator<Row> rows, OptionalInt learnt) {
    this.rows = rows;
    this.learnt = learnt;
    advance();
  }

  @Override
  public boolean hasNext() {
    return !ready.isEmpty() || next != null;
  }

  @Override
  public Row next() {
    if (!ready.isEmpty()) {
      return ready.poll();
    }
    var first = next;
    long order = first.getLong(Tall.ORDER);
    advance();
    if (next == null || next.getLong(Tall.ORDER) != order) {
      return first;
    }
    tied.add(first);
    for (; next != null && next.getLong(Tall.ORDER) == order; advance()) {
      tied.add(next);
    }
    tied.sort(this::compare);
    ready.addAll(tied);
    tied.clear();
    return ready.poll();
  }

  private void advance() {
    next = rows.hasNext() ? rows.next() : null;
  }

  private int compare(Row one, Row other) {
    int found = compare(one, other, Tall.KEY);
    found = found != 0 ? found : compare(one, other, Tall.CHECK);
    found = found != 0 ? found : compare(one, other, Tall.TIME);
    if (learnt.isPresent()) {
      found = found != 0 ? found : compare(one, other, learnt.getAsInt());
    }
    found = found != 0 ? found : compare(one, other, Tall.TAG);
    found = found != 0 ? found : compare(one, other, Tall.MASK);
    for (int at = Tall.NUMBERS; found == 0 && at < one.size(); at++) {
      found = compare(one, other, at);
    }
    return found;
  }

  @SuppressWarnings("unchecked") // Values of one column are of one class.
  private static int compare(Row one, Row other, int column) {
    return NULLS_FIRST.compare(
        (Comparable<Object>) one.get(column), (Comparable<Object>) other.get(column));
  }
}
