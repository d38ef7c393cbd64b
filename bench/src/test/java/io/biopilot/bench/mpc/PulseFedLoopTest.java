package io.biopilot.bench.mpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.mpc.problem.yaml.BatchFile;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.InputSchedule.TimedImpulse;
import io.biopilot.twin.model.Simulation;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.SaveAt;
import io.biopilot.twin.ode.Solution;
import io.biopilot.twin.ode.Tolerance;
import io.biopilot.twin.ode.methods.Rodas5P;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PulseFedLoopTest {

  private static final double SHARE = 32.406; // uL·h

  /**
   * Pulses of 32.406 m exp(m (t − t0)) uL, rounded to 0.5, at least 5, every 10 min from 5 h 05.
   */
  private static Solution profile(double rate, double until) {
    BatchFile file = BatchFile.parse("pulse-fed", BatchFile.example("pulse-fed"));
    List<TimedImpulse> pulses = new ArrayList<>();
    double first = 61.0 / 12.0;
    for (int k = 0; first + k / 6.0 < until - 1e-9; k++) {
      double volume = SHARE * rate * Math.exp(rate * k / 6.0);
      double given = Math.max(5.0, 0.5 * Math.rint(2.0 * volume));
      pulses.add(new TimedImpulse(first + k / 6.0, 0, given));
    }
    double[] times = new double[7200];
    for (int i = 0; i < times.length; i++) {
      times[i] = until * (i + 1.0) / times.length;
    }
    return new Simulation(Integrator.of(new Rodas5P(), Tolerance.of(1e-9, 1e-11)))
        .run(
            file.model(),
            new InputSchedule(Vec.of(0.0), List.of(Vec.zeros(0)), pulses),
            0.0,
            until,
            SaveAt.times(times));
  }

  /** Reference: KiwiGym's own exponential profiles, integrated with SciPy (plants' reference). */
  @ParameterizedTest
  @CsvSource({"0.12846724,6.1371,36.46", "0.14790724,7.2575,20.33", "0.07986599,4.6372,63.89"})
  void modelOfTheExampleReproducesThePublishedProfiles(double rate, double biomass, double lowest) {
    Solution solution = profile(rate, 14.0);
    Vec end = solution.states().get(solution.states().size() - 1);
    double least = 100.0;
    for (Vec state : solution.states()) {
      least = Math.min(least, state.get(3));
    }
    assertThat(end.get(0)).isCloseTo(biomass, within(2e-3));
    assertThat(least).isCloseTo(lowest, within(0.1));
  }

  /** The first two hours of feeding under noise: more biomass than the profile, oxygen kept. */
  @Test
  void noisySamplesDoNotCostTheOxygenLimit() {
    PulseFedLoop.Result result = new PulseFedLoop(7, PulseFedCase.MARGIN).run(101);
    Solution nominal = profile(0.14790724, 7.0);
    double reference = nominal.states().get(nominal.states().size() - 1).get(0);
    assertThat(result.lowestOxygen()).isGreaterThan(PulseFedLoop.LEAST_OXYGEN);
    assertThat(result.biomass()).isGreaterThan(reference);
    assertThat(result.doses()).isBetween(8, 12);
    assertThat(result.withoutPlan()).isZero();
  }
}
