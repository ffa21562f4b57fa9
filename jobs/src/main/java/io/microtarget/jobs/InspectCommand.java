package io.microtarget.jobs;

import io.microtarget.jobs.inspect.Inspect;
import io.microtarget.table.SettingsError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code microtarget inspect}: drafts settings from raw files nobody has described. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = "Looks at raw files and drafts a settings file that reads them.")
final class InspectCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Raw files, folders or archives. Of large ones a sample is read.")
  List<String> files;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Writes the draft there instead of printing it; never over a file.")
  Optional<String> out = Optional.empty();

  @Override
  public Integer call() {
    var target = out.map(Path::of);
    if (target.filter(Files::exists).isPresent()) {
      throw new SettingsError("--out %s is there already; name another file".formatted(out.get()));
    }
    var inspect = Inspect.of(files);
    if (inspect.needsSpark()) {
      SparkStart.use(spark -> show(inspect.draft(() -> spark), target));
    } else {
      show(inspect.draft(InspectCommand::none), target);
    }
    return Exit.OK;
  }

  private static org.apache.spark.sql.SparkSession none() {
    throw new IllegalStateException("a session was asked for, though no file is Parquet");
  }

  private static void show(String draft, Optional<Path> target) {
    if (target.isEmpty()) {
      System.out.print(draft);
      return;
    }
    try {
      var folder = target.get().toAbsolutePath().getParent();
      Files.createDirectories(folder);
      Files.writeString(target.get(), draft);
    } catch (IOException e) {
      throw new SettingsError("--out %s cannot be written".formatted(target.get()));
    }
    System.out.println(
        "%s is written; look through it, then: microtarget check --config %s"
            .formatted(target.get(), target.get()));
  }
}
