package io.microtarget.jobs.town;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pictures of the model page, drawn from the truth of a town. {@code -Dgolden.update=true}
 * draws them anew.
 */
class TownPicturesTest {
  private static final Path PAGE = Path.of("").toAbsolutePath().getParent().resolve("conf/town");
  private static final List<String> TYPES =
      List.of("families", "students", "bargain hunters", "seniors", "busy", "homebodies");

  @TempDir Path folder;

  @Test
  void the_page_names_the_version() throws IOException {
    assertThat(Files.readString(PAGE.resolve("MODEL.md"))).contains("Version " + Town.VERSION);
  }

  @Test
  void every_parameter_stands_on_the_page() throws IOException {
    var page = Files.readString(PAGE.resolve("MODEL.md"));
    for (var block : Parameters.class.getRecordComponents()) {
      for (var key : block.getType().getRecordComponents()) {
        var name = key.getName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
        assertThat(page).contains("`" + name + "`");
      }
    }
  }

  @Test
  void effects_by_type_and_offer() throws IOException {
    var town = SmallTown.shared();
    var types = types(town);
    var drawing =
        new Drawing(560, 250, "What an e-mail changes: mean of p1 - p0 by main type and offer");
    var goods = Parameters.load(Optional.empty()).campaigns().categories();
    for (int type = 1; type <= 6; type++) {
      var of = Integer.toString(type);
      drawing.text(130, 55 + 30 * type, "end", TYPES.get(type - 1));
      for (int offer = 1; offer <= 4; offer++) {
        var name = "o" + offer;
        double mean =
            town.rows("truth/effects.csv.gz").stream()
                .filter(r -> r.get("offer_id").equals(name) && r.get("channel").equals("email"))
                .filter(r -> types.get(r.get("person_id")).equals(of))
                .mapToDouble(r -> Double.parseDouble(r.get("effect")))
                .average()
                .orElseThrow();
        double x = 40 + 100.0 * offer;
        drawing.rectangle(x, 36 + 30 * type, 96, 26, Drawing.shade(mean, 0.15));
        drawing.text(x + 48, 54 + 30 * type, "middle", "%+.3f".formatted(mean).replace(',', '.'));
        drawing.text(x + 48, 54, "middle", name + " " + goods.get(offer - 1));
      }
    }
    check("effects.svg", drawing);
  }

  @Test
  void purchases_by_month_and_category() throws IOException {
    var town = SmallTown.shared();
    var counts = new TreeMap<String, int[]>();
    for (var row : town.rows("raw/receipts")) {
      var at = row.get("Zeit");
      if (at.length() == 16 && at.charAt(2) == '.' && !at.startsWith("31.02")) {
        int month =
            (Integer.parseInt(at.substring(6, 10)) - 2025) * 12
                + Integer.parseInt(at.substring(3, 5))
                - 1;
        counts.computeIfAbsent(row.get("Warengruppe"), c -> new int[18]);
        if (month < 18) {
          counts.get(row.get("Warengruppe"))[month]++;
        }
      }
    }
    var drawing =
        new Drawing(
            720,
            300,
            "Receipts: lines a month, January 2025 to June 2026; 1 = the mean of the category");
    int place = 0;
    for (var category : List.of("food", "toys", "garden", "sport")) {
      var months = counts.get(category);
      double mean = IntStream.of(months).average().orElseThrow();
      var points = new double[36];
      for (int m = 0; m < 18; m++) {
        points[2 * m] = 60 + 35 * m;
        points[2 * m + 1] = 270 - 100 * months[m] / mean;
      }
      drawing.line(Drawing.COLOURS[place], points);
      drawing.rectangle(670 - 8, 50 + 20 * place - 9, 10, 10, Drawing.COLOURS[place]);
      drawing.text(676, 50 + 20 * place, "start", category);
      place++;
    }
    for (int m = 0; m < 18; m += 3) {
      drawing.text(60 + 35 * m, 290, "middle", Days.monthName(m));
    }
    for (int level = 0; level <= 2; level++) {
      drawing.line("#ddd", 55, 270 - 100 * level, 655, 270 - 100 * level);
      drawing.text(48, 274 - 100 * level, "end", Integer.toString(level));
    }
    check("season.svg", drawing);
  }

  @Test
  void what_can_be_known_at_most() throws IOException {
    var drawing =
        new Drawing(560, 300, "Ceiling: expected AUC of the true p0, by separation of the types");
    var steps = new double[] {0, 0.5, 1, 1.5, 2, 3};
    var points = new double[12];
    for (int i = 0; i < steps.length; i++) {
      var file = Files.writeString(folder.resolve(i + ".conf"), "types.separation = " + steps[i]);
      var parameters = Parameters.load(Optional.of(file.toString()));
      var root = folder.resolve("town" + i);
      Town.make(SmallTown.order(800, 9, root, 2, parameters));
      double auc = expectedAuc(SmallTown.at(root));
      points[2 * i] = 80 + 140 * steps[i];
      points[2 * i + 1] = 260 - 400 * (auc - 0.5);
      drawing.dot(points[2 * i], points[2 * i + 1], 4, Drawing.COLOURS[0]);
      drawing.text(
          points[2 * i], points[2 * i + 1] - 10, "middle", "%.3f".formatted(auc).replace(',', '.'));
      drawing.text(points[2 * i], 280, "middle", Double.toString(steps[i]));
    }
    drawing.line(Drawing.COLOURS[0], points);
    for (int level = 5; level <= 10; level++) {
      drawing.text(64, 264 - 40 * (level - 5), "end", Cells.fixed(level / 10.0, 1));
    }
    check("ceiling.svg", drawing);
  }

  @Test
  void the_map() throws IOException {
    var terrain = new Terrain(SmallTown.SEED);
    var drawing =
        new Drawing(
            640,
            470,
            "The town: postcodes, 60 quarters (blue), shops (orange), places of work (grey)");
    for (int column = 0; column < 6; column++) {
      for (int row = 0; row < 4; row++) {
        drawing.frame(20 + 100 * column, 440 - 100 * (row + 1), 100, 100);
        var code = Terrain.postcode(row * 6 + column);
        drawing.text(24 + 100 * column, 440 - 100 * row - 4, "start", code);
      }
    }
    for (var work : terrain.works()) {
      drawing.dot(x(work), y(work), 3, "#999999");
    }
    for (int quarter = 0; quarter < 60; quarter++) {
      var middle = terrain.quarter(quarter);
      drawing.dot(x(middle), y(middle), 5, Drawing.COLOURS[0]);
    }
    for (int store = 1; store < Goods.STORES; store++) {
      var shop = terrain.shop(store);
      drawing.rectangle(x(shop) - 6, y(shop) - 6, 12, 12, Drawing.COLOURS[1]);
      drawing.text(x(shop) + 9, y(shop) + 4, "start", "F0" + store);
    }
    check("map.svg", drawing);
  }

  @Test
  void what_people_are_worth() throws IOException {
    var worth =
        SmallTown.shared().rows("truth/persons.csv.gz").stream()
            .mapToDouble(r -> Double.parseDouble(r.get("ltv_12m")))
            .toArray();
    var drawing =
        new Drawing(
            640, 300, "Expected revenue of the next 12 months, EUR (persons in each step of 1.5)");
    var bins = new int[16];
    for (double value : worth) {
      int bin = value < 20 ? 0 : (int) Math.min(15, 1 + Math.log(value / 20) / Math.log(1.5));
      bins[bin]++;
    }
    for (int bin = 0; bin < bins.length; bin++) {
      double height = 220.0 * bins[bin] / worth.length / 0.25;
      drawing.rectangle(30 + 38 * bin, 260 - height, 34, height, Drawing.COLOURS[bin == 0 ? 6 : 0]);
      var from = bin == 0 ? "&lt;20" : Long.toString(Math.round(20 * Math.pow(1.5, bin - 1)));
      drawing.text(47 + 38 * bin, 276, "middle", from);
      drawing.text(47 + 38 * bin, 254 - height, "middle", Integer.toString(bins[bin]));
    }
    check("worth.svg", drawing);
  }

  /**
   * AUC that answers drawn from p0 have on average: each contact counts as p0 yes and 1 - p0 no.
   */
  private static double expectedAuc(SmallTown town) throws IOException {
    var p =
        town.rows("truth/outcomes.csv.gz").stream()
            .mapToDouble(r -> Double.parseDouble(r.get("p0")))
            .sorted()
            .toArray();
    double no = 0;
    double pairs = 0;
    double yes = 0;
    for (double one : p) {
      pairs += one * (no + (1 - one) / 2);
      no += 1 - one;
      yes += one;
    }
    return pairs / (yes * no);
  }

  private static Map<String, String> types(SmallTown town) throws IOException {
    return town.rows("truth/persons.csv.gz").stream()
        .collect(Collectors.toMap(r -> r.get("person_id"), r -> r.get("type")));
  }

  private static double x(Place place) {
    return 20 + 600 * (place.longitude() - Terrain.WEST) / Terrain.WIDTH;
  }

  private static double y(Place place) {
    return 440 - 400 * (place.latitude() - Terrain.SOUTH) / Terrain.HEIGHT;
  }

  private static void check(String name, Drawing drawing) throws IOException {
    var file = PAGE.resolve(name);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(file, drawing.svg());
    }
    assertThat(file).hasContent(drawing.svg());
  }
}
