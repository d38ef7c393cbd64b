package io.biopilot.bench.numeric;

import io.biopilot.agent.cli.UserError;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code biopilot bench numeric}: the table of kernels, solvers and gradients beside peers. */
@Command(
    name = "numeric",
    mixinStandardHelpOptions = true,
    description = {
      "Kernels, solvers and gradients, timed side by side with C, Python and Java peers.",
      "Peers: bench/peers/setup.sh (Python), gcc, libsundials-dev; absent ones are named."
    })
public final class NumericCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Print the rows for machines.")
  private boolean json;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description = "Measure these subjects only.")
  private final List<String> only = new ArrayList<>();

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() {
    return run(spec, NumericCases.all(), only, json);
  }

  /**
   * Measures the subjects and prints the table; for every bench of this form.
   *
   * @param only names of the subjects to measure; those measured by default where it is empty
   */
  public static int run(
      CommandSpec spec, List<? extends NumericCase> subjects, List<String> only, boolean json) {
    List<String> names = subjects.stream().map(NumericCase::name).toList();
    for (String name : only) {
      if (!names.contains(name)) {
        throw new UserError("--only '%s' is no subject; there are %s".formatted(name, names));
      }
    }
    PrintWriter err = spec.commandLine().getErr();
    Path home = Session.home();
    Session session =
        new Session(
            home,
            line -> {
              err.println(line);
              err.flush();
            });
    List<Row> rows = new ArrayList<>();
    for (NumericCase subject : subjects) {
      if (only.isEmpty() ? subject.byDefault() : only.contains(subject.name())) {
        session.progress("measuring " + subject.name());
        List<Row> measured = subject.measure(session);
        rows.addAll(measured);
        if (!measured.stream().allMatch(Row::reached)) {
          subject.profile(session).forEach(session::note);
        }
      }
    }
    Report report = new Report(Machine.describe(), rows, session.notes());
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? report.toJson() : report.toTable());
    out.flush();
    return 0;
  }
}
