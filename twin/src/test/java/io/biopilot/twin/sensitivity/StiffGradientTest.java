package io.biopilot.twin.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Method;
import io.biopilot.twin.ode.Outcome;
import io.biopilot.twin.ode.Tolerance;
import io.biopilot.twin.ode.methods.Kvaerno5;
import io.biopilot.twin.ode.methods.RadauIIA5;
import io.biopilot.twin.ode.methods.Tsit5;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Implicit methods: Robertson's sensitivities, differences over equal steps, forward = adjoint. */
class StiffGradientTest {
  private static final double[] RATES = {0.04, 1e4, 3e7};
  private static final Loss IRREGULAR = new Fixtures.Squares(0, 0.17, 0.9, 1.3, 1.31, 2.9, 3.7, 4);

  static Stream<Method> implicitMethods() {
    return Stream.of(new Kvaerno5(1e-6), new RadauIIA5(1e-6));
  }

  static Stream<Method> allMethods() {
    return Stream.concat(Stream.of(new Tsit5()), implicitMethods());
  }

  private static Gradient solve(
      Adjoint adjoint, ParametricField field, Experiment experiment, double[] p, Loss loss) {
    GradientSolver solver = adjoint.solver(field);
    Outcome outcome = solver.solve(experiment, p, loss);
    assertThat(outcome.usable()).as(outcome.describe()).isTrue();
    return solver.gradient();
  }

  @ParameterizedTest
  @MethodSource("implicitMethods")
  void robertsonHasTheReferenceSensitivities(Method method) throws IOException {
    Tolerance tolerance = new Tolerance(1e-9, Vec.of(1e-12, 1e-16, 1e-12));
    Integrator integrator = Integrator.of(method, tolerance);
    ParametricField field = ParametricField.of(new Fixtures.Robertson());
    for (String line : reference()) {
      String[] cells = line.split(",", -1);
      double t = Double.parseDouble(cells[0]);
      int state = Integer.parseInt(cells[1]);
      Experiment experiment = Experiment.of(0, t, Vec.of(1, 0, 0), Stimulus.constant());
      Gradient g =
          solve(
              new Adjoint.Discrete(integrator),
              field,
              experiment,
              RATES,
              new Fixtures.Probe(t, state));
      for (int j = 0; j < 3; j++) {
        double expected = Double.parseDouble(cells[2 + j]);
        assertThat(g.parameters().get(j))
            .as("d state %d / d k%d at %s", state, j + 1, t)
            .isCloseTo(expected, within(1e-7 * Math.abs(expected)));
      }
    }
  }

  /** Every way to differentiate; the columns of dx/dk sum to 0, those of dx/dx(0) to 1. */
  @ParameterizedTest
  @MethodSource("waysOverRobertson")
  void robertsonHasTheReferenceSensitivitiesToItsInitialState(String name, Adjoint way)
      throws IOException {
    ParametricField field = ParametricField.of(new Fixtures.Robertson());
    for (String line : reference("robertson-initial-sensitivities.csv")) {
      double[] cells = Stream.of(line.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
      Experiment experiment = Experiment.of(0, cells[0], Vec.of(1, 0, 0), Stimulus.constant());
      double[] sums = new double[6];
      for (int state = 0; state < 3; state++) {
        Loss loss = new Fixtures.Probe(cells[0], state);
        Gradient g = solve(way, field, experiment, RATES, loss);
        for (int j = 0; j < 3; j++) {
          sums[j] += g.initial().get(j);
          sums[3 + j] += RATES[j] * g.parameters().get(j);
          if (state == 0) {
            assertThat(g.initial().get(j))
                .as("d state 0 / d state %d(0) at %s", j, cells[0])
                .isCloseTo(cells[1 + j], within(1e-6 * cells[1 + j]));
          }
        }
      }
      assertThat(sums).containsExactly(new double[] {1, 1, 1, 0, 0, 0}, within(1e-7));
    }
  }

  static Stream<Arguments> waysOverRobertson() {
    Tolerance tolerance = new Tolerance(1e-9, Vec.of(1e-12, 1e-16, 1e-12));
    Integrator backward = Integrator.of(new RadauIIA5(), Tolerance.of(1e-9, 1e-11));
    return implicitMethods()
        .map(method -> Integrator.of(method, tolerance))
        .flatMap(
            integrator ->
                Stream.of(
                        new Adjoint.Discrete(integrator),
                        new Adjoint.Forward(integrator),
                        new Adjoint.Continuous(integrator, backward))
                    .map(
                        way ->
                            Arguments.of(
                                way.getClass().getSimpleName() + " " + integrator.method().name(),
                                way)));
  }

  private static List<String> reference() throws IOException {
    return reference("robertson-sensitivities.csv");
  }

  private static List<String> reference(String name) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(StiffGradientTest.class.getResourceAsStream(name)),
                StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("#")).skip(1).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("implicitMethods")
  void equalStepsAgreeWithDifferencesToOneInTenMillion(Method method) {
    Adjoint adjoint = new Adjoint.Discrete(Integrator.fixed(method, 0.1));
    double[] p = Fixtures.DRIVEN_P;
    Experiment experiment = Fixtures.drivenExperiment(1.2, 2.05, 0.7);
    Gradient g = solve(adjoint, Fixtures.driven(), experiment, p, IRREGULAR);
    for (int i = 0; i < p.length; i++) {
      double[] up = p.clone();
      double[] down = p.clone();
      up[i] += 1e-5;
      down[i] -= 1e-5;
      double difference =
          (solve(adjoint, Fixtures.driven(), experiment, up, IRREGULAR).loss()
                  - solve(adjoint, Fixtures.driven(), experiment, down, IRREGULAR).loss())
              / 2e-5;
      assertThat(g.parameters().get(i))
          .as("parameter %d", i)
          .isCloseTo(difference, within(1e-7 * (1 + Math.abs(difference))));
    }
  }

  @ParameterizedTest
  @MethodSource("allMethods")
  void forwardAndAdjointAgreeToRounding(Method method) {
    Integrator integrator = Integrator.of(method, Tolerance.of(1e-7, 1e-9));
    Experiment experiment = Fixtures.drivenExperiment(1.2, 2.05, 0.7);
    double[] p = Fixtures.DRIVEN_P;
    Gradient back =
        solve(new Adjoint.Discrete(integrator), Fixtures.driven(), experiment, p, IRREGULAR);
    Gradient forth =
        solve(new Adjoint.Forward(integrator), Fixtures.driven(), experiment, p, IRREGULAR);
    assertThat(forth.loss()).isEqualTo(back.loss());
    assertThat(forth.parameters().toArray())
        .containsExactly(back.parameters().toArray(), within(1e-11));
    assertThat(forth.initial().toArray()).containsExactly(back.initial().toArray(), within(1e-11));
  }

  @ParameterizedTest
  @MethodSource("allMethods")
  void longSolvesAreRecomputedBySegments(Method method) {
    Integrator integrator = Integrator.of(method, Tolerance.of(1e-8, 1e-10));
    Experiment experiment = Fixtures.drivenExperiment(1.2, 2.05, 0.7);
    double[] p = Fixtures.DRIVEN_P;
    Gradient all =
        solve(new Adjoint.Discrete(integrator), Fixtures.driven(), experiment, p, IRREGULAR);
    Gradient few =
        solve(new Adjoint.Discrete(integrator, 2_000), Fixtures.driven(), experiment, p, IRREGULAR);
    // implicit stages are solved again to a millionth of the tolerance
    assertThat(few.parameters().toArray())
        .containsExactly(all.parameters().toArray(), within(1e-11));
  }

  @Test
  void stateSensitivitiesAreThere() {
    Integrator integrator = Integrator.of(new Tsit5(), Tolerance.of(1e-10, 1e-10));
    ForwardSensitivity solver =
        new Adjoint.Forward(integrator).solver(ParametricField.of(new Fixtures.Growth()));
    solver.solve(
        Experiment.of(0, 2, Vec.of(1.5), Stimulus.constant()),
        new double[] {0.7},
        new Fixtures.Probe(1.9, 0));
    assertThat(solver.byInitial(0, 0, 0)).isCloseTo(Math.exp(0.7 * 1.9), within(1e-8));
    assertThat(solver.byParameter(0, 0, 0))
        .isCloseTo(1.9 * 1.5 * Math.exp(0.7 * 1.9), within(1e-8));
  }
}
