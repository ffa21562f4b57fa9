package io.microtarget.jobs.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What texts are taken for: charset, delimiter, quotes, header, objects, log lines. */
class TextTablesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {",", ";", "|", "\t"},
      ignoreLeadingAndTrailingWhitespace = false)
  void finds_the_delimiter(String delimiter) {
    var text = "id;name;amount\n1;Lamp;2.50\n2;\"Desk; large\";3,10\n3;Rug;4.00\n";
    var table = csv(text.replace(';', '\1').replace(',', '.').replace('\1', delimiter.charAt(0)));
    assertThat(names(table)).containsExactly("id", "name", "amount");
    assertThat(table.columns().get(1).values())
        .containsExactly("Lamp", "Desk%s large".formatted(delimiter), "Rug");
    assertThat(table.options().get("delimiter"))
        .isEqualTo(
            delimiter.equals(",")
                ? null
                : "\"" + (delimiter.equals("\t") ? "\\t" : delimiter) + "\"");
  }

  @Test
  void a_comma_inside_decimals_is_no_delimiter() {
    assertThat(csv("id;a;b\n1;2,5;3,5\n2;1,5;2,5\n3;0,5;1,0\n").options())
        .containsEntry("delimiter", "\";\"");
  }

  @Test
  void sees_line_breaks_and_doubled_quotes_inside_quotes() {
    var table = csv("id,text\n1,\"one \"\"two\"\"\nthree\"\n2,\"four\nfive\"\n3,six\n");
    assertThat(table.options())
        .containsEntry("multi-line", "true")
        .containsEntry("escape", "\"\\\"\"");
    assertThat(table.rows()).isEqualTo(3);
    assertThat(table.columns().get(1).values().get(0)).isEqualTo("one \"two\"\nthree");
  }

  @Test
  void counts_lines_with_another_number_of_values() {
    var text = new StringBuilder("id,name\n");
    for (int i = 0; i < 40; i++) {
      text.append(i).append(i == 7 ? ",a,b,c\n" : ",a\n");
    }
    assertThat(csv(text.toString()).malformed()).isEqualTo(1);
    text.append(",".repeat(20_000)).append("\n41,a\n");
    var table = csv(text.toString());
    assertThat(table.malformed()).as("more values than a parser takes").isEqualTo(2);
    assertThat(table.rows()).as("and the lines behind it").isEqualTo(40);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id,name,amount/1,Lamp,2.5/2,Desk,3.5          | true",
        "Kunden-Nr,Ort/K1,Ulm/K2,Jena                  | true",
        "colour,shape/red,round/blue,square            | true",
        "1,Lamp,2.5/2,Desk,3.5/3,Rug,1.0               | false",
        "anna@b.example,Ulm/c@d.example,Jena/e@f.example,Bonn | false",
        "Anna,Ulm/Bernd,Jena/Zoe,Bonn                  | false",
        "red,round/blue,round/red,square/green,flat    | false",
        "2024-01-02,x/2024-01-03,y/2024-01-04,z        | false"
      })
  void tells_names_of_columns_from_data(String lines, boolean isHeader) {
    var rows = List.of(lines.strip().split("/")).stream().map(l -> l.split(",")).toList();
    assertThat(Header.isThere(rows)).isEqualTo(isHeader);
  }

  @Test
  void names_columns_without_a_name_and_repeated_ones_by_their_place() {
    assertThat(CsvTable.names(new String[] {"a", "", "A", null, "b"}))
        .containsExactly("a", "_c1", "A2", "_c3", "b");
  }

  @Test
  void prose_and_noise_are_no_table() {
    assertThat(of("Dear reader, this is a letter.\nIt has lines, and commas, in it.\nGoodbye.\n"))
        .isEmpty();
    var random = new Random(3);
    for (int n = 0; n < 100; n++) {
      var text = new StringBuilder();
      for (int i = 0; i < 600; i++) {
        text.append((char) (random.nextInt(9) == 0 ? '\n' : 32 + random.nextInt(95)));
      }
      assertThat(of(text.toString())).as("%s", text).isEmpty();
    }
  }

  @Test
  void reads_objects_by_line_as_an_array_and_over_lines() {
    var byLine = of("{\"a\":1,\"b\":{\"c\":\"x\"}}\n{\"a\":2}\n").orElseThrow();
    assertThat(paths(byLine)).containsExactly("a", "b.c");
    assertThat(byLine.options()).isEmpty();
    assertThat(of("[{\"a\":1},\n {\"a\":2}]").orElseThrow().rows()).isEqualTo(2);
    var pretty = of("{\n \"a\": 1\n}\n{\n \"a\": 2\n}\n").orElseThrow();
    assertThat(pretty.rows()).isEqualTo(2);
    assertThat(pretty.options()).containsEntry("multi-line", "true");
  }

  @Test
  void keeps_a_list_of_groups_apart_and_does_not_look_into_names_that_are_values() {
    var table =
        of("{\"o\":1,\"items\":[{\"sku\":\"A\"}],\"by\":{\"anna@b.example\":{\"x\":1}}}\n{\"o\":2}\n")
            .orElseThrow();
    assertThat(table.lists()).containsOnlyKeys(List.of("items"));
    assertThat(table.lists().get(List.of("items")).get(0).path())
        .containsExactly("_element", "sku");
    assertThat(paths(table)).containsExactly("o", "by");
  }

  @Test
  void knows_lines_of_web_servers_and_programs() {
    var line = "1.2.3.4 - bob [17/May/2015:10:05:03 +0000] \"GET /x HTTP/1.1\" 200 -";
    var agent = line + " \"http://y/\" \"Mozilla \\\"z\\\"\"";
    assertThat(of((agent + "\n").repeat(3)).orElseThrow().options())
        .containsEntry("pattern", "\"combined\"");
    assertThat(of((line + "\n").repeat(3)).orElseThrow().options())
        .containsEntry("pattern", "\"common\"");
    var app =
        "2024-01-02 10:00:00 INFO  shop.Cart: added 7\n2024-01-02 10:00:01 WARN  shop.Pay: slow\n";
    assertThat(names(of(app).orElseThrow())).containsExactly("time", "level", "logger", "message");
    var pairs = "ts=1 user=u1 msg=\"a b\"\nts=2 user=u2 msg=\"c\"\n";
    var table = of(pairs).orElseThrow();
    assertThat(names(table)).containsExactly("ts", "user", "msg");
    assertThat(table.columns().get(2).values()).containsExactly("a b", "c");
  }

  @ParameterizedTest
  @CsvSource({"UTF-8,", "windows-1252, windows-1252", "UTF-16, UTF-16", "UTF-16LE, UTF-16LE"})
  void finds_the_charset(String charset, String option) {
    var bytes = "Größe;Öl\n1;ä\n2;ß\n".getBytes(Charset.forName(charset));
    var encoding = Encoding.of(bytes).orElseThrow();
    assertThat(encoding.option()).isEqualTo(Optional.ofNullable(option));
    assertThat(encoding.text(bytes)).startsWith("Größe;Öl");
  }

  @Test
  void a_byte_order_mark_is_no_part_of_a_name_and_bytes_are_no_text() {
    var marked = "\uFEFFid,b\n1,2\n".getBytes(StandardCharsets.UTF_8);
    assertThat(Encoding.of(marked).orElseThrow().text(marked)).startsWith("id,");
    var noise = new byte[5000];
    new Random(1).nextBytes(noise);
    assertThat(Encoding.of(noise)).isEmpty();
  }

  @Test
  void one_path_stands_for_files_that_are_alike() {
    assertThat(Glob.of(List.of("d/bons-2024-01-01.csv", "d/bons-2024-01-02.csv")))
        .isEqualTo("d/bons-2024-01-*.csv");
    assertThat(Glob.of(List.of("a.zip!/t/1.csv", "a.zip!/t/2.csv"))).isEqualTo("a.zip!/t/*.csv");
    assertThat(Glob.of(List.of("x/a.csv", "y/a.csv"))).isEqualTo("{x/a.csv,y/a.csv}");
    assertThat(Glob.of(List.of("d/we[i]rd.csv"))).isEqualTo("d/we\\[i\\]rd.csv");
  }

  @Test
  void expressions_name_any_column_and_say_paths() {
    assertThat(Names.expression(List.of("amount"), List.of("amount"))).contains("amount");
    assertThat(Names.expression(List.of("emp.var.rate"), List.of("emp.var.rate")))
        .contains("`emp.var.rate`");
    assertThat(Names.expression(List.of("Kunden Nr"), List.of("Kunden Nr")))
        .contains("`Kunden Nr`");
    assertThat(Names.expression(List.of("default"), List.of("default"))).contains("`default`");
    assertThat(Names.expression(List.of("a", "b"), List.of("a")).orElseThrow())
        .matches("a\\.b|a\\['b'\\]");
    assertThat(Names.words("customerNo2")).containsExactly("customer", "no2");
    assertThat(Names.attribute(List.of("Straße & Nr."))).isEqualTo("strasse_nr");
  }

  @Test
  void a_shape_shows_no_value() {
    assertThat(Mask.of("anna.x7@b.example")).isEqualTo("aaaa.a9@a.aaaaaaa");
    assertThat(Mask.of("Ä ß 7")).isEqualTo("A a 9");
  }

  private static Optional<RawTable> of(String text) {
    var sample = TextSample.of(sample(text)).orElseThrow();
    return JsonTable.of(sample).or(() -> LogTable.of(sample)).or(() -> CsvTable.of(sample));
  }

  private static RawTable csv(String text) {
    return CsvTable.of(TextSample.of(sample(text)).orElseThrow()).orElseThrow();
  }

  private static Sample sample(String text) {
    return new Sample("t", "", text.getBytes(StandardCharsets.UTF_8), List.of(), true, "");
  }

  private static List<String> names(RawTable table) {
    return table.columns().stream().map(RawColumn::name).toList();
  }

  private static List<String> paths(RawTable table) {
    return table.columns().stream().map(c -> String.join(".", c.path())).toList();
  }
}
