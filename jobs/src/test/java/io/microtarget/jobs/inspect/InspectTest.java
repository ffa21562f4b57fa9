package io.microtarget.jobs.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.microtarget.table.DataError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After an intended change {@code -Dgolden.update=true} rewrites {@code draft.conf}. */
class InspectTest {
  private static final Path GOLDEN =
      Path.of(System.getProperty("basedir", ".")).resolve("src/test/resources/draft.conf");

  @TempDir Path folder;

  @Test
  void drafts_of_two_files_equal_the_golden_draft() throws IOException {
    write(
        "kunden.csv",
        """
        Kundennr;Vorname;Nachname;E-Mail;Geburtsdatum;PLZ;Stufe;seit
        K-001;Zylphia;Knatterfels;zk@knatterfels.example;01.02.1980;10115;Gold;03.04.2019
        K-002;Quorvath;Ozzelbrink;qo@ozzelbrink.example;17.12.1975;10117;Silber;15.06.2020
        K-003;Mirquella;Hibbelquast;;30.08.1991;10119;Gold;28.02.2021
        K-004;Yxander;Jaxentorp;yj@jaxentorp.example;05.05.2001;10999;Gold;01.01.2022
        K-005;Wobbina;Plimmering;wp@plimmering.example;11.11.1968;12043;Silber;09.09.2018
        K-006;Brömbel;Frömmwald;bf@froemmwald.example;24.07.1983;12045;Silber;19.03.2023
        """);
    write(
        "bons.csv",
        """
        Kundennr;Bon;Zeitpunkt;Artikel;Menge;Betrag
        K-001;B1;01.03.2025 10:15;A1;1;1.234,50
        K-001;B1;01.03.2025 10:15;A2;2;9,90
        K-004;B2;02.03.2025 17:40;A1;-1;-1.234,50
        ;B3;03.03.2025 09:05;A3;3;12,00
        """);
    var draft = draft().replace(folder.toString(), "FOLDER");
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(GOLDEN.getParent());
      Files.writeString(GOLDEN, draft);
    }
    assertThat(draft)
        .as("%s; an intended change: -Dgolden.update=true rewrites it", GOLDEN)
        .isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void hostile_names_stay_text() throws IOException {
    write(
        "a.csv",
        "id,\"x\"\" } evil = 1\",\"line\nbreak\",${HOME},`tick`,\"\\\"\n1,a,b,c,d,e\n2,a,b,c,d,e\n3,f,g,h,i,j\n");
    var sources = ConfigFactory.parseString(draft()).getConfig("sources");
    assertThat(sources.root()).hasSize(1);
    assertThat(sources.getConfig("a").root().keySet())
        .isSubsetOf(
            "kind",
            "format",
            "path",
            "options",
            "columns",
            "attributes",
            "identified-by",
            "personal");
  }

  @Test
  void names_what_is_not_understood() throws IOException {
    write("a.csv", "id,name\n1,x\n2,y\n");
    Files.write(folder.resolve("b.bin"), new byte[] {0, 1, 2, 3, 0, 0, 0, 9});
    write("c.txt", "");
    assertThat(draft())
        .contains("Not understood")
        .contains("b.bin: no text, and no format that is known")
        .contains("c.txt: empty");
  }

  @Test
  void a_folder_without_a_readable_file_is_no_input() throws IOException {
    write("c.txt", "");
    assertThatThrownBy(this::draft)
        .isInstanceOf(DataError.class)
        .hasMessageContaining("none of the files is understood")
        .hasMessageContaining("c.txt: empty");
    assertThatThrownBy(() -> Inspect.of(List.of(folder + "/none.csv")))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("there is no file " + folder + "/none.csv");
  }

  @Test
  void of_a_large_file_head_and_places_further_in_are_read() throws IOException {
    var rows = new StringBuilder("id,word\n");
    for (int i = 0; rows.length() < 20_000_000; i++) {
      rows.append(i).append(",some words of filling that take room in the file\n");
    }
    write("large.csv", rows.toString());
    var sample = Sampler.of(List.of(folder.resolve("large.csv").toString())).get(0);
    assertThat(sample.isWhole()).isFalse();
    assertThat(sample.head()).hasSize(8 << 20);
    assertThat(sample.further()).hasSize(4);
    var lines = TextSample.of(sample).orElseThrow().lines();
    assertThat(lines)
        .allMatch(l -> l.matches("id,word|\\d+,some words of filling that take room in the file"));
  }

  private String draft() {
    return Inspect.of(List.of(folder.toString()))
        .draft(
            () -> {
              throw new AssertionError("no file is Parquet");
            });
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
