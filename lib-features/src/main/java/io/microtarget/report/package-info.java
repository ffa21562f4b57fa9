/**
 * The run's report: one HTML file for a campaign manager, opened by double click, without network.
 *
 * <p>In: a few rows of {@code linkage, segment_definition, evaluation, decision, waterfall,
 * past_campaign} and the facts of the run (balance per source, clocks, seconds, checksums),
 * gathered by {@link io.microtarget.report.ReportData}. Out: a text, from the pure function {@link
 * io.microtarget.report.Report#html}.
 *
 * <p>Choices: every finding stands in words and in a table before it stands in a picture, so the
 * page can be read without JavaScript. Vega, Vega-Lite and Vega-Embed are inlined, unchanged but
 * for the pointer to a source map. The page's Content-Security-Policy names each script by its
 * hash, allows no eval (Vega's expressions are interpreted) and no address at all. A group of
 * people below the minimum size is blanked, together with what would give it away by subtraction
 * ({@link io.microtarget.report.SmallCells}). See <a
 * href="https://vega.github.io/vega/usage/interpreter/">Vega's interpreter</a>.
 */
package io.microtarget.report;
