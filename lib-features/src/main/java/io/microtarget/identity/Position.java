package io.microtarget.identity;

import java.util.regex.Pattern;

/**
 * A place on earth from latitude and longitude in degrees (WGS 84), and how far two are apart.
 *
 * <p>Written as hundred-thousandths of a degree, about a metre: {@code 5252000,1340500}.
 */
final class Position {
  private static final int PER_DEGREE = 100_000;

  /** Mean radius of the earth in metres (Moritz, Geodetic Reference System 1980). */
  private static final double RADIUS = 6_371_008.8;

  private static final int LONGEST = 60;
  private static final Pattern APART = Pattern.compile("\\s*[,; ]\\s*");

  private Position() {}

  /**
   * From {@code 52.52,13.405}; empty where it is none. 0,0 lies in the ocean: programs that know no
   * place write it.
   */
  static String of(String raw) {
    if (raw.length() > LONGEST) {
      return "";
    }
    var parts = APART.split(raw.strip());
    if (parts.length != 2) {
      return "";
    }
    try {
      double latitude = Double.parseDouble(parts[0]);
      double longitude = Double.parseDouble(parts[1]);
      boolean isOnEarth = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
      long north = Math.round(latitude * PER_DEGREE);
      long east = Math.round(longitude * PER_DEGREE);
      return !isOnEarth || north == 0 && east == 0 ? "" : north + "," + east;
    } catch (NumberFormatException noNumber) {
      return "";
    }
  }

  /** Metres along the great circle: haversine, Sinnott, Virtues of the Haversine, 1984. */
  static double metres(String one, String other) {
    double lat1 = radians(one, 0);
    double lat2 = radians(other, 0);
    double sinLat = StrictMath.sin((lat2 - lat1) / 2);
    double sinLon = StrictMath.sin((radians(other, 1) - radians(one, 1)) / 2);
    double a = sinLat * sinLat + StrictMath.cos(lat1) * StrictMath.cos(lat2) * sinLon * sinLon;
    return 2 * RADIUS * StrictMath.asin(Math.min(1, StrictMath.sqrt(a)));
  }

  private static double radians(String position, int part) {
    int comma = position.indexOf(',');
    int from = part == 0 ? 0 : comma + 1;
    int to = part == 0 ? comma : position.length();
    return StrictMath.toRadians(Integer.parseInt(position, from, to, 10) / (double) PER_DEGREE);
  }
}
