package io.microtarget.journey;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * Steps that no person took.
 *
 * <p>Two rules, each local: a row whose user agent says that it is a machine, and the steps of a
 * record on a day on which it took more than {@code journey.machine-steps-per-day}. A later day
 * changes nothing about an earlier one, so that what was left out yesterday is left out tomorrow;
 * and as of a midnight every day is whole.
 *
 * <p>Names are those that crawlers, previews of links, monitors and libraries publish in their own
 * documentation: most carry a word such as "bot" at the end of a product token (RFC 9309, section
 * 2.2.1). A maker of telephones is called Cubot; its buyers are people.
 */
public final class Machines {
  private static final List<String> SAY_SO =
      List.of(
          "(?<!\\bcu)bot(?![a-z])",
          "crawl(er|ing)",
          "spider",
          "slurp",
          "bingpreview",
          "mediapartners-google",
          "feedfetcher",
          "facebookexternalhit",
          "headlesschrome",
          "phantomjs",
          "lighthouse",
          "pingdom",
          "^curl/",
          "^wget/",
          "^java/",
          "go-http-client",
          "apache-httpclient",
          "libwww-perl",
          "python-(requests|urllib|httpx)",
          "aiohttp",
          "scrapy");

  private static final Pattern PATTERN = Pattern.compile("(?i)" + String.join("|", SAY_SO));

  /**
   * A UDF, because it remembers: few programs take most of the steps, and to look each step through
   * for twenty words takes as long as all else that is done with it.
   */
  private static final class SaysSo implements UDF1<String, Boolean> {
    private static final int MOST = 10_000;

    private transient Map<String, Boolean> known;

    @Override
    public Boolean call(String userAgent) {
      if (userAgent == null) {
        return false;
      }
      if (known == null || known.size() >= MOST) {
        known = new HashMap<>();
      }
      return known.computeIfAbsent(userAgent, name -> PATTERN.matcher(name).find());
    }
  }

  private Machines() {}

  /**
   * BOOLEAN, never null: whether the other side says that it is a machine.
   *
   * @param userAgent as it calls itself; null if unknown
   */
  public static Column isSaid(Column userAgent) {
    return coalesce(udf(new SaysSo(), DataTypes.BooleanType).apply(userAgent), lit(false));
  }
}
