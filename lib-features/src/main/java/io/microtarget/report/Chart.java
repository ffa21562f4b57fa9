package io.microtarget.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * One picture: a Vega-Lite specification with its data inside.
 *
 * <p>Values of the run stand only in the data, never in a field name, a title or an expression, so
 * that a hostile name stays a name.
 *
 * @param id of the element it is drawn into
 * @param caption heading above it
 * @param description what it shows, in a sentence; also the text for screen readers
 * @param spec the specification
 */
record Chart(String id, String caption, String description, ObjectNode spec) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Lines, text and sizes common to all pictures; the page's style sheet colours axes and text. */
  private static final String FRAME =
      """
      {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": "container",
        "background": null,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "config": {
          "view": {"stroke": null},
          "font": "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
          "axis": {
            "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "titlePadding": 8,
            "labelPadding": 6, "ticks": false, "gridColor": "#e3e7ec", "domainColor": "#c3cad2",
            "labelColor": "#566171", "titleColor": "#566171"
          },
          "axisY": {"domain": false},
            "axisXQuantitative": {"labelOverlap": "parity", "labelSeparation": 8},
          "legend": {
            "orient": "top", "title": null, "labelFontSize": 12, "symbolType": "square", "offset": 10,
            "labelColor": "#566171", "columnPadding": 14
          },
          "text": {"fontSize": 12}
        }
      }
      """;

  /**
   * A picture from the changing part of its specification.
   *
   * @param template JSON of the marks and encodings
   * @param rows its data; every field the template names must stand in every row
   */
  static Chart of(
      String id,
      String caption,
      String description,
      String template,
      List<? extends Map<String, ?>> rows) {
    var spec = object(FRAME);
    spec.put("description", description);
    spec.putObject("data").set("values", JSON.valueToTree(rows));
    spec.setAll(object(template));
    return new Chart(id, caption, description, spec);
  }

  /** The same picture with a height of so many bands of so many pixels. */
  Chart tall(long bands, int pixels) {
    var taller = spec.deepCopy();
    taller.put("height", bands * pixels);
    return new Chart(id, caption, description, taller);
  }

  /** The picture's place in the page. */
  Html place() {
    return new Html(
        """
        <figure>
        <figcaption><h3>%s</h3><p>%s</p></figcaption>
        <div class="chart" id="%s" role="img" aria-label="%s"></div>
        </figure>"""
            .formatted(
                Html.escape(caption), Html.escape(description), id, Html.escape(description)));
  }

  /**
   * All pictures as a JSON array that can stand inside a script element: no character in it can end
   * the element or a line of JavaScript.
   */
  static String json(List<Chart> charts) {
    var array = JSON.createArrayNode();
    for (var chart : charts) {
      array.addObject().put("id", chart.id).set("spec", chart.spec);
    }
    try {
      return JSON.writeValueAsString(array)
          .replace("<", "\\u003c")
          .replace(">", "\\u003e")
          .replace("&", "\\u0026")
          .replace("\u2028", "\\u2028")
          .replace("\u2029", "\\u2029");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values can be written", e);
    }
  }

  private static ObjectNode object(String json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("template of a picture is no JSON: " + json, e);
    }
  }
}
