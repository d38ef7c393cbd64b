package io.biopilot.twin.ode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.ode.methods.Tsit5;
import org.junit.jupiter.api.Test;

class StepControlTest {

  @Test
  void factorsFollowTheLawOfEachControl() {
    int k = 5;
    double e = 0.4;
    double e1 = 0.7;
    double e2 = 0.2;
    assertThat(StepControl.integral().afterAccepted(e, e1, e2, k))
        .isCloseTo(0.9 * Math.pow(e, -1.0 / k), within(1e-15));
    assertThat(StepControl.pi().afterAccepted(e, e1, e2, k))
        .isCloseTo(0.9 * Math.pow(e, -0.7 / k) * Math.pow(e1, 0.4 / k), within(1e-15));
    assertThat(StepControl.pid().afterAccepted(e, e1, e2, k))
        .isCloseTo(
            0.9 * Math.pow(e, -0.58 / k) * Math.pow(e1, 0.21 / k) * Math.pow(e2, -0.1 / k),
            within(1e-15));
  }

  @Test
  void factorsAreLimited() {
    StepControl control = StepControl.pid();
    assertThat(control.afterAccepted(0.0, 1.0, 1.0, 5)).isEqualTo(10.0);
    assertThat(StepControl.pi().afterAccepted(1.0, 1e-10, 1.0, 5)).isEqualTo(0.2);
    assertThat(control.afterRejected(1e9, 5)).isEqualTo(0.2);
    assertThat(control.afterRejected(1.0001, 5)).isCloseTo(0.9, within(1e-4));
    assertThat(control.afterRejected(Double.NaN, 5)).isEqualTo(0.25);
    assertThat(control.afterRejected(Double.POSITIVE_INFINITY, 5)).isEqualTo(0.25);
  }

  @Test
  void whatIsNoControlIsRefused() {
    assertThatThrownBy(() -> new StepControl(1.1, 0.2, 10, 1, 0, 0, StepControl.pi().limits()))
        .hasMessageContaining("0 < safety <= 1");
    assertThatThrownBy(() -> StepControl.fixed(0.0))
        .hasMessageContaining("must be positive, got 0");
    assertThatThrownBy(() -> StepControl.pi().withLargest(Double.NaN))
        .hasMessageContaining("the largest step must be positive");
  }

  private static long rejectedBy(StepControl control) {
    VectorField mildlyStiff =
        VectorField.of(
            2,
            (t, y, d) -> {
              d[0] = -60.0 * (y[0] - Math.cos(t));
              d[1] = y[0] - y[1];
            });
    InitialValueProblem problem = InitialValueProblem.of(mildlyStiff, 0.0, Vec.of(1.0, 0.0), 20.0);
    Integrator integrator = new Integrator(new Tsit5(), control, Tolerance.of(1e-4, 1e-4), 10_000);
    Solution solution = integrator.solve(problem, SaveAt.end()).orThrow();
    assertThat(solution.statistics().accepted()).isGreaterThan(300);
    return solution.statistics().rejected();
  }

  /**
   * Where stability limits the step, integral control runs into the border again and again; with a
   * memory it does so less (Hairer and Wanner 1996, §IV.2).
   */
  @Test
  void controlWithMemoryRejectsLessAtTheBorderOfStability() {
    long integral = rejectedBy(StepControl.integral());
    assertThat(integral).isGreaterThan(8);
    assertThat(rejectedBy(StepControl.pi())).isLessThan(integral / 2);
    assertThat(rejectedBy(StepControl.pid())).isLessThan(integral);
  }
}
