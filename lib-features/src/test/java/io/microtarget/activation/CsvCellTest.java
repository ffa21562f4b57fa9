package io.microtarget.activation;

import static org.assertj.core.api.Assertions.assertThat;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import io.microtarget.testing.Hostile;
import java.io.StringReader;
import java.text.Normalizer;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CsvCellTest {
  private static final List<String> HOSTILE = Hostile.values();

  @Test
  void there_are_two_hundred_values_and_most_are_formulas_as_they_stand() {
    assertThat(HOSTILE).hasSize(200).doesNotHaveDuplicates();
    assertThat(HOSTILE.stream().filter(v -> isFormula(v)).count()).isGreaterThan(90);
  }

  @Test
  void no_cell_is_a_formula_whoever_reads_the_file() {
    var file = HOSTILE.stream().map(v -> CsvCell.of(ValueType.TEXT, v)).toList();
    var read = read(String.join("\r\n", file) + "\r\n");
    assertThat(read).as("a row each").hasSize(HOSTILE.size());
    assertThat(read).allMatch(row -> row.length == 1);
    assertThat(read).noneMatch(row -> isFormula(row[0]));
    // Programs of other countries split at a semicolon, careless ones know no quotes.
    for (var separator : List.of(",", ";", "\t", "|", "\uff1b")) {
      for (var line : String.join("\n", file).split("\\R", -1)) {
        for (var cell : line.split(java.util.regex.Pattern.quote(separator), -1)) {
          assertThat(isFormula(cell)).as("%s at '%s'", cell, separator).isFalse();
        }
      }
    }
  }

  @Test
  void ordinary_texts_stay_as_they_are() {
    for (var value :
        List.of("Anna Berg", "O'Hara-Lind", "José", "100 % sure", "a=b", "C++", "x@y")) {
      assertThat(CsvCell.of(ValueType.TEXT, value)).isEqualTo('"' + value + '"');
    }
    assertThat(CsvCell.of(ValueType.TEXT, "he said \"hi\"")).isEqualTo("\"he said \"\"hi\"\"\"");
    assertThat(CsvCell.harmless("Weg 5\r\n=1+1")).isEqualTo("Weg 5 =1+1");
    assertThat(CsvCell.harmless(" \u00a0=1")).isEqualTo("' \u00a0=1");
  }

  @Test
  void numbers_of_phones_and_hashes_leave_unchanged() {
    var phones = List.of("+493023125042", "+12025550143", "+4915123456789");
    for (var phone : phones) {
      var leaves = ValueType.E164.of(phone, "phone", "DE").orElseThrow();
      assertThat(CsvCell.of(ValueType.E164, leaves)).isEqualTo('"' + phone + '"');
      assertThat(read(CsvCell.of(ValueType.E164, leaves) + "\r\n").get(0)[0]).isEqualTo(phone);
    }
    var hash = ValueType.SHA256.of("Jonas.Okoye@Example.ORG", "email", "").orElseThrow();
    assertThat(CsvCell.of(ValueType.SHA256, hash))
        .isEqualTo("\"af9ec21a397dee37536a915c709c7bd420475e8dfe4cf57796c885509505d393\"");
  }

  private static List<String[]> read(String csv) {
    var settings = new CsvParserSettings();
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    settings.setSkipEmptyLines(false);
    settings.setEmptyValue("");
    settings.setNullValue("");
    settings.getFormat().setLineSeparator("\r\n");
    return new CsvParser(settings).parseAll(new StringReader(csv));
  }

  /** Written apart from the code it judges: what a spreadsheet sees once blanks are gone. */
  private static boolean isFormula(String cell) {
    return cell.lines()
        .map(line -> Normalizer.normalize(line, Normalizer.Form.NFKC))
        .map(
            line ->
                line.codePoints()
                    .dropWhile(
                        c ->
                            c == '"'
                                || Character.isWhitespace(c)
                                || Character.isSpaceChar(c)
                                || Character.isISOControl(c)
                                || Character.getType(c) == Character.FORMAT)
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining()))
        .anyMatch(line -> !line.isEmpty() && "=+-@\u2212".indexOf(line.charAt(0)) >= 0);
  }
}
