package io.microtarget.jobs;

import io.microtarget.table.SettingsError;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Optional;
import org.apache.spark.SparkConf;

/**
 * Looks whether the driver can open the ports the Spark settings name, before Spark tries: it names
 * a service instead of the setting, and where its web page finds no port it ends the JVM as a bug.
 */
final class Ports {
  private static final int LAST = 65_535;

  private Ports() {}

  /**
   * @param spark settings of the session to come
   * @throws SettingsError names each setting whose ports are all taken
   */
  static void check(SparkConf spark) {
    var local = Optional.ofNullable(System.getenv("SPARK_LOCAL_IP")).orElse("0.0.0.0");
    var driver = spark.get("spark.driver.bindAddress", spark.get("spark.driver.host", local));
    var retries = spark.getInt("spark.port.maxRetries", 16);
    var problems = new ArrayList<String>();
    check("spark.driver.port", spark.getInt("spark.driver.port", 0), driver, retries)
        .ifPresent(problems::add);
    var blocks =
        spark.contains("spark.driver.blockManager.port")
            ? "spark.driver.blockManager.port"
            : "spark.blockManager.port";
    check(blocks, spark.getInt(blocks, 0), driver, retries).ifPresent(problems::add);
    if (spark.getBoolean("spark.ui.enabled", true)) {
      check("spark.ui.port", spark.getInt("spark.ui.port", 4040), local, retries)
          .ifPresent(problems::add);
    }
    if (!problems.isEmpty()) {
      throw new SettingsError(problems);
    }
  }

  /** Spark tries a port and as many after it as it may retry; 0 takes any free one. */
  private static Optional<String> check(String setting, int port, String address, int retries) {
    var last = Math.min(LAST, port + retries);
    for (int candidate = port; candidate <= last; candidate++) {
      if (canOpen(address, candidate)) {
        return Optional.empty();
      }
    }
    if (!canOpen(address, 0)) {
      return Optional.of(
          "%s: this machine has no address %s to listen on; mend spark.driver.bindAddress, spark.driver.host or SPARK_LOCAL_IP"
              .formatted(setting, address));
    }
    return Optional.of(
        "%s: port %s in use on %s; name a free one, or 0 for any, or raise spark.port.maxRetries (%d)"
            .formatted(
                setting,
                last == port ? port + " is" : "%d and all up to %d are".formatted(port, last),
                address,
                retries));
  }

  private static boolean canOpen(String address, int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
