package io.biopilot.twin.ode.methods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Method;
import io.biopilot.twin.ode.SaveAt;
import io.biopilot.twin.ode.Solution;
import io.biopilot.twin.ode.StepControl;
import io.biopilot.twin.ode.Tolerance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BdfTest extends MethodContract {
  @Override
  Method method() {
    return new Bdf();
  }

  /** Varies its order, so see {@link #errorFallsWithEachOrder}. */
  @Override
  int fixedOrder() {
    return 0;
  }

  /** Multistep errors accumulate more than one-step errors at the same tolerance. */
  @Override
  double errorFactor() {
    return 1000.0;
  }

  /**
   * Global error over the number of steps, each order on its own. Fixed steps would show the error
   * of the first ones, which are of order 1 and which step control makes short.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void errorFallsWithEachOrder(int order) {
    ExactProblems.Exact exact = ExactProblems.detest().get(5);
    double[] logSteps = new double[5];
    double[] logErrors = new double[5];
    double[] logDense = new double[5];
    double tolerance = order == 1 ? 3e-5 : order == 2 ? 1e-6 : 1e-8;
    for (int i = 0; i < 5; i++) {
      Solution solution =
          new Integrator(
                  new Bdf(1e-3, order),
                  StepControl.pi(),
                  Tolerance.of(tolerance, tolerance),
                  50_000)
              .solve(exact.problem(), new SaveAt(Vec.zeros(0), true, true))
              .orThrow();
      logSteps[i] = Math.log(solution.statistics().accepted());
      logErrors[i] = Math.log(exact.largestError(solution));
      logDense[i] = Math.log(exact.largestErrorBetween(solution));
      tolerance *= 0.3;
    }
    assertThat(Regression.slope(logSteps, logErrors)).isBetween(-order - 0.35, -order + 0.2);
    assertThat(Regression.slope(logSteps, logDense)).isBetween(-order - 0.35, -order + 0.2);
  }

  /** Exact on powers of t up to k; on the next one the error is what the estimate says. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void formulasSatisfyTheirOrderConditions(int k) {
    for (int q = 1; q <= k + 1; q++) {
      double[][] differences = new double[k + 2][k + 2];
      for (int past = 0; past <= k + 1; past++) {
        differences[0][past] = Math.pow(1.0 - past, q);
      }
      for (int j = 1; j <= k + 1; j++) {
        for (int past = 0; past + j <= k + 1; past++) {
          differences[j][past] = differences[j - 1][past] - differences[j - 1][past + 1];
        }
      }
      double left = (BdfFormulas.ALPHA[k] - BdfFormulas.GAMMA[k]) * differences[k + 1][0];
      for (int j = 1; j <= k; j++) {
        left += differences[j][0] / j;
      }
      double truncation = q <= k ? 0.0 : -BdfFormulas.ERROR[k] * differences[k + 1][0];
      assertThat(left - q).as("power %d", q).isCloseTo(truncation, within(1e-11));
    }
  }

  @Test
  void anOrderThatDoesNotExistIsRefused() {
    assertThatThrownBy(() -> new Bdf(0.05, 6))
        .hasMessage("the highest order must lie between 1 and 5, got 6");
  }

  /** Of Newton's basis polynomial j, θ = 1, 0, … 2 - j are the roots. */
  @Test
  void interpolationBasisIsNewtons() {
    for (int j = 1; j <= BdfFormulas.MAX_ORDER; j++) {
      for (int past = 0; past < j; past++) {
        double theta = 1.0 - past;
        double sum = 0.0;
        for (int p = BdfFormulas.MAX_ORDER; p >= 0; p--) {
          sum = sum * theta + BdfFormulas.BASIS[j][p];
        }
        assertThat(sum).isCloseTo(0.0, within(1e-14));
      }
    }
  }
}
