package io.microtarget.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microtarget.source.SourceTables;
import io.microtarget.testing.TextTable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TopicsTest {
  private static final Map<String, Topic> TOPICS =
      Map.of(
          "running", new Topic(List.of("running shoe", "trail*", "run"), List.of("/sport/run*")),
          "sport", new Topic(List.of("shoe", "*ball", "trail map"), List.of("/sport/*")),
          "books", new Topic(List.of("map", "Straßenkarte"), List.of("books.example/*", "/b/")));

  private static final PlaceSettings PLACE = new PlaceSettings(7, false, 91, 5, Map.of());

  private static List<String> ofSearches(String... terms) {
    return topics(Stream.of(terms).map(t -> t + " | |").collect(Collectors.joining("\n")));
  }

  private static List<String> ofPages(String... urls) {
    return topics(Stream.of(urls).map(u -> " | " + u + " |").collect(Collectors.joining("\n")));
  }

  private static List<String> topics(String rows) {
    var table = TextTable.rows("search_term STRING | url STRING | name STRING\n" + rows);
    return new Made(TOPICS, PLACE)
        .add(table, SourceTables.EVENT, Set.of("topic")).select("topic").collectAsList().stream()
            .map(r -> r.getString(0))
            .toList();
  }

  @Test
  void terms_fit_whole_words_in_capitals_or_small_letters() {
    assertThat(
            ofSearches("Running Shoe", "red running-shoes", "RUN", "prune", "run!", "a run, now"))
        .containsExactly("running", null, "running", null, "running", "running");
    assertThat(ofSearches("STRASSENKARTE", "straßenkarte", "Straßenkarten", "mapé"))
        .containsExactly(null, "books", null, null);
  }

  @Test
  void a_star_stands_for_further_letters_of_one_word() {
    assertThat(ofSearches("trails", "trail", "trailrunning tips", "contrail", "football", "balls"))
        .containsExactly("running", "running", "running", null, "sport", null);
  }

  @Test
  void the_longest_match_wins_wherever_it_stands() {
    // "running shoe" before "shoe", "trail map" before "trail*" and "map", found though they
    // overlap.
    assertThat(ofSearches("running shoe", "shoe", "trail map", "map of a trail", "trailers map"))
        .containsExactly("running", "sport", "sport", "running", "running");
    // Of equal lengths the first name.
    assertThat(ofSearches("map run", "run map")).containsExactly("books", "books");
  }

  @Test
  void pages_fit_as_a_whole_without_what_was_asked_of_them() {
    assertThat(
            ofPages(
                "/sport/",
                "https://Shop.example/SPORT/football?x=1#top",
                "/sport/running",
                "/sports",
                "https://books.example/new",
                "http://notbooks.example/new",
                "https://other.example/go?to=books.example/new",
                "/b/",
                "/b/x"))
        .containsExactly("sport", "sport", "running", null, "books", null, null, "books", null);
  }

  @Test
  void a_step_without_an_address_goes_by_its_name_and_one_without_anything_has_none() {
    assertThat(topics(" | | /sport/x\n | | \nkettle | | home"))
        .containsExactly("sport", null, null);
  }

  @Test
  void a_post_without_a_term_keeps_the_topic_of_its_source() {
    var posts =
        TextTable.rows(
            """
            text STRING | topic STRING
            Lost on a trail map again | weather
            Nothing of that | weather
             |
            """);

    var found = new Made(TOPICS, PLACE).add(posts, SourceTables.MENTION, Set.of("topic"));

    assertThat(found.select("topic").collectAsList().stream().map(r -> r.getString(0)))
        .containsExactly("sport", "weather", null);
  }

  @Test
  void without_topics_in_the_settings_the_column_is_there_and_unknown() {
    var rows = TextTable.rows("search_term STRING | url STRING | name STRING\nrun | |");

    var found = new Made(Map.of(), PLACE).add(rows, SourceTables.EVENT, Set.of("topic"));

    assertThat(found.first().<String>getAs("topic")).isNull();
    assertThat(new Made(TOPICS, PLACE).add(rows, SourceTables.EVENT, Set.of())).isSameAs(rows);
  }

  @Test
  void signs_of_regular_expressions_are_only_signs() {
    var topics = Map.of("c", new Topic(List.of("c++", "a.b"), List.of("/x.y/(z)/*")));
    var rows =
        TextTable.rows(
            """
            search_term STRING | url STRING | name STRING
            c | |
            axb | |
            a b | |
             | /x.y/(z)/1 |
             | /xzy/(z)/1 |
            """);

    var found = new Made(topics, PLACE).add(rows, SourceTables.EVENT, Set.of("topic"));

    assertThat(found.select("topic").collectAsList().stream().map(r -> r.getString(0)))
        .containsExactly("c", null, "c", "c", null);
  }

  @Test
  void a_table_that_says_two_things_or_everything_is_refused() {
    assertThat(
            Topics.problems(
                Map.of(
                    "b", new Topic(List.of("Trail*"), List.of()),
                    "a", new Topic(List.of("trail*"), List.of("/x")),
                    "Big", new Topic(List.of("x"), List.of("/X")))))
        .containsExactly(
            "features.topics: `Big` must be of small letters, digits, - and _",
            "features.topics.a.pages: `/x` stands in Big too",
            "features.topics.b.terms: `Trail*` stands in a too");
    assertThatThrownBy(() -> new Topic(List.of(), List.of()))
        .hasMessage("terms or pages must name at least one");
    assertThatThrownBy(() -> new Topic(List.of("*"), List.of()))
        .hasMessage(
            "terms: `*` must begin with a letter or a digit; * may stand before or after it only");
    assertThatThrownBy(() -> new Topic(List.of("a*b"), List.of()))
        .hasMessage(
            "terms: `a*b` must begin with a letter or a digit; * may stand before or after it only");
    assertThatThrownBy(() -> new Topic(List.of(" "), List.of()))
        .hasMessage("terms: ` ` must have 1 to 100 characters");
    assertThatThrownBy(() -> new Topic(List.of(), List.of("/*")))
        .hasMessage("pages: `/*` fits every page");
    assertThatThrownBy(() -> new Topic(List.of(), List.of("/a*b*c*d*e*")))
        .hasMessage("pages: `/a*b*c*d*e*` has more than 4 times *");
  }
}
