package io.microtarget.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Pattern SCRIPT =
      Pattern.compile("<script([^>]*)>(.*?)</script>", Pattern.DOTALL);
  private static final Pattern STYLE = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL);
  private static final Pattern POLICY =
      Pattern.compile("<meta http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\">");

  private final String page = Report.html(Examples.shop());

  @Test
  void the_policy_names_the_hash_of_each_script_and_of_the_style() {
    var hashes = new ArrayList<String>();
    SCRIPT
        .matcher(page)
        .results()
        .filter(script -> script.group(1).isEmpty())
        .forEach(script -> hashes.add(Assets.hash(script.group(2))));
    var style = STYLE.matcher(page);
    assertThat(style.find()).isTrue();

    assertThat(policy())
        .isEqualTo(
            "default-src 'none'; script-src %s; style-src %s; img-src data:; base-uri 'none'; form-action 'none'"
                .formatted(String.join(" ", hashes), Assets.hash(style.group(1))));
    assertThat(hashes).hasSize(4);
    assertThat(policy()).doesNotContain("unsafe").doesNotContain("http");
  }

  @Test
  void the_hash_is_the_one_browsers_compute() {
    // The example of the specification: https://www.w3.org/TR/CSP3/#external-hash
    assertThat(Assets.hash("alert('Hello, world.');"))
        .isEqualTo("'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='");
  }

  @Test
  void nothing_is_loaded_from_anywhere() {
    var markup = SCRIPT.matcher(STYLE.matcher(page).replaceAll("")).replaceAll("");

    assertThat(markup).doesNotContainPattern("(?i)\\b(src|srcset|action|data|poster)=");
    assertThat(markup).doesNotContain("<link", "<iframe", "<object", "<base", "http:", "https:");
    assertThat(markup).doesNotContainPattern("href=\"(?!#)");
    assertThat(markup).doesNotContainPattern("(?i)\\s(on[a-z]+|style)=");
    assertThat(Assets.style()).doesNotContain("url(", "@import");
    for (var data : List.of(Examples.shop(), Examples.withoutBacktest())) {
      var addresses = Pattern.compile("https?://[^\"\\\\]*").matcher(json(Report.html(data)));
      assertThat(addresses.results().map(found -> found.group()).distinct())
          .containsExactly("https://vega.github.io/schema/vega-lite/v6.json");
    }
  }

  @Test
  void drift_is_named_where_it_was_found() {
    assertThat(page)
        .contains(
            "Drift: 6\u00a0% of 2,850 contacts answered before the cut, 15\u00a0% of 1,875 after it (+8.7 points [+6.6, +10.8]).");
    assertThat(Report.html(Examples.withoutBacktest())).doesNotContain("Drift:");
  }

  @Test
  void a_hostile_name_stays_text() {
    var hostile = Report.html(Examples.hostile());

    assertThat(SCRIPT.matcher(hostile).replaceAll("")).doesNotContain("<img", "onerror=\"");
    assertThat(hostile).contains("&lt;/script&gt;&lt;img src=x onerror=&quot;alert(&#39;1&#39;)");
    assertThat(hostile.split("</script>", -1)).hasSameSizeAs(page.split("</script>", -1));
    var kinds = SCRIPT.matcher(hostile).results().map(script -> script.group(1)).toList();
    assertThat(kinds).containsExactly(" type=\"application/json\" id=\"charts\"", "", "", "", "");
  }

  @Test
  void findings_stand_in_words() {
    assertThat(headings(Examples.shop()))
        .containsExactly(
            "Every one of 22,627,890 rows from 8 sources is accounted for",
            "23,890 records became 10,000 persons; of the links over 99.9 % are expected to be right, of"
                + " the true pairs 98.7 % to be found",
            "3 of 5 features say something of their own",
            "1,469,307 rows of subjects are 155,848 touchpoints; no row of a machine and none that came"
                + " twice was found",
            "2,470 households fall into 5 segments; the largest is “near the average” with 36 %",
            "The score finds those who answer: the best fifth of the list reaches 54 % of them",
            "805 contacts are proposed among 2,470 households, at a cost of USD 498.90; the"
                + " answers they are scored to give are worth USD 1,005.31 net",
            "9.8 % of 6,500 past contacts answered, and 33.8 % in the tenth with the highest score");
    assertThat(headings(Examples.empty()))
        .containsExactly(
            "No source was read",
            "No records were compared",
            "No features were made",
            "No row told of a meeting",
            "No segments were formed",
            "No response model was asked for",
            "Nobody is to be contacted",
            "No campaign has closed yet");
  }

  @Test
  void says_what_it_is_not() {
    assertThat(page).contains("<strong>REHEARSAL.</strong>");
    assertThat(page).contains("<strong>Observational: not assigned at random.</strong>");
    assertThat(Report.html(Examples.empty())).doesNotContain("REHEARSAL");

    var untested = Report.html(Examples.withoutBacktest());
    assertThat(untested).contains("The score is not proven yet: no later contacts to judge it on");
    assertThat(untested).contains("Verdict: no backtest: 0 closed contacts.");
  }

  @Test
  void ends_with_run_clocks_checksums_and_version() {
    assertThat(page).contains("20180101-3f9c21", "2026-11-22T00:30:00Z", "0.1.0");
    assertThat(page).contains("2018-01-01, midnight in America/New_York");
    assertThat(page).contains("-1285077431225839210457", "18.2 s").doesNotContain("2469:-");
    assertThat(page).contains("rounded to 5, so that they need not add up; below 10 they are not");
    assertThat(page).contains("Copyright (c) 2015-2023, University of Washington");
  }

  @Test
  void is_the_same_text_twice_and_below_one_and_a_half_megabytes() {
    assertThat(Report.html(Examples.shop())).isEqualTo(page);
    assertThat(page.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(1_500_000);
  }

  private String policy() {
    var found = POLICY.matcher(page);
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  private static String json(String page) {
    return SCRIPT.matcher(page).results().findFirst().orElseThrow().group(2);
  }

  private static List<String> headings(ReportData data) {
    return Pattern.compile("<h2 id=[^>]*>(.*?)</h2>")
        .matcher(Report.html(data))
        .results()
        .map(found -> found.group(1).replace('\u00a0', ' '))
        .toList();
  }
}
