package io.microtarget.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.microtarget.source.SourceTables;
import io.microtarget.testing.TextTable;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class PlacesTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final PlaceSettings.Shop GATE = new PlaceSettings.Shop(52.5163, 13.3777);
  private static final String HEADER =
      "subject_id STRING | latitude DOUBLE | longitude DOUBLE | event_time TIMESTAMP | event_date DATE\n";

  /** Two places in the east of a city, and one in another. */
  private static final String HOME = "52.4870 | 13.4250";

  private static final String WORK = "52.5219 | 13.4132";
  private static final String AWAY = "53.5503 | 10.0006";

  private static PlaceSettings settings(int days, int nights) {
    return new PlaceSettings(7, false, days, nights, Map.of("gate", GATE));
  }

  private static Made made(PlaceSettings settings) {
    return new Made(Map.of(), settings);
  }

  private static Row places(String rows, String moment, PlaceSettings settings) {
    var moments = TextTable.rows("subject_id STRING | moment DATE\na | " + moment);
    var found = Places.of(TextTable.rows(HEADER + rows), moments, settings, BERLIN).collectAsList();
    assertThat(found).hasSizeLessThan(2);
    return found.isEmpty() ? null : found.get(0);
  }

  private static String cell(String place) {
    var rows = TextTable.rows(HEADER + "a | " + place + " | 2020-01-01 00:00:00 | 2020-01-01");
    return made(settings(1, 1))
        .add(rows, SourceTables.LOCATION, Set.of("cell"))
        .first()
        .getAs("cell");
  }

  @Test
  void a_place_gets_the_cell_that_the_makers_of_the_grid_print() {
    var rows =
        TextTable.rows(
            """
            latitude DOUBLE | longitude DOUBLE
            37.775938728915946 | -122.41795063018799
            0 | 0
            91 | 10
            NaN | 10
             | 10
            """);

    var cells = rows.select(Earth.cell(rows.col("latitude"), rows.col("longitude"), 9));

    assertThat(TextTable.lines(cells))
        .containsExactly("8928308280fffff", "null", "null", "null", "null");
  }

  @Test
  void distances_agree_with_published_ones() {
    // Berlin to Hamburg; the length of a degree on the meridian is 111.195 km on this ball.
    var rows =
        TextTable.rows(
            """
            a DOUBLE | b DOUBLE | c DOUBLE | d DOUBLE
            52.52 | 13.405 | 53.5503 | 10.0006
            0 | 0 | 1 | 0
            10 | 20 | 10 | 20
            0 | 0 | 0 | 180
            0 | 0 |   |
            """);

    var km =
        rows
            .select(Earth.km(rows.col("a"), rows.col("b"), rows.col("c"), rows.col("d")))
            .collectAsList()
            .stream()
            .map(r -> r.isNullAt(0) ? null : r.getDouble(0))
            .collect(Collectors.toList());

    assertThat(km.get(0)).isCloseTo(255.3, within(1.0));
    assertThat(km.get(1)).isCloseTo(111.195, within(0.001));
    assertThat(km.get(2)).isZero();
    assertThat(km.get(3)).isCloseTo(Math.PI * Earth.RADIUS_KM, within(0.001));
    assertThat(km.get(4)).isNull();
  }

  @Test
  void home_is_where_the_nights_are_and_work_where_the_weekdays_are() {
    // Monday to Wednesday; local time is UTC + 1. Every hour at work against one row a night.
    var rows = new StringBuilder();
    for (int day = 6; day <= 8; day++) {
      rows.append("a | %s | 2020-01-%02d 22:30:00 | 2020-01-%02d\n".formatted(HOME, day, day));
      for (int hour = 8; hour < 16; hour++) {
        rows.append(
            "a | %s | 2020-01-%02d %02d:30:00 | 2020-01-%02d\n".formatted(WORK, day, hour, day));
      }
    }

    var found = places(rows.toString(), "2020-01-10", settings(91, 3));

    assertThat(found.<String>getAs("home_cell")).isEqualTo(cell(HOME));
    assertThat(found.<String>getAs("work_cell")).isEqualTo(cell(WORK));
    assertThat(found.<Double>getAs("location__home__share__91d")).isEqualTo(3.0 / 27);
    assertThat(found.<Double>getAs("location__home_work_km__last__91d"))
        .isCloseTo(3.96, within(1.5));
    assertThat(found.<Double>getAs("location__home_shop_km__min__91d")).isCloseTo(4.6, within(1.5));
  }

  @Test
  void fewer_nights_than_asked_for_make_no_home_and_distances_unknown() {
    var rows =
        """
        a | 52.4870 | 13.4250 | 2020-01-06 22:30:00 | 2020-01-06
        a | 52.4870 | 13.4250 | 2020-01-07 02:30:00 | 2020-01-07
        a | 52.4870 | 13.4250 | 2020-01-07 22:30:00 | 2020-01-07
        """;

    assertThat(places(rows, "2020-01-10", settings(91, 3)).<String>getAs("home_cell")).isNull();
    assertThat(
            places(rows, "2020-01-10", settings(91, 3))
                .<Double>getAs("location__home_shop_km__min__91d"))
        .isNull();
    assertThat(
            places(rows, "2020-01-10", settings(91, 3)).<Double>getAs("location__home__share__91d"))
        .isNull();
    assertThat(
            places(rows, "2020-01-10", settings(91, 2))
                .<Double>getAs("location__home_work_km__last__91d"))
        .isNull();
    // The row at half past two belongs to the night before: two nights, not three.
    assertThat(places(rows, "2020-01-10", settings(91, 2)).<String>getAs("home_cell"))
        .isEqualTo(cell(HOME));
  }

  @Test
  void rows_count_from_so_many_days_before_the_moment_to_the_day_before_it() {
    var rows =
        """
        a | 52.4870 | 13.4250 | 2020-01-01 12:00:00 | 2020-01-01
        a | 52.5219 | 13.4132 | 2020-01-11 12:00:00 | 2020-01-11
        """;
    var radius = "location__radius_km__deviation__10d";

    // Alone each of them has no spread.
    assertThat(places(rows, "2020-01-11", settings(10, 1)).<Double>getAs(radius)).isZero();
    assertThat(places(rows, "2020-01-12", settings(10, 1)).<Double>getAs(radius)).isZero();
    assertThat(
            places(rows, "2020-01-12", settings(11, 1))
                .<Double>getAs("location__radius_km__deviation__11d"))
        .isPositive();
    assertThat(places(rows, "2020-01-11", settings(10, 1)).<String>getAs("work_cell"))
        .isEqualTo(cell(HOME));
    assertThat(places(rows, "2020-01-22", settings(10, 1))).isNull();
    assertThat(places(rows, "2020-01-01", settings(10, 1))).isNull();
  }

  @Test
  void hours_are_those_of_the_clock_on_both_days_it_is_set() {
    // 2020-03-29 02:00 becomes 03:00, 2020-10-25 03:00 becomes 02:00.
    var rows =
        TextTable.rows(
            HEADER
                + """
                a | 52.4870 | 13.4250 | 2020-03-29 00:59:59 | 2020-03-29
                a | 52.4870 | 13.4250 | 2020-03-29 01:00:00 | 2020-03-29
                a | 52.4870 | 13.4250 | 2020-03-29 20:00:00 | 2020-03-29
                a | 52.4870 | 13.4250 | 2020-10-25 00:59:59 | 2020-10-25
                a | 52.4870 | 13.4250 | 2020-10-25 01:00:00 | 2020-10-25
                a | 52.4870 | 13.4250 | 2020-10-25 21:00:00 | 2020-10-25
                """);

    var hours =
        rows.select(rows.col("event_time"), Places.localHour(rows.col("event_time"), BERLIN));

    assertThat(TextTable.lines(hours).stream().map(l -> l.split("\\|")[1]))
        .containsExactly("1", "3", "22", "2", "2", "22");
  }

  @Test
  void the_radius_of_gyration_is_the_spread_around_the_centre() {
    // Half of the rows at each of two places: half of the distance between them.
    var rows = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      var place = i % 2 == 0 ? HOME : AWAY;
      rows.append("a | %s | 2020-01-01 12:0%d:00 | 2020-01-01\n".formatted(place, i));
    }
    var radius = "location__radius_km__deviation__91d";

    assertThat(places(rows.toString(), "2020-01-10", settings(91, 1)).<Double>getAs(radius))
        .isCloseTo(258.68 / 2, within(1.0));
    assertThat(
            places(
                    "a | %s | 2020-01-01 12:00:00 | 2020-01-01".formatted(HOME),
                    "2020-01-10",
                    settings(91, 1))
                .<Double>getAs(radius))
        .isZero();
  }

  @Test
  void the_radius_agrees_with_distances_from_the_mean_place() {
    var random = new Random(3);
    var places = new ArrayList<double[]>();
    var rows = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      var place =
          new double[] {52.5 + random.nextGaussian() * 0.05, 13.4 + random.nextGaussian() * 0.05};
      places.add(place);
      rows.append("a | %s | %s | 2020-01-01 12:00:00 | 2020-01-01\n".formatted(place[0], place[1]));
    }
    double north = places.stream().mapToDouble(p -> p[0]).average().orElseThrow();
    double east = places.stream().mapToDouble(p -> p[1]).average().orElseThrow();
    double degree = Math.toRadians(1) * 6371.0088;
    double squares =
        places.stream()
            .mapToDouble(
                p ->
                    Math.pow((p[0] - north) * degree, 2)
                        + Math.pow((p[1] - east) * degree * Math.cos(Math.toRadians(north)), 2))
            .average()
            .orElseThrow();

    var found = places(rows.toString(), "2020-01-02", settings(91, 1));

    assertThat(found.<Double>getAs("location__radius_km__deviation__91d"))
        .isCloseTo(Math.sqrt(squares), within(0.02));
  }

  @Test
  void the_nearest_shop_is_named_with_its_distance() {
    var shops = Map.of("gate", GATE, "port", new PlaceSettings.Shop(53.5459, 9.9666));
    var rows =
        TextTable.rows(
            """
            latitude DOUBLE | longitude DOUBLE
            52.5163 | 13.3777
            53.5503 | 10.0006
             |
            """);

    var found =
        made(new PlaceSettings(7, false, 91, 1, shops))
            .add(rows, SourceTables.LOCATION, Set.of("shop", "shop_km"));

    assertThat(TextTable.lines(found.select("shop", "shop_km")))
        .containsExactly("gate|0.0", "null|null", "port|2.299");
    assertThat(found.columns()).doesNotContain("cell");
  }

  @Test
  void without_shops_nothing_is_said_of_them() {
    var settings = new PlaceSettings(7, false, 91, 1, Map.of());

    assertThat(Places.numbers(settings).stream().map(Places.Number::name))
        .containsExactly(
            "location__radius_km__deviation__91d",
            "location__home__share__91d",
            "location__home_work_km__last__91d");
    var found =
        places("a | %s | 2020-01-01 12:00:00 | 2020-01-01".formatted(HOME), "2020-01-02", settings);
    assertThat(found.schema().fieldNames()).hasSize(7);
  }

  @Test
  void many_moments_are_told_in_one_pass_each_by_its_own_past() {
    var rows =
        TextTable.rows(
            HEADER
                + """
                a | 52.4870 | 13.4250 | 2020-01-01 22:00:00 | 2020-01-01
                a | 53.5503 | 10.0006 | 2020-01-02 22:00:00 | 2020-01-02
                a | 53.5503 | 10.0006 | 2020-01-03 22:00:00 | 2020-01-03
                b | 53.5503 | 10.0006 | 2020-01-03 22:00:00 | 2020-01-03
                """);
    var moments =
        TextTable.rows(
            """
            subject_id STRING | moment DATE
            a | 2020-01-02
            a | 2020-01-04
            b | 2020-01-04
            b | 2020-01-03
            c | 2020-01-04
            """);

    var found = Places.of(rows, moments, settings(91, 1), BERLIN);

    assertThat(TextTable.lines(found.select("subject_id", "moment", "home_cell")))
        .containsExactly(
            "a|2020-01-02|" + cell(HOME),
            "a|2020-01-04|" + cell(AWAY),
            "b|2020-01-04|" + cell(AWAY));
  }

  @Test
  void home_and_work_are_traits_where_they_are_known() {
    var rows =
        TextTable.rows(
            """
            subject_id STRING | age STRING | home_cell STRING | work_cell STRING
            a | old | 871f1d489ffffff |
            b | young | |
            c | | |
            """);
    var columns = new TreeMap<>(Map.of("age", "age", Places.HOME, Places.HOME, "at", Places.WORK));

    var found = rows.withColumn("traits", Traits.known(columns));

    assertThat(TextTable.lines(found.selectExpr("subject_id", "cast(traits as string)")))
        .containsExactly(
            "a|{age -> old, home_cell -> 871f1d489ffffff}", "b|{age -> young}", "c|{}");
    assertThat(rows.select(Traits.known(Map.of())).first().getJavaMap(0)).isEmpty();
  }

  @Test
  void cells_are_coarse_unless_the_business_says_so() {
    assertThat(new PlaceSettings(9, false, 91, 5, Map.of()).resolution()).isEqualTo(9);
    assertThat(new PlaceSettings(10, true, 91, 5, Map.of()).resolution()).isEqualTo(10);
    assertThatThrownBy(() -> new PlaceSettings(10, false, 91, 5, Map.of()))
        .hasMessage(
            "resolution must be at most 9, not 10: a finer cell may tell one house from another; fine = true allows it");
    assertThatThrownBy(() -> new PlaceSettings(16, true, 91, 5, Map.of()))
        .hasMessage("resolution must be from 0 to 15, not 16");
    assertThatThrownBy(() -> new PlaceSettings(7, false, 0, 5, Map.of()))
        .hasMessage("days must be at least 1, not 0");
    assertThatThrownBy(() -> new PlaceSettings(7, false, 91, 0, Map.of()))
        .hasMessage("nights must be at least 1, not 0");
    assertThatThrownBy(() -> new PlaceSettings.Shop(91, 0))
        .hasMessage("latitude must be from -90 to 90, not 91.0");
    assertThatThrownBy(() -> new PlaceSettings.Shop(0, 181))
        .hasMessage("longitude must be from -180 to 180, not 181.0");
  }
}
