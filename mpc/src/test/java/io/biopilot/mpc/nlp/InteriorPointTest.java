package io.biopilot.mpc.nlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.testing.Seeds;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class InteriorPointTest extends QpContract {

  @Override
  QpSolver solver(StageQp qp) {
    return new InteriorPoint(qp, InteriorPoint.Settings.of(TOLERANCE));
  }

  @Override
  StageQp problem(long seed, int stages) {
    return new SeededQp(10, 2, stages, true).create(seed);
  }

  @Test
  void boundedStatesBind() {
    StageQp qp = problem(1, 20);
    QpSolution solution = new QpSolution(qp.shape());
    solver(qp).solve(qp, solution, QpSolver.Start.COLD);
    long active = Arrays.stream(solution.lowerPrices()).filter(p -> p > 1e-4).count();
    active += Arrays.stream(solution.upperPrices()).filter(p -> p > 1e-4).count();
    assertThat(active).as("a check that the generator's bounds matter").isGreaterThan(3);
  }

  @Seeds(count = 5)
  void softLimitsAndRowsKeepTheOptimalityConditions(long seed) {
    StageQp qp = withRows(seed);
    QpSolution solution = new QpSolution(qp.shape());
    assertThat(solver(qp).solve(qp, solution, QpSolver.Start.COLD)).isEqualTo(Status.CONVERGED);
    assertThat(KktResidual.of(qp, solution)).isLessThan(10 * TOLERANCE);
  }

  /** Rows that tie controls to states (hard), rows on states that cannot be kept (soft). */
  private static StageQp withRows(long seed) {
    StageQp plain = new SeededQp(5, 2, 15, false).create(seed);
    StageQp qp = new StageQp(StageShape.uniform(15, 5, 2, 2));
    for (int k = 0; k <= 15; k++) {
      int ld = qp.shape().leading(k);
      System.arraycopy(plain.transition(k), 0, qp.transition(k), 0, qp.transition(k).length);
      System.arraycopy(plain.hessian(k), 0, qp.hessian(k), 0, qp.hessian(k).length);
      qp.rows(k)[0] = 0.1;
      if (k < 15) {
        qp.rows(k)[5] = 1.0;
      }
      qp.rows(k)[ld + 1] = 1.0;
      qp.rows(k)[ld + 2] = -1.0;
      if (k < 15) {
        qp.upper()[qp.limitOfRow(k, 0)] = 0.8;
      }
      int soft = qp.limitOfRow(k, 1);
      qp.lower()[soft] = 0.2;
      qp.linear()[soft] = 3.0;
      qp.quadratic()[soft] = k % 2;
    }
    int variables = qp.shape().totalVariables();
    System.arraycopy(plain.lower(), 0, qp.lower(), 0, variables);
    System.arraycopy(plain.upper(), 0, qp.upper(), 0, variables);
    System.arraycopy(plain.initial(), 0, qp.initial(), 0, 5);
    return qp;
  }

  @Seeds(count = 5)
  void equalLimitsOfStatesAndRowsAreEquations(long seed) {
    StageQp qp = withRows(seed);
    QpSolution solution = new QpSolution(qp.shape());
    QpSolver solver = solver(qp);
    solver.solve(qp, solution, QpSolver.Start.COLD);
    int state = qp.shape().variableOffset(8) + 2;
    double value = solution.variables()[state] + 0.05;
    int row = qp.limitOfRow(4, 0);
    Arrays.fill(qp.lower(), state, state + 1, value);
    Arrays.fill(qp.upper(), state, state + 1, value);
    Arrays.fill(qp.lower(), row, row + 1, 0.1);
    Arrays.fill(qp.upper(), row, row + 1, 0.1);
    for (QpSolver.Start start : QpSolver.Start.values()) {
      assertThat(solver.solve(qp, solution, start)).isEqualTo(Status.CONVERGED);
      assertThat(KktResidual.of(qp, solution)).isLessThan(10 * TOLERANCE);
      assertThat(solution.variables()[state]).isCloseTo(value, within(10 * TOLERANCE));
      double[] y = new double[qp.lower().length];
      qp.rowValuesInto(solution.variables(), y);
      assertThat(y[row]).isCloseTo(0.1, within(10 * TOLERANCE));
      assertThat(solution.lowerPrices()[state] + solution.upperPrices()[state])
          .as("control: the equation matters")
          .isGreaterThan(1e-3);
    }
  }

  @Test
  void equationsThatCannotBeKeptAreInfeasible() {
    StageQp qp = problem(1, 20);
    int state = qp.shape().variableOffset(1);
    qp.lower()[state] = 1e3;
    qp.upper()[state] = 1e3;
    QpSolution solution = new QpSolution(qp.shape());
    assertThat(solver(qp).solve(qp, solution, QpSolver.Start.COLD)).isEqualTo(Status.INFEASIBLE);
  }

  @Test
  void exactPenaltyGivesTheHardSolutionWhereOneExists() {
    StageQp hard = problem(3, 20);
    StageQp soft = problem(3, 20);
    Arrays.fill(soft.linear(), 1e3);
    QpSolution a = new QpSolution(hard.shape());
    QpSolution b = new QpSolution(soft.shape());
    assertThat(solver(hard).solve(hard, a, QpSolver.Start.COLD)).isEqualTo(Status.CONVERGED);
    assertThat(solver(soft).solve(soft, b, QpSolver.Start.COLD)).isEqualTo(Status.CONVERGED);
    assertThat(b.variables()).containsExactly(a.variables(), within(1e-5));
  }

  @Test
  void limitsThatExcludeEachOtherAreInfeasible() {
    StageQp qp = problem(1, 20);
    int state = qp.shape().variableOffset(1);
    qp.lower()[state] = 1e3;
    qp.upper()[state] = 2e3;
    QpSolution solution = new QpSolution(qp.shape());
    assertThat(solver(qp).solve(qp, solution, QpSolver.Start.COLD)).isEqualTo(Status.INFEASIBLE);
  }

  @Test
  void withoutLimitsOneStepIsEnough() {
    StageQp qp = problem(2, 20);
    Arrays.fill(qp.lower(), Double.NEGATIVE_INFINITY);
    Arrays.fill(qp.upper(), Double.POSITIVE_INFINITY);
    QpSolution solution = new QpSolution(qp.shape());
    assertThat(solver(qp).solve(qp, solution, QpSolver.Start.COLD)).isEqualTo(Status.CONVERGED);
    assertThat(solution.iterations()).isEqualTo(1);
    assertThat(KktResidual.of(qp, solution)).isLessThan(1e-10);
  }

  /** Two moves in common, then three branches with dynamics and starts of their own. */
  private static StageQp tree(long seed) {
    int[] parents = {-1, 0, 1, 1, 1, 2, 3, 4, 5, 6, 7};
    int[] states = new int[11];
    int[] controls = new int[11];
    Arrays.fill(states, 4);
    Arrays.fill(controls, 0, 8, 2);
    StageQp qp = new StageQp(StageShape.tree(parents, states, controls, new int[11]));
    var random = java.util.random.RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int k = 0; k < 11; k++) {
      int ld = qp.shape().leading(k);
      for (int i = 0; i < qp.shape().variables(k); i++) {
        qp.hessian(k)[i * ld + i] = i < 4 ? 1.0 : 0.1;
        qp.gradient(k)[i] = 0.3 * random.nextGaussian();
        int limit = qp.shape().variableOffset(k) + i;
        qp.lower()[limit] = i < 4 ? -2.0 : -0.4;
        qp.upper()[limit] = i < 4 ? Double.POSITIVE_INFINITY : 0.4;
      }
      for (int i = 0; k > 0 && i < 4; i++) {
        for (int j = 0; j < 6; j++) {
          qp.transition(k - 1)[i * 8 + j] = 0.4 * random.nextGaussian();
        }
        qp.offset(k - 1)[i] = 0.2 * random.nextGaussian();
      }
    }
    Arrays.fill(qp.initial(), 1.0);
    return qp;
  }

  @Seeds(count = 5)
  void branchesOfATreeShareWhatWasDecidedBeforeThem(long seed) {
    StageQp qp = tree(seed);
    QpSolution solution = new QpSolution(qp.shape());
    assertThat(solver(qp).solve(qp, solution, QpSolver.Start.COLD)).isEqualTo(Status.CONVERGED);
    assertThat(KktResidual.of(qp, solution)).isLessThan(10 * TOLERANCE);
    assertThat(solution.variables()).containsExactly(DenseReference.solve(qp, 20000), within(1e-5));
  }

  @Test
  void childrenOfAStageMustFollowOneAnother() {
    int[] sizes = {1, 1, 1, 1};
    assertThatThrownBy(
            () -> StageShape.tree(new int[] {-1, 0, 1, 0}, sizes, new int[4], new int[4]))
        .hasMessageContaining("stage 3");
  }

  @Test
  void stagesMayDifferInSize() {
    int[] states = {2, 3, 1};
    int[] controls = {1, 2, 0};
    StageQp qp = new StageQp(StageShape.of(states, controls, new int[] {0, 1, 0}));
    for (int k = 0; k < 3; k++) {
      int ld = qp.shape().leading(k);
      for (int i = 0; i < qp.shape().variables(k); i++) {
        qp.hessian(k)[i * ld + i] = 1.0 + i;
        for (int n = 0; k < 2 && n < states[k + 1]; n++) {
          qp.transition(k)[n * ld + i] = 0.3 * (n + 1) - 0.2 * i;
        }
      }
    }
    qp.rows(1)[3] = 1.0;
    qp.rows(1)[4] = 1.0;
    qp.lower()[qp.limitOfRow(1, 0)] = 0.5;
    qp.initial()[0] = 1.0;
    QpSolution solution = new QpSolution(qp.shape());
    assertThat(solver(qp).solve(qp, solution, QpSolver.Start.COLD)).isEqualTo(Status.CONVERGED);
    assertThat(KktResidual.of(qp, solution)).isLessThan(10 * TOLERANCE);
  }
}
