package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.feature.FeatureTables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogFeaturesTest {
  @TempDir static Path folder;
  private static PlantedLake lake;

  @BeforeAll
  static void lake() throws IOException {
    var many =
        IntStream.range(0, 26)
            .mapToObj(
                i ->
                    "z%02d | number of purchase rows | array('analysis') | 2024-01-01 | 0 | 2 | true |"
                        .formatted(i))
            .collect(Collectors.joining("\n"));
    lake =
        PlantedLake.in(folder)
            .with(
                FeatureTables.FEATURE_DEFINITION,
                """
                name STRING | meaning STRING | purposes ARRAY<STRING> | first_date DATE | missing_share DOUBLE | mean DOUBLE | is_usable BOOLEAN | reason STRING
                a__b__avg__28d | mean amount of purchase rows, 28 days before the moment | array('analysis', 'service') | 2024-03-01 | 0.1234 | 12345.678 | true |
                c__d__sum__all | sum of value over event rows, ever before the moment | array() | | 1 | | false | no rows of event
                """
                    + many)
            .publish();
  }

  @Test
  void shows_the_first_page_of_the_dictionary() {
    assertThat(lake.run("catalog", "--features").ok().out())
        .startsWith(
            """
            28 features as of 2025-01-01 (run planted), 27 of them usable

            | feature | meaning | purposes | since | missing | mean | usable |
            | --- | --- | --- | --- | ---: | ---: | --- |
            | a__b__avg__28d | mean amount of purchase rows, 28 days before the moment | analysis, service | 2024-03-01 | 12.3 % | 12350 | yes |
            | c__d__sum__all | sum of value over event rows, ever before the moment |  |  | 100.0 % |  | no rows of event |
            | z00 | number of purchase rows | analysis | 2024-01-01 | 0.0 % | 2 | yes |
            """)
        .endsWith("\n3 more: --all shows them\n");
  }

  @Test
  void shows_all_of_it_where_asked() {
    assertThat(lake.run("catalog", "--features", "--all").ok().out())
        .contains("| z25 | ")
        .doesNotContain("--all shows");
  }
}
