package io.microtarget.jobs;

import picocli.CommandLine.Command;

/** The command {@code microtarget}; its subcommands do the work. */
@Command(
    name = "microtarget",
    mixinStandardHelpOptions = true,
    version = Product.VERSION,
    description = "The next best message for each person, from raw customer data.",
    subcommands = {
      RunCommand.class,
      IngestCommand.class,
      ListCommand.class,
      CheckCommand.class,
      CatalogCommand.class,
      InspectCommand.class,
      ExplainCommand.class,
      JudgeLinksCommand.class,
      JudgeCommand.class,
      RedriveCommand.class,
      RollbackCommand.class,
      ExportCommand.class,
      CleanCommand.class,
      RekeyCommand.class,
      RetainCommand.class,
      EraseCommand.class,
      DoctorCommand.class,
      BenchExportCommand.class,
      MakeTownCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 ok, 1 bug, 2 usage or settings, 3 data gate failed, 4 no input, 75 busy."
    })
final class Microtarget {}
