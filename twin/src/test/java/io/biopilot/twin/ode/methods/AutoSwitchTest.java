package io.biopilot.twin.ode.methods;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.ode.AutoSwitch;
import io.biopilot.twin.ode.InitialValueProblem;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Method;
import io.biopilot.twin.ode.Outcome;
import io.biopilot.twin.ode.SaveAt;
import io.biopilot.twin.ode.Step;
import io.biopilot.twin.ode.StepListener;
import io.biopilot.twin.ode.Tolerance;
import io.biopilot.twin.ode.VectorField;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AutoSwitchTest extends MethodContract {
  @Override
  Method method() {
    return AutoSwitch.of(new Tsit5(), new Rodas5P());
  }

  /** Prothero and Robinson's problem whose rate is 1 up to t = 4, 1e5 to t = 12, then 1 again. */
  private static final VectorField STIFF_FOR_A_WHILE =
      VectorField.of(
          2,
          (t, y, d) -> {
            double steepness = t < 8.0 ? -8.0 * (t - 4.0) : 8.0 * (t - 12.0);
            double rate = 1.0 + 1e5 / (1.0 + Math.exp(steepness));
            d[0] = -rate * (y[0] - Math.cos(t)) - Math.sin(t);
            d[1] = y[0] * y[1];
          });

  /** The methods in charge, in order, and the largest error at a step's end. */
  private static final class Watch implements StepListener {
    final List<String> inCharge = new ArrayList<>();
    double error;
    int steps;

    @Override
    public void accepted(Step step) {
      steps++;
      String name = step.method().name();
      if (inCharge.isEmpty() || !inCharge.get(inCharge.size() - 1).equals(name)) {
        inCharge.add(name);
      }
      double t = step.end();
      error = Math.max(error, Math.abs(step.after()[0] - Math.cos(t)));
      error = Math.max(error, Math.abs(step.after()[1] - Math.exp(Math.sin(t))));
    }
  }

  private Watch solve(double tolerance) {
    Integrator integrator = Integrator.of(method(), Tolerance.of(tolerance, tolerance));
    Watch watch = new Watch();
    InitialValueProblem problem =
        InitialValueProblem.of(STIFF_FOR_A_WHILE, 0.0, Vec.of(1.0, 1.0), 16.0);
    Outcome outcome = integrator.solveInto(problem, SaveAt.end(), watch, integrator.workspace(2));
    assertThat(outcome).isEqualTo(new Outcome.Reached(16.0));
    return watch;
  }

  @Test
  void changesToTheStiffMethodAndBack() {
    Watch watch = solve(1e-6);
    assertThat(watch.inCharge).containsExactly("Tsit5", "Rodas5P", "Tsit5");
    // Tsit5 alone needs 228 000
    assertThat(watch.steps).isLessThan(500);
  }

  @Test
  void errorFallsWithTheToleranceAcrossTheSwitches() {
    double[] tolerances = {1e-4, 1e-5, 1e-6, 1e-7, 1e-8};
    double[] x = new double[tolerances.length];
    double[] y = new double[tolerances.length];
    for (int i = 0; i < tolerances.length; i++) {
      x[i] = Math.log(tolerances[i]);
      y[i] = Math.log(solve(tolerances[i]).error);
    }
    assertThat(Regression.slope(x, y)).isBetween(0.85, 1.1);
  }
}
