package io.biopilot.twin.ode.methods;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.ode.InitialValueProblem;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Method;
import io.biopilot.twin.ode.SaveAt;
import io.biopilot.twin.ode.Solution;
import io.biopilot.twin.ode.Tolerance;
import io.biopilot.twin.ode.VectorField;
import org.junit.jupiter.api.Test;

class Kvaerno5Test extends MethodContract {
  @Override
  Method method() {
    return new Kvaerno5();
  }

  private static double evaluationsPerStep(Integrator integrator, InitialValueProblem problem) {
    Solution solution = integrator.solve(problem, SaveAt.end()).orThrow();
    assertThat(solution.statistics().accepted()).isGreaterThan(10);
    return (double) solution.statistics().evaluations() / solution.statistics().accepted();
  }

  /**
   * The first guess of a stage is the polynomial through the derivatives of earlier ones. Where the
   * derivative is a polynomial of degree 2 in time it is exact from the fourth stage on, and six
   * implicit stages take seven evaluations; from zero each would take two.
   */
  @Test
  void newtonBeginsAtAPredictionThatIsExactForPolynomials() {
    VectorField field = VectorField.of(1, (t, y, d) -> d[0] = 1.0 + t - 0.3 * t * t);
    InitialValueProblem problem = InitialValueProblem.of(field, 0.0, Vec.of(0.0), 10.0);
    assertThat(evaluationsPerStep(Integrator.fixed(method(), 0.1), problem)).isLessThan(7.1);
  }

  /** Robertson's problem, rejected steps counted: less than two iterations a stage. */
  @Test
  void newtonNeedsFewIterationsWhereItIsStiff() {
    InitialValueProblem problem =
        InitialValueProblem.of(
            StiffProblems.robertson(), 0.0, StiffProblems.robertsonStart(), 40.0);
    for (double relative : new double[] {1e-4, 1e-6, 1e-8}) {
      Integrator integrator = Integrator.of(method(), Tolerance.of(relative, 1e-3 * relative));
      assertThat(evaluationsPerStep(integrator, problem)).isLessThan(11.5);
    }
  }
}
