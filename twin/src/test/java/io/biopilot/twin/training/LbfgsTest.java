package io.biopilot.twin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.twin.linalg.Vec;
import org.junit.jupiter.api.Test;

class LbfgsTest extends OptimizerContract {
  @Override
  Optimizer optimizer(int iterations) {
    return new Lbfgs(8, iterations, 1e-9);
  }

  @Override
  int enough() {
    return 60;
  }

  /** f = (1 - a)² + 100 (b - a²)², minimum 0 at (1, 1) (Rosenbrock 1960). */
  private static final class Valley implements Objective {
    @Override
    public int dimension() {
      return 2;
    }

    @Override
    public double valueAndGradientInto(double[] z, double[] g) {
      double a = z[0];
      double b = z[1] - a * a;
      g[0] = -2.0 * (1.0 - a) - 400.0 * a * b;
      g[1] = 200.0 * b;
      return (1.0 - a) * (1.0 - a) + 100.0 * b * b;
    }
  }

  @Test
  void followsTheCurvedValley() {
    Optimizer.Minimum minimum = new Lbfgs(8, 200, 1e-10).minimise(new Valley(), Vec.of(-1.2, 1.0));
    assertThat(minimum.ending()).isEqualTo(Optimizer.Ending.CONVERGED);
    assertThat(minimum.point().get(0)).isCloseTo(1.0, within(1e-7));
    assertThat(minimum.point().get(1)).isCloseTo(1.0, within(1e-7));
    assertThat(minimum.iterations()).isLessThan(80);
  }
}
