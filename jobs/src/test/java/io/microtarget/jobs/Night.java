package io.microtarget.jobs;

import static io.microtarget.jobs.Kill.afterCommit;
import static io.microtarget.jobs.Kill.afterStage;
import static io.microtarget.jobs.Kill.beforeCommit;
import static io.microtarget.jobs.Kill.half;

import io.microtarget.jobs.Tripwire.How;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Kills of one lake, one after the other, each a little later in the chain, before a run gets
 * through.
 *
 * @param isFirst whether nothing was ever published before
 */
record Night(String name, boolean isFirst, List<Kill> kills) {
  private static final String DATA = "/.*[.]parquet$";

  /** The most telling moments, in the time a build has. */
  static Stream<Night> shortly() {
    return Stream.of(
        new Night(
            "a short night",
            false,
            List.of(
                half("the Parquet file of `purchase`", "/purchase" + DATA),
                afterStage("ingest"),
                half("the Parquet file of `feature`", "/feature" + DATA),
                afterStage("report"),
                beforeCommit("publication"),
                half("result.json", "/[.]result[.]json").published(),
                closing(How.BEFORE_RENAME))));
  }

  /** Every boundary, and every kind of write. */
  static Stream<Night> all() {
    return Stream.of(first(), cleaning(), publishing(), taking(), writes(), boundaries());
  }

  private static Night taking() {
    return new Night(
        "ingest",
        false,
        List.of(
            half("the Parquet file of `lease`", "/lease" + DATA).withoutLease(),
            half("the Parquet file of `purchase`", "/purchase" + DATA),
            beforeCommit("purchase"),
            afterCommit("party"),
            half("the Parquet file of `vault`", "/vault" + DATA),
            beforeCommit("vault"),
            afterCommit("quarantine"),
            half("the Parquet file of `delivery`", "/delivery" + DATA),
            beforeCommit("delivery"),
            afterCommit("delivery")));
  }

  private static Night boundaries() {
    var stages =
        Stream.of(
            "start",
            "ingest",
            "link",
            "golden-records",
            "subjects",
            "permission",
            "journey",
            "features",
            "segment",
            "score",
            "holdout",
            "decide",
            "waterfall",
            "audience",
            "past-campaigns",
            "check",
            "report",
            "publish");
    return new Night(
        "boundaries",
        false,
        stages.map(s -> s.equals("publish") ? afterStage(s).published() : afterStage(s)).toList());
  }

  private static Night writes() {
    return new Night(
        "stages",
        false,
        List.of(
            half("the Parquet file of `link`", "/link" + DATA),
            half("the scratch of `subject`", "/_scratch/.*/subject" + DATA),
            half("the Parquet file of `feature`", "/feature" + DATA),
            beforeCommit("feature"),
            afterCommit("feature"),
            half("the Parquet file of `segment_membership`", "/segment_membership" + DATA),
            half("the Parquet file of `holdout`", "/holdout" + DATA),
            afterCommit("holdout"),
            beforeCommit("waterfall"),
            half("report.html", "/[.]report[.]html")));
  }

  private static Night publishing() {
    return new Night(
        "publication and closing",
        false,
        List.of(
            half("the Parquet file of `publication`", "/publication" + DATA),
            beforeCommit("publication"),
            afterCommit("publication").published(),
            half("result.json", "/[.]result[.]json").published(),
            new Kill(
                "write: scratch is about to be dropped",
                How.BEFORE_DELETE,
                "/_scratch/[^/]*$",
                "",
                true,
                true,
                List.of("run")),
            closing(How.BEFORE_RENAME),
            closing(How.AFTER_RENAME).withoutLease()));
  }

  private static Night first() {
    return new Night(
        "the first run of a lake",
        true,
        List.of(
            half("_lake.json", "/[.]_lake[.]json").withoutLease(),
            beforeCommit("lease").withoutLease(),
            half("the pseudonym key", "/_keys/[.]pseudonym[.]key"),
            beforeCommit("purchase"),
            beforeCommit("delivery"),
            beforeCommit("publication")));
  }

  private static Night cleaning() {
    var kills = new ArrayList<Kill>();
    kills.add(afterStage("waterfall"));
    kills.add(
        beforeCommit("feature").named("clean: rows of `feature` not yet dropped").in("clean"));
    kills.add(afterCommit("feature").named("clean: rows of `feature` just dropped").in("clean"));
    kills.add(
        new Kill(
            "clean: VACUUM is about to remove a file",
            How.BEFORE_DELETE,
            "/feature/as_of=.*parquet$",
            "",
            true,
            false,
            List.of("clean")));
    kills.add(
        beforeCommit("publication")
            .named("rollback: commit not there yet")
            .in("rollback", "--as-of", "2025-01-01"));
    return new Night("clean and rollback", false, kills);
  }

  private static Kill closing(How how) {
    var commit = how == How.BEFORE_RENAME ? beforeCommit("lease") : afterCommit("lease");
    return commit
        .published()
        .after("/result[.]json$")
        .named(
            "closing of the lease: commit "
                + (how == How.BEFORE_RENAME ? "not there yet" : "there, process still alive"));
  }

  @Override
  public String toString() {
    return name;
  }
}
