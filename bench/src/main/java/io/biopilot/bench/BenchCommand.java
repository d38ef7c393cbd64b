package io.biopilot.bench;

import io.biopilot.agent.cli.CommandGroup;
import io.biopilot.bench.adjoints.AdjointsCommand;
import io.biopilot.bench.jmh.JmhCommand;
import io.biopilot.bench.loop.LoopCommand;
import io.biopilot.bench.mpc.MpcCommand;
import io.biopilot.bench.numeric.NumericCommand;
import io.biopilot.bench.start.StartCommand;
import picocli.CommandLine.Command;

/** The group {@code biopilot bench}; add an area's command to the subcommands. */
@Command(
    name = "bench",
    description = "Measures what the project claims, beside its peers.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      NumericCommand.class,
      JmhCommand.class,
      AdjointsCommand.class,
      StartCommand.class,
      MpcCommand.class,
      LoopCommand.class
    })
public final class BenchCommand implements CommandGroup {
  @Override
  public Object command() {
    return new BenchCommand();
  }
}
