package io.microtarget.jobs;

import static org.apache.spark.sql.functions.col;

import io.microtarget.journey.JourneyTables;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;

/** The touchpoints of one subject in the order of time, and its open carts, in lines. */
final class JourneyExplained {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private JourneyExplained() {}

  /** Times are those of the business's zone. */
  static List<String> lines(PublishedRun published, String subjectId) {
    var store = published.store();
    var zone = published.settings().business().zone();
    var isOfSubject = col("subject_id").equalTo(subjectId);
    var lines = new ArrayList<String>();
    var touches =
        store.own(JourneyTables.TOUCHPOINT).where(isOfSubject).orderBy("position").collectAsList();
    lines.add(
        touches.isEmpty()
            ? "  journey  no touchpoint was published"
            : "  journey  %d %s, %s, times in %s"
                .formatted(
                    touches.size(),
                    touches.size() == 1 ? "touchpoint" : "touchpoints",
                    sessions(touches),
                    zone));
    touches.forEach(row -> lines.add(touch(row, zone)));
    store
        .own(JourneyTables.OPEN_CART)
        .where(isOfSubject)
        .orderBy("opened_at", "cart_id")
        .collectAsList()
        .forEach(row -> lines.add(cart(row, zone)));
    return lines;
  }

  private static String sessions(List<Row> touches) {
    var last =
        touches.stream()
            .map(row -> row.<Integer>getAs("session"))
            .filter(java.util.Objects::nonNull)
            .mapToInt(Integer::intValue)
            .max();
    return last.isEmpty()
        ? "no session"
        : last.getAsInt() == 1 ? "1 session" : last.getAsInt() + " sessions";
  }

  private static String touch(Row row, ZoneId zone) {
    var line =
        new StringBuilder(
            "  touch    %s %-8s %s"
                .formatted(
                    clock(row, "event_time", zone),
                    shown(row.getAs("channel")),
                    shown(row.getAs("what"))));
    int lines = row.getAs("lines");
    if (lines > 1) {
      line.append(" of %d lines".formatted(lines));
    }
    append(line, " at ", row.getAs("place_id"));
    append(line, ", about ", row.getAs("product_id"));
    append(line, ", ", money(row));
    append(line, ", campaign ", row.getAs("campaign_id"));
    append(line, ", content ", row.getAs("content_id"));
    append(line, ", session ", row.getAs("session"));
    Long gap = row.getAs("gap_seconds");
    append(line, ", after ", gap == null ? null : words(Duration.ofSeconds(gap)));
    return line.toString();
  }

  private static String cart(Row row, ZoneId zone) {
    BigDecimal items = row.getAs("items");
    var line =
        new StringBuilder(
            "  cart     open since %s: %s %s"
                .formatted(
                    clock(row, "opened_at", zone),
                    items.stripTrailingZeros().toPlainString(),
                    items.compareTo(BigDecimal.ONE) == 0 ? "item" : "items"));
    append(line, " in basket ", row.getAs("basket_id"));
    append(line, ", ", money(row));
    line.append(", last touched ").append(clock(row, "last_at", zone));
    return line.toString();
  }

  private static void append(StringBuilder line, String before, Object value) {
    if (value != null) {
      line.append(before).append(value);
    }
  }

  private static String money(Row row) {
    BigDecimal value = row.getAs("value");
    String currency = row.getAs("currency");
    return value == null ? null : currency == null ? value.toString() : value + " " + currency;
  }

  private static String clock(Row row, String column, ZoneId zone) {
    return CLOCK.format(row.<Timestamp>getAs(column).toInstant().atZone(zone));
  }

  private static String shown(String value) {
    return value == null ? "-" : value;
  }

  /** The two largest units, such as {@code 2 d 3 h}. */
  private static String words(Duration gap) {
    if (gap.toDays() > 0) {
      return "%d d %d h".formatted(gap.toDays(), gap.toHoursPart());
    }
    if (gap.toHours() > 0) {
      return "%d h %d min".formatted(gap.toHours(), gap.toMinutesPart());
    }
    return gap.toMinutes() > 0
        ? "%d min %d s".formatted(gap.toMinutes(), gap.toSecondsPart())
        : gap.toSeconds() + " s";
  }
}
