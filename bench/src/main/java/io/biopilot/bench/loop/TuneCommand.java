package io.biopilot.bench.loop;

import io.biopilot.bench.contender.OxygenLawSearch;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code biopilot bench loop tune}: how the numbers of the controller {@code pid} were found. */
@Command(
    name = "tune",
    mixinStandardHelpOptions = true,
    description = "Tunes the controller pid on seeds 101-120, in process, and prints its numbers.")
final class TuneCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Override
  public Integer call() {
    OxygenLawSearch.run(
        line -> {
          spec.commandLine().getOut().println(line);
          spec.commandLine().getOut().flush();
        });
    return 0;
  }
}
