package io.microtarget.jobs.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microtarget.pipeline.Settings;
import io.microtarget.table.Origin;
import io.microtarget.table.SettingsError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which measures of kinds are the business's own, and which every business has. */
class OriginTest {
  private static final Path REFERENCE =
      Path.of(System.getProperty("basedir", ".")).resolve("../conf/reference.conf");

  private static final String BUSINESS =
      """
      include "reference"
      business { name = "Any", jurisdiction = DE, currency = EUR, zone = "Europe/Berlin" }
      lake.root = "lake"
      sources.bills {
        kind = purchase, format = csv, path = "b.csv", known-after = [refund]
        columns { native-id = "id", event-time = "t", amount = "paid", discount = "refund" }
      }
      """;

  @TempDir Path folder;

  @Test
  void measures_that_the_business_leaves_alone_are_those_of_the_reference() throws IOException {
    assertThat(own("")).isEmpty();
  }

  @Test
  void a_measure_that_it_changes_or_adds_is_its_own() throws IOException {
    assertThat(own("features.kinds.purchase.amount.of = \"amount * 2\"\n"))
        .containsOnlyKeys("purchase.amount");
    assertThat(own("features.kinds.purchase.lines.windows-days = [7]"))
        .containsOnlyKeys("purchase.lines");
    assertThat(own("features.kinds.purchase.big { aggregates = [count], where = \"amount > 9\" }"))
        .containsOnlyKeys("purchase.big");
    assertThat(own("features.terms.purchase-category = \"merchant_category\""))
        .containsOnlyKeys("purchase.categories", "purchase.spend_on");
  }

  @Test
  void what_is_known_after_is_left_out_of_the_defaults_and_refused_in_its_own() throws IOException {
    assertThat(own("")).isEmpty();
    assertThatThrownBy(() -> own("features.kinds.purchase.discount.windows-days = [7]"))
        .isInstanceOf(SettingsError.class)
        .hasMessageContaining(
            "features.kinds.purchase.discount.of: `discount` is known only after the event (source"
                + " bills makes it from [refund], known-after), so no feature may read it");
  }

  private Map<String, Origin> own(String more) throws IOException {
    Files.writeString(folder.resolve("reference.conf"), Files.readString(REFERENCE));
    var file = Files.writeString(folder.resolve("any.conf"), BUSINESS + more);
    var own = new TreeMap<String, Origin>();
    Loader.load(file.toString(), Map.of(), Settings.class)
        .features()
        .kinds()
        .forEach(
            (kind, measures) ->
                measures.forEach((name, m) -> own.put(kind + "." + name, m.origin())));
    own.values().removeIf(origin -> origin == Origin.DEFAULT);
    return own;
  }
}
