package io.biopilot.twin.ode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.ode.methods.Bdf;
import io.biopilot.twin.ode.methods.Kvaerno5;
import io.biopilot.twin.ode.methods.RadauIIA5;
import io.biopilot.twin.ode.methods.Rodas5P;
import io.biopilot.twin.ode.methods.Tsit5;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** States that may not become negative are kept so by rejecting steps, never by clipping. */
class PositivityTest {

  static Stream<Method> methods() {
    return Stream.of(
        new Tsit5(),
        new Rodas5P(),
        new Kvaerno5(),
        new RadauIIA5(),
        new Bdf(),
        AutoSwitch.of(new Tsit5(), new Rodas5P()));
  }

  private static final double ABSOLUTE = 1e-6;

  private static Solution solve(Method method, InitialValueProblem problem) {
    return Integrator.of(method, Tolerance.of(1e-3, ABSOLUTE))
        .solve(problem.nonNegative(), SaveAt.everyStep());
  }

  private static double lowest(Solution solution) {
    double lowest = Double.POSITIVE_INFINITY;
    for (Vec state : solution.states()) {
      for (int i = 0; i < state.size(); i++) {
        lowest = Math.min(lowest, state.get(i));
      }
    }
    return lowest;
  }

  /** Monod: substrate S is eaten to nothing by biomass X. */
  private static InitialValueProblem batch(double substrate) {
    return InitialValueProblem.of(
        VectorField.of(
            2,
            (t, y, d) -> {
              double mu = 0.5 * y[1] / (0.001 + y[1]);
              d[0] = mu * y[0];
              d[1] = -2.0 * mu * y[0];
            }),
        0.0,
        Vec.of(0.5, substrate),
        30.0);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void substrateRunsOutWithoutGoingNegative(Method method) {
    Solution solution = solve(method, batch(10.0));
    assertThat(solution.outcome()).isEqualTo(new Outcome.Reached(30.0));
    assertThat(lowest(solution)).isGreaterThanOrEqualTo(-ABSOLUTE);
    // nothing was clipped, so mass is conserved: X + S/2
    assertThat(solution.endState().get(0) + 0.5 * solution.endState().get(1))
        .isCloseTo(5.5, within(1e-9));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void aTrueZeroIsNoObstacle(Method method) {
    Solution solution = solve(method, batch(0.0));
    assertThat(solution.outcome()).isEqualTo(new Outcome.Reached(30.0));
    assertThat(solution.endState().get(0)).isCloseTo(0.5, within(1e-9));
    assertThat(solution.statistics().accepted()).isLessThan(50);
  }

  /** After a long rest the first guess lies beyond -0.001, where the logarithm ends. */
  @ParameterizedTest
  @MethodSource("methods")
  void aGuessOutsideTheFieldsDomainOnlyShortensTheStep(Method method) {
    InitialValueProblem rest =
        InitialValueProblem.of(
                VectorField.of(
                    1, (t, y, d) -> d[0] = t < 10.0 ? 0.0 : -20.0 * Math.log1p(y[0] / 0.001)),
                0.0,
                Vec.of(1.0),
                12.0)
            .withStops(List.of(Stop.breakAt(10.0)));
    Solution solution =
        Integrator.of(method, Tolerance.of(1e-5, ABSOLUTE)).solve(rest, SaveAt.end());
    assertThat(solution.outcome()).isEqualTo(new Outcome.Reached(12.0));
    assertThat(solution.endState().get(0)).isCloseTo(0.0, within(1e-5));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void aFieldThatDrivesItOutIsSaidSo(Method method) {
    InitialValueProblem drain =
        InitialValueProblem.of(VectorField.of(1, (t, y, d) -> d[0] = -1.0), 0.0, Vec.of(0.5), 2.0);
    Solution solution = solve(method, drain);
    assertThat(solution.outcome()).isInstanceOf(Outcome.LeftDomain.class);
    assertThat(solution.outcome().time()).isCloseTo(0.5, within(1e-5));
    assertThat(solution.outcome().describe()).contains("state 0").contains("lower bound");
  }
}
