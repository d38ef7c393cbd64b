package io.biopilot.bench.mpc;

import io.biopilot.agent.runtime.SmallProducts;
import io.biopilot.bench.numeric.Row;
import io.biopilot.bench.numeric.Session;
import io.biopilot.mpc.nlp.InteriorPoint;
import io.biopilot.mpc.nlp.QpSolution;
import io.biopilot.mpc.nlp.QpSolver;
import io.biopilot.mpc.nlp.SeededQp;
import io.biopilot.mpc.nlp.StageQp;
import io.biopilot.mpc.nlp.StageQpSolver;
import io.biopilot.mpc.nlp.Status;
import io.biopilot.twin.linalg.Panels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Quadratic programs with 10 states and 2 controls, cold, to 1e-8, beside HPIPM: the one in
 * CasADi's package, run here on the same problems with the answers compared, and the times that one
 * built for the machine had on an EPYC of the Zen 3 class (SPEED mode). A Riccati factorisation in
 * C of that size tells machines apart.
 */
final class QpCase implements MpcCase {

  private static final int SEEDS = 10;
  private static final int[] STAGES = {20, 30, 60};
  private static final double[] BOUNDED = {206, 327, 673};
  private static final double[] FREE = {219, 333, 670};

  /** Products of slack and price up to 1e-8 leave about their root by R = 0.1 of freedom. */
  private static final double SAME = 1e-3;

  @Override
  public String name() {
    return "qp";
  }

  @Override
  public List<Row> measure(Session session) {
    List<Row> rows = new ArrayList<>();
    Optional<Path> program = session.compileC("riccati.c");
    for (int i = 0; i < STAGES.length; i++) {
      int stages = STAGES[i];
      rows.addAll(rows(session, stages, true, BOUNDED[i]));
      rows.addAll(rows(session, stages, false, FREE[i]));
      double c = program.map(p -> factorisation(session, p, stages)).orElse(Double.NaN);
      session.note(
          "a plain C Riccati factorisation of N=%d takes %.1f µs here".formatted(stages, c));
    }
    return rows;
  }

  private static double factorisation(Session session, Path program, int stages) {
    return session
        .output(List.of(program.toString(), Integer.toString(stages)))
        .map(text -> Double.parseDouble(text.trim()))
        .orElse(Double.NaN);
  }

  private static List<Row> rows(Session session, int stages, boolean bounds, double reference) {
    List<StageQp> problems = new ArrayList<>();
    List<QpSolution> solutions = new ArrayList<>();
    Panels panels = SmallProducts.best();
    QpSolver[] solvers = new QpSolver[SEEDS];
    QpSolver[] plain = new QpSolver[SEEDS];
    double worst = 0.0;
    int iterations = 0;
    for (int i = 0; i < SEEDS; i++) {
      StageQp qp = new SeededQp(10, 2, stages, bounds).create(i + 1);
      QpSolution solution = new QpSolution(qp.shape());
      solvers[i] = new StageQpSolver(qp, InteriorPoint.Settings.of(1e-8), panels);
      plain[i] = new StageQpSolver(qp, InteriorPoint.Settings.of(1e-8));
      Status status = solvers[i].solve(qp, solution, QpSolver.Start.COLD);
      if (status != Status.CONVERGED) {
        throw new IllegalStateException("seed %d: %s".formatted(i + 1, status));
      }
      problems.add(qp);
      solutions.add(solution);
      worst = Math.max(worst, solution.residual());
      iterations += solution.iterations();
    }
    double ours = microseconds(session, solvers, problems, solutions);
    double inPlainJava = microseconds(session, plain, problems, solutions);
    String work =
        "QP nx 10, nu 2, N %d, %s, 1e-8"
            .formatted(stages, bounds ? "states bounded" : "inputs bounded");
    Optional<Hpipm> peer = Hpipm.run(session, problems, bounds, solutions);
    peer.ifPresent(
        other -> {
          if (!(other.difference() <= SAME)) {
            throw new IllegalStateException(work + ": HPIPM's answer is off by " + other);
          }
        });
    session.note(
        "%s: small products by %s (all in plain Java %.0f µs); %.1f recursions on average over %d seeds; HPIPM %.1f iterations, controls differ by %.1e"
            .formatted(
                work,
                panels.name(),
                inPlainJava,
                iterations / (double) SEEDS,
                SEEDS,
                peer.map(Hpipm::iterations).orElse(Double.NaN),
                peer.map(Hpipm::difference).orElse(Double.NaN)));
    return List.of(
        new Row(
            work,
            ours,
            worst,
            Hpipm.NAME,
            peer.map(Hpipm::microseconds).orElse(Double.NaN),
            peer.map(Hpipm::residual).orElse(Double.NaN),
            1.0),
        new Row(work, ours, worst, "HPIPM SPEED on an EPYC, not here", reference, 1e-8, 1.0));
  }

  private static double microseconds(
      Session session, QpSolver[] solvers, List<StageQp> problems, List<QpSolution> solutions) {
    return session.microseconds(
            () -> {
              for (int i = 0; i < SEEDS; i++) {
                solvers[i].solve(problems.get(i), solutions.get(i), QpSolver.Start.COLD);
              }
            })
        / SEEDS;
  }
}
