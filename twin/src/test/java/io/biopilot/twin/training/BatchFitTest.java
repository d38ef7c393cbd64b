package io.biopilot.twin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.testing.Seeds;
import io.biopilot.twin.data.Batch;
import io.biopilot.twin.estimation.UnscentedFilter;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.Model;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Tolerance;
import io.biopilot.twin.ode.methods.Tsit5;
import io.biopilot.twin.sensitivity.Adjoint;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Objective, residuals and trainer on the same batches: two methods must agree, and find the truth.
 */
class BatchFitTest {

  private static final Vec TRUTH = Vec.of(0.55, 0.15, 0.42, 20.0);
  private static final Adjoint ADJOINT = new Adjoint.Discrete(MonodBatches.INTEGRATOR);

  private static BatchVariables variables(Batch... batches) {
    return new BatchVariables(MonodBatches.coordinates(), List.of(batches), List.of(0));
  }

  @Test
  void theAdjointsGradientEqualsDifferences() {
    BatchVariables variables =
        variables(MonodBatches.batch(TRUTH, 1), MonodBatches.batch(TRUTH, 2));
    BatchObjective objective = new BatchObjective(MonodBatches.MODEL, variables, ADJOINT);
    double[] z = {0.3, -0.2, 0.1, 0.4, -0.5};
    double[] gradient = new double[z.length];
    objective.valueAndGradientInto(z, gradient);
    double h = 1e-4;
    for (int i = 0; i < z.length; i++) {
      double[] up = z.clone();
      double[] down = z.clone();
      up[i] += h;
      down[i] -= h;
      double difference = (objective.value(up) - objective.value(down)) / (2.0 * h);
      // Step sizes differ between the points: about rtol × value / h.
      assertThat(gradient[i])
          .isCloseTo(difference, within(1e-4 * Math.max(1.0, Math.abs(difference))));
    }
  }

  @Test
  void halfTheSumOfSquaresIsTheObjective() {
    BatchVariables variables = variables(MonodBatches.batch(TRUTH, 3));
    BatchResiduals residuals =
        new BatchResiduals(MonodBatches.MODEL, variables, MonodBatches.INTEGRATOR);
    double[] z = {0.5, 0.2, -0.3, 1.0};
    double[] r = new double[residuals.count()];
    assertThat(residuals.valueInto(z, r)).isTrue();
    double sum = 0.0;
    for (double one : r) {
      sum += 0.5 * one * one;
    }
    double value = new BatchObjective(MonodBatches.MODEL, variables, ADJOINT).value(z);
    assertThat(value).isCloseTo(sum, within(1e-5 * sum));
  }

  @Seeds(count = 3)
  void bothMethodsFindTheTruth(long seed) {
    BatchVariables variables =
        variables(MonodBatches.batch(TRUTH, seed), MonodBatches.batch(TRUTH, seed + 100));
    Vec start = Vec.zeros(variables.dimension());
    Vec bySquares =
        new LeastSquares(40, 1e-4)
            .minimise(
                new BatchResiduals(MonodBatches.MODEL, variables, MonodBatches.INTEGRATOR), start)
            .point();
    Vec byAdjoint =
        new Lbfgs(10, 120, 1e-7)
            .minimise(new BatchObjective(MonodBatches.MODEL, variables, ADJOINT), start)
            .point();
    Vec found = variables.coordinates().parameters(bySquares.toArray());
    // 160 values of 2 % noise fix rate and yield to about 1 %, the affinity to about 15 %.
    assertThat(found.get(0)).isCloseTo(TRUTH.get(0), within(0.02));
    assertThat(found.get(1)).isCloseTo(TRUTH.get(1), within(0.1));
    assertThat(found.get(2)).isCloseTo(TRUTH.get(2), within(0.02));
    for (int i = 0; i < bySquares.size(); i++) {
      assertThat(byAdjoint.get(i)).isCloseTo(bySquares.get(i), within(2e-3));
    }
  }

  private static OnlineTrainer trainer() {
    UnscentedFilter filter =
        new UnscentedFilter(
            Integrator.of(new Tsit5(), Tolerance.of(1e-5, 1e-7)), 0.7, 3.0, 0.25, 10.0);
    return new OnlineTrainer(
        ADJOINT,
        new Prediction(filter, MonodBatches.INTEGRATOR),
        MonodBatches.coordinates().free(),
        List.of(0),
        new OnlineTrainer.Settings(1.5, 0.25, 1.0, 0.02));
  }

  @Test
  void aBetterModelIsPromotedAndForetellsBetter() {
    Model wrong = MonodBatches.MODEL.nominal();
    Batch seen = MonodBatches.batch(TRUTH, 7).until(4.0);
    OnlineTrainer.Result result = trainer().train(wrong, seen, 80);
    assertThat(result.promoted()).as(result.reason()).isTrue();
    assertThat(result.after()).isLessThan(0.5 * result.before());
    assertThat(result.parameters().get(0)).isCloseTo(TRUTH.get(0), within(0.05));
    // Judged on what neither training nor promotion saw.
    Batch whole = MonodBatches.batch(TRUTH, 7);
    Prediction judge = trainer().judge();
    Model trained = MonodBatches.MODEL.with(result.parameters(), 1);
    assertThat(judge.error(trained, whole, 4.0, 6.0))
        .isLessThan(judge.error(wrong, whole, 4.0, 6.0));
  }

  @Test
  void aModelThatIsRightIsKept() {
    Model right = MonodBatches.MODEL.with(TRUTH, 0);
    Batch seen = MonodBatches.batch(TRUTH, 8).until(6.0);
    OnlineTrainer.Result result = trainer().train(right, seen, 0);
    assertThat(result.promoted()).isFalse();
    assertThat(result.parameters()).isEqualTo(TRUTH);
  }

  @Test
  void tooLittleDataIsSaidSo() {
    Model model = MonodBatches.MODEL.nominal();
    OnlineTrainer.Result result =
        trainer().train(model, MonodBatches.batch(TRUTH, 9).until(1.0), 10);
    assertThat(result.promoted()).isFalse();
    assertThat(result.reason()).contains("too little");
  }
}
