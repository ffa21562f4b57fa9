package io.microtarget.report;

import java.util.stream.Stream;

/** Pictures of a backtest: gains, lift and calibration. */
final class ResponseCharts {
  private static final String GAINS =
      """
      {
        "height": 320,
        "encoding": {
          "x": {"field": "share", "type": "quantitative", "title": "contacts made, highest score first",
                "scale": {"domain": [0, 1]}, "axis": {"format": ".0%", "tickCount": 5}},
          "color": {"field": "series", "type": "nominal",
                    "scale": {"domain": ["this score", "picked by chance"], "range": ["#4c82bd", "#8f9aa7"]},
                    "legend": {"symbolType": "stroke", "symbolStrokeWidth": 2.5, "symbolOpacity": 1}}
        },
        "layer": [
          {
            "mark": {"type": "area", "opacity": 0.2},
            "encoding": {
              "y": {"field": "low", "type": "quantitative"},
              "y2": {"field": "high"}
            }
          },
          {
            "mark": {"type": "line", "strokeWidth": 2.5, "tooltip": true, "point": {"size": 36}},
            "encoding": {
              "y": {"field": "found", "type": "quantitative", "title": "responders reached",
                    "scale": {"domain": [0, 1]}, "axis": {"format": ".0%", "tickCount": 5}},
              "strokeDash": {"field": "series", "type": "nominal",
                             "scale": {"domain": ["this score", "picked by chance"], "range": [[1, 0], [5, 4]]}},
              "tooltip": [
                {"field": "series", "title": "order"},
                {"field": "share", "type": "quantitative", "format": ".0%", "title": "contacted"},
                {"field": "found", "type": "quantitative", "format": ".1%", "title": "responders reached"}
              ]
            }
          }
        ]
      }
      """;

  private static final String LIFT =
      """
      {
        "height": 250,
        "encoding": {
          "x": {"field": "tenth", "type": "ordinal", "title": "tenth of the score, 1 is the highest", "axis": {"labelAngle": 0}}
        },
        "layer": [
          {
            "mark": {"type": "bar", "color": "#4c82bd", "tooltip": true},
            "encoding": {
              "y": {"field": "lift", "type": "quantitative", "title": "times the average", "axis": {"tickCount": 5}},
              "tooltip": [
                {"field": "tenth", "title": "tenth"},
                {"field": "lift", "type": "quantitative", "format": ".2f", "title": "times the average"},
                {"field": "low", "type": "quantitative", "format": ".2f", "title": "from"},
                {"field": "high", "type": "quantitative", "format": ".2f", "title": "to"}
              ]
            }
          },
          {
            "name": "ink",
            "mark": {"type": "rule", "strokeWidth": 1.5, "color": "#1b2430"},
            "encoding": {"y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"}}
          },
          {
            "name": "soft",
            "mark": {"type": "rule", "strokeDash": [5, 4], "color": "#566171"},
            "encoding": {"x": null, "y": {"datum": 1}}
          }
        ]
      }
      """;

  private static final String CALIBRATION =
      """
      {
        "height": 250,
        "layer": [
          {
            "name": "soft",
            "data": {"values": [{"predicted": 0, "observed": 0}, {"predicted": MOST, "observed": MOST}]},
            "mark": {"type": "line", "strokeDash": [5, 4], "color": "#566171", "strokeWidth": 1},
            "encoding": {
              "x": {"field": "predicted", "type": "quantitative"},
              "y": {"field": "observed", "type": "quantitative"}
            }
          },
          {
            "mark": {"type": "rule", "strokeWidth": 2, "color": "#4c82bd", "opacity": 0.55},
            "encoding": {
              "x": {"field": "predicted", "type": "quantitative"},
              "y": {"field": "low", "type": "quantitative"},
              "y2": {"field": "high"}
            }
          },
          {
            "mark": {"type": "point", "filled": true, "size": 60, "opacity": 1, "color": "#4c82bd", "tooltip": true},
            "encoding": {
              "x": {"field": "predicted", "type": "quantitative", "title": "chance the score gave",
                    "axis": {"format": ".0%", "tickCount": 5}},
              "y": {"field": "observed", "type": "quantitative", "title": "share that answered",
                    "axis": {"format": ".0%", "tickCount": 5}},
              "tooltip": [
                {"field": "tenth", "title": "tenth"},
                {"field": "predicted", "type": "quantitative", "format": ".1%", "title": "chance given"},
                {"field": "observed", "type": "quantitative", "format": ".1%", "title": "answered"},
                {"field": "low", "type": "quantitative", "format": ".1%", "title": "from"},
                {"field": "high", "type": "quantitative", "format": ".1%", "title": "to"}
              ]
            }
          }
        ]
      }
      """;

  private ResponseCharts() {}

  static Chart gains(Evidence evidence, int number) {
    return Chart.of(
        "chart-gains-" + number,
        "How many responders are reached",
        "Going down the list from the highest score: the share of all responders among those"
            + " contacted so far. The shade is the 95 % interval, the dashed line a list in random"
            + " order.",
        GAINS,
        evidence.gains());
  }

  static Chart lift(Evidence evidence, int number) {
    return Chart.of(
        "chart-lift-" + number,
        "How much better than average each tenth is",
        "Response rate of each tenth of the list over that of all, with 95 % intervals; the dashed"
            + " line is the average.",
        LIFT,
        evidence.lift());
  }

  static Chart calibration(Evidence evidence, int number) {
    var rows = evidence.calibration();
    double most =
        rows.stream()
            .flatMap(row -> Stream.of("predicted", "observed").map(row::get))
            .mapToDouble(Double.class::cast)
            .max()
            .orElse(1);
    return Chart.of(
        "chart-calibration-" + number,
        "Whether a chance of 20 % means 20 %",
        "Chance given to each tenth against the share that answered, with 95 % intervals; equal on"
            + " the dashed line.",
        CALIBRATION.replace("MOST", String.valueOf(most)),
        rows);
  }

  /** Whether there is something to draw. */
  static boolean has(Evidence evidence, String metric) {
    return !evidence.points("backtest", metric).isEmpty();
  }
}
