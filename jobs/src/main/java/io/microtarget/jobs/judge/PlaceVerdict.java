package io.microtarget.jobs.judge;

import com.uber.h3core.H3Core;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * How far home and work of those who agreed to be followed are apart, as published and in truth.
 *
 * <p>Cells themselves are no feature: they would tell where somebody lives. What is published is
 * the distance between the middles of two cells, so it is judged whether it is within one width of
 * a cell of the true one (twice the mean edge of the resolution that the settings name; H3, Cell
 * statistics across resolutions).
 */
final class PlaceVerdict {
  private static final double EDGE_TO_EDGE = 2;

  private PlaceVerdict() {}

  /**
   * One person of the panel.
   *
   * @param home, work H3 cells; null for none
   * @param km as published; null if unknown
   */
  record Place(String home, String work, Double km) {}

  static Finding of(List<Place> places, int resolution) {
    var grid = grid();
    double cell =
        EDGE_TO_EDGE * grid.getHexagonEdgeLengthAvg(resolution, com.uber.h3core.LengthUnit.km);
    var both = places.stream().filter(p -> p.home() != null && p.work() != null).toList();
    var known = both.stream().filter(p -> p.km() != null).toList();
    var errors =
        known.stream()
            .mapToDouble(p -> Math.abs(p.km() - km(grid, p.home(), p.work())))
            .sorted()
            .toArray();
    long near = Arrays.stream(errors).filter(e -> e <= cell).count();
    double median = errors.length == 0 ? Double.NaN : errors[errors.length / 2];
    return new Finding("places")
        .line(
            "%,d persons agreed to be followed, %,d of them have a home and work; kilometres between them are published of %,d",
            places.size(), both.size(), known.size())
        .line(
            "within one cell (%.1f km) of the truth %s, median error %.2f km",
            cell, Finding.text(near, errors.length), median)
        .put("panel", places.size())
        .put("known", Finding.share(known.size(), both.size()))
        .put("within_a_cell", Finding.share(near, errors.length))
        .put("median_error_km", median);
  }

  private static double km(H3Core grid, String home, String work) {
    return grid.greatCircleDistance(
        grid.cellToLatLng(home), grid.cellToLatLng(work), com.uber.h3core.LengthUnit.km);
  }

  private static H3Core grid() {
    try {
      return H3Core.newInstance();
    } catch (IOException e) {
      throw new IllegalStateException("the library of H3 cells cannot be unpacked", e);
    }
  }
}
