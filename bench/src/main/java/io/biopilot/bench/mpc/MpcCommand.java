package io.biopilot.bench.mpc;

import io.biopilot.bench.numeric.NumericCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code biopilot bench mpc}: the table of solvers beside peers. */
@Command(
    name = "mpc",
    mixinStandardHelpOptions = true,
    description = {
      "Quadratic programs and predictive control of the batch bioreactor, beside C and CasADi;",
      "whole batches: Lee-Ramirez, and E. coli fed by pulses under noise.",
      "Peers: bench/peers/setup.sh (Python), gcc; absent ones are named."
    })
public final class MpcCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Print the rows for machines.")
  private boolean json;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description = "Measure these subjects only, e.g. qp, bioreactor.")
  private final List<String> only = new ArrayList<>();

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() {
    return NumericCommand.run(spec, MpcCases.all(), only, json);
  }
}
