package io.biopilot.twin.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.twin.autodiff.SmoothMap.Workspace;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The derivative is that of the branch in force, also where the other one is not finite. */
class ActiveBranchTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          min(x, 2)                          |  1.0 | 1.0
          min(x, 2)                          |  3.0 | 0.0
          max(0, x)                          | -1.0 | 0.0
          max(0, 3 * x)                      |  1.0 | 3.0
          abs(x)                             | -2.0 | -1.0
          piecewise(sqrt(x), x > 0, 0)       |  0.0 | 0.0
          piecewise(sqrt(x), x > 0, 0)       | -1.0 | 0.0
          piecewise(log(x), x > 0, 2 * x)    |  0.0 | 2.0
          piecewise(1 / x, x > 0, 5)         |  0.0 | 0.0
          min(1, 3 / x)                      |  0.0 | 0.0
          max(x, 1 / x - 1 / x^2)            |  0.5 | 1.0
          piecewise(x^1.5, x >= 0, -x)       | -4.0 | -1.0
          x^n                                |  0.0 | 1.0
          x^n                                | -1.0 | 1.0
          x^1.5                              |  0.0 | 0.0
          """)
  void slope(String formula, double at, double slope) {
    Compiled map = new Symbols().input("x").parameter("n").compile(formula);
    double[] x = {at};
    double[] p = {1.0};
    double[] value = new double[1];
    double[] jacobian = new double[1];
    double[] forward = new double[1];
    double[] reverse = new double[1];
    double[] hessian = new double[2];
    double[] one = {1.0};
    Workspace w = map.workspace(1);
    map.jacobianInto(x, p, jacobian, w);
    map.valueInto(x, p, value, w);
    map.pushforwardInto(one, new double[0], forward, w);
    map.addPullback(one, reverse, new double[1], w);
    map.addHessianVector(one, new double[] {1.0, 0.0}, hessian, w);
    assertThat(jacobian[0]).isEqualTo(slope);
    assertThat(forward[0]).isEqualTo(slope);
    assertThat(reverse[0]).isEqualTo(slope);
    assertThat(hessian).doesNotContain(Double.NaN);
  }
}
