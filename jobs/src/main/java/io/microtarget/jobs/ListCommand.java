package io.microtarget.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.microtarget.pipeline.Catalog;
import io.microtarget.pipeline.Pipeline;
import io.microtarget.table.Clocks;
import io.microtarget.table.Stage;
import io.microtarget.table.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code microtarget list}: stages and tables, without starting Spark. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists the stages of the chain and all tables.")
final class ListCommand implements Callable<Integer> {
  @Mixin BusinessOptions business;

  @Option(names = "--json", description = "As one JSON object, for schedulers.")
  boolean isJson;

  @Override
  public Integer call() throws JsonProcessingException {
    var settings = business.settings();
    // The list does not depend on the date; stages only need one to be built.
    var clocks = new Clocks(LocalDate.EPOCH, Instant.EPOCH, settings.business().zone());
    var stages = Pipeline.stages(settings, clocks);
    System.out.println(isJson ? json(stages) : text(stages));
    return Exit.OK;
  }

  private static String text(List<Stage> stages) {
    var text =
        new StringBuilder(
            "Stages\n  ingest: raw files -> event tables, delivery, quarantine, vault\n");
    for (var stage : stages) {
      text.append(
          "  %s: %s -> %s%n".formatted(stage.name(), names(stage.reads()), names(stage.makes())));
    }
    text.append("\nTables\n");
    for (var table : Catalog.tables()) {
      text.append(
          "  %-20s %-9s %s%n"
              .formatted(
                  table.name(), table.kind().name().toLowerCase(Locale.ROOT), table.purpose()));
    }
    return text.toString().stripTrailing();
  }

  private static String json(List<Stage> stages) throws JsonProcessingException {
    var steps = new ArrayList<Map<String, Object>>();
    for (var stage : stages) {
      var step = new LinkedHashMap<String, Object>();
      step.put("name", stage.name());
      step.put("reads", stage.reads().stream().map(Table::name).toList());
      step.put("makes", stage.makes().stream().map(Table::name).toList());
      steps.add(step);
    }
    var tables = new ArrayList<Map<String, Object>>();
    for (var table : Catalog.tables()) {
      var entry = new LinkedHashMap<String, Object>();
      entry.put("name", table.name());
      entry.put("kind", table.kind().name().toLowerCase(Locale.ROOT));
      entry.put("version", table.version());
      entry.put("keys", table.keys());
      entry.put("purpose", table.purpose());
      tables.add(entry);
    }
    var all = new LinkedHashMap<String, Object>();
    all.put("stages", steps);
    all.put("tables", tables);
    return new ObjectMapper().writeValueAsString(all);
  }

  private static String names(List<Table> tables) {
    return tables.stream().map(Table::name).collect(Collectors.joining(", "));
  }
}
