package io.biopilot.twin.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.neural.Activation;
import io.biopilot.twin.neural.Network;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Outcome;
import io.biopilot.twin.ode.Tolerance;
import io.biopilot.twin.ode.methods.Tsit5;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class DiscreteAdjointTest {
  private static final Loss IRREGULAR = new Fixtures.Squares(0, 0.17, 0.9, 1.3, 1.31, 2.9, 3.7, 4);

  private static Integrator tsit5(double tolerance) {
    return Integrator.of(new Tsit5(), Tolerance.of(tolerance, tolerance));
  }

  private static Gradient gradient(
      Adjoint adjoint, ParametricField field, Experiment experiment, double[] p, Loss loss) {
    GradientSolver solver = adjoint.solver(field);
    Outcome outcome = solver.solve(experiment, p, loss);
    assertThat(outcome.usable()).as(outcome.describe()).isTrue();
    return solver.gradient();
  }

  private static double central(double x, double h, DoubleUnaryOperator f) {
    return (f.applyAsDouble(x + h) - f.applyAsDouble(x - h)) / (2 * h);
  }

  @Test
  void growthHasItsClosedForm() {
    // x(t) = x₀ e^{pt}: ∂/∂p = t x, ∂/∂x₀ = x / x₀
    double p = 0.7;
    double t = 1.9;
    Gradient g =
        gradient(
            new Adjoint.Discrete(tsit5(1e-11)),
            ParametricField.of(new Fixtures.Growth()),
            Experiment.of(0, 2, Vec.of(1.5), Stimulus.constant()),
            new double[] {p},
            new Fixtures.Probe(t, 0));
    double x = 1.5 * Math.exp(p * t);
    assertThat(g.loss()).isCloseTo(x, within(1e-9));
    assertThat(g.parameters().get(0)).isCloseTo(t * x, within(1e-8));
    assertThat(g.initial().get(0)).isCloseTo(x / 1.5, within(1e-8));
  }

  @Test
  void fixedStepsAgreeWithDifferencesToOneInTenMillion() {
    Adjoint adjoint = new Adjoint.Discrete(Integrator.fixed(new Tsit5(), 0.05));
    double[] p = Fixtures.DRIVEN_P;
    Experiment experiment = Fixtures.drivenExperiment(1.2, 2.05, 0.7);
    Gradient g = gradient(adjoint, Fixtures.driven(), experiment, p, IRREGULAR);
    for (int i = 0; i < p.length; i++) {
      int index = i;
      double difference =
          central(
              p[i],
              1e-5,
              v -> {
                double[] moved = p.clone();
                moved[index] = v;
                return gradient(adjoint, Fixtures.driven(), experiment, moved, IRREGULAR).loss();
              });
      assertThat(g.parameters().get(i))
          .as("parameter %d", i)
          .isCloseTo(difference, within(1e-7 * (1 + Math.abs(difference))));
    }
    for (int i = 0; i < 2; i++) {
      Vec initial = experiment.initial();
      int index = i;
      double difference =
          central(
              initial.get(i),
              1e-5,
              v ->
                  gradient(
                          adjoint,
                          Fixtures.driven(),
                          Experiment.of(0, 4, initial.with(index, v), experiment.stimulus()),
                          p,
                          IRREGULAR)
                      .loss());
      assertThat(g.initial().get(i))
          .as("initial state %d", i)
          .isCloseTo(difference, within(1e-7 * (1 + Math.abs(difference))));
    }
  }

  @Test
  void levelsAmountsAndTimesAgreeWithDifferencesOfAnAccurateSolve() {
    Adjoint adjoint = new Adjoint.Discrete(tsit5(1e-12));
    ParametricField field = Fixtures.driven();
    double[] p = Fixtures.DRIVEN_P;
    Gradient g = gradient(adjoint, field, Fixtures.drivenExperiment(1.2, 2.05, 0.7), p, IRREGULAR);
    double bySwitch =
        central(
            1.2,
            1e-4,
            v ->
                gradient(adjoint, field, Fixtures.drivenExperiment(v, 2.05, 0.7), p, IRREGULAR)
                    .loss());
    double byDoseTime =
        central(
            2.05,
            1e-4,
            v ->
                gradient(adjoint, field, Fixtures.drivenExperiment(1.2, v, 0.7), p, IRREGULAR)
                    .loss());
    double byAmount =
        central(
            0.7,
            1e-4,
            v ->
                gradient(adjoint, field, Fixtures.drivenExperiment(1.2, 2.05, v), p, IRREGULAR)
                    .loss());
    // the truncation of the differences is 1e-8 of third derivatives of order one
    assertThat(g.switchTimes().get(1)).isCloseTo(bySwitch, within(2e-7));
    assertThat(g.pulseTimes().get(0)).isCloseTo(byDoseTime, within(2e-7));
    assertThat(g.pulseAmounts().get(0)).isCloseTo(byAmount, within(2e-7));
    assertThat(g.switchTimes().get(0)).isZero();
    for (int level = 0; level < 3; level++) {
      int which = level;
      double byLevel =
          central(
              1.0,
              1e-4,
              v -> {
                Experiment base = Fixtures.drivenExperiment(1.2, 2.05, 0.7);
                List<Vec> levels = new ArrayList<>(base.stimulus().levels());
                levels.set(which, Vec.of(levels.get(which).get(0) * v));
                Stimulus moved =
                    new Stimulus(base.stimulus().times(), levels, base.stimulus().pulses());
                return gradient(
                        adjoint, field, Experiment.of(0, 4, base.initial(), moved), p, IRREGULAR)
                    .loss();
              });
      double level0 = Fixtures.drivenExperiment(1, 2, 1).stimulus().levels().get(level).get(0);
      assertThat(g.levels().get(level).get(0) * level0).isCloseTo(byLevel, within(2e-7));
    }
  }

  @Test
  void segmentsAreRecomputedToTheSameGradient() {
    Experiment experiment = Fixtures.drivenExperiment(1.2, 2.05, 0.7);
    double[] p = Fixtures.DRIVEN_P;
    Integrator integrator = tsit5(1e-9);
    Gradient all =
        gradient(new Adjoint.Discrete(integrator), Fixtures.driven(), experiment, p, IRREGULAR);
    Gradient few =
        gradient(
            new Adjoint.Discrete(integrator, 10_000), Fixtures.driven(), experiment, p, IRREGULAR);
    assertThat(few.parameters().toArray())
        .containsExactly(all.parameters().toArray(), within(1e-13));
    assertThat(few.initial().toArray()).containsExactly(all.initial().toArray(), within(1e-13));
    assertThat(few.pulseTimes().toArray())
        .containsExactly(all.pulseTimes().toArray(), within(1e-13));
  }

  @Test
  void aSolverServesManySolvesWithoutMemoryOfTheLast() {
    GradientSolver solver = new Adjoint.Discrete(tsit5(1e-8)).solver(Fixtures.driven());
    Experiment experiment = Fixtures.drivenExperiment(1.2, 2.05, 0.7);
    solver.solve(experiment, Fixtures.DRIVEN_P, IRREGULAR);
    Gradient first = solver.gradient();
    solver.solve(Fixtures.drivenExperiment(0.4, 2.5, 0.1), Fixtures.DRIVEN_P, IRREGULAR);
    solver.solve(experiment, Fixtures.DRIVEN_P, IRREGULAR);
    assertThat(solver.gradient()).isEqualTo(first);
  }

  @Test
  void aFailedForwardSolveLeavesNoNumbers() {
    Integrator strict =
        new Integrator(
            new Tsit5(), io.biopilot.twin.ode.StepControl.pi(), Tolerance.of(1e-10, 1e-10), 3);
    GradientSolver solver = new Adjoint.Discrete(strict).solver(Fixtures.driven());
    Outcome outcome =
        solver.solve(Fixtures.drivenExperiment(1, 2, 1), Fixtures.DRIVEN_P, IRREGULAR);
    assertThat(outcome).isInstanceOf(Outcome.TooManySteps.class);
    assertThat(solver.loss()).isNaN();
    assertThat(solver.gradient().parameters().get(0)).isNaN();
  }

  @Test
  void aBackwardPassThatIsNotFiniteThrows() {
    Loss broken =
        new Loss() {
          @Override
          public Vec times() {
            return Vec.of(1.0);
          }

          @Override
          public double addTerm(int i, double[] z, double[] p, double[] xbar, double[] pbar) {
            xbar[0] = Double.NaN;
            return 1.0;
          }
        };
    GradientSolver solver = new Adjoint.Discrete(tsit5(1e-8)).solver(Fixtures.driven());
    Experiment experiment = Fixtures.drivenExperiment(1, 2, 1);
    assertThatThrownBy(() -> solver.solve(experiment, Fixtures.DRIVEN_P, broken))
        .isInstanceOf(ArithmeticException.class);
    assertThat(solver.loss()).isNaN();
  }

  @Test
  void keptAndDeferredNetworkEvaluationsChangeNothing() {
    Network network = Network.of(4, Activation.TANH, List.of(12, 12), 3);
    double[] p = network.initialWeights(3);
    Experiment experiment = Experiment.of(0, 5, Vec.of(1, -0.5, 0.2), Stimulus.constant());
    double[] times = new double[40];
    for (int i = 0; i < times.length; i++) {
      times[i] = 0.125 * i;
    }
    Loss loss = new Fixtures.Squares(times);
    Integrator integrator = tsit5(1e-8);
    Gradient kept =
        gradient(
            new Adjoint.Discrete(integrator), ParametricField.of(network), experiment, p, loss);
    // no memory, so one kept step: every stage is evaluated again
    Gradient again =
        gradient(
            new Adjoint.Discrete(integrator, 0), ParametricField.of(network), experiment, p, loss);
    assertThat(again.loss()).isEqualTo(kept.loss());
    assertThat(again.parameters().toArray())
        .containsExactly(kept.parameters().toArray(), within(1e-12));
    for (int i = 0; i < p.length; i += 17) {
      int index = i;
      double difference =
          central(
              p[i],
              1e-4,
              v -> {
                double[] moved = p.clone();
                moved[index] = v;
                return gradient(
                        new Adjoint.Discrete(tsit5(1e-11)),
                        ParametricField.of(network),
                        experiment,
                        moved,
                        loss)
                    .loss();
              });
      assertThat(kept.parameters().get(i))
          .as("weight %d", i)
          .isCloseTo(difference, within(1e-5 * (1 + Math.abs(difference))));
    }
  }

  @Test
  void wrongSizesAreNamed() {
    GradientSolver solver = new Adjoint.Discrete(tsit5(1e-8)).solver(Fixtures.driven());
    Experiment experiment = Fixtures.drivenExperiment(1, 2, 1);
    assertThatThrownBy(() -> solver.solve(experiment, new double[2], IRREGULAR))
        .hasMessage("the field has 4 parameters, got 2");
    assertThatThrownBy(() -> Experiment.of(1, 1, Vec.of(0), Stimulus.constant()))
        .hasMessageContaining("must end after its start");
  }
}
