package io.biopilot.mpc.nlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.testing.Seeds;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What every {@link QpSolver} does, whatever else it can do. */
abstract class QpContract {

  static final double TOLERANCE = 1e-8;

  abstract QpSolver solver(StageQp qp);

  /** A problem of the kind the solver is for. */
  abstract StageQp problem(long seed, int stages);

  /** What a solver of this kind may need. */
  int mostIterations() {
    return 30;
  }

  @Seeds
  void optimalityConditionsHold(long seed) {
    StageQp qp = problem(seed, 20);
    QpSolution solution = new QpSolution(qp.shape());
    assertThat(solver(qp).solve(qp, solution, QpSolver.Start.COLD)).isEqualTo(Status.CONVERGED);
    // Ten tolerances: the solver measures its residuals before the last rounding.
    assertThat(KktResidual.of(qp, solution)).isLessThan(10 * TOLERANCE);
    assertThat(solution.iterations()).isBetween(1, mostIterations());
  }

  @Seeds(count = 5)
  void agreesWithAnIndependentDenseMethod(long seed) {
    StageQp qp = problem(seed, 6);
    QpSolution solution = new QpSolution(qp.shape());
    assertThat(solver(qp).solve(qp, solution, QpSolver.Start.COLD)).isEqualTo(Status.CONVERGED);
    assertThat(solution.variables()).containsExactly(DenseReference.solve(qp, 20000), within(1e-5));
  }

  @Seeds(count = 5)
  void warmStartReachesTheSamePointFromTheNeighbour(long seed) {
    StageQp qp = problem(seed, 20);
    QpSolver solver = solver(qp);
    QpSolution cold = new QpSolution(qp.shape());
    QpSolution warm = new QpSolution(qp.shape());
    solver.solve(qp, warm, QpSolver.Start.COLD);
    for (int i = 0; i < qp.initial().length; i++) {
      qp.initial()[i] *= 0.99;
    }
    assertThat(solver.solve(qp, cold, QpSolver.Start.COLD)).isEqualTo(Status.CONVERGED);
    assertThat(solver.solve(qp, warm, QpSolver.Start.WARM)).isEqualTo(Status.CONVERGED);
    assertThat(warm.variables()).containsExactly(cold.variables(), within(1e-5));
  }

  @Test
  void warmStartFromNonsenseFallsBackToACold() {
    StageQp qp = problem(1, 20);
    QpSolution solution = new QpSolution(qp.shape());
    Arrays.fill(solution.variables(), Double.NaN);
    assertThat(solver(qp).solve(qp, solution, QpSolver.Start.WARM)).isEqualTo(Status.CONVERGED);
    assertThat(KktResidual.of(qp, solution)).isLessThan(10 * TOLERANCE);
  }

  @Test
  void dataThatIsNotFiniteIsReported() {
    StageQp qp = problem(1, 20);
    qp.transition(3)[0] = Double.NaN;
    QpSolution solution = new QpSolution(qp.shape());
    assertThat(solver(qp).solve(qp, solution, QpSolver.Start.COLD))
        .isIn(Status.NOT_FINITE, Status.NOT_CONVEX);
  }

  @Test
  void negativeCurvatureIsReported() {
    StageQp qp = problem(1, 20);
    int ld = qp.shape().leading(19);
    int last = qp.shape().variables(19) - 1;
    qp.hessian(19)[last * ld + last] = -1e6;
    QpSolution solution = new QpSolution(qp.shape());
    assertThat(solver(qp).solve(qp, solution, QpSolver.Start.COLD)).isEqualTo(Status.NOT_CONVEX);
  }

  @Test
  void nothingIsAllocatedInASolve() {
    StageQp qp = problem(1, 20);
    QpSolver solver = solver(qp);
    QpSolution solution = new QpSolution(qp.shape());
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < 50; i++) {
      solver.solve(qp, solution, QpSolver.Start.COLD);
    }
    long id = Thread.currentThread().getId();
    threads.getThreadAllocatedBytes(id);
    long before = threads.getThreadAllocatedBytes(id);
    for (int i = 0; i < 100; i++) {
      solver.solve(qp, solution, QpSolver.Start.COLD);
    }
    long allocated = threads.getThreadAllocatedBytes(id) - before;
    // The measurement itself may cost some bytes; 100 solves with one array would cost thousands.
    assertThat(allocated).isLessThan(512);
  }
}
