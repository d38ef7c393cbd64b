package io.biopilot.agent.cli;

import io.biopilot.agent.brain.Brains;
import io.biopilot.agent.config.ConfigException;
import io.biopilot.agent.journal.Replay;
import io.biopilot.agent.runtime.Past;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code biopilot replay}: computes a journal again and compares. */
@Command(
    name = "replay",
    description = {
      "Computes every estimate, plan and ruling of a journal again, and compares.",
      "From its samples, commands and trained models; to the last bit. Exit code 1 if anything",
      "differs."
    },
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Parameters(paramLabel = "JOURNAL", description = "e.g. data/journal/BR1.journal")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path journal;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try {
      Replay.Outcome outcome = Past.open(journal, Brains::withKernel).replay();
      outcome.differences().forEach(out::println);
      out.printf(
          "%d events, %d effects, %d plans computed again: %s%n",
          outcome.events(),
          outcome.effects(),
          outcome.plans(),
          outcome.same() ? "no difference" : "they differ");
      out.flush();
      return outcome.same() ? 0 : 1;
    } catch (IOException | ConfigException e) {
      throw UserError.of(e);
    }
  }
}
