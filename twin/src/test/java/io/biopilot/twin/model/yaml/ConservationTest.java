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
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
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

  @ParameterizedTest
  @MethodSource("methods")
  void leftNullSpaceIsKeptOverTheBatch(Method method) {
    HybridModel enzyme = ModelFile.parse("enzyme", ENZYME);
    List<Vec> laws = enzyme.stoichiometry().conserved();
    for (double tolerance : new double[] {1e-4, 1e-9}) {
      check(method, enzyme, laws, tolerance);
    }
  }

  private static void check(Method method, HybridModel enzyme, List<Vec> laws, double tolerance) {
    Solution solution =
        new Simulation(Integrator.of(method, Tolerance.of(tolerance, 1e-2 * tolerance)))
            .run(enzyme, InputSchedule.constant(), 0.0, 24.0, SaveAt.everyStep())
            .orThrow();
    assertThat(laws).hasSize(2);
    assertThat(solution.endState().get(3)).isGreaterThan(4.9);
    for (Vec law : laws) {
      double start = Stoichiometry.total(law, enzyme.initialState());
      for (Vec state : solution.states()) {
        assertThat(Stoichiometry.total(law, state)).isCloseTo(start, within(1e-12));
      }
    }
  }
}
