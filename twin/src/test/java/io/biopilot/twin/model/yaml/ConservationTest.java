package io.biopilot.twin.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.HybridModel;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.Simulation;
import io.biopilot.twin.model.Stoichiometry;
import io.biopilot.twin.ode.AutoSwitch;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Method;
import io.biopilot.twin.ode.SaveAt;
import io.biopilot.twin.ode.Solution;
import io.biopilot.twin.ode.Tolerance;
import io.biopilot.twin.ode.methods.Bdf;
import io.biopilot.twin.ode.methods.Kvaerno5;
import io.biopilot.twin.ode.methods.RadauIIA5;
import io.biopilot.twin.ode.methods.Rodas5P;
import io.biopilot.twin.ode.methods.Tsit5;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the stoichiometry conserves stays, whichever method integrates and however wrong it is. */
class ConservationTest {
  private static final String ENZYME =
      """
      model: enzyme
      states:
        E: {unit: mmol/L, initial: 0.1}
        S: {unit: mmol/L, initial: 5}
        C: {unit: mmol/L, initial: 0}
        P: {unit: mmol/L, initial: 0}
      parameters:
        kOn: {unit: L/(mmol.h), value: 400}
        kOff: {unit: 1/h, value: 10}
        kCat: {unit: 1/h, value: 60}
      independentReactions: false
      reactions:
        bind: {rate: kOn * E * S, stoichiometry: {E: -1, S: -1, C: 1}}
        unbind: {rate: kOff * C, stoichiometry: {E: 1, S: 1, C: -1}}
        convert: {rate: kCat * C, stoichiometry: {E: 1, C: -1, P: 1}}
      """;

  private static Stream<Method> methods() {
    return Stream.of(
        new Tsit5(),
        new Rodas5P(),
        new Kvaerno5(),
        new RadauIIA5(),
        new Bdf(),
        AutoSwitch.of(new Tsit5(), new Rodas5P()));
  }

  /** Robertson's reactions: three rates over eleven orders of magnitude, one law. */
  private static final String ROBERTSON =
      """
      model: robertson
      states:
        A: {unit: 1, initial: 1}
        B: {unit: 1, initial: 0}
        C: {unit: 1, initial: 0}
      parameters:
        k1: {unit: 1/h, value: 0.04}
        k2: {unit: 1/h, value: 1e4}
        k3: {unit: 1/h, value: 3e7}
      independentReactions: false
      reactions:
        slow: {rate: k1 * A, stoichiometry: {A: -1, B: 1}}
        back: {rate: k2 * B * C, stoichiometry: {B: -1, A: 1}}
        fast: {rate: k3 * B^2, stoichiometry: {B: -1, C: 1}}
      """;

  /** Yields that are no short binary fractions, and a network that moves a rate. */
  private static final String HYBRID =
      """
      model: hybrid
      states:
        X: {unit: g/L, initial: 0.3}
        S: {unit: g/L, initial: 9.7}
        A: {unit: g/L, initial: 0.1}
        P: {unit: g/L, initial: 0}
        Q: {unit: g/L, initial: 0}
      parameters:
        mu: {unit: 1/h, value: 0.7}
        Ks: {unit: g/L, value: 0.05}
        Y: {unit: g/g, value: 0.47}
        Ya: {unit: g/g, value: 0.13}
      networks:
        n: {inputs: ['S / 10[g/L]', 'A / 1[g/L]'], layers: [20, 20], outputs: [g], seed: 3, gain: 0.7}
      reactions:
        grow: {rate: mu * exp(g) * S / (Ks + S) * X, stoichiometry: {X: 1, S: -1 / Y, A: Ya, Q: 0.31}}
        make: {rate: '0.02[1/h] * X * S / (Ks + S)', stoichiometry: {P: 1, S: -1.7, Q: 0.19}}
        burn: {rate: '0.1[1/h] * A / (Ks + A) * X', stoichiometry: {A: -1, X: 0.29}}
      """;

  private static Stream<Arguments> everyMethodAndModel() {
    return methods()
        .flatMap(
            method ->
                Stream.of(
                    Arguments.of("enzyme", method.name(), method, ENZYME, 2),
                    Arguments.of("Robertson", method.name(), method, ROBERTSON, 1),
                    Arguments.of("hybrid", method.name(), method, HYBRID, 2)));
  }

  @ParameterizedTest(name = "{0} by {1}")
  @MethodSource("everyMethodAndModel")
  void leftNullSpaceIsKeptOverTheBatch(
      String title, String name, Method method, String yaml, int laws) {
    HybridModel model = ModelFile.parse(title, yaml);
    assertThat(model.stoichiometry().conserved()).hasSize(laws);
    for (double tolerance : new double[] {1e-4, 1e-7, 1e-9}) {
      check(method, model, tolerance);
    }
  }

  private static void check(Method method, HybridModel model, double tolerance) {
    Solution solution =
        new Simulation(Integrator.of(method, Tolerance.of(tolerance, 1e-2 * tolerance)))
            .run(model, InputSchedule.constant(), 0.0, 24.0, SaveAt.everyStep())
            .orThrow();
    // the batch is not at rest
    Vec end = solution.endState();
    Vec start = model.initialState();
    double moved =
        Math.max(Math.abs(end.get(0) - start.get(0)), Math.abs(end.get(1) - start.get(1)));
    assertThat(moved).isGreaterThan(0.2);
    for (Vec law : model.stoichiometry().conserved()) {
      double total = Stoichiometry.total(law, start);
      for (Vec state : solution.states()) {
        assertThat(Stoichiometry.total(law, state)).isCloseTo(total, within(1e-12));
      }
    }
  }
}
