package io.microtarget.jobs.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.microtarget.source.Format;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Files in which every line is a case of its own: what becomes of a broken value or line, and of
 * odd ones that are good.
 *
 * @param name of the source
 * @param rows with the good one first, so that the columns are known
 */
record PoisonRows(String name, Feed feed, List<Poison> rows) {
  private static final String KEPT = "kept";

  /**
   * A line and what must become of it.
   *
   * @param rule id of the broken rule, {@code kept} or {@code filtered}
   * @param column typed column to look at, if it is kept
   * @param value what it must hold, as text
   */
  record Poison(String name, byte[] line, String rule, String column, String value) {
    boolean isKept() {
      return rule.equals(KEPT);
    }
  }

  static List<PoisonRows> all() {
    return List.of(receipts(), german(), figures(), objects());
  }

  /** The file: a header where the format has one, and a line a case. */
  byte[] file() {
    var file = new ByteArrayOutputStream();
    file.writeBytes(header().getBytes(UTF_8));
    for (var row : rows) {
      file.writeBytes(row.line());
      file.write('\n');
    }
    return file.toByteArray();
  }

  /** Case by the bytes before its line. */
  Map<Long, Poison> byOffset() {
    var cases = new LinkedHashMap<Long, Poison>();
    long at = header().getBytes(UTF_8).length;
    for (var row : rows) {
      cases.put(at, row);
      at += row.line().length + 1;
    }
    return cases;
  }

  private String header() {
    return switch (name) {
      case "poison-objects" -> "";
      case "poison-german" -> "nr;day;product;quantity;amount;remark\n";
      case "poison-figures" -> "nr,day,value,size\n";
      default -> "nr,day,product,quantity,amount,remark\n";
    };
  }

  private static PoisonRows receipts() {
    var rows = new ArrayList<Poison>();
    var in = new Lines(rows, ",");
    in.cell("a good line", 4, "9.99", KEPT, "amount", "9.99");
    in.cell("year 99999", 1, "99999-01-01", "type:event-time");
    in.cell("year 0", 1, "0000-01-01", "type:event-time");
    in.cell("a year before year 0", 1, "-0044-03-15", "type:event-time");
    in.cell("30 February", 1, "2024-02-30", "type:event-time");
    in.cell("29 February of no leap year", 1, "2023-02-29", "type:event-time");
    in.cell("25 o'clock", 1, "2024-01-01 25:00:00", "type:event-time");
    in.cell("a time without a date", 1, "10:15", "type:event-time");
    in.cell("a date of another form", 1, "01.02.2024", "type:event-time");
    in.cell("month before day", 1, "01/02/2024", "type:event-time");
    in.cell("a date in words", 1, "today", "type:event-time");
    in.cell("no date", 1, "", "required:event-time");
    in.cell("an event in the future", 1, "2031-01-01", "future:event-time");
    in.cell("NaN as a decimal", 4, "NaN", "type:amount");
    in.cell("Infinity as a decimal", 4, "Infinity", "type:amount");
    in.cell("overflow of DECIMAL(18,2)", 4, "99999999999999999999", "type:amount");
    in.cell("1e400 as a decimal", 4, "1e400", "type:amount");
    in.cell("decimal comma that is not declared", 4, "\"9,99\"", "type:amount");
    in.cell("two points", 4, "1.234.567", "type:amount");
    in.cell("a number with its currency", 4, "9.99 EUR", "type:amount");
    in.cell("a hexadecimal number", 4, "0x10", "type:amount");
    in.cell("blanks around a number", 4, " 9.50 ", KEPT, "amount", "9.50");
    in.cell("more decimals than money has", 4, "9.996", KEPT, "amount", "10.00");
    in.cell("an amount in powers of ten", 4, "1.5e2", KEPT, "amount", "150.00");
    in.cell("negative money (a refund)", 4, "-9.99", KEPT, "amount", "-9.99");
    in.cell("no amount", 4, "", "required:amount");
    in.cell("negative quantity", 3, "-1", "range:quantity");
    in.cell("a word for a number", 3, "three", "type:quantity");
    in.cell("too few fields", 3, null, "malformed:fields");
    in.cell("too many fields", 5, "x,y", "malformed:fields");
    in.cell("a NUL byte", 2, "app\0le", "malformed:nul");
    in.cell("a quote that never ends", 2, "\"apple", "malformed:fields");
    in.cell("a formula as text", 2, "=1+1", KEPT, "product_id", "=1+1");
    in.cell(
        "control characters in a text",
        2,
        "a\u0001\u001b[31mb",
        KEPT,
        "product_id",
        "a\u0001\u001b[31mb");
    in.cell("quotes in a text", 2, "\"say \"\"hi\"\"\"", KEPT, "product_id", "say \"hi\"");
    in.cell("an emoji", 2, "\ud83d\ude00", KEPT, "product_id", "\ud83d\ude00");
    in.bytes("bytes that are no UTF-8 (windows-1252)", "äpfel", ISO_8859_1, "malformed:charset");
    in.raw("half a character of UTF-8", new byte[] {(byte) 0xC3}, "malformed:charset");
    in.raw(
        "a surrogate in UTF-8",
        new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
        "malformed:charset");
    in.cell("a row that `where` leaves out", 5, "test", "filtered");
    return new PoisonRows(
        "poison-receipts",
        Feed.receipts().attribute("remark", "remark").where("coalesce(remark, '') <> 'test'"),
        rows);
  }

  private static PoisonRows german() {
    var rows = new ArrayList<Poison>();
    var in = new Lines(rows, ";");
    in.day = "31.01.2024";
    in.amount = "9,99";
    in.cell("decimal comma and German dates, declared", 4, "1,5", KEPT, "amount", "1.50");
    in.cell("grouping by points", 4, "1.234.567,89", KEPT, "amount", "1234567.89");
    in.cell("1.234 where the comma is the sign: thousands", 4, "1.234", KEPT, "amount", "1234.00");
    in.cell("1.5 where the comma is the sign", 4, "1.5", "type:amount");
    in.cell("groups of another length", 4, "12.34,5", "type:amount");
    in.cell("two commas", 4, "1,234,5", "type:amount");
    in.cell("31.02. in a form of its own", 1, "31.02.2024", "type:event-time");
    in.cell("ISO 8601 beside a form of its own", 1, "2024-01-31", KEPT, "event_date", "2024-01-31");
    in.cell("a day of two letters", 1, "1.1.2024", "type:event-time");
    return new PoisonRows(
        "poison-german",
        Feed.receipts().option("delimiter", ";").values(",", ".", "dd.MM.yyyy"),
        rows);
  }

  private static PoisonRows figures() {
    var rows = new ArrayList<Poison>();
    var in = new Figures(rows);
    in.value("a good figure", "1.5", KEPT, "1.5");
    in.value("NaN as a double", "NaN", "finite:value", "");
    in.value("Infinity as a double", "-Infinity", "finite:value", "");
    in.value("1e400 as a double", "1e400", "finite:value", "");
    in.value("5d, which Java takes for a number", "5d", "type:value", "");
    in.value("5F, which Java takes for a number", "5F ", "type:value", "");
    in.value(
        "a double of 40 digits",
        "1234567890123456789012345678901234567890",
        KEPT,
        "1.2345678901234568E39");
    in.size("overflow of BIGINT", "9223372036854775808", "type:sample-size");
    in.size("half a person", "1.5", "type:sample-size");
    in.size("a negative number of persons", "-1", "range:sample-size");
    return new PoisonRows("poison-figures", Feed.figures(), rows);
  }

  private static PoisonRows objects() {
    var rows = new ArrayList<Poison>();
    var in = new Objects(rows);
    in.value("a good object", "amount", "9.99", KEPT, "amount", "9.99");
    in.value("NaN in JSON", "amount", "NaN", "malformed:json");
    in.value("a number of 400 digits in JSON", "amount", "1".repeat(400), "type:amount");
    in.value("an object for a number", "amount", "{\"eur\":9}", "type:amount");
    in.value("an array for a number", "amount", "[9.99]", "type:amount");
    in.value("true for a number", "amount", "true", "type:amount");
    in.value("null for a number", "amount", "null", "required:amount");
    in.value("an object for a text", "product", "{\"id\":1}", KEPT, "product_id", "{\"id\":1}");
    in.value("an array for an object", "shop", "[1,2]", "malformed:json");
    in.value("a text for an object", "shop", "\"here\"", "malformed:json");
    in.value("a lone high surrogate", "product", "\"a\\ud800b\"", "malformed:surrogate");
    in.value("a lone low surrogate", "product", "\"\\uDC00\"", "malformed:surrogate");
    in.value(
        "surrogates in the wrong order", "product", "\"\\ude00\\ud83d\"", "malformed:surrogate");
    in.value("two high surrogates", "product", "\"\\ud83d\\ud83d\\ude00\"", "malformed:surrogate");
    in.value(
        "a lone surrogate where nothing reads it", "other", "\"\\udfff\"", "malformed:surrogate");
    in.value(
        "a pair of surrogates",
        "product",
        "\"\\ud83d\\ude00\"",
        KEPT,
        "product_id",
        "\ud83d\ude00");
    in.value("a backslash before ud800", "product", "\"\\\\ud800\"", KEPT, "product_id", "\\ud800");
    in.value("an escaped NUL", "product", "\"a\\u0000b\"", "malformed:nul");
    in.value(
        "the same key twice: the last one counts",
        "amount",
        "1,\"amount\":2",
        KEPT,
        "amount",
        "2.00");
    in.line(
        "an object nested 1,000,000 deep",
        "{\"amount\":" + "[".repeat(1_000_000),
        "malformed:json");
    in.value(
        "a good object with a part nested 1,000,000 deep",
        "other",
        "[".repeat(1_000_000) + "]".repeat(1_000_000),
        "malformed:json");
    in.line("a line with an array", "[1,2]", "malformed:json");
    in.line("a line with an array of objects", "[{\"nr\":\"x\"},{\"nr\":\"y\"}]", "malformed:json");
    in.line("a line with a number", "17", "malformed:json");
    in.line("a line with null", "null", "malformed:json");
    in.line("a line with a text", "\"hello\"", "malformed:json");
    in.line("an object that is cut off", "{\"nr\":\"x\",\"day\":\"2024-0", "malformed:json");
    in.line("no JSON at all", "hello", "malformed:json");
    in.value("two objects in a line", "other", "1}{\"nr\":\"y\"", "malformed:json");
    in.value("words behind an object", "other", "1} and more {\"x\":1", "malformed:json");
    in.value("braces inside a text", "product", "\"a} {b\"", KEPT, "product_id", "a} {b");
    return new PoisonRows(
        "poison-objects", Feed.receipts().as(Format.JSON).attribute("city", "shop.city"), rows);
  }

  /** Lines of CSV that differ from a good one in one cell. */
  private static final class Lines {
    private final List<Poison> rows;
    private final String delimiter;
    private String day = "2024-01-01";
    private String amount = "9.99";

    Lines(List<Poison> rows, String delimiter) {
      this.rows = rows;
      this.delimiter = delimiter;
    }

    void cell(String name, int cell, String text, String rule) {
      cell(name, cell, text, rule, "", "");
    }

    void cell(String name, int cell, String text, String rule, String column, String value) {
      var cells = cells();
      if (text == null) {
        cells.remove(cell);
      } else {
        cells.set(cell, text);
      }
      var line = String.join(delimiter, cells).getBytes(UTF_8);
      rows.add(new Poison(name, line, rule, column, value));
    }

    void bytes(String name, String text, java.nio.charset.Charset charset, String rule) {
      raw(name, text.getBytes(charset), rule);
    }

    void raw(String name, byte[] product, String rule) {
      var cells = cells();
      var line = new ByteArrayOutputStream();
      line.writeBytes((cells.get(0) + delimiter + cells.get(1) + delimiter).getBytes(UTF_8));
      line.writeBytes(product);
      line.writeBytes((delimiter + String.join(delimiter, cells.subList(3, 6))).getBytes(UTF_8));
      rows.add(new Poison(name, line.toByteArray(), rule, "", ""));
    }

    private List<String> cells() {
      return new ArrayList<>(List.of("n" + rows.size(), day, "apple", "1", amount, "-"));
    }
  }

  private record Figures(List<Poison> rows) {
    void value(String name, String text, String rule, String value) {
      add(name, "2024-01-01," + text + ",10", rule, "value", value);
    }

    void size(String name, String text, String rule) {
      add(name, "2024-01-01,1.5," + text, rule, "", "");
    }

    private void add(String name, String rest, String rule, String column, String value) {
      var line = ("n" + rows.size() + "," + rest).getBytes(UTF_8);
      rows.add(new Poison(name, line, rule, column, value));
    }
  }

  /** Lines of JSON that differ from a good one in one value. */
  private record Objects(List<Poison> rows) {
    void value(String name, String key, String json, String rule) {
      value(name, key, json, rule, "", "");
    }

    void value(String name, String key, String json, String rule, String column, String value) {
      var values = new LinkedHashMap<String, String>();
      values.put("nr", "\"n" + rows.size() + "\"");
      values.put("day", "\"2024-01-01\"");
      values.put("product", "\"apple\"");
      values.put("quantity", "1");
      values.put("amount", "9.99");
      values.put("shop", "{\"city\":\"Ulm\"}");
      values.put(key, json);
      var text = new ArrayList<String>();
      values.forEach((k, v) -> text.add("\"" + k + "\":" + v));
      var line = ("{" + String.join(",", text) + "}").getBytes(UTF_8);
      rows.add(new Poison(name, line, rule, column, value));
    }

    void line(String name, String text, String rule) {
      rows.add(new Poison(name, text.getBytes(UTF_8), rule, "", ""));
    }
  }
}
