package io.microtarget.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.microtarget.jobs.town.Parameters;
import io.microtarget.jobs.town.Target;
import io.microtarget.jobs.town.Town;
import io.microtarget.jobs.town.Written;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code microtarget make-town}: raw files of a made-up town, and the truth about it. */
@Command(
    name = "make-town",
    mixinStandardHelpOptions = true,
    description = {
      "Makes Musterstadt: the raw files of a business in a town that does not exist, and the truth.",
      "",
      "FOLDER/raw has 22 sources, each in another convention; FOLDER/truth knows who is who, what",
      "each would have done, and which rows are broken; FOLDER/town.json names version, seed,",
      "parameters and files. The same persons, seed and parameters give the same bytes. Prints a",
      "line a file and ends with one line of JSON."
    })
final class MakeTownCommand implements Callable<Integer> {
  @Option(
      names = "--persons",
      required = true,
      paramLabel = "N",
      description = "How many live there: 2 to 2000000.")
  int persons;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description = "Another number gives another town. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "Where it is to stand: a new or empty folder.")
  Path out;

  @Option(
      names = "--parameters",
      paramLabel = "FILE",
      description = "What is to differ from conf/town/parameters.conf.")
  Optional<String> parameters = Optional.empty();

  @Option(names = "--force", description = "Replaces a town that stands in the folder.")
  boolean force;

  @Override
  public Integer call() {
    var start = System.nanoTime();
    var order =
        new Town.Order(
            persons,
            seed,
            out,
            force ? Target.REPLACE : Target.KEEP,
            Parameters.load(parameters),
            Runtime.getRuntime().availableProcessors());
    var files = Town.make(order);
    for (var file : files) {
      System.out.printf("%-34s %,12d rows %,15d bytes%n", file.file(), file.rows(), file.bytes());
    }
    System.out.println(json(files, (System.nanoTime() - start) / 1e9));
    return Exit.OK;
  }

  private String json(List<Written> files, double seconds) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("town", out.toString());
    fields.put("generator", Town.VERSION);
    fields.put("seed", seed);
    fields.put("persons", persons);
    fields.put("files", files.size());
    fields.put("rows", files.stream().mapToLong(Written::rows).sum());
    fields.put("bytes", files.stream().mapToLong(Written::bytes).sum());
    fields.put("seconds", Math.round(seconds * 10) / 10.0);
    fields.put("peak_rss_mb", Usage.peakRssMb());
    try {
      return new ObjectMapper().writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
