package io.microtarget.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.report.IdentityFacts.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class IdentitySectionTest {
  private final Section shop = IdentitySection.of(Examples.shop());

  @Test
  void says_what_was_found_how_sure_it_is_and_by_which_model() {
    assertThat(shop.finding())
        .isEqualTo(
            "23,889 records became 10,000 persons; of the links over 99.9 % are expected to be right, of"
                + " the true pairs 98.7 % to be found");
    assertThat(text(shop))
        .contains(
            "The weights were estimated from these records, without labels, in 7 rounds. Comparison:"
                + " full, the first publication. Two records are taken for one person from 0.43 bits,"
                + " where the chance is 57.4 %; wanted are 99.0 % right links. Persons of one household"
                + " are told apart from one person. 2 groups were too large or too loose and taken"
                + " apart.");
    var kept = with(Examples.entry("summary", "fitted", 0, null, 0.0, null));
    assertThat(text(kept)).contains("The weights are those of the publication before.");
    var unsettled = with(Examples.entry("summary", "converged", 0, null, 0.0, null));
    assertThat(text(unsettled)).contains("in 7 rounds, and had not settled when it stopped.");
  }

  @Test
  void weights_stand_by_field_and_level_with_rare_chances_in_words() {
    assertThat(rows(shop, "Match weights"))
        .containsExactly(
            "Field|Agreement|If one person|If strangers|If one household|Bits",
            "Email|the same|82.0 %|1 in 2,500,000|1 in 2,500,000|+20.9",
            "Email|other|18.0 %|over 99.9 %|over 99.9 %|−2.5",
            "Last name|the same|90.0 %|0.2 %|84.0 %|+8.8",
            "Last name|other|10.0 %|99.8 %|16.0 %|−3.3");
    var withoutHouseholds = with(Examples.entry("summary", "household-gain", 0, null, -3.0, null));
    assertThat(rows(withoutHouseholds, "Match weights"))
        .startsWith("Field|Agreement|If one person|If strangers|Bits");
    assertThat(text(withoutHouseholds)).doesNotContain("Persons of one household");
  }

  @Test
  void sizes_of_few_persons_are_told_together_and_the_largest_is_not_named() {
    assertThat(rows(shop, "Records of a person"))
        .as("9, 8 and 7 have 9 persons together, with 6 there are 20")
        .containsExactly(
            "Records|Persons", "1|3,000", "2|3,500", "3|2,400", "4|1,000", "5|80", "6 or more|20");
    var few = new ArrayList<>(entries());
    few.removeIf(e -> e.topic().equals("cluster-size"));
    few.add(Examples.entry("cluster-size", "", 1, null, null, 4L));
    few.add(Examples.entry("cluster-size", "", 2, null, null, 500L));
    few.add(Examples.entry("cluster-size", "", 3, null, null, 2L));
    few.add(Examples.entry("cluster-size", "", 6, null, null, 30L));
    assertThat(rows(section(few), "Records of a person"))
        .containsExactly("Records|Persons", "1 to 3|505", "6|30");
  }

  @Test
  void patterns_of_few_pairs_and_what_would_betray_them_are_left_out() {
    assertThat(rows(shop, "Patterns of agreement"))
        .as("46,575 pairs in all: beside both patterns there would be 5")
        .containsExactly("Pattern|Pairs|Bits", "email=other, last-name=other|30,000|−29.4");
    var more = with(Examples.entry("summary", "compared-pairs", 0, null, 50_000.0, null));
    assertThat(rows(more, "Patterns of agreement"))
        .hasSize(3)
        .contains("email=the same, last-name=the same|16,570|+12.2");
  }

  @Test
  void changes_blocks_and_placeholders_tell_no_small_number() {
    assertThat(rows(shop, "Records since the publication before"))
        .containsExactly(
            "What became of them|Number",
            "Kept|22,950",
            "Merged|not shown",
            "New|890",
            "Split|below 10",
            "Persons put together from several|25",
            "Persons that became several|below 10");
    assertThat(rows(shop, "Blocks: pairs that share this were compared"))
        .containsExactly(
            "What they share|Pairs|Left out in large blocks",
            "email|9,120|0",
            "street and house number|14,000|below 10");
    assertThat(rows(shop, "Placeholders: values of too many records, which count as unknown"))
        .containsExactly("Field|Records", "Phone|75", "Email|below 10");
  }

  @Test
  void the_picture_shows_each_bit_and_the_threshold() {
    var data = shop.charts().get(0).spec().at("/data/values");

    assertThat(data).hasSize(61);
    assertThat(data.get(0).toString())
        .isEqualTo(
            "{\"from\":-30,\"to\":-29,\"weight\":\"-30 to -29\",\"pairs\":960,\"shown\":\"960\","
                + "\"side\":\"two persons\",\"threshold\":0.43}");
    assertThat(data.get(30).path("side").asText()).isEqualTo("at the threshold");
    assertThat(data.get(31).path("side").asText()).isEqualTo("one person");
    assertThat(data.get(31).path("pairs").asInt()).as("4 pairs").isZero();
    assertThat(data.get(31).path("shown").asText()).isEqualTo("below 10");
    assertThat(data.get(30).path("shown").asText()).as("the least beside").isEqualTo("not shown");
  }

  @Test
  void a_few_pairs_make_no_picture() {
    var few = new ArrayList<>(entries());
    few.removeIf(e -> e.topic().equals("bits"));
    few.add(Examples.entry("bits", "", 3, null, null, 2L));

    assertThat(section(few).charts()).isEmpty();
  }

  @Test
  void where_nothing_was_compared_one_sentence_says_so() {
    var exact =
        IdentitySection.of(data(new IdentityFacts(List.of(), Map.of("new", 40L), 31, 0, 0)));
    assertThat(exact.finding())
        .isEqualTo(
            "No records were compared; by shared identifiers alone 40 records are 31 persons");
    assertThat(exact.content()).isEmpty();
    var few = IdentitySection.of(data(new IdentityFacts(List.of(), Map.of("new", 12L), 9, 0, 0)));
    assertThat(few.finding())
        .isEqualTo("No records were compared; shared identifiers alone say who is who");
    assertThat(IdentitySection.of(Examples.empty()).finding())
        .isEqualTo("No records were compared");
  }

  private static List<Entry> entries() {
    return Examples.identity("").entries();
  }

  /** The shop with one figure replaced. */
  private static Section with(Entry figure) {
    var entries = new ArrayList<>(entries());
    entries.removeIf(e -> e.topic().equals(figure.topic()) && e.name().equals(figure.name()));
    entries.add(figure);
    return section(entries);
  }

  private static Section section(List<Entry> entries) {
    return IdentitySection.of(data(new IdentityFacts(entries, Map.of("new", 100L), 50, 0, 0)));
  }

  private static ReportData data(IdentityFacts identity) {
    return Examples.withIdentity(Examples.shop().run(), identity);
  }

  private static String text(Section section) {
    return section.html().markup().replace('\u00a0', ' ');
  }

  /** Cells of the table with this caption, a line a row. */
  private static List<String> rows(Section section, String caption) {
    var html = text(section);
    var start = html.indexOf("<caption>" + caption + "</caption>");
    assertThat(start).as(caption + " in " + html).isPositive();
    var table = html.substring(start, html.indexOf("</table>", start));
    return Pattern.compile("<tr>(.*?)</tr>")
        .matcher(table)
        .results()
        .map(row -> row.group(1).replaceAll("</t[hd]><t[hd][^>]*>", "|").replaceAll("<[^>]*>", ""))
        .toList();
  }
}
