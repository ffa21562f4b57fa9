package io.microtarget.jobs.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microtarget.jobs.raw.Listing;
import io.microtarget.pipeline.Settings;
import io.microtarget.table.SettingsError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths of the settings that are refused with their key, and others that are not. */
class HostilePathsTest {
  private static final String CONFIG = "../conf/grocery.conf";
  private static final String SIGN = "is no character of a path";
  private static final String DOTS = "`..` may stand only at the beginning of a relative path";
  private static final String MACHINE = "belongs to the machine";
  private static final String HIDDEN = "is hidden, as are keys and settings of other programs";
  private static final String SCHEME = "is none of file:, hdfs:,";
  private static final String SECRET = "a user or password does not belong into a path";
  private static final String FOLDER = "a pattern begins with the name of a folder";

  @TempDir Path folder;

  static Stream<String[]> hostile() {
    return Stream.of(
        refused("http://evil.example/data.csv", SCHEME),
        refused("https://evil.example/data.csv", SCHEME),
        refused("ftp://evil.example/data.csv", SCHEME),
        refused("jar:file:/app.jar!/x.csv", "stands behind an archive"),
        refused("data:text/csv,a;b", SCHEME),
        refused("javascript:alert(1)", SCHEME),
        refused("jdbc:postgresql://db/people", SCHEME),
        refused("HTTP://evil.example/x.csv", SCHEME),
        refused("C:/Users/x/data.csv", SCHEME),
        refused("C:\\Users\\x\\data.csv", "not by a backslash"),
        refused("\\\\server\\share\\x.csv", "not by a backslash"),
        refused("//server/share/x.csv", "it begins with // and names no file system"),
        refused("file://server/share/x.csv", "a URI of a file is"),
        refused("file:data/x.csv", "a URI of a file is"),
        refused("file:////server/x.csv", "a URI of a file is"),
        refused("s3a:/bucket/x.csv", "a URI is s3a://name/folder/file"),
        refused("s3a:///x.csv", "a URI is s3a://name/folder/file"),
        refused("s3a://key:secret@bucket/x.csv", SECRET),
        refused("hdfs://root@node/x.csv", SECRET),
        refused("abfss://box:secret@account.dfs.core.windows.net/x.csv", SECRET),
        refused("s3a://bucket/x.csv?X-Amz-Signature=0", "a query or signature"),
        refused("s3a://buck*/x.csv", "the name of the file system"),
        refused("data/x\0.csv", SIGN),
        refused("data/x\n.csv", SIGN),
        refused("data/x\u001b[31m.csv", SIGN),
        refused("data/\u202excod.csv", SIGN),
        refused("data/\u200bx.csv", SIGN),
        refused("data/\ud800.csv", SIGN),
        refused("data/../../etc/passwd", DOTS),
        refused("/data/../etc/passwd", DOTS),
        refused("data/*/../../x.csv", DOTS),
        refused("data/{a,../../b}/x.csv", DOTS),
        refused("s3a://bucket/../other/x.csv", DOTS),
        refused("file:///data/../etc/passwd", DOTS),
        refused("data/%2e%2e/x.csv", "is not to be encoded"),
        refused("data/..%2Fx.csv", "is not to be encoded"),
        refused("data/%252e/x.csv", "is not to be encoded"),
        refused("data/x%00.csv", "is not to be encoded"),
        refused("/etc/passwd", MACHINE),
        refused("/proc/self/environ", MACHINE),
        refused("/./proc/self/environ", MACHINE),
        refused("/sys/kernel/x", MACHINE),
        refused("/dev/zero", MACHINE),
        refused("file:///dev/zero", MACHINE),
        refused("/{data,etc}/passwd", MACHINE),
        refused("~/data.csv", "nothing is put in for"),
        refused("$(id)/data.csv", "nothing is put in for"),
        refused("`id`/data.csv", "nothing is put in for"),
        refused("/home/me/.ssh/id_rsa", HIDDEN),
        refused("../.git/config", HIDDEN),
        refused("data/.env", HIDDEN),
        refused("data/{x,.env}", HIDDEN),
        refused("/*", FOLDER),
        refused("/*/*.csv", FOLDER),
        refused("*", FOLDER),
        refused("*/*", FOLDER),
        refused("../*/x.csv", FOLDER),
        refused("data/**/x.csv", "`**` is not known"),
        refused("data/{a,b.csv", "a bracket of the pattern is not closed"),
        refused("data/[a.csv", "a bracket of the pattern is not closed"),
        refused("..", "it names no file"),
        refused("/", "it names no file"),
        refused(" data/x.csv", "it begins or ends with a blank"),
        refused("data/x.csv ", "it begins or ends with a blank"),
        refused("d".repeat(1_100), "it is longer than 1,024 characters"),
        refused("data/" + "d".repeat(300), "a name in it is longer than 255 bytes"),
        refused("data/x.csv!/y.csv", "stands behind an archive"),
        refused("data/x.zip!/../../etc/passwd", "named from its top"),
        refused("data/x.zip!//etc/passwd", "named from its top"),
        refused("data/x.zip!/y.zip!/z.csv", "are not opened again"),
        refused("lake/grocery/vault/*", "it lies in the lake"),
        refused("./lake//grocery/_keys/key", "it lies in the lake"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostile")
  void a_hostile_path_is_refused_with_its_key(String path, String why) {
    assertThatThrownBy(() -> load("sources.campaigns.path", path))
        .isInstanceOf(SettingsError.class)
        .hasMessageStartingWith("sources.campaigns.path: ")
        .hasMessageContaining(why)
        .hasMessageEndingWith("(--set)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sources.mailings.lookups.campaign.path",
        "sources.campaigns.path",
        "lake.root",
        "fetch.journey.folder"
      })
  void every_path_of_the_settings_is_judged(String key) {
    for (var path : new String[] {"http://x/y", "/etc/x", "a/../b", "a\nb", "a\\b", "//x/y"}) {
      assertThatThrownBy(() -> load(key, path))
          .as(path)
          .isInstanceOf(SettingsError.class)
          .hasMessageStartingWith(key + ": ");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "s3a://bucket/", "lake/*", "lake/{a,b}", "x.zip!/lake", "..", "file:///"})
  void a_lake_is_one_folder_that_is_no_root(String root) {
    assertThatThrownBy(() -> load("lake.root", root))
        .isInstanceOf(SettingsError.class)
        .hasMessageStartingWith("lake.root: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x", "a/b", "", ".", "_hidden", "-x", "a=b", "a b", "a%2fb", "ä", "a\nb", "a:b", "*"
      })
  void a_source_has_a_name_that_can_be_a_folder(String name) {
    var value =
        "{ \"%s\" { kind = product, format = csv, path = \"x.csv\", columns { product-id = a } } }";
    assertThatThrownBy(() -> load("sources", value.formatted(name.replace("\n", "\\n"))))
        .isInstanceOf(SettingsError.class)
        .hasMessageContaining("a name becomes a folder");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data.csv",
        "*.csv",
        "2024-*.csv",
        "data/orders.csv",
        "data/orders-*.csv",
        "data/*/*.csv",
        "data/2024-0[1-9]-??.csv.gz",
        "data/{orders,returns}.csv",
        "data/{2023,2024}/*.json",
        "./data/orders.csv",
        "../data/orders.csv",
        "../../shared/data/online-retail/*.csv",
        "/work/data/orders.csv",
        "/work//data/orders.csv",
        "/work/./data/orders.csv",
        "/tmp/x/*.parquet",
        "/mnt/d/*/x",
        "data/2024.tar.gz",
        "data/2024.zip!/orders/*.csv",
        "data/2024.tar!/orders.csv",
        "data/*.tgz!/a b.csv",
        "file:/work/data/x.csv",
        "file:///work/data/*.csv",
        "hdfs:///data/x.csv",
        "hdfs://node:8020/data/x.csv",
        "hdfs://cluster/data/*.parquet",
        "viewfs://cluster/data/x.csv",
        "webhdfs://node:9870/data/x.csv",
        "ofs://om/volume/bucket/x.csv",
        "o3fs://bucket.volume/x.csv",
        "s3a://bucket/data/x.csv",
        "s3a://my-bucket.name/a/*/x.csv",
        "gs://bucket/data/x.csv",
        "abfss://box@account.dfs.core.windows.net/data/*.csv",
        "wasbs://box@account.blob.core.windows.net/x.csv",
        "data/Käufe März.csv",
        "data/注文.csv",
        "data/a b/c d.csv",
        "data/50%.csv",
        "data/a+b,c;d=e@f.csv",
        "data/it's $5.csv",
        "data/proc/x.csv",
        "data/etc/x.csv",
        "data/x..y.csv",
        "data/12:30.csv",
        "lake/grocery-raw/x.csv",
        "lake/x.csv"
      })
  void a_legal_path_is_taken(String path) {
    assertThatCode(() -> load("sources.campaigns.path", path)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lake",
        "../lake",
        "/work/lake/x",
        "s3a://bucket/lake",
        "hdfs:///lake",
        "file:/l/x",
        "a b/ö"
      })
  void a_legal_lake_is_taken(String root) {
    assertThatCode(() -> load("lake.root", root)).doesNotThrowAnyException();
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void what_lies_behind_a_link_is_judged_too() throws Exception {
    Files.createDirectories(folder.resolve("lake/_keys"));
    Files.writeString(folder.resolve("lake/_keys/key"), "secret");
    Files.writeString(folder.resolve("good.csv"), "a\n1\n");
    link("zero", Path.of("/dev/zero"));
    link("environ", Path.of("/proc/self/environ"));
    link("passwd", Path.of("/etc/passwd"));
    link("key", folder.resolve("lake/_keys/key"));
    link("folder", folder.resolve("lake/_keys"));
    link("good-link", folder.resolve("good.csv"));
    link("loop", folder.resolve("loop"));
    assertThat(new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start().waitFor())
        .isZero();
    assertRefused("zero", "zero is a device, a pipe or a link to nowhere, not a plain file");
    assertRefused("pipe", "pipe is a device, a pipe or a link to nowhere, not a plain file");
    assertRefused("environ", "environ leads to files of the machine");
    assertRefused("passwd", "passwd leads to files of the machine");
    assertRefused("key", "key leads into the lake, whose tables are no raw files");
    assertRefused("folder/*", "key leads into the lake, whose tables are no raw files");
    assertRefused("l*/_keys/*", "key leads into the lake, whose tables are no raw files");
    assertThatThrownBy(() -> list("loop")).hasMessageContaining("no file matches");
    assertThat(list("good-link")).isEqualTo(1);
  }

  private void assertRefused(String path, String why) {
    assertThatThrownBy(() -> list(path))
        .isInstanceOf(SettingsError.class)
        .hasMessage("sources.bons.path: " + why);
  }

  private int list(String path) {
    var lake = new org.apache.hadoop.fs.Path(folder.resolve("lake").toUri());
    return new Listing(new Configuration(), Optional.of(lake))
        .of("bons", folder + "/" + path, file -> Optional.empty())
        .size();
  }

  private void link(String name, Path to) throws IOException {
    Files.createSymbolicLink(folder.resolve(name), to);
  }

  private static void load(String key, String value) {
    Loader.load(CONFIG, Map.of(key, value), Settings.class);
  }

  private static String[] refused(String path, String why) {
    return new String[] {path, why};
  }
}
