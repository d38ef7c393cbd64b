package io.biopilot.agent.cli.model;

import io.biopilot.agent.cli.CommandGroup;
import picocli.CommandLine.Command;

/** The group {@code biopilot model}. */
@Command(
    name = "model",
    description = "Checks, simulates and differentiates a model file.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 done, 1 the integration failed (what came before is written), 2 the call,",
      "the model or a table was wrong. docs/model.md describes the files."
    },
    subcommands = {
      ExampleCommand.class,
      CheckCommand.class,
      SimulateCommand.class,
      GradientCommand.class
    })
public final class ModelCommand implements CommandGroup {
  @Override
  public Object command() {
    return new ModelCommand();
  }
}
