package io.biopilot.twin.ode.methods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.twin.linalg.Lu;
import io.biopilot.twin.linalg.Vec;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every table satisfies the equations that make its order, so a wrong digit is found. */
class OrderConditionsTest {

  static Stream<Arguments> tables() {
    return Stream.of(
        Arguments.of("Euler", Euler.table(), 1, 0, 1, 1e-15),
        Arguments.of("RungeKutta4", RungeKutta4.table(), 4, 0, 3, 1e-15),
        Arguments.of("Tsit5", Tsit5.table(), 5, 4, 4, 2e-14),
        Arguments.of("Kvaerno5", Kvaerno5.table(), 5, 4, 4, 2e-14),
        Arguments.of("RadauIIA5", RadauIIA5.table(), 5, 0, 3, 2e-15));
  }

  @Test
  void thereAreAsManyTreesAsKnown() {
    int[] counts = {1, 1, 2, 4, 9, 20};
    for (int order = 1; order <= counts.length; order++) {
      assertThat(RootedTrees.ofOrder(order)).hasSize(counts[order - 1]).doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tables")
  void tableHasItsOrder(
      String name, ButcherTable table, int order, int embedded, int dense, double rounding) {
    double[][] a = RootedTrees.square(table.a());
    double[] b = table.b().toArray();
    double[] c = table.c().toArray();
    for (int i = 0; i < c.length; i++) {
      double sum = 0.0;
      for (double entry : a[i]) {
        sum += entry;
      }
      assertThat(sum).isCloseTo(c[i], within(rounding * 20.0));
    }
    for (int p = 1; p <= order; p++) {
      assertThat(RootedTrees.residual(p, b, a, a, 1.0)).as("order %d", p).isLessThan(rounding);
    }
    assertThat(RootedTrees.residual(order + 1, b, a, a, 1.0)).isGreaterThan(1e-6);
    double[] hat = b.clone();
    for (int i = 0; i < table.error().size(); i++) {
      hat[i] -= table.error().get(i);
    }
    for (int p = 1; p <= embedded; p++) {
      assertThat(RootedTrees.residual(p, hat, a, a, 1.0)).isLessThan(rounding);
    }
    double[] weights = new double[b.length];
    for (double theta : new double[] {0.0, 0.2, 0.5, 0.9, 1.0}) {
      table.denseWeightsInto(theta, weights);
      for (int p = 1; p <= dense; p++) {
        assertThat(RootedTrees.residual(p, weights, a, a, theta)).isLessThan(rounding * 10.0);
      }
    }
    for (int i = 0; i < b.length; i++) {
      assertThat(weights[i]).isCloseTo(b[i], within(rounding * 10.0));
    }
  }

  @Test
  void radauTransformationIsBlockDiagonal() {
    double[][] d = RadauSystem.transformedInverse();
    double[][] expected = {
      {RadauIIA5.REAL, 0.0, 0.0},
      {0.0, RadauIIA5.ALPHA, -RadauIIA5.BETA},
      {0.0, RadauIIA5.BETA, RadauIIA5.ALPHA}
    };
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        assertThat(d[i][j]).as("%d, %d", i, j).isCloseTo(expected[i][j], within(1e-13));
      }
    }
  }

  /** Γ⁻¹ = I/γ - C, α = A Γ, b = m Γ (Hairer and Wanner 1996, §IV.7, eq. 7.24 f.). */
  @Test
  void rodas5PHasOrderFive() {
    RosenbrockTable table = Rodas5P.table();
    int s = table.stages();
    double[][] u = RootedTrees.square(table.a());
    double[][] c = RootedTrees.square(table.c());
    double[] inverse = new double[s * s];
    for (int i = 0; i < s; i++) {
      for (int j = 0; j < s; j++) {
        inverse[i * s + j] = (i == j ? 1.0 / table.gamma() : 0.0) - c[i][j];
      }
    }
    Lu lu = new Lu(s);
    assertThat(lu.factor(inverse)).isTrue();
    double[] gammaMatrix = new double[s * s];
    lu.inverseInto(gammaMatrix);
    double[] m = u[s - 1].clone();
    m[s - 1] = 1.0;
    double[][] alpha = new double[s][s];
    double[][] beta = new double[s][s];
    double[] b = new double[s];
    for (int j = 0; j < s; j++) {
      for (int k = 0; k < s; k++) {
        b[j] += m[k] * gammaMatrix[k * s + j];
        for (int i = 0; i < s; i++) {
          alpha[i][j] += u[i][k] * gammaMatrix[k * s + j];
        }
      }
    }
    for (int i = 0; i < s; i++) {
      double nodes = 0.0;
      double d = 0.0;
      for (int j = 0; j < s; j++) {
        beta[i][j] = alpha[i][j] + gammaMatrix[i * s + j];
        nodes += alpha[i][j];
        d += gammaMatrix[i * s + j];
      }
      assertThat(nodes).isCloseTo(table.alpha().get(i), within(1e-13));
      assertThat(d).isCloseTo(table.d().get(i), within(1e-13));
    }
    for (int p = 1; p <= 5; p++) {
      assertThat(RootedTrees.residual(p, b, alpha, beta, 1.0)).as("order %d", p).isLessThan(2e-14);
    }
    // the embedded solution is the last stage's argument, of order 4
    double[] hat = alpha[s - 1];
    for (int p = 1; p <= 4; p++) {
      assertThat(RootedTrees.residual(p, hat, alpha, beta, 1.0)).isLessThan(2e-14);
    }
    assertThat(Vec.of(beta[s - 1]).get(s - 1)).isCloseTo(table.gamma(), within(1e-15));
  }
}
