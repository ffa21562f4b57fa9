package io.microtarget.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.testing.Hostile;
import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlTest {
  @Test
  void no_hostile_value_ends_its_element_or_its_attribute() {
    for (var value : Hostile.values()) {
      var escaped = Html.escape(value);
      assertThat(escaped).doesNotContain("<", ">", "\"", "'");
      assertThat(escaped.replaceAll("&(amp|lt|gt|quot|#39);", "")).doesNotContain("&");
      assertThat(plain(escaped)).isEqualTo(shown(value));
      var table =
          Html.table(value, List.of(Html.Column.text(value)), List.of(List.of(value))).markup();
      assertThat(table.replaceAll("</?(div|table|caption|thead|tbody|tr|th|td)\\b[^<>]*>", ""))
          .doesNotContain("<", ">");
    }
  }

  /** What a browser makes of the entities. */
  private static String plain(String escaped) {
    return escaped
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }

  private static String shown(String value) {
    return value.replace(" %", "\u00a0%").replaceAll("\\p{Cc}", " ");
  }
}
