package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microtarget.table.SettingsError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmittedFileTest {
  @TempDir Path folder;
  private final SparkConf cluster =
      new SparkConf(false).set("spark.submit.deployMode", "cluster").set("spark.master", "yarn");

  @Test
  void a_path_that_is_there_or_a_uri_stays() throws IOException {
    var file = Files.writeString(folder.resolve("shop.conf"), "").toString();
    for (var config : new String[] {file, "file:" + file, "hdfs://name/shop.conf"}) {
      assertThat(SubmittedFile.of(config, cluster.clone().set("spark.files", "s3a://b/shop.conf")))
          .isEqualTo(config);
    }
  }

  @Test
  void a_name_is_looked_up_among_the_files_that_were_sent() throws IOException {
    var file = "file:" + Files.writeString(folder.resolve("shop.conf"), "");
    var sent = cluster.clone().set("spark.files", file + ",hdfs://name/a/b.conf,s3a://b/x#c.conf");
    assertThat(SubmittedFile.of("shop.conf", sent)).isEqualTo(file);
    assertThat(SubmittedFile.of("b.conf", sent)).isEqualTo("hdfs://name/a/b.conf");
    assertThat(SubmittedFile.of("c.conf", sent)).isEqualTo("s3a://b/x");
  }

  @Test
  void a_driver_on_a_worker_says_how_to_send_what_it_does_not_have() {
    var sent = cluster.clone().set("spark.files", "file:/laptop/shop.conf");
    assertThatThrownBy(() -> SubmittedFile.of("shop.conf", sent))
        .isInstanceOf(SettingsError.class)
        .hasMessageStartingWith(
            "settings file file:/laptop/shop.conf does not exist on the worker");
    assertThatThrownBy(() -> SubmittedFile.of("/laptop/shop.conf", cluster))
        .hasMessageContaining("settings file /laptop/shop.conf does not exist on the worker")
        .hasMessageEndingWith("--files URI/shop.conf and --config shop.conf");
  }

  @Test
  void elsewhere_the_loader_says_that_it_is_missing() {
    assertThat(SubmittedFile.of("gone.conf", new SparkConf(false))).isEqualTo("gone.conf");
  }
}
