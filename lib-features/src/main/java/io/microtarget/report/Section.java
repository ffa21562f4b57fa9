package io.microtarget.report;

import java.util.List;

/**
 * One part of the page.
 *
 * @param id anchor
 * @param topic what it is about, in a word or two
 * @param finding the heading: what was found, in a sentence
 * @param content pieces in the order they stand
 * @param charts the pictures that have their place in the content
 */
record Section(String id, String topic, String finding, List<Html> content, List<Chart> charts) {
  Section {
    content = List.copyOf(content);
    charts = List.copyOf(charts);
  }

  Html html() {
    return new Html(
        """
        <section id="%s" aria-labelledby="%s-finding">
        <p class="eyebrow">%s</p>
        <h2 id="%s-finding">%s</h2>
        %s
        </section>"""
            .formatted(
                id, id, Html.escape(topic), id, Html.escape(finding), Html.join(content).markup()));
  }
}
