package io.microtarget.report;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** Pieces of a page. Every piece takes plain text and escapes it; only {@code Html} is markup. */
record Html(String markup) {
  static final Html EMPTY = new Html("");

  /** How the cells of a column stand. */
  enum Align {
    TEXT,
    LONG,
    NUMBER
  }

  /** Head of a table column. */
  record Column(String title, Align align) {
    static Column text(String title) {
      return new Column(title, Align.TEXT);
    }

    static Column prose(String title) {
      return new Column(title, Align.LONG);
    }

    static Column number(String title) {
      return new Column(title, Align.NUMBER);
    }
  }

  static Html join(Html... parts) {
    return join(List.of(parts));
  }

  static Html join(List<Html> parts) {
    return new Html(
        parts.stream()
            .map(Html::markup)
            .filter(m -> !m.isEmpty())
            .collect(Collectors.joining("\n")));
  }

  /** An element with one class around text. */
  static Html element(String tag, String cssClass, String text) {
    return new Html("<%s class=\"%s\">%s</%s>".formatted(tag, cssClass, escape(text), tag));
  }

  static Html element(String tag, String text) {
    return new Html("<%s>%s</%s>".formatted(tag, escape(text), tag));
  }

  static Html note(String text) {
    return element("p", "note", text);
  }

  /** Content in an element with one class. */
  static Html within(String tag, String cssClass, Html content) {
    return new Html("<%s class=\"%s\">\n%s\n</%s>".formatted(tag, cssClass, content.markup, tag));
  }

  /** Content that unfolds on a click and is always printed. */
  static Html folded(String summary, Html content) {
    return new Html(
        "<details class=\"data\"><summary>%s</summary>\n%s\n</details>"
            .formatted(escape(summary), content.markup));
  }

  /** A table that scrolls inside its own box; the first cell of a row is its head. */
  static Html table(String caption, List<Column> columns, List<List<String>> rows) {
    var html = new StringBuilder();
    html.append(
        "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"%s\"><table>"
            .formatted(escape(caption)));
    html.append("<caption>%s</caption>\n<thead><tr>".formatted(escape(caption)));
    for (var column : columns) {
      html.append(cell("th scope=\"col\"", column.align, column.title));
    }
    html.append("</tr></thead>\n<tbody>\n");
    for (var row : rows) {
      html.append("<tr>");
      for (int i = 0; i < row.size(); i++) {
        html.append(cell(i == 0 ? "th scope=\"row\"" : "td", columns.get(i).align, row.get(i)));
      }
      html.append("</tr>\n");
    }
    return new Html(html.append("</tbody></table></div>").toString());
  }

  private static String cell(String tag, Align align, String text) {
    return "<%s class=\"%s\">%s</%s>"
        .formatted(tag, align.name().toLowerCase(Locale.ROOT), escape(text), tag.substring(0, 2));
  }

  /** Text that means itself in an element and in a quoted attribute. */
  static String escape(String text) {
    Objects.requireNonNull(text, "text");
    var html = new StringBuilder(text.length() + 16);
    // A number and its per cent sign stay on one line.
    text.replace(" %", "\u00a0%")
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.appendCodePoint(Character.isISOControl(c) ? ' ' : c);
              }
            });
    return html.toString();
  }
}
