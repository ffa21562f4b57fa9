package io.microtarget.journey;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * Goes over sorted rows ({@link Steps}) and gives touchpoints, open carts and, last, counts: three
 * kinds of rows under one schema, so that the rows are read once for all three.
 */
final class JourneyRows implements Iterator<Row> {
  static final int TOUCHPOINT = 0;
  static final int CART = 1;
  static final int COUNT = 2;

  static final StructType SCHEMA =
      StructType.fromDDL(
          """
          part INT, subject_id STRING, id BIGINT, at BIGINT, day INT, kind STRING, source STRING,
          channel STRING, place_id STRING, what STRING, value BIGINT, currency STRING,
          campaign_id STRING, content_id STRING, basket_id STRING, product_id STRING, lines INT,
          session INT, gap_seconds BIGINT, position INT, is_first BOOLEAN, is_last BOOLEAN,
          last_at BIGINT, items BIGINT, products INT, categories INT, rows BIGINT
          """);

  /** In place of the number of a fate. */
  static final String TOUCHPOINTS = "touchpoints";

  /**
   * What decides.
   *
   * @param mostStepsADay steps of a record on a day above which it is a machine
   * @param sessionMinutes silence that ends a session
   * @param fromDay touchpoints of earlier days only serve carts; days since 1970
   */
  record Rules(int mostStepsADay, int sessionMinutes, int fromDay) implements Serializable {}

  private final Rules rules;
  private final Iterator<Row> rows;
  private final Counts counts = new Counts();
  private final ArrayDeque<Row> ready = new ArrayDeque<>();
  private Row next;
  private boolean areCountsTold;

  JourneyRows(Rules rules, Iterator<Row> rows) {
    this.rules = rules;
    this.rows = rows;
    advance();
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && next != null) {
      subject();
    }
    if (ready.isEmpty() && !areCountsTold) {
      areCountsTold = true;
      counts.bySource().forEach(this::tell);
    }
    return !ready.isEmpty();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more rows of journeys");
    }
    return ready.poll();
  }

  private void advance() {
    next = rows.hasNext() ? rows.next() : null;
  }

  private void subject() {
    var first = next;
    var subjectId = Step.isMark(first) ? Step.subjectId(first) : null;
    var walk = new Walk(rules.mostStepsADay(), counts);
    while (next != null && Step.areOfOne(next, first)) {
      if (!Step.isMark(next)) {
        var step = Step.of(next);
        if (subjectId == null) {
          counts.add(step, Fate.OF_STRANGER);
        } else {
          walk.add(step);
        }
      }
      advance();
    }
    tell(subjectId, walk.touches());
  }

  private void tell(String subjectId, List<Touch> touches) {
    var carts = new Carts();
    var sessionsOfCarts = new Sessions(rules.sessionMinutes());
    var sessions = new Sessions(rules.sessionMinutes());
    var position = 0;
    Touch before = null;
    for (int i = 0; i < touches.size(); i++) {
      var touch = touches.get(i);
      var isDigital = touch.first().isDigital();
      carts.next(touch, isDigital ? sessionsOfCarts.at(touch.at()) : 0);
      if (touch.first().day() >= rules.fromDay()) {
        var session = isDigital ? sessions.at(touch.at()) : null;
        var isLast = i == touches.size() - 1;
        ready.add(row(subjectId, touch, session, before, ++position, isLast));
        before = touch;
      }
    }
    carts.open().forEach(cart -> ready.add(row(subjectId, cart)));
  }

  private static Row row(
      String subjectId, Touch touch, Integer session, Touch before, int position, boolean isLast) {
    var step = touch.first();
    return RowFactory.create(
        TOUCHPOINT,
        subjectId,
        step.id(),
        step.at(),
        step.day(),
        step.kind(),
        step.source(),
        touch.channel(),
        touch.placeId(),
        touch.what(),
        touch.value(),
        step.currency(),
        touch.campaignId(),
        touch.contentId(),
        touch.basketId(),
        touch.productId(),
        touch.lines(),
        session,
        before == null ? null : (Long) ((touch.at() - before.at()) / 1_000_000),
        position,
        before == null,
        isLast,
        null,
        null,
        null,
        null,
        null);
  }

  private static Row row(String subjectId, Cart cart) {
    var values = new Object[SCHEMA.length()];
    var step = cart.first().first();
    values[SCHEMA.fieldIndex("part")] = CART;
    values[SCHEMA.fieldIndex("subject_id")] = subjectId;
    values[SCHEMA.fieldIndex("id")] = step.id();
    values[SCHEMA.fieldIndex("at")] = step.at();
    values[SCHEMA.fieldIndex("value")] = cart.value();
    values[SCHEMA.fieldIndex("currency")] = cart.currency();
    values[SCHEMA.fieldIndex("basket_id")] = cart.basketId();
    values[SCHEMA.fieldIndex("last_at")] = cart.lastAt();
    values[SCHEMA.fieldIndex("items")] = cart.quantity();
    values[SCHEMA.fieldIndex("products")] = cart.products();
    values[SCHEMA.fieldIndex("categories")] = cart.categories();
    return RowFactory.create(values);
  }

  private void tell(List<String> sourceAndKind, long[] numbers) {
    for (int i = 0; i < numbers.length; i++) {
      var values = new Object[SCHEMA.length()];
      values[SCHEMA.fieldIndex("part")] = COUNT;
      values[SCHEMA.fieldIndex("source")] = sourceAndKind.get(0);
      values[SCHEMA.fieldIndex("kind")] = sourceAndKind.get(1);
      values[SCHEMA.fieldIndex("what")] =
          i < Fate.values().length ? Fate.values()[i].name().toLowerCase(Locale.ROOT) : TOUCHPOINTS;
      values[SCHEMA.fieldIndex("rows")] = numbers[i];
      ready.add(RowFactory.create(values));
    }
  }
}
