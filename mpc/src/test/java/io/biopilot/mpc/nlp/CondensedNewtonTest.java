package io.biopilot.mpc.nlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.testing.Seeds;
import org.junit.jupiter.api.Test;

class CondensedNewtonTest extends QpContract {

  @Override
  QpSolver solver(StageQp qp) {
    return new CondensedNewton(qp, TOLERANCE, 50);
  }

  @Override
  StageQp problem(long seed, int stages) {
    return new SeededQp(10, 2, stages, false).create(seed);
  }

  @Seeds(count = 10)
  void agreesWithTheInteriorPoint(long seed) {
    StageQp qp = problem(seed, 30);
    QpSolution newton = new QpSolution(qp.shape());
    QpSolution interior = new QpSolution(qp.shape());
    assertThat(solver(qp).solve(qp, newton, QpSolver.Start.COLD)).isEqualTo(Status.CONVERGED);
    Status expected =
        new InteriorPoint(qp, InteriorPoint.Settings.of(TOLERANCE))
            .solve(qp, interior, QpSolver.Start.COLD);
    assertThat(expected).isEqualTo(Status.CONVERGED);
    // Products of slack and price up to 1e-8 leave about their root of freedom.
    assertThat(newton.variables()).containsExactly(interior.variables(), within(1e-4));
    assertThat(newton.iterations()).isLessThan(12);
  }

  @Test
  void aLimitedStateIsRefused() {
    StageQp qp = new SeededQp(10, 2, 5, true).create(1);
    assertThatThrownBy(() -> solver(qp).solve(qp, new QpSolution(qp.shape()), QpSolver.Start.COLD))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hard limits of controls only");
  }
}
