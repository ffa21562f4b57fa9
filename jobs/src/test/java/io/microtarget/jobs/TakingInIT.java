package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about raw files, as a user calls them, one after the other on one business. */
class TakingInIT {
  @TempDir Path folder;

  @Test
  void rows_are_foreseen_taken_in_without_a_run_and_looked_at_again() throws Exception {
    var shop = Bookshop.smallIn(folder.resolve("shop"));
    var check = shop.run("check", "--counts").ok();
    assertThat(check.out())
        .containsPattern(
            "of the first [0-9,]+ rows of bons.csv: \\{filtered=[0-9]+, kept=[0-9]+, quarantined=%d\\}"
                .formatted(Bookshop.RETURNS))
        .contains("because {range:quantity=%d}".formatted(Bookshop.RETURNS));
    assertThat(shop.lake()).as("a check leaves nothing").doesNotExist();

    var ingest = shop.run("ingest").ok();
    assertThat(ingest.out())
        .containsPattern(
            "bons +[0-9,]+ in = [0-9,]+ kept \\+ [0-9]+ filtered \\+ %d quarantined"
                .formatted(Bookshop.RETURNS));
    assertThat(shop.lake().resolve("publication")).as("nothing is published").doesNotExist();

    var redrive = shop.run("redrive", "bons").ok();
    assertThat(redrive.out())
        .contains(
            "bons: %1$d quarantined rows = 0 kept + 0 late + 0 filtered + 0 duplicates + %1$d still in quarantine"
                .formatted(Bookshop.RETURNS));
    var unknown = shop.run("redrive", "bon");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("SOURCE: no source `bon`; did you mean `bons`?");
  }
}
