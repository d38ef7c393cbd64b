package io.biopilot.mpc.nlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.testing.Seeds;

/** Everything an interior point does, and what the active set adds. */
class StageQpSolverTest extends InteriorPointTest {

  @Override
  QpSolver solver(StageQp qp) {
    return new StageQpSolver(qp, InteriorPoint.Settings.of(TOLERANCE));
  }

  @Seeds(count = 5)
  void theRightGuessNeedsOneRecursionAndIsExact(long seed) {
    StageQp qp = new SeededQp(10, 2, 20, false).create(seed);
    QpSolver solver = solver(qp);
    QpSolution solution = new QpSolution(qp.shape());
    assertThat(solver.solve(qp, solution, QpSolver.Start.COLD)).isEqualTo(Status.CONVERGED);
    double[] cold = solution.variables().clone();
    assertThat(solver.solve(qp, solution, QpSolver.Start.WARM)).isEqualTo(Status.CONVERGED);
    assertThat(solution.iterations()).isEqualTo(1);
    // Rounding of a recursion over 20 stages.
    assertThat(KktResidual.of(qp, solution)).isLessThan(1e-9);
    assertThat(solution.variables()).containsExactly(cold, within(1e-9));
  }

  @Seeds(count = 10)
  void agreesWithTheInteriorPoint(long seed) {
    StageQp qp = problem(seed, 30);
    QpSolution active = new QpSolution(qp.shape());
    QpSolution interior = new QpSolution(qp.shape());
    InteriorPoint.Settings settings = InteriorPoint.Settings.of(TOLERANCE);
    Status expected = new InteriorPoint(qp, settings).solve(qp, interior, QpSolver.Start.COLD);
    assertThat(expected).isEqualTo(Status.CONVERGED);
    assertThat(solver(qp).solve(qp, active, QpSolver.Start.COLD)).isEqualTo(Status.CONVERGED);
    // Products of slack and price up to 1e-8 leave about their root of freedom to a weakly bound x.
    assertThat(active.variables()).containsExactly(interior.variables(), within(1e-4));
  }
}
