package io.microtarget.jobs.raw;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.source.Format;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinesTest {
  @Test
  void a_line_ends_with_any_of_the_three_line_breaks() throws IOException {
    assertThat(lines("a\nb\r\nc\rd", Map.of())).containsExactly("0 a", "2 b", "5 c", "7 d");
    assertThat(lines("\n\n", Map.of())).containsExactly("0 ", "1 ");
    assertThat(lines("", Map.of())).isEmpty();
  }

  @Test
  void a_line_longer_than_allowed_is_cut_and_marked_and_the_next_one_is_read() throws IOException {
    var text = "short\n" + "x".repeat(2_000_000) + "\nlast\n";
    assertThat(lines(text, Map.of("max-record-bytes", "1000")))
        .containsExactly(
            "0 short", "6 " + "x".repeat(1 << 16) + " malformed:too-long", "2000007 last");
  }

  @Test
  void the_limit_holds_also_for_lines_that_are_at_hand_as_a_whole() throws IOException {
    var long1 = "x".repeat(101);
    assertThat(lines("x".repeat(100) + "\n" + long1 + "\nlast", Map.of("max-record-bytes", "100")))
        .containsExactly(
            "0 " + "x".repeat(100), "101 " + long1 + " malformed:too-long", "203 last");
  }

  @Test
  void a_byte_zero_and_bytes_of_another_charset_are_marked() throws IOException {
    assertThat(lines("a\0b\nc\n", Map.of())).containsExactly("0 a\0b malformed:nul", "4 c");
    var lines =
        new Lines(
            new ByteArrayInputStream(new byte[] {'M', (byte) 0xFC, '\n'}), 0, format(Map.of()));
    assertThat(lines.next()).isTrue();
    assertThat(lines.text().toString()).as("one character a byte").isEqualTo("M\u00FC");
    assertThat(lines.fault()).contains("malformed:charset");
  }

  @Test
  void quotes_hold_line_breaks_and_doubled_or_escaped_quotes() throws IOException {
    var options = Map.of("multi-line", "true", "escape", "\\");
    assertThat(lines("1,\"a\n\"\"b\"\"\"\n2,\"c\\\"\nd\"\n3,5\" pipe\n4\n", options))
        .containsExactly("0 1,\"a\n\"\"b\"\"\"", "12 2,\"c\\\"\nd\"", "22 3,5\" pipe", "32 4");
  }

  @Test
  void a_file_cut_anywhere_gives_each_line_once() throws IOException {
    var random = new Random(7);
    for (int round = 0; round < 50; round++) {
      var text = new StringBuilder();
      for (int i = 0; i < 40; i++) {
        text.append("x".repeat(random.nextInt(6)))
            .append(List.of("\n", "\r\n", "\r").get(random.nextInt(3)));
      }
      var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      var whole = lines(text.toString(), Map.of());
      var parts = new ArrayList<String>();
      int cut = 1 + random.nextInt(bytes.length - 1);
      parts.addAll(span(bytes, 0, cut));
      parts.addAll(span(bytes, cut, bytes.length));
      assertThat(parts).as("cut at %d, round %d, seed 7", cut, round).isEqualTo(whole);
    }
  }

  private static List<String> span(byte[] bytes, int start, int end) throws IOException {
    int from = Math.max(0, start - 1);
    var in = new ByteArrayInputStream(bytes, from, bytes.length - from);
    var lines = new Lines(in, from, format(Map.of()));
    if (start > 0) {
      lines.next();
    }
    var found = new ArrayList<String>();
    while (lines.next() && lines.offset() < end) {
      found.add(lines.offset() + " " + lines.text());
    }
    return found;
  }

  private static List<String> lines(String text, Map<String, String> options) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var lines = new Lines(new ByteArrayInputStream(bytes), 0, format(options));
    var found = new ArrayList<String>();
    while (lines.next()) {
      var line = lines.offset() + " " + lines.text();
      found.add(lines.fault().map(f -> line + " " + f).orElse(line));
    }
    return found;
  }

  private static RecordFormat format(Map<String, String> options) {
    return RecordFormat.of(Format.CSV, options);
  }
}
