package io.microtarget.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The specifications, checked everywhere, with a browser or without. */
class ChartTest {
  private static final String SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json";

  @Test
  void every_page_carries_the_charts_its_data_allow() throws Exception {
    assertThat(ids(Examples.shop()))
        .containsExactly(
            "chart-balance",
            "chart-weights",
            "chart-features",
            "chart-segments-1",
            "chart-gains-1",
            "chart-lift-1",
            "chart-calibration-1",
            "chart-waterfall",
            "chart-contacts",
            "chart-past",
            "chart-spend")
        .doesNotHaveDuplicates();
    assertThat(ids(Examples.withoutBacktest())).noneMatch(id -> id.contains("gains"));
    assertThat(ids(Examples.empty())).isEmpty();
  }

  @Test
  void every_specification_names_its_schema_and_only_fields_of_its_data() throws Exception {
    for (var chart : charts(Examples.shop())) {
      var spec = chart.get("spec");
      assertThat(spec.get("$schema").asText()).isEqualTo(SCHEMA);
      assertThat(spec.get("description").asText()).isNotBlank();
      assertThat(spec.get("data").get("values")).isNotEmpty();
      check(spec, spec.get("data").get("values"));
    }
  }

  /** A layer with data of its own is checked against these. */
  private static void check(JsonNode node, JsonNode rows) {
    var own = node.path("data").path("values");
    var data = own.isMissingNode() ? rows : own;
    for (var name : List.of("field", "x2", "y2")) {
      if (node.path(name).isTextual()) {
        var field = node.get(name).asText();
        for (var row : data) {
          assertThat(row.has(field)).as("field %s in %s", field, row).isTrue();
        }
      }
    }
    node.properties()
        .forEach(
            entry -> {
              if (!entry.getKey().equals("data")) {
                check(entry.getValue(), data);
              }
            });
    if (node.isArray()) {
      node.forEach(child -> check(child, data));
    }
  }

  @Test
  void no_chart_is_taller_than_a_screen() throws Exception {
    for (var chart : charts(Examples.shop())) {
      assertThat(chart.get("spec").get("height").asInt()).isBetween(1, 520);
    }
  }

  @Test
  void values_of_the_run_stand_only_in_the_data() throws Exception {
    var fields = new TreeSet<String>();
    for (var chart : charts(Examples.hostile())) {
      var spec = (com.fasterxml.jackson.databind.node.ObjectNode) chart.get("spec");
      spec.remove("data");
      assertThat(spec.toString()).doesNotContain("onerror").doesNotContain("HYPERLINK");
      Pattern.compile("\"field\":\"([^\"]*)\"")
          .matcher(spec.toString())
          .results()
          .forEach(found -> fields.add(found.group(1)));
    }
    assertThat(fields).allMatch(field -> field.matches("[a-z]+"));
  }

  @Test
  void json_cannot_end_its_script_and_means_the_same() throws Exception {
    var rows = List.of(Map.of("a", Examples.HOSTILE));
    var chart = Chart.of("id", "caption", "description", "{\"mark\": \"bar\"}", rows);

    var json = Chart.json(List.of(chart));

    assertThat(json).doesNotContain("<", ">", "&", "\u2028", "\u2029");
    var read = new ObjectMapper().readTree(json).get(0).get("spec").get("data").get("values");
    assertThat(read.get(0).get("a").asText()).isEqualTo(Examples.HOSTILE);
  }

  @Test
  void a_broken_template_is_a_bug() {
    assertThatThrownBy(() -> Chart.of("id", "c", "d", "{", List.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("template of a picture is no JSON: {");
  }

  static List<JsonNode> charts(ReportData data) throws Exception {
    var found =
        Pattern.compile("<script type=\"application/json\" id=\"charts\">(.*?)</script>")
            .matcher(Report.html(data));
    assertThat(found.find()).isTrue();
    var charts = new ArrayList<JsonNode>();
    new ObjectMapper().readTree(found.group(1)).forEach(charts::add);
    return charts;
  }

  private static List<String> ids(ReportData data) throws Exception {
    return charts(data).stream().map(chart -> chart.get("id").asText()).toList();
  }
}
