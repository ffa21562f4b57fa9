package io.microtarget.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.properties.PropertiesConfigurationFactory;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Our log settings, {@code conf/spark/log4j2.properties}, in every JVM of a run: Spark's own write
 * the messages of exceptions, which quote values of rows, and rows may be personal.
 *
 * <p>The driver takes them when it starts. An executor starts from Spark's class path, where no
 * file of ours is; as a plugin this runs there before the first task. A JVM that was given a log
 * file by {@code -Dlog4j2.configurationFile} keeps it.
 */
public final class QuietLog implements SparkPlugin {
  private static final String FILE = "log4j2.properties";

  static void use() {
    if (isGiven()) {
      return;
    }
    // Spark sets up its log once, at its first line; after that it leaves ours alone.
    new SparkConf().initializeLogIfNecessary(false, true);
    try (var in = QuietLog.class.getResourceAsStream(FILE)) {
      // Log4j keeps a context per class loader; spark-submit loads us by one of our own.
      var loader = SparkContext.class.getClassLoader();
      var context = (LoggerContext) LogManager.getContext(loader, false);
      var source = new ConfigurationSource(in);
      context.reconfigure(new PropertiesConfigurationFactory().getConfiguration(context, source));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isGiven() {
    return System.getProperty("log4j2.configurationFile") != null
        || System.getProperty("log4j.configurationFile") != null;
  }

  @Override
  public DriverPlugin driverPlugin() {
    return null;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      @Override
      public void init(PluginContext context, Map<String, String> configuration) {
        use();
      }
    };
  }
}
