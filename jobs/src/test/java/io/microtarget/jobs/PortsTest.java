package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microtarget.table.SettingsError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PortsTest {
  private ServerSocket taken;

  @BeforeEach
  void take() throws IOException {
    taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
  }

  @AfterEach
  void free() throws IOException {
    taken.close();
  }

  @Test
  void every_setting_with_a_taken_port_is_named() {
    var fixed =
        loopback()
            .set("spark.driver.port", port())
            .set("spark.blockManager.port", port())
            .set("spark.ui.enabled", "true")
            .set("spark.ui.port", port());
    assertThatThrownBy(() -> Ports.check(fixed))
        .isInstanceOf(SettingsError.class)
        .hasMessageContaining(
            "spark.driver.port: port %s is in use on 127.0.0.1; name a free one, or 0 for any, or raise spark.port.maxRetries (0)"
                .formatted(port()))
        .hasMessageContaining("spark.blockManager.port: port " + port())
        .hasMessageContaining("spark.ui.port: port " + port());
  }

  @Test
  void a_free_port_and_any_port_are_fine() {
    assertThatCode(() -> Ports.check(loopback())).doesNotThrowAnyException();
    assertThatCode(() -> Ports.check(loopback().set("spark.ui.port", port())))
        .as("no web page, no port")
        .doesNotThrowAnyException();
    assertThatCode(
            () ->
                Ports.check(
                    loopback().set("spark.driver.port", port()).set("spark.port.maxRetries", "16")))
        .as("the next one is taken instead")
        .doesNotThrowAnyException();
  }

  @Test
  void an_address_of_another_machine_is_named() {
    // TEST-NET-1 of RFC 5737: nobody has it.
    var foreign = loopback().set("spark.driver.bindAddress", "192.0.2.1");
    assertThatThrownBy(() -> Ports.check(foreign))
        .hasMessageContaining("spark.driver.port: this machine has no address 192.0.2.1");
  }

  private SparkConf loopback() {
    return new SparkConf(false)
        .set("spark.driver.bindAddress", "127.0.0.1")
        .set("spark.ui.enabled", "false")
        .set("spark.port.maxRetries", "0");
  }

  private String port() {
    return String.valueOf(taken.getLocalPort());
  }
}
