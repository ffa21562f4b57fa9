package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.testing.Sessions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Lakes in which made-up people are linked.
 *
 * @param folder of the files they come from, {@code data}, and of the lakes
 */
record LinkedLake(Path folder) {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  void deliver(String name, List<String> lines) throws IOException {
    MadeUpPeople.write(folder.resolve("data/people-%s.csv".formatted(name)), lines);
  }

  /** Runs the chain into a lake. */
  void run(String lake, String... more) {
    var arguments = new ArrayList<String>();
    var config = ROOT.resolve("jobs/src/test/resources/linking/people.conf").toString();
    arguments.addAll(List.of("run", "--config", config));
    arguments.addAll(List.of("--set", "data=" + folder.resolve("data")));
    arguments.addAll(List.of("--set", "lake.root=" + folder.resolve(lake)));
    arguments.addAll(List.of(more));
    Command.run(arguments.toArray(String[]::new)).ok();
  }

  /**
   * Runs the chain with another setting of the shared session. A run sets its own defaults again
   * unless the property says otherwise.
   */
  void runWith(String key, String value, String lake) {
    var conf = Sessions.shared().conf();
    var before = conf.get(key);
    System.setProperty(key, value);
    conf.set(key, value);
    try {
      run(lake);
      assertThat(conf.get(key)).isEqualTo(value);
    } finally {
      System.clearProperty(key);
      conf.set(key, before);
    }
  }
}
