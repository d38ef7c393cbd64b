package io.biopilot.bench.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.bench.numeric.LogLogDiagram.Curve;
import io.biopilot.bench.numeric.LogLogDiagram.Point;
import io.biopilot.twin.ode.methods.RadauIIA5;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StiffProblemTest {

  static Stream<StiffProblem> problems() {
    return StiffProblem.all().stream();
  }

  @ParameterizedTest
  @MethodSource("problems")
  void referencesAreReachedByAnotherMethod(StiffProblem problem) {
    assertThat(StiffCase.errorOf(new RadauIIA5(), problem, 1e-10)).isLessThan(1e-9);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void jacobiansAreThoseOfTheirFields(StiffProblem problem) {
    int n = problem.start().size();
    double[] y = problem.start().toArray();
    for (int i = 0; i < n; i++) {
      y[i] += 0.01 * (i + 1);
    }
    double[] jacobian = new double[n * n];
    problem.field().jacobianInto(0.0, y, jacobian);
    double[] above = new double[n];
    double[] below = new double[n];
    for (int j = 0; j < n; j++) {
      // all fields are quadratic or cubic: central differences are exact but for rounding, O(h²)
      double h = 1e-5;
      double[] shifted = y.clone();
      shifted[j] += h;
      problem.field().derivativeInto(0.0, shifted, above);
      shifted[j] -= 2.0 * h;
      problem.field().derivativeInto(0.0, shifted, below);
      for (int i = 0; i < n; i++) {
        double size = Math.max(Math.abs(above[i]), Math.abs(below[i]));
        assertThat(jacobian[i * n + j])
            .as("%s entry %d, %d", problem.name(), i, j)
            .isCloseTo((above[i] - below[i]) / (2.0 * h), within(1e-9 * (1.0 + size) / h));
      }
    }
  }

  @Test
  void diagramsPutSmallErrorsToTheRight() {
    String svg =
        new LogLogDiagram(
                "a < b",
                "a machine",
                "error",
                "time",
                List.of(new Curve("one", List.of(new Point(1e-2, 10.0), new Point(1e-4, 1000.0)))))
            .toSvg();
    assertThat(svg)
        .contains("a &lt; b")
        .contains("1e-4")
        .contains("a machine")
        .contains("M70.0 440.0L620.0 50.0");
  }
}
