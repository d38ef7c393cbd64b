package io.biopilot.bench.mpc;

import io.biopilot.bench.numeric.Row;
import io.biopilot.bench.numeric.Session;
import io.biopilot.mpc.nlp.InteriorPoint;
import io.biopilot.mpc.nlp.QpSolution;
import io.biopilot.mpc.nlp.QpSolver;
import io.biopilot.mpc.nlp.SeededQp;
import io.biopilot.mpc.nlp.StageQp;
import io.biopilot.mpc.nlp.StageQpSolver;
import io.biopilot.mpc.nlp.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Quadratic programs with 10 states and 2 controls, cold, to 1e-8. The goal is HPIPM's time (SPEED
 * mode, on an EPYC of the Zen 3 class: 206, 327, 673 µs with state bounds and 219, 333, 670 µs
 * without, at 20, 30 and 60 stages); it is noted beside the table, with a Riccati factorisation in
 * C to compare machines by.
 */
final class QpCase implements MpcCase {

  private static final int SEEDS = 10;
  private static final int[] STAGES = {20, 30, 60};
  private static final double[] BOUNDED = {206, 327, 673};
  private static final double[] FREE = {219, 333, 670};

  /**
   * Typical iterations of HPIPM. So many plain factorisations in C are a floor for such a method,
   * not a solver's time; the row carries no goal.
   */
  private static final int ITERATIONS = 8;

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
      double c = program.map(p -> factorisation(session, p, stages)).orElse(Double.NaN);
      rows.add(row(session, stages, true, c));
      rows.add(row(session, stages, false, c));
      session.note(
          "HPIPM at N=%d on the EPYC: %.0f µs with state bounds, %.0f without; a plain C Riccati factorisation here takes %.1f µs"
              .formatted(stages, BOUNDED[i], FREE[i], c));
    }
    return rows;
  }

  private static double factorisation(Session session, Path program, int stages) {
    return session
        .output(List.of(program.toString(), Integer.toString(stages)))
        .map(text -> Double.parseDouble(text.trim()))
        .orElse(Double.NaN);
  }

  private static Row row(Session session, int stages, boolean bounds, double factorisation) {
    StageQp[] problems = new StageQp[SEEDS];
    QpSolver[] solvers = new QpSolver[SEEDS];
    QpSolution[] solutions = new QpSolution[SEEDS];
    double worst = 0.0;
    int iterations = 0;
    for (int i = 0; i < SEEDS; i++) {
      problems[i] = new SeededQp(10, 2, stages, bounds).create(i + 1);
      solvers[i] = new StageQpSolver(problems[i], InteriorPoint.Settings.of(1e-8));
      solutions[i] = new QpSolution(problems[i].shape());
      Status status = solvers[i].solve(problems[i], solutions[i], QpSolver.Start.COLD);
      if (status != Status.CONVERGED) {
        throw new IllegalStateException("seed %d: %s".formatted(i + 1, status));
      }
      worst = Math.max(worst, solutions[i].residual());
      iterations += solutions[i].iterations();
    }
    double all =
        session.microseconds(
            () -> {
              for (int i = 0; i < SEEDS; i++) {
                solvers[i].solve(problems[i], solutions[i], QpSolver.Start.COLD);
              }
            });
    session.note(
        "QP N=%d%s: %.1f iterations on average over %d seeds"
            .formatted(
                stages, bounds ? ", states bounded" : "", iterations / (double) SEEDS, SEEDS));
    return new Row(
        "QP nx 10, nu 2, N %d, %s, 1e-8"
            .formatted(stages, bounds ? "states bounded" : "inputs bounded"),
        all / SEEDS,
        worst,
        ITERATIONS + " Riccati factorisations in C",
        ITERATIONS * factorisation,
        Double.NaN,
        Double.NaN);
  }
}
