package io.biopilot.bench.adjoints;

import io.biopilot.agent.cli.UserError;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints how far the ways to differentiate lie apart, as Markdown. */
@Command(
    name = "adjoints",
    description = {
      "Compares the gradients of a fit: discrete and continuous adjoint, forward sensitivities,",
      "recomputed segments and differences, for each method. Prints the tables of docs/adjoints.md."
    },
    mixinStandardHelpOptions = true)
public final class AdjointsCommand implements Runnable {
  @Option(
      names = "--rtol",
      paramLabel = "R",
      description = "Relative tolerance of the solves (default ${DEFAULT-VALUE}).")
  private double relative = 1e-6;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public void run() {
    if (!(relative >= 1e-10 && relative <= 1e-2)) {
      throw new UserError("--rtol is %s, expected a number from 1e-10 to 1e-2".formatted(relative));
    }
    PrintWriter out = spec.commandLine().getOut();
    Agreement agreement = new Agreement(relative);
    out.println(
        "| | discrete − truth | continuous − truth | continuous − discrete | forward − discrete"
            + " | by segments − discrete | discrete − differences, equal steps |");
    out.println("|---|---|---|---|---|---|---|");
    for (Agreement.Row row : agreement.rows()) {
      out.printf(
          "| %s | %s | %s | %s | %s | %s | %s |%n",
          row.method(),
          figure(row.discrete()),
          figure(row.continuous()),
          figure(row.between()),
          figure(row.forward()),
          figure(row.segments()),
          figure(row.frozen()));
    }
    out.println();
    out.println("| | adjoint | differences | apart |");
    out.println("|---|---|---|---|");
    for (Agreement.Timing timing : agreement.timings()) {
      out.printf(
          Locale.ROOT,
          "| %s | %.9g | %.9g | %.1e |%n",
          timing.name(),
          timing.adjoint(),
          timing.difference(),
          timing.apart());
    }
    out.flush();
  }

  private static String figure(@Nullable Double value) {
    return value == null ? "–" : String.format(Locale.ROOT, "%.1e", value);
  }
}
