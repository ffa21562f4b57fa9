package io.microtarget.jobs.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.microtarget.table.SettingsError;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoaderTest {
  private static final String SMALLEST =
      """
      include "reference"
      business.name = "Corner"
      """;

  @TempDir Path folder;

  @BeforeEach
  void reference() throws IOException {
    Files.writeString(folder.resolve("reference.conf"), Shop.REFERENCE);
  }

  @Test
  void a_small_file_takes_everything_else_from_the_reference() throws IOException {
    assertThat(load(SMALLEST))
        .isEqualTo(
            new Shop(
                new Shop.Business("Corner", ZoneId.of("UTC"), true),
                "data",
                Map.of(),
                Map.of(),
                List.of(28L, 91L),
                Optional.empty(),
                new Shop.Vault(Optional.empty(), Map.of())));
  }

  @Test
  void a_file_named_without_a_folder_finds_what_it_includes() throws IOException {
    var included = Path.of("included-by-a-bare-name.conf");
    var bare = Path.of("a-bare-name.conf");
    try {
      Files.writeString(included, Shop.REFERENCE);
      Files.writeString(bare, "include \"included-by-a-bare-name\"\nbusiness.name = \"Corner\"\n");
      assertThat(Loader.load(bare.toString(), Map.of(), Shop.class).business().name())
          .isEqualTo("Corner");
    } finally {
      Files.deleteIfExists(bare);
      Files.deleteIfExists(included);
    }
  }

  @Test
  void binds_every_kind_of_component() throws IOException {
    var shop =
        load(
            """
            include "reference"
            business { name = "Corner", zone = "America/New_York", open = false }
            data = "/srv"
            feeds.till {
              format = line-json, path = ${data}"/till.json", from = 2017-09-01
              purposes = [analysis, direct-marketing]
              columns { native-id = "household_id" }
              steps = [{ where = "a > 0", most = 3 }]
            }
            weights { mail = 2, "a.b" = 1 }
            windows-days = [364]
            limits { minimum-size = 50, share = 0.10, budget = 500.00 }
            """);
    assertThat(shop)
        .isEqualTo(
            new Shop(
                new Shop.Business("Corner", ZoneId.of("America/New_York"), false),
                "/srv",
                Map.of(
                    "till",
                    new Shop.Feed(
                        Shop.Format.LINE_JSON,
                        "/srv/till.json",
                        Optional.of(LocalDate.parse("2017-09-01")),
                        List.of("analysis", "direct-marketing"),
                        Map.of("native-id", "household_id", "id", "id"),
                        List.of(new Shop.Step("a > 0", 3)))),
                Map.of("mail", 2, "a.b", 1),
                List.of(364L),
                Optional.of(new Shop.Limits(50, 0.1, new BigDecimal("500.00"))),
                new Shop.Vault(Optional.empty(), Map.of())));
  }

  @Test
  void every_entry_of_a_map_falls_back_on_its_defaults() throws IOException {
    var shop =
        load(SMALLEST + "feeds { b { path = y, format = csv }, a { path = x }, c = null }\n");
    assertThat(shop.feeds())
        .extractingByKey("a")
        .extracting("format")
        .isEqualTo(Shop.Format.PARQUET);
    assertThat(shop.feeds()).extractingByKey("b").extracting("format").isEqualTo(Shop.Format.CSV);
    assertThat(shop.feeds().keySet()).as("in the order of the keys").containsExactly("a", "b");
  }

  @Test
  void overrides_win_and_reach_substitutions() throws IOException {
    var file = write(SMALLEST + "feeds.till.path = ${data}\"/till\"\n");
    var overrides =
        Map.of(
            "data", "s3a://bucket/x",
            "business.name", "Two words: fine",
            "windows-days", "[7]",
            "limits", "{ minimum-size = 2, share = 1, budget = 1 }",
            "feeds.till.from", "2017-10-01");
    var shop = Loader.load(file.toString(), overrides, Shop.class);
    assertThat(shop.feeds().get("till").path()).isEqualTo("s3a://bucket/x/till");
    assertThat(shop.feeds().get("till").from()).contains(LocalDate.parse("2017-10-01"));
    assertThat(shop.business().name()).isEqualTo("Two words: fine");
    assertThat(shop.windowsDays()).containsExactly(7L);
    assertThat(shop.limits()).map(Shop.Limits::minimumSize).contains(2);
  }

  @Test
  void an_override_null_unsets() throws IOException {
    var file = write(SMALLEST + "limits { minimum-size = 2, share = 1, budget = 1 }");
    assertThat(Loader.load(file.toString(), Map.of("limits", "null"), Shop.class).limits())
        .isEmpty();
  }

  @Test
  void reports_all_problems_together() throws IOException {
    var problems =
        problems(
            """
            include "reference"
            busines { name = "Corner" }
            business { zone = "America/New_Yorc", open = perhaps }
            feeds {
              till { path = "x", formt = csv, format = parket, from = 2017-13-01, purposes = analysis }
              web = "y"
            }
            weights { mail = 1.5, post = "many" }
            limits { minimum-size = 0, share = 0.1, budget = 5 }
            vault { key = "hunter2", options { password = "hunter2", user = "ann" } }
            defaults.feed.format = csv
            """);
    assertThat(String.join("\n", problems) + "\n")
        .isEqualTo(
            """
            defaults.feed: is not a known key; did you mean `feeds`? (shop.conf:11)
            busines: is not a known key; did you mean `business`? (shop.conf:2)
            business.name: is missing (shop.conf:3)
            business.zone: America/New_Yorc is not a time zone such as America/New_York; did you mean `America/New_York`? (shop.conf:3)
            business.open: perhaps is neither true nor false (shop.conf:3)
            feeds.till.formt: is not a known key; did you mean `format`? (shop.conf:5)
            feeds.till.format: parket is not one of parquet, csv, line-json; did you mean `parquet`? (shop.conf:5)
            feeds.till.from: 2017-13-01 is not a date such as 2017-12-31 (shop.conf:5)
            feeds.till.purposes: analysis stands where a list such as [a, b] is expected (shop.conf:5)
            feeds.web: y stands where a block with format, path, from, purposes, columns, steps is expected (shop.conf:6)
            weights.mail: 1.5 is not a whole number from -2147483648 to 2147483647 (shop.conf:8)
            weights.post: many is not a number (shop.conf:8)
            limits: minimum-size must be at least 1, not 0 (shop.conf:9)
            vault.key: must be a reference, "${env:NAME}" or "${file:/path}"; what stands there is not shown (start it with public: if all may know it) (shop.conf:10)
            vault.options.password: must be a reference, "${env:NAME}" or "${file:/path}"; what stands there is not shown (start it with public: if all may know it) (shop.conf:10)
            """);
  }

  @Test
  void a_missing_block_names_its_keys_and_a_missing_include_is_guessed() throws IOException {
    assertThat(problems("data = x"))
        .containsExactly(
            "business: is missing; a block with name, zone, open (shop.conf:1)",
            "vault: is missing; a block with key, options (shop.conf:1)",
            "settings: the defaults are not included; begin the file with: include \"reference\""
                + " (shop.conf)");
  }

  @Test
  void a_problem_of_an_override_or_a_default_says_where_it_stands() throws IOException {
    var file = write(SMALLEST + "feeds.a.path = x\n");
    Files.writeString(
        folder.resolve("reference.conf"), Shop.REFERENCE + "defaults.feeds.from = never\n");
    assertThatThrownBy(() -> Loader.load(file.toString(), Map.of("windows-days", "7"), Shop.class))
        .isInstanceOf(SettingsError.class)
        .hasMessage(
            """
            feeds.a.from: never is not a date such as 2017-12-31 (reference.conf:7)
            windows-days: 7 stands where a list such as [a, b] is expected (--set)""");
  }

  @Test
  void an_override_that_cannot_be_read_is_named_without_its_value() throws IOException {
    var file = write(SMALLEST);
    assertThatThrownBy(
            () -> Loader.load(file.toString(), Map.of("vault.key", "[hunter2"), Shop.class))
        .isInstanceOf(SettingsError.class)
        .hasMessage(
            "--set vault.key: the key must be a dotted path and the value text, a [list] or a {"
                + " block }");
  }

  @Test
  void values_of_the_environment_do_not_reach_a_substitution() {
    assertThatThrownBy(() -> load(SMALLEST + "data = ${PATH}\n"))
        .isInstanceOf(SettingsError.class)
        .hasMessage("shop.conf:3: Could not resolve substitution to a value: ${PATH}");
  }

  @Test
  void a_file_that_is_not_there_or_no_settings_is_named() throws IOException {
    var missing = folder.resolve("missing.conf");
    assertThatThrownBy(() -> Loader.load(missing.toString(), Map.of(), Shop.class))
        .isInstanceOf(SettingsError.class)
        .hasMessage("settings file %s does not exist", missing);
    assertThatThrownBy(() -> Loader.load(folder.toString(), Map.of(), Shop.class))
        .isInstanceOf(SettingsError.class)
        .hasMessage("settings file %s cannot be read as a file", folder);
    var binary = Files.write(folder.resolve("binary.conf"), new byte[] {(byte) 0xff, 0, 1});
    assertThatThrownBy(() -> Loader.load(binary.toString(), Map.of(), Shop.class))
        .isInstanceOf(SettingsError.class)
        .hasMessage("settings file %s cannot be read: it is not UTF-8 text", binary);
    assertThatThrownBy(() -> load("a = 1\nb = [1,\n"))
        .isInstanceOf(SettingsError.class)
        .hasMessageStartingWith(
            "shop.conf:3: List should have had new element after a comma, instead had token: end");
  }

  @Test
  void a_remote_file_is_read_through_hadoop() throws IOException {
    var file = write("data = x");
    assertThat(Text.remote(file.toUri().toString()).parsed().getString("data")).isEqualTo("x");
    assertThatThrownBy(() -> Loader.load("nowhere://bucket/shop.conf", Map.of(), Shop.class))
        .isInstanceOf(SettingsError.class)
        .hasMessage(
            "settings file nowhere://bucket/shop.conf cannot be read: No FileSystem for scheme"
                + " \"nowhere\"");
  }

  @Test
  void a_file_uri_includes_what_stands_beside_it() throws IOException {
    var uri = write(SMALLEST).toUri().toString();
    assertThat(Loader.load(uri, Map.of(), Shop.class).data()).isEqualTo("data");
  }

  @Test
  void shows_the_settings_in_use_without_secrets() throws IOException {
    var file =
        write(
            """
            data = "x"
            vault { key = "${env:KEY}", options { password = "hunter2", user = "ann" } }
            """);
    assertThat(Loader.rendered(file.toString(), Map.of("data", "y")))
        .isEqualTo(
            """
            data=y
            vault {
                key="${env:KEY}"
                options {
                    password="***"
                    user=ann
                }
            }
            """);
  }

  private Shop load(String text) throws IOException {
    return Loader.load(write(text).toString(), Map.of(), Shop.class);
  }

  private List<String> problems(String text) throws IOException {
    var file = write(text);
    return catchThrowableOfType(
            SettingsError.class, () -> Loader.load(file.toString(), Map.of(), Shop.class))
        .problems();
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("shop.conf"), text);
  }
}
