package io.microtarget.journey;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.testing.Sessions;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class MachinesTest {
  @Test
  void crawlers_monitors_previews_and_scripts_say_so() {
    assertThat(
            said(
                "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
                "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0)",
                "Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)",
                "Mozilla/5.0 (compatible; Baiduspider/2.0)",
                "facebookexternalhit/1.1",
                "Mozilla/5.0 (X11) AppleWebKit/537.36 HeadlessChrome/120.0 Safari/537.36",
                "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)",
                "curl/8.5.0",
                "Wget/1.21",
                "python-requests/2.31.0",
                "Go-http-client/2.0",
                "Scrapy/2.11"))
        .containsOnly(true);
  }

  @Test
  void browsers_apps_and_an_unknown_agent_do_not() {
    assertThat(
            said(
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) Version/17.2 Mobile Safari/604.1",
                "Mozilla/5.0 (Linux; Android 9; CUBOT_X18_Plus) AppleWebKit/537.36 Chrome/119.0",
                "Mozilla/5.0 (Linux; Android 9; CUBOT X18) AppleWebKit/537.36 Chrome/119.0",
                "okhttp/4.12.0",
                "Shop/3.1 (bottles; curling)",
                "",
                null))
        .containsOnly(false);
  }

  private static List<Boolean> said(String... agents) {
    return Sessions.shared()
        .createDataset(Arrays.asList(agents), Encoders.STRING())
        .select(Machines.isSaid(col("value")))
        .collectAsList()
        .stream()
        .map((Row row) -> row.getBoolean(0))
        .toList();
  }
}
