package io.biopilot.twin.estimation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.testing.Seeds;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.Model;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** What every estimator keeps. A concrete test supplies the instance. */
abstract class EstimatorContract {

  static final double TICK = 0.1;
  static final double DEVIATION = 0.15;
  private static final double[] SUM = {1.0, 1.0};

  private final DecayModel process = new DecayModel(0.8, 0.3);
  private final Model model = new Model(process, Vec.of(), 0, "decay");
  private final InputSchedule inputs = InputSchedule.constant(0.4);

  /**
   * An estimator whose process noise enters once a tick of {@link #TICK} h and that keeps at least
   * {@code window} h.
   */
  abstract Estimator estimator(double window);

  private Estimate initial() {
    double s1 = process.initialUncertainty().get(0);
    double s2 = process.initialUncertainty().get(1);
    return new Estimate(0.0, process.initialState(), Vec.of(s1 * s1, 0.0, 0.0, s2 * s2));
  }

  private static Measurement sum(double time, double value) {
    return new Measurement(time, List.of(2), Vec.of(value), Vec.of(DEVIATION));
  }

  @Test
  void theLinearCaseEqualsTheKalmanFilter() {
    Estimator estimator = estimator(10.0);
    Belief belief = estimator.start(model, initial());
    LinearKalman kalman = new LinearKalman(process);
    for (int k = 1; k <= 30; k++) {
      double value = 2.0 + 0.3 * Math.sin(k);
      belief = estimator.advance(belief, model, inputs, k * TICK);
      belief = estimator.observe(belief, model, inputs, sum(k * TICK, value)).belief();
      kalman.advance(TICK, 0.4);
      kalman.correct(SUM, value, DEVIATION);
    }
    Estimate estimate = belief.estimate();
    assertThat(estimate.time()).isCloseTo(3.0, within(1e-12));
    // The solver's tolerance (1e-9 relative) is the only difference.
    for (int i = 0; i < 2; i++) {
      assertThat(estimate.state().get(i)).isCloseTo(kalman.mean[i], within(1e-6));
      for (int j = 0; j < 2; j++) {
        assertThat(estimate.covariance().get(2 * i + j))
            .isCloseTo(kalman.covariance[i][j], within(1e-6));
      }
    }
  }

  @Test
  void aLateMeasurementCountsAsIfItHadComeInTime() {
    Estimator estimator = estimator(10.0);
    Belief inOrder = estimator.start(model, initial());
    Belief late = inOrder;
    for (int k = 1; k <= 20; k++) {
      double time = k * TICK;
      inOrder = estimator.advance(inOrder, model, inputs, time);
      inOrder = estimator.observe(inOrder, model, inputs, sum(time, 2.1)).belief();
      late = estimator.advance(late, model, inputs, time);
      if (k != 7) {
        late = estimator.observe(late, model, inputs, sum(time, 2.1)).belief();
      }
    }
    Estimate before = late.estimate();
    late = estimator.observe(late, model, inputs, sum(7 * TICK, 2.1)).belief();
    assertThat(before.state()).isNotEqualTo(inOrder.estimate().state());
    assertThat(late.estimate()).isEqualTo(inOrder.estimate());
  }

  @Test
  void aMeasurementBeforeTheWindowIsToldSo() {
    Estimator estimator = estimator(0.5);
    Belief belief = estimator.start(model, initial());
    for (int k = 1; k <= 20; k++) {
      belief = estimator.advance(belief, model, inputs, k * TICK);
    }
    Correction correction = estimator.observe(belief, model, inputs, sum(0.2, 2.0));
    assertThat(correction).isInstanceOf(Correction.TooOld.class);
    assertThat(correction.belief().estimate()).isEqualTo(belief.estimate());
  }

  @Test
  void outliersAndNumbersThatAreNoneLeaveTheEstimateUnchanged() {
    Estimator estimator = estimator(10.0);
    Belief belief = estimator.advance(estimator.start(model, initial()), model, inputs, TICK);
    for (double value : new double[] {50.0, Double.NaN, Double.POSITIVE_INFINITY}) {
      Correction correction = estimator.observe(belief, model, inputs, sum(TICK, value));
      assertThat(correction).isInstanceOf(Correction.Rejected.class);
      assertThat(correction.belief().estimate()).isEqualTo(belief.estimate());
    }
    // Control: a plausible value is taken.
    assertThat(estimator.observe(belief, model, inputs, sum(TICK, 2.0)))
        .isInstanceOf(Correction.Accepted.class);
  }

  @Test
  void timeNeverRunsBack() {
    Estimator estimator = estimator(10.0);
    Belief belief = estimator.advance(estimator.start(model, initial()), model, inputs, 1.0);
    assertThat(estimator.advance(belief, model, inputs, 0.5).estimate().time()).isEqualTo(1.0);
    assertThat(estimator.observe(belief, model, inputs, sum(0.3, 2.0)).belief().estimate().time())
        .isEqualTo(1.0);
  }

  @Test
  void aDoseActsWhenItIsGiven() {
    Estimator estimator = estimator(10.0);
    InputSchedule dosed =
        new InputSchedule(
            Vec.of(0.0),
            List.of(Vec.of(0.4)),
            List.of(new InputSchedule.TimedImpulse(0.25, 0, 3.0)));
    Belief start = estimator.start(model, initial());
    double without = estimator.advance(start, model, inputs, 1.0).estimate().state().get(0);
    double with = estimator.advance(start, model, dosed, 1.0).estimate().state().get(0);
    assertThat(with - without).isCloseTo(3.0 * Math.exp(-0.8 * 0.75), within(1e-6));
  }

  @Seeds(count = 5)
  void theCovarianceTellsTheTruth(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    Estimator estimator = estimator(1.0);
    int runs = 60;
    double sum = 0.0;
    for (int run = 0; run < runs; run++) {
      sum += squaredError(estimator, random);
    }
    // NEES / runs ~ χ²(2 runs) / runs: mean 2, variance 4/runs; 4.5 sigma either side.
    assertThat(sum / runs).isCloseTo(2.0, within(4.5 * Math.sqrt(4.0 / runs)));
  }

  /** (x - m)ᵀ P⁻¹ (x - m) at the end of one simulated run. */
  private double squaredError(Estimator estimator, RandomGenerator random) {
    LinearKalman truth = new LinearKalman(process);
    double[] x = truth.mean;
    for (int i = 0; i < 2; i++) {
      x[i] += process.initialUncertainty().get(i) * random.nextGaussian();
    }
    Belief belief = estimator.start(model, initial());
    for (int k = 1; k <= 15; k++) {
      truth.advance(TICK, 0.4);
      for (int i = 0; i < 2; i++) {
        x[i] += process.processNoise().get(i) * Math.sqrt(TICK) * random.nextGaussian();
      }
      belief = estimator.advance(belief, model, inputs, k * TICK);
      double value = x[0] + x[1] + DEVIATION * random.nextGaussian();
      belief = estimator.observe(belief, model, inputs, sum(k * TICK, value)).belief();
    }
    Estimate e = belief.estimate();
    double d1 = x[0] - e.state().get(0);
    double d2 = x[1] - e.state().get(1);
    double a = e.covariance().get(0);
    double b = e.covariance().get(1);
    double c = e.covariance().get(3);
    assertThat(a * c - b * b).as("determinant of the covariance").isPositive();
    return (c * d1 * d1 - 2.0 * b * d1 * d2 + a * d2 * d2) / (a * c - b * b);
  }
}
