package io.microtarget.jobs.store;

import org.apache.spark.sql.SparkSession;

/**
 * A second session whose plans are interpreted, for little data: books of the lake, small sources.
 * To compile a plan takes about a second of processor time, most of it in the JVM after Spark; that
 * is more than to interpret it over some ten thousand rows. The content is the same.
 */
public final class Interpreted {
  private static final String WHOLE_STAGE = "spark.sql.codegen.wholeStage";
  private static final String FACTORY = "spark.sql.codegen.factoryMode";

  private Interpreted() {}

  /**
   * The second session; the first one where it was told whether to compile, or does not run on this
   * machine alone.
   */
  public static SparkSession of(SparkSession spark) {
    var given = spark.sparkContext().getConf();
    var isTold = given.contains(WHOLE_STAGE) || given.contains(FACTORY);
    return isTold || !spark.sparkContext().isLocal() ? spark : second(spark);
  }

  static SparkSession second(SparkSession first) {
    var session = first.newSession();
    first
        .conf()
        .getAll()
        .foreach(
            entry -> {
              if (session.conf().isModifiable(entry._1())) {
                session.conf().set(entry._1(), entry._2());
              }
              return null;
            });
    session.conf().set(WHOLE_STAGE, "false");
    session.conf().set(FACTORY, "NO_CODEGEN");
    return session;
  }
}
