package io.biopilot.bench;

import io.biopilot.agent.cli.CommandGroup;
import io.biopilot.bench.numeric.NumericCommand;
import picocli.CommandLine.Command;

/** The group {@code biopilot bench}; add an area's command to the subcommands. */
@Command(
    name = "bench",
    description = "Measures what the project claims, beside its peers.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {NumericCommand.class})
public final class BenchCommand implements CommandGroup {
  @Override
  public Object command() {
    return new BenchCommand();
  }
}
