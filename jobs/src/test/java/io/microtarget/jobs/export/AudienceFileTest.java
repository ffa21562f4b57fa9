package io.microtarget.jobs.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import io.microtarget.activation.Destination;
import io.microtarget.activation.Format;
import io.microtarget.testing.Hostile;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AudienceFileTest {
  private static final List<String> HOSTILE = Hostile.values();
  private static final Map<String, String> COLUMNS =
      Map.of(
          "name", "first-name", "mobile", "phone", "hash", "email as sha256", "id", "native-id?");

  @Test
  void two_hundred_hostile_values_leave_as_csv_without_a_formula_beside_whole_phones_and_hashes() {
    var rows = csv(text(filled(Format.CSV)));
    assertThat(rows).hasSize(HOSTILE.size() + 1);
    assertThat(rows.get(0)).containsExactly("row_key", "hash", "id", "mobile", "name");
    var hashes = new HashSet<String>();
    for (int i = 0; i < HOSTILE.size(); i++) {
      var row = rows.get(i + 1);
      assertThat(row).hasSize(5);
      hashes.add(row[1]);
      assertThat(row[1]).matches("[0-9a-f]{64}");
      assertThat(row[3]).isEqualTo(phone(i));
      assertThat(row[4].replaceFirst("^[\\p{Z}\"]+", ""))
          .as(HOSTILE.get(i))
          .doesNotMatch("(?s)[=+\\-@\uff1d\uff0b\uff0d\uff20\t\r\n].*")
          .doesNotContain("\n", "\r", "\t");
    }
    assertThat(hashes).hasSize(HOSTILE.size());
  }

  @Test
  void two_hundred_hostile_values_leave_as_json_as_they_are_and_harmless_within_a_page()
      throws IOException {
    var text = text(filled(Format.JSON));
    assertThat(text).doesNotContain("<", ">", "&", "\u2028", "\u2029");
    var lines = text.split("\n");
    assertThat(lines).hasSize(HOSTILE.size());
    for (int i = 0; i < lines.length; i++) {
      JsonNode row = new ObjectMapper().readTree(lines[i]);
      assertThat(row.path("name").asText()).isEqualTo(HOSTILE.get(i));
      assertThat(row.path("mobile").asText()).isEqualTo(phone(i));
      assertThat(row.path("hash").asText()).matches("[0-9a-f]{64}");
    }
  }

  @Test
  void a_row_without_a_value_or_with_one_that_does_not_fit_is_left_out_and_counted() {
    var file = file(Format.CSV);
    add(file, "a", "offer", Map.of("phone", "030 23125042", "email", "a@example.org"));
    add(file, "b", "offer", Map.of("first-name", "B", "phone", "12", "email", "b@example.org"));
    add(file, "c", "offer", Map.of("first-name", "C", "phone", "030 23125042", "email", "=1"));
    add(file, "d", "offer", values("D", "030 23125042", "d@example.org"));
    add(file, "e", "rare", values("E", "030 23125043", "e@example.org"));
    file.leaveOut("deny:revoked", 3);
    file.dropSmall(1);
    assertThat(file.lines()).extracting(AudienceFile.Line::decisionId).containsExactly("d", "e");
    assertThat(file.leftOut())
        .isEqualTo(
            Map.of("missing:name", 1L, "type:mobile", 1L, "type:hash", 1L, "deny:revoked", 3L));
  }

  @Test
  void each_offer_is_an_audience_of_its_own() {
    var file = file(Format.CSV);
    add(file, "d", "offer", values("D", "030 23125042", "d@example.org"));
    add(file, "e", "offer", values("E", "030 23125043", "e@example.org"));
    add(file, "f", "rare", values("F", "030 23125044", "f@example.org"));
    file.dropSmall(2);
    assertThat(file.lines()).extracting(AudienceFile.Line::decisionId).containsExactly("d", "e");
    assertThat(file.leftOut()).isEqualTo(Map.of("size:below-2", 1L));
  }

  private static AudienceFile filled(Format format) {
    var file = file(format);
    for (int i = 0; i < HOSTILE.size(); i++) {
      add(file, "d" + i, "offer", values(HOSTILE.get(i), phone(i), "p%d@example.org".formatted(i)));
    }
    assertThat(file.leftOut()).isEmpty();
    return file;
  }

  private static AudienceFile file(Format format) {
    var settings = new Destination("mail", format, COLUMNS, List.of(), Optional.empty());
    return new AudienceFile("house", settings, "DE");
  }

  private static void add(
      AudienceFile file, String decisionId, String offer, Map<String, String> values) {
    file.add("0".repeat(32), decisionId, offer, values::get);
  }

  private static Map<String, String> values(String name, String phone, String email) {
    return Map.of("first-name", name, "phone", phone, "email", email);
  }

  private static String phone(int number) {
    return "+4930231250%02d".formatted(number % 100);
  }

  private static String text(AudienceFile file) {
    var text = new StringBuilder();
    file.writeTo(text);
    return text.toString();
  }

  private static List<String[]> csv(String text) {
    var settings = new CsvParserSettings();
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    settings.setEmptyValue("");
    settings.setNullValue("");
    settings.getFormat().setLineSeparator("\r\n");
    return new ArrayList<>(new CsvParser(settings).parseAll(new StringReader(text)));
  }
}
