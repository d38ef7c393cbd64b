package io.biopilot.twin.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.twin.expression.Symbols;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Method;
import io.biopilot.twin.ode.Outcome;
import io.biopilot.twin.ode.StepControl;
import io.biopilot.twin.ode.Tolerance;
import io.biopilot.twin.ode.methods.Kvaerno5;
import io.biopilot.twin.ode.methods.RadauIIA5;
import io.biopilot.twin.ode.methods.Rodas5P;
import io.biopilot.twin.ode.methods.Tsit5;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All ways to differentiate give the same gradient; docs/adjoints.md shows the figures. */
class AdjointAgreementTest {
  private static final double RELATIVE = 1e-6;
  private static final Loss IRREGULAR = new Fixtures.Squares(0, 0.17, 0.9, 1.3, 1.31, 2.9, 3.7, 4);

  static Stream<Method> methods() {
    return Stream.of(new Tsit5(), new Kvaerno5(), new RadauIIA5());
  }

  private static Gradient solve(
      Adjoint adjoint, ParametricField field, Experiment experiment, double[] p, Loss loss) {
    GradientSolver solver = adjoint.solver(field);
    Outcome outcome = solver.solve(experiment, p, loss);
    assertThat(outcome.usable()).as(outcome.describe()).isTrue();
    return solver.gradient();
  }

  private static double difference(Vec a, Vec b) {
    double worst = 0.0;
    double scale = 0.0;
    for (int i = 0; i < a.size(); i++) {
      worst = Math.max(worst, Math.abs(a.get(i) - b.get(i)));
      scale = Math.max(scale, Math.abs(b.get(i)));
    }
    return worst / scale;
  }

  private static Integrator tight() {
    return Integrator.of(new RadauIIA5(1e-4), Tolerance.of(1e-12, 1e-13));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void continuousAgreesWithDiscreteWithinTenTolerances(Method method) {
    Integrator integrator = Integrator.of(method, Tolerance.of(RELATIVE, 1e-8));
    Experiment experiment = Fixtures.drivenExperiment(1.2, 2.05, 0.7);
    double[] p = Fixtures.DRIVEN_P;
    ParametricField field = Fixtures.driven();
    Gradient discrete = solve(new Adjoint.Discrete(integrator), field, experiment, p, IRREGULAR);
    Gradient continuous =
        solve(new Adjoint.Continuous(integrator, integrator), field, experiment, p, IRREGULAR);
    Gradient truth = solve(new Adjoint.Discrete(tight()), field, experiment, p, IRREGULAR);
    assertThat(difference(discrete.parameters(), truth.parameters())).isLessThan(RELATIVE);
    assertThat(difference(continuous.parameters(), truth.parameters())).isLessThan(RELATIVE);
    assertThat(continuous.loss()).isEqualTo(discrete.loss());
    double bound = 10 * RELATIVE;
    assertThat(difference(continuous.parameters(), discrete.parameters())).isLessThan(bound);
    assertThat(difference(continuous.initial(), discrete.initial())).isLessThan(bound);
    assertThat(difference(continuous.pulseTimes(), discrete.pulseTimes())).isLessThan(bound);
    assertThat(difference(continuous.pulseAmounts(), discrete.pulseAmounts())).isLessThan(bound);
    assertThat(difference(continuous.switchTimes(), discrete.switchTimes())).isLessThan(bound);
    for (int i = 0; i < 3; i++) {
      assertThat(continuous.levels().get(i).get(0))
          .isCloseTo(discrete.levels().get(i).get(0), within(bound * 10));
    }
  }

  /** Where the substrate runs out, x turns within minutes; λ passes there in one step. */
  @Test
  void aKneeOfTheStateIsSeenByTheParameterIntegral() {
    ParametricField field =
        ParametricField.of(
            new Symbols()
                .input("x")
                .input("s")
                .input("t")
                .parameter("q")
                .parameter("k")
                .compile("x * s / (k + s) - 0.1 * x", "-q * x * s / (k + s)"));
    double[] p = {2.0, 0.01};
    Experiment experiment = Experiment.of(0, 12, Vec.of(0.5, 10.0), Stimulus.constant());
    Loss loss = new Fixtures.Squares(12);
    Gradient truth = solve(new Adjoint.Discrete(tight()), field, experiment, p, loss);
    for (Method method : List.of(new Kvaerno5(), new RadauIIA5(), new Rodas5P())) {
      Integrator integrator = Integrator.of(method, Tolerance.of(RELATIVE, 1e-8));
      Gradient continuous =
          solve(new Adjoint.Continuous(integrator, integrator), field, experiment, p, loss);
      for (int i = 0; i < p.length; i++) {
        double expected = truth.parameters().get(i);
        assertThat(continuous.parameters().get(i))
            .as("%s, parameter %d", method.name(), i)
            .isCloseTo(expected, within(10 * RELATIVE * Math.abs(expected)));
      }
    }
  }

  @Test
  void continuousTakesRosenbrockMethodsOnRobertson() {
    double[] rates = {0.04, 1e4, 3e7};
    Tolerance tolerance = new Tolerance(1e-8, Vec.of(1e-10, 1e-14, 1e-10));
    Integrator forward = Integrator.of(new Rodas5P(), tolerance);
    // λ is of order one
    Integrator backward = Integrator.of(new Rodas5P(), Tolerance.of(1e-8, 1e-10));
    Experiment experiment = Experiment.of(0, 40, Vec.of(1, 0, 0), Stimulus.constant());
    ParametricField field = ParametricField.of(new Fixtures.Robertson());
    Loss loss = new Fixtures.Probe(40, 0);
    Gradient continuous =
        solve(new Adjoint.Continuous(forward, backward), field, experiment, rates, loss);
    // robertson-sensitivities.csv, t = 40, state 0
    double[] expected = {-4.2475587717, 1.3730807973e-05, -2.2883550889e-09};
    for (int j = 0; j < 3; j++) {
      assertThat(continuous.parameters().get(j))
          .as("k%d", j + 1)
          .isCloseTo(expected[j], within(1e-5 * Math.abs(expected[j])));
    }
  }

  @Test
  void aFailedBackwardSolveThrowsAndLeavesNoNumbers() {
    Integrator forward = Integrator.of(new Tsit5(), Tolerance.of(RELATIVE, 1e-8));
    Integrator hopeless =
        new Integrator(new Tsit5(), StepControl.pi(), Tolerance.of(1e-12, 1e-12), 2);
    GradientSolver solver = new Adjoint.Continuous(forward, hopeless).solver(Fixtures.driven());
    Experiment experiment = Fixtures.drivenExperiment(1.2, 2.05, 0.7);
    assertThatThrownBy(() -> solver.solve(experiment, Fixtures.DRIVEN_P, IRREGULAR))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("there is no gradient");
    assertThat(solver.loss()).isNaN();
    assertThat(solver.gradient().initial().get(0)).isNaN();
  }
}
