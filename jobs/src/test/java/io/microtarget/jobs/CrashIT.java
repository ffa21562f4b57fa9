package io.microtarget.jobs;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashIT {
  @TempDir static Path folder;

  @Test
  void measure() throws Exception {
    var t = System.nanoTime();
    io.microtarget.testing.Sessions.shared();
    t = took("session", t);
    var shop = Kiosk.in(folder.resolve("shop")).deliver(1);
    t = took("fixture", t);
    System.err.println(shop.run("run").ok().out());
    t = took("run", t);
    shop.deliver(2);
    shop.run("run").ok();
    t = took("run again", t);
    System.err.println(shop.run("clean").ok().out());
    t = took("clean", t);
    shop.run("clean").ok();
    t = took("clean", t);
    var copy = shop.copy(folder.resolve("copy")).deliver(3);
    t = took("copy", t);
    for (var s : List.of("start", "ingest", "publish")) {
      Victim.kill(
          folder.resolve("victim"),
          Tripwire.How.LINE,
          "^" + s,
          "",
          copy.command("run", "--set", "lake.root=" + folder.resolve("lake-" + s)));
      t = took("kill at " + s, t);
    }
    System.err.println(shop.run("run").ok().out());
    System.err.println(copy.run("clean").out());
  }

  private static long took(String what, long since) {
    System.err.printf("%-20s %.1f s%n", what, (System.nanoTime() - since) / 1e9);
    return System.nanoTime();
  }
}
