package io.microtarget.feature;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.asin;
import static org.apache.spark.sql.functions.cos;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.pow;
import static org.apache.spark.sql.functions.radians;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.sin;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import com.uber.h3core.H3Core;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;

/**
 * Places on earth as columns: distances, and cells of <a href="https://h3geo.org">H3</a>, a grid of
 * hexagons in 16 sizes. Latitude and longitude in degrees of WGS 84; kilometres are rounded to
 * metres.
 */
final class Earth {
  /** Mean radius in kilometres (Moritz, Geodetic Reference System 1980). */
  static final double RADIUS_KM = 6371.0088;

  /** Nothing but a library can do it, so no machine pays for it unless a cell is asked for. */
  private static final class Grid {
    static final H3Core H3 = load();

    private static H3Core load() {
      try {
        return H3Core.newInstance();
      } catch (IOException e) {
        throw new IllegalStateException(
            "the library of H3 cells cannot be unpacked; java.io.tmpdir must be a folder that can be written and run from",
            e);
      }
    }
  }

  private Earth() {}

  /**
   * The H3 cell of a place as 15 hexadecimal digits; null where it is none. 0,0 lies in the ocean:
   * programs that know no place write it.
   *
   * <p>A UDF, since projecting the earth on the faces of an icosahedron is no function of Spark.
   */
  static Column cell(Column latitude, Column longitude, int resolution) {
    UDF2<Double, Double, String> find =
        (north, east) -> Grid.H3.latLngToCellAddress(north, east, resolution);
    return when(
        isPlace(latitude, longitude), udf(find, DataTypes.StringType).apply(latitude, longitude));
  }

  /** Latitude and longitude of the middle of a cell, as an array of two; null for no cell. */
  static Column middle(Column cell) {
    UDF1<String, double[]> find =
        address -> {
          var middle = Grid.H3.cellToLatLng(address);
          return new double[] {middle.lat, middle.lng};
        };
    var type = DataTypes.createArrayType(DataTypes.DoubleType, false);
    return when(cell.isNotNull(), udf(find, type).apply(cell));
  }

  /** Whether it is a place on earth; never null. */
  static Column isPlace(Column latitude, Column longitude) {
    var isOnEarth = latitude.between(-90, 90).and(longitude.between(-180, 180));
    var isNowhere = latitude.equalTo(0).and(longitude.equalTo(0));
    return latitude.isNotNull().and(longitude.isNotNull()).and(isOnEarth).and(not(isNowhere));
  }

  /**
   * Kilometres along the great circle: haversine, Sinnott, Virtues of the Haversine, Sky and
   * Telescope 68 (1984). Null where one of the places is unknown.
   */
  static Column km(Column latitude, Column longitude, Column toLatitude, Column toLongitude) {
    var north = sin(radians(toLatitude.minus(latitude)).divide(2));
    var east = sin(radians(toLongitude.minus(longitude)).divide(2));
    var half =
        pow(north, lit(2))
            .plus(
                cos(radians(latitude))
                    .multiply(cos(radians(toLatitude)))
                    .multiply(pow(east, lit(2))));
    // Not least(): it takes an unknown place for the other end of the world.
    var atMostOne = when(half.gt(1), lit(1.0)).otherwise(half);
    return round(asin(sqrt(atMostOne)).multiply(2 * RADIUS_KM), 3);
  }

  /** {@code STRUCT<km, name>} of the nearest shop; null for no place and without shops. */
  static Column nearest(Column latitude, Column longitude, PlaceSettings settings) {
    var distances =
        new TreeMap<>(settings.shops())
            .entrySet().stream()
                .map(
                    e ->
                        struct(
                            km(
                                    latitude,
                                    longitude,
                                    lit(e.getValue().latitude()),
                                    lit(e.getValue().longitude()))
                                .as("km"),
                            lit(e.getKey()).as("name")))
                .toArray(Column[]::new);
    return distances.length == 0
        ? lit(null).cast("struct<km: double, name: string>")
        : when(isPlace(latitude, longitude), array_min(array(distances)));
  }

  /** Where it stands on a ball of radius 1: x, y, z. Their means are those of places. */
  static List<Column> onTheUnitBall(Column latitude, Column longitude) {
    var flat = cos(radians(latitude));
    return List.of(
        flat.multiply(cos(radians(longitude))),
        flat.multiply(sin(radians(longitude))),
        sin(radians(latitude)));
  }
}
