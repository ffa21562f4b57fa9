package io.microtarget.feature;

import java.util.Map;

/**
 * The block {@code features.place}: how exactly places of people are looked at.
 *
 * @param resolution of H3 cells: 7 is about 5 square kilometres, each step a seventh of the one
 *     before. Above 9 (a tenth of a square kilometre, a few houses) only with {@code fine}
 * @param fine allows cells that may tell one house from another
 * @param days before the moment from which home, work and the other places are told
 * @param nights nights in a cell, or days at work, below which it is nobody's home or work
 * @param shops name to where it is
 */
public record PlaceSettings(
    int resolution, boolean fine, int days, int nights, Map<String, Shop> shops) {
  private static final int FINEST = 15;
  private static final int FINEST_BY_DEFAULT = 9;
  private static final int MOST_SHOPS = 1000;

  /**
   * A shop, in degrees of WGS 84.
   *
   * @param latitude degrees north
   * @param longitude degrees east
   */
  public record Shop(double latitude, double longitude) {
    public Shop {
      require(
          latitude >= -90 && latitude <= 90, "latitude must be from -90 to 90, not " + latitude);
      require(
          longitude >= -180 && longitude <= 180,
          "longitude must be from -180 to 180, not " + longitude);
    }
  }

  public PlaceSettings {
    shops = Map.copyOf(shops);
    require(
        resolution >= 0 && resolution <= FINEST,
        "resolution must be from 0 to 15, not " + resolution);
    require(
        fine || resolution <= FINEST_BY_DEFAULT,
        "resolution must be at most 9, not %d: a finer cell may tell one house from another; fine = true allows it"
            .formatted(resolution));
    require(days >= 1, "days must be at least 1, not " + days);
    require(nights >= 1, "nights must be at least 1, not " + nights);
    require(
        shops.size() <= MOST_SHOPS,
        "shops must be at most %d, not %d".formatted(MOST_SHOPS, shops.size()));
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
