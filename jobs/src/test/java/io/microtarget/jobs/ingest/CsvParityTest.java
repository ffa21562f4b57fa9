package io.microtarget.jobs.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_csv;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.jobs.raw.Delivered;
import io.microtarget.jobs.raw.Listing;
import io.microtarget.jobs.raw.RecordFormat;
import io.microtarget.source.Format;
import io.microtarget.source.Mapping;
import io.microtarget.testing.Sessions;
import io.microtarget.testing.TextTable;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values taken from the bytes of a record are those that Spark's {@code from_csv} gives. */
class CsvParityTest {
  private static final String LONG = "x".repeat(3_000_000);

  /** Lines of three columns, with commas that stand for the delimiter. */
  private static final List<String> LINES =
      List.of(
          "1,2,3",
          ",,",
          "1,,",
          ",,3",
          "1,2",
          "1",
          "1,2,3,4",
          "1,2,3,",
          "1,2,",
          " ",
          "\t",
          "   ,,",
          " 1 , 2\t,\t3 ",
          "Ä,日本,😀",
          "\u00A0,\u2028,\u0085",
          "\uFEFF1,2,3",
          "1,\uFFFE,\uFF0C",
          "#,2,3",
          "# a comment",
          "1,#2,3",
          "NULL,null,NA",
          "NA,1,NA",
          "EMPTY,\"\",",
          "\"\",\"\",\"\"",
          "\"1\",\"2\",\"3\"",
          "\"1,2\",3,4",
          "\"1\"\"2\",\"\"\"\",\"\"\"\"\"\"",
          "\"1\",2,\"3\"",
          "1,\"\",3",
          ",\"\",",
          "\"\"",
          "\"1\"",
          "\"1\",2",
          "\"1\",\"2\",",
          "\"1\",\"2\",\"3\",\"4\"",
          "\"1\",\"2\",3,",
          "\",\",\",2,\",\"3,\"",
          "\" \",\" 2 \",\"\t3\t\"",
          "\"1\" ,2,3",
          "1,\t\"2\",3",
          "1,2,\"3\" ",
          "\"Ä, 日本\",\"😀\",\"\u00A0\"",
          "\"NA\",\"#\",\"EMPTY\"",
          "\"it's\",\"\\\",\"~\"",
          "'1','','3,'",
          "' ','2' ,'3'",
          "\"1,2,3",
          "1,\"2,3",
          "1,2,\"3",
          "1,2,\"",
          "1,2\",3",
          "1,2\"2,3",
          "1,\"2\"2,3",
          "1,\"2\" ,3",
          "1, \"2\",3",
          " \"1\" , \"2\" , \"3\" ",
          "1,\"2\"\",3",
          "1,\"2\"\"\",3",
          "\"a\"b\"c\",2,3",
          "1,\\2,3",
          "1,\\\\,3\\",
          "1,2\\,3",
          "1,\"2\\\"2\",3",
          "1,\"2\\\\\",3",
          "1,\"2\\\\\\\"\",3",
          "1,2\\\"2,3",
          "'1','2,2','3''3'",
          "1,'2,3",
          "it's,2,3",
          "1,2'',3",
          "1~\"2,\"~\"\",3",
          "1;2;3",
          "1|2|3",
          "1\t2\t3",
          "1 2 3",
          "a||b,c,d",
          "a|,|b,c",
          "\u0001,\u001F,\u007F",
          "1," + LONG + ",3",
          "1,\"" + LONG + "\",3",
          ",".repeat(20_479),
          "1,2,3");

  @TempDir Path folder;

  static List<Map<String, String>> options() {
    return List.of(
        Map.of(),
        Map.of("delimiter", ";"),
        Map.of("sep", "|"),
        Map.of("delimiter", "\\t"),
        Map.of("delimiter", "\t"),
        Map.of("delimiter", " "),
        Map.of("delimiter", "||"),
        Map.of("delimiter", "§"),
        Map.of("quote", "'"),
        Map.of("quote", ""),
        Map.of("quote", "€"),
        Map.of("escape", "\\"),
        Map.of("escape", ""),
        Map.of("escape", "~"),
        Map.of("escape", "\\", "charToEscapeQuoteEscaping", "\\"),
        Map.of("comment", "#"),
        Map.of("nullValue", "NA"),
        Map.of("NULLVALUE", "1"),
        Map.of("emptyValue", "EMPTY"),
        Map.of("emptyValue", "x", "nullValue", "x"),
        Map.of("ignoreLeadingWhiteSpace", "true"),
        Map.of("ignoreTrailingWhiteSpace", "true"),
        Map.of("ignoreLeadingWhiteSpace", "true", "delimiter", ";"),
        Map.of("unescapedQuoteHandling", "STOP_AT_CLOSING_QUOTE"),
        Map.of("unescapedQuoteHandling", "BACK_TO_DELIMITER"),
        Map.of("unescapedQuoteHandling", "SKIP_VALUE"),
        Map.of("mode", "FAILFAST"),
        Map.of("maxCharsPerColumn", "4000000"),
        Map.of("maxColumns", "40000"),
        Map.of("lineSep", "|"),
        Map.of("lineSep", "\r\n"),
        Map.of("multi-line", "true"),
        Map.of("multi-line", "true", "escape", "\\", "delimiter", ";"),
        Map.of("charset", "windows-1252", "delimiter", ";"),
        Map.of("charset", "UTF-16LE"),
        Map.of("header", "false"));
  }

  @ParameterizedTest
  @MethodSource("options")
  void lines_have_the_values_that_spark_gives_them(Map<String, String> options) throws IOException {
    var separator = options.getOrDefault("delimiter", options.getOrDefault("sep", ","));
    separator = separator.equals("\\t") ? "\t" : separator;
    var text = new StringBuilder("a,b,c\n".replace(",", separator));
    for (var line : LINES) {
      if (options.containsKey("ignoreTrailingWhiteSpace") && line.matches("[\\x01- ]+,.*")) {
        // The parser fails if the first value is blank, and Spark lets the whole run fail.
        continue;
      }
      text.append(line.replace(",", separator)).append('\n');
    }
    if (options.containsKey("multi-line")) {
      text.append("1,\"2\n2\",3\r\n1,\"\r\n\",\"\n\"\n1,\"2\n".replace(",", separator));
    }
    assertAlike(text.toString(), options);
  }

  private void assertAlike(String text, Map<String, String> options) throws IOException {
    var charset = Charset.forName(options.getOrDefault("charset", "UTF-8"));
    var path = Files.write(folder.resolve("raw.csv"), text.getBytes(charset));
    var raw = new RawRows(Sessions.shared(), "s", Format.CSV, options);
    var listing = new Listing(Sessions.shared().sparkContext().hadoopConfiguration());
    var listed = listing.of("s", path.toString(), f -> Optional.empty()).get(0);
    var layout = raw.layout(listed);
    assertThat(layout.names()).hasSize(3);
    var files = List.of(new Delivered(listed.file(), "d", 0, raw.hasHeader(), false));
    var fast = raw.read(files, layout.columns(), Set.of());
    var again = raw.parsed(raw.lines(files), layout.columns(), Set.of());
    var slow = bySpark(raw.lines(files), layout.columns(), options);
    assertThat(again.columns()).isEqualTo(fast.columns());
    var ours = shown(fast);
    assertThat(ours).hasSizeGreaterThan(40);
    assertThat(ours).isEqualTo(shown(slow));
    assertThat(shown(again)).as("lines that were read before").isEqualTo(ours);
    // A column nobody reads changes nothing about the others.
    var second = fast.columns()[1];
    assertThat(TextTable.lines(fast.select(col("`" + second + "`"))))
        .isEqualTo(TextTable.lines(slow.select(col("`" + second + "`"))));
  }

  private static Dataset<Row> bySpark(
      Dataset<Row> lines, StructType columns, Map<String, String> options) {
    var keeping = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    keeping.putAll(RecordFormat.forSpark(options));
    keeping.remove("mode");
    keeping.put("columnNameOfCorruptRecord", Mapping.MALFORMED);
    var schema = columns.add(Mapping.MALFORMED, DataTypes.StringType).toDDL();
    var whole = when(col(Mapping.FAULT).isNull(), col(Mapping.LINE));
    var selected = new ArrayList<Column>();
    for (var name : columns.fieldNames()) {
      selected.add(col("_row.`" + name + "`"));
    }
    var broken = when(col(Mapping.FAULT).isNotNull(), col(Mapping.LINE));
    selected.add(coalesce(broken, col("_row." + Mapping.MALFORMED)).as(Mapping.MALFORMED));
    selected.add(col(Mapping.OFFSET));
    selected.add(col(Mapping.LINE));
    return lines
        .withColumn("_row", from_csv(whole, lit(schema), keeping))
        .select(selected.toArray(Column[]::new));
  }

  private static List<String> shown(Dataset<Row> rows) {
    var columns = new ArrayList<Column>();
    columns.add(col(Mapping.OFFSET));
    for (int i = 0; i < 3; i++) {
      columns.add(col("`" + rows.columns()[i] + "`"));
    }
    columns.add(col(Mapping.MALFORMED).isNotNull());
    columns.add(col(Mapping.LINE));
    return rows.select(columns.toArray(Column[]::new)).collectAsList().stream()
        .map(CsvParityTest::shortened)
        .toList();
  }

  private static String shortened(Row row) {
    var text = row.toString();
    return text.length() < 500 ? text : text.substring(0, 200) + text.length() + text.hashCode();
  }
}
