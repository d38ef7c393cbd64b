package io.biopilot.twin.ode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.ode.methods.Euler;
import io.biopilot.twin.ode.methods.Tsit5;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What cannot work is said before the first step, with the value and what to do. */
class BadInputTest {

  private static final VectorField DECAY = VectorField.of(1, (t, y, d) -> d[0] = -y[0]);

  private static final Integrator TSIT5 = Integrator.of(new Tsit5(), Tolerance.of(1e-6, 1e-9));

  private static InitialValueProblem decay(double end) {
    return InitialValueProblem.of(DECAY, 0.0, Vec.of(1.0), end);
  }

  @Test
  void toleranceZeroIsRefused() {
    assertThatThrownBy(() -> Tolerance.of(0.0, 1e-9))
        .hasMessageContaining("relative tolerance")
        .hasMessageContaining("0.0")
        .hasMessageContaining("try 1e-6");
    assertThatThrownBy(() -> new Tolerance(1e-6, Vec.of(1e-9, 0.0)))
        .hasMessageContaining("entry 1 is 0.0");
    assertThatThrownBy(() -> Tolerance.of(1e-6, Double.NaN)).hasMessageContaining("NaN");
  }

  @Test
  void initialStateThatIsNotFiniteIsRefused() {
    assertThatThrownBy(() -> InitialValueProblem.of(DECAY, 0.0, Vec.of(Double.NaN), 1.0))
        .hasMessageContaining("initial state")
        .hasMessageContaining("entry 0 is NaN");
  }

  @Test
  void lengthsMustFit() {
    assertThatThrownBy(() -> InitialValueProblem.of(DECAY, 0.0, Vec.of(1.0, 2.0), 1.0))
        .hasMessageContaining("2 entries")
        .hasMessageContaining("dimension 1");
    assertThatThrownBy(
            () ->
                Integrator.of(new Tsit5(), new Tolerance(1e-6, Vec.of(1e-9, 1e-9, 1e-9)))
                    .solve(decay(1.0), SaveAt.end()))
        .hasMessageContaining("3 absolute tolerances for 1 states");
  }

  @Test
  void saveTimesMustFollowTheDirection() {
    assertThatThrownBy(() -> TSIT5.solve(decay(1.0), SaveAt.times(0.5, 0.2)))
        .hasMessageContaining("0.2 follows 0.5");
    assertThatThrownBy(() -> TSIT5.solve(decay(-1.0), SaveAt.times(0.5)))
        .hasMessageContaining("0.5 lies outside the span from 0.0 to -1.0");
  }

  @Test
  void jumpsCannotBeUndone() {
    List<Stop> dose = List.of(Stop.jump(-0.5, (t, y) -> y[0] += 1.0));
    assertThatThrownBy(() -> decay(-1.0).withStops(dose))
        .hasMessageContaining("runs backwards")
        .hasMessageContaining("-0.5");
  }

  @Test
  void methodsWithoutAnEstimateNeedFixedSteps() {
    assertThatThrownBy(() -> Integrator.of(new Euler(), Tolerance.of(1e-3, 1e-3)))
        .hasMessageContaining("Euler")
        .hasMessageContaining("StepControl.fixed");
  }

  @Test
  void reachingTheLimitOfStepsIsAnOutcome() {
    Integrator five = new Integrator(new Tsit5(), StepControl.pi(), TSIT5.tolerance(), 5);
    Solution solution = five.solve(decay(100.0), SaveAt.end());
    assertThat(solution.outcome()).isInstanceOf(Outcome.TooManySteps.class);
    assertThat(solution.outcome().usable()).isFalse();
    assertThatThrownBy(solution::orThrow).hasMessageContaining("5 steps were not enough");
  }

  @Test
  void aSingularSolutionIsAnOutcome() {
    // y' = y², y = 1/(1 - t)
    VectorField blowUp = VectorField.of(1, (t, y, d) -> d[0] = y[0] * y[0]);
    Solution solution =
        TSIT5.solve(InitialValueProblem.of(blowUp, 0.0, Vec.of(1.0), 2.0), SaveAt.end());
    assertThat(solution.outcome().usable()).isFalse();
    assertThat(solution.outcome().time()).isBetween(0.999, 1.001);
  }
}
