package io.microtarget.jobs.town;

import java.util.Locale;

/** A picture in SVG, with texts that can be read in black on white and in print. */
final class Drawing {
  static final String[] COLOURS = {
    "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#666666", "#000000"
  };

  private final StringBuilder svg = new StringBuilder();

  Drawing(int width, int height, String title) {
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" font-family=\"sans-serif\" font-size=\"12\">\n"
            .formatted(width, height, width));
    svg.append("<title>%s</title>\n".formatted(title));
    svg.append("<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n".formatted(width, height));
    text(12, 20, "start", title);
  }

  Drawing rectangle(double x, double y, double width, double height, String fill) {
    return add(
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
        x, y, width, height, fill);
  }

  Drawing frame(double x, double y, double width, double height) {
    return add(
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"none\" stroke=\"#ccc\"/>",
        x, y, width, height);
  }

  Drawing dot(double x, double y, double radius, String fill) {
    return add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\"/>", x, y, radius, fill);
  }

  /** A line through points given as x, y, x, y … */
  Drawing line(String colour, double... points) {
    var path = new StringBuilder();
    for (int i = 0; i < points.length; i += 2) {
      path.append(String.format(Locale.ROOT, "%.1f,%.1f ", points[i], points[i + 1]));
    }
    return add(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>",
        path.toString().strip(), colour);
  }

  /**
   * @param anchor start, middle or end
   */
  Drawing text(double x, double y, String anchor, String text) {
    return add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, text);
  }

  /** Blue above zero, orange below, white at it. */
  static String shade(double value, double most) {
    double share = Math.min(1, Math.abs(value) / most);
    int[] full = value >= 0 ? new int[] {86, 150, 220} : new int[] {230, 140, 60};
    var colour = new StringBuilder("#");
    for (int part : full) {
      colour.append("%02x".formatted((int) Math.round(255 - share * (255 - part))));
    }
    return colour.toString();
  }

  String svg() {
    return svg + "</svg>\n";
  }

  private Drawing add(String pattern, Object... values) {
    svg.append(String.format(Locale.ROOT, pattern, values)).append('\n');
    return this;
  }
}
