package io.biopilot.bench.numeric;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.ode.InitialValueProblem;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Method;
import io.biopilot.twin.ode.Outcome;
import io.biopilot.twin.ode.SaveAt;
import io.biopilot.twin.ode.StepListener;
import io.biopilot.twin.ode.Workspace;
import io.biopilot.twin.ode.methods.Rodas5P;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Stiff problems with Rodas5P, beside CVODE in C, SciPy and diffrax at the same tolerances. Where a
 * peer's error is smaller than ours, our tolerance is tightened until it is not: no row compares
 * unequal work in our favour.
 */
final class StiffCase implements NumericCase {
  private static final double[] TOLERANCES = {1e-4, 1e-6, 1e-8};
  private static final List<String> PYTHON = List.of("LSODA", "Radau", "Kvaerno5");

  /** A solver's figures: µs, error as {@link StiffProblem#error} has it. */
  record Figures(double us, double error) {}

  @Override
  public String name() {
    return "stiff";
  }

  @Override
  public List<Row> measure(Session session) {
    List<Row> rows = new ArrayList<>();
    Optional<Peer> cvode = cvode(session);
    for (StiffProblem problem : StiffProblem.all()) {
      for (double tolerance : TOLERANCES) {
        rows.add(beside(session, problem, tolerance, "CVODE (C)", cvode));
      }
    }
    for (StiffProblem problem : StiffProblem.all()) {
      for (String solver : PYTHON) {
        String label = (solver.equals("Kvaerno5") ? "diffrax " : "SciPy ") + solver;
        Optional<Peer> peer =
            session.python().map(python -> pythonPeer(session, "" + python, solver));
        rows.add(beside(session, problem, 1e-6, label, peer));
      }
    }
    if (session.python().isEmpty()) {
      session.note("absent: SciPy and diffrax (bench/peers/setup.sh makes their environment)");
    }
    return rows;
  }

  private static Row beside(
      Session session, StiffProblem problem, double tolerance, String label, Optional<Peer> peer) {
    Figures theirs =
        peer.map(p -> p.solve(problem, tolerance)).orElse(new Figures(Double.NaN, Double.NaN));
    double ours = tolerance;
    while (errorOf(new Rodas5P(), problem, ours) > theirs.error()) {
      ours *= 0.3;
    }
    Figures figures = solve(session, new Rodas5P(), problem, ours);
    String work = "%s, rtol %.0e".formatted(problem.title(), tolerance);
    if (ours < tolerance) {
      work += " (ours %.0e)".formatted(ours);
    }
    boolean inC = label.startsWith("CVODE");
    double goal =
        !inC ? Double.NaN : problem.name().equals("robertson") && tolerance == 1e-4 ? 5 : 1;
    return new Row(work, figures.us(), figures.error(), label, theirs.us(), theirs.error(), goal);
  }

  /** Our time and error with a method at a relative tolerance. */
  static Figures solve(Session session, Method method, StiffProblem problem, double tolerance) {
    Integrator integrator = Integrator.of(method, problem.tolerance(tolerance));
    Workspace workspace = integrator.workspace(problem.start().size());
    InitialValueProblem initial = problem.problem();
    SaveAt end = SaveAt.end();
    double us =
        session.microseconds(
            () -> integrator.solveInto(initial, end, StepListener.NONE, workspace));
    return new Figures(us, errorOf(method, problem, tolerance));
  }

  static double errorOf(Method method, StiffProblem problem, double tolerance) {
    Integrator integrator = Integrator.of(method, problem.tolerance(tolerance));
    Workspace workspace = integrator.workspace(problem.start().size());
    Outcome outcome =
        integrator.solveInto(problem.problem(), SaveAt.end(), StepListener.NONE, workspace);
    if (!outcome.usable()) {
      throw new IllegalStateException(problem.title() + ": " + outcome.describe());
    }
    return problem.error(workspace.state());
  }

  /** Somebody else's solver. */
  interface Peer {
    Figures solve(StiffProblem problem, double tolerance);
  }

  static Optional<Peer> cvode(Session session) {
    Optional<java.nio.file.Path> program;
    try {
      program =
          session.compileC(
              "cvode.c",
              "-lsundials_cvode",
              "-lsundials_nvecserial",
              "-lsundials_sunlinsoldense",
              "-lsundials_sunmatrixdense");
    } catch (IllegalStateException notInstalled) {
      session.note("absent: CVODE (libsundials-dev): " + firstLine(notInstalled));
      return Optional.empty();
    }
    return program.map(
        path -> (problem, tolerance) -> ask(session, List.of("" + path), problem, tolerance));
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().skip(1).findFirst().orElse("it does not compile");
  }

  private static Peer pythonPeer(Session session, String python, String solver) {
    List<String> command = List.of(python, "" + session.peerFile("stiff_peers.py"), solver);
    return (problem, tolerance) -> ask(session, command, problem, tolerance);
  }

  /** Runs {@code command NAME RTOL ATOL}, which prints µs, steps and the end state. */
  private static Figures ask(
      Session session, List<String> command, StiffProblem problem, double tolerance) {
    List<String> whole = new ArrayList<>(command);
    whole.add(problem.name());
    whole.add(String.format(Locale.ROOT, "%.17g", tolerance));
    whole.add(String.format(Locale.ROOT, "%.17g", tolerance * problem.scale()));
    Optional<String> answer = session.peerOutput(whole);
    if (answer.isEmpty()) {
      return new Figures(Double.NaN, Double.NaN);
    }
    String[] words = answer.get().trim().split("\\s+", -1);
    double[] y = new double[words.length - 2];
    for (int i = 0; i < y.length; i++) {
      y[i] = Double.parseDouble(words[i + 2]);
    }
    double error = problem.error(Vec.of(y));
    // the same problem must have been solved; a loose tolerance may cost two digits
    if (!(error < Math.max(1e-2, 1e4 * tolerance))) {
      throw new IllegalStateException(
          "%s came to another end of %s: %s".formatted(command, problem.title(), answer.get()));
    }
    return new Figures(Double.parseDouble(words[0]), error);
  }
}
