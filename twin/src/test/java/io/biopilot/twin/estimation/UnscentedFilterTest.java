package io.biopilot.twin.estimation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.Model;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Tolerance;
import io.biopilot.twin.ode.methods.Tsit5;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnscentedFilterTest extends EstimatorContract {

  private static final Integrator EXACT = Integrator.of(new Tsit5(), Tolerance.of(1e-9, 1e-11));

  @Override
  Estimator estimator(double window) {
    return new UnscentedFilter(EXACT, 0.7, window, TICK, 6.0);
  }

  @Test
  void aPromotedModelFiltersTheWindowAgain() {
    Estimator estimator = estimator(10.0);
    InputSchedule inputs = InputSchedule.constant(0.4);
    Model slow = new Model(new DecayModel(0.8, 0.3), Vec.of(), 0, "slow");
    Model fast = new Model(new DecayModel(1.6, 0.3), Vec.of(), 1, "fast");
    Estimate initial = new Estimate(0.0, Vec.of(2.0, 0.0), Vec.of(0.25, 0.0, 0.0, 0.09));
    Belief underSlow = estimator.start(slow, initial);
    Belief underFast = estimator.start(fast, initial);
    for (int k = 1; k <= 10; k++) {
      Measurement seen = new Measurement(k * TICK, List.of(0), Vec.of(1.5), Vec.of(DEVIATION));
      underSlow = step(estimator, underSlow, slow, inputs, seen);
      underFast = step(estimator, underFast, fast, inputs, seen);
    }
    assertThat(underSlow.estimate()).isNotEqualTo(underFast.estimate());
    assertThat(estimator.refilter(underSlow, fast, inputs).estimate())
        .isEqualTo(underFast.estimate());
  }

  private static Belief step(
      Estimator estimator, Belief belief, Model model, InputSchedule inputs, Measurement seen) {
    Belief advanced = estimator.advance(belief, model, inputs, seen.time());
    return estimator.observe(advanced, model, inputs, seen).belief();
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new UnscentedFilter(EXACT, 0.0, 1.0, 0.1, 5.0))
        .hasMessageContaining("spread")
        .hasMessageContaining("0.0");
    assertThatThrownBy(() -> new UnscentedFilter(EXACT, 0.7, 1.0, -0.1, 5.0))
        .hasMessageContaining("-0.1");
  }
}
