package io.biopilot.twin.ode.methods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.ode.Event;
import io.biopilot.twin.ode.InitialValueProblem;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Outcome;
import io.biopilot.twin.ode.SaveAt;
import io.biopilot.twin.ode.Solution;
import io.biopilot.twin.ode.Stop;
import io.biopilot.twin.ode.Tolerance;
import io.biopilot.twin.ode.VectorField;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplicitMethodsTest {

  private static final VectorField OSCILLATOR =
      VectorField.of(
          2,
          (t, y, dydt) -> {
            dydt[0] = y[1];
            dydt[1] = -y[0];
          });

  private static InitialValueProblem oscillation(double end) {
    return InitialValueProblem.of(OSCILLATOR, 0.0, Vec.of(0.0, 1.0), end);
  }

  @Test
  void adaptiveSolutionMeetsItsTolerance() {
    Integrator integrator = Integrator.of(new Tsit5(), Tolerance.of(1e-9, 1e-9));
    Solution solution = integrator.solve(oscillation(20.0), SaveAt.times(0.0, 1.0, 7.5, 20.0));
    assertThat(solution.outcome()).isEqualTo(new Outcome.Reached(20.0));
    assertThat(solution.times()).isEqualTo(Vec.of(0.0, 1.0, 7.5, 20.0));
    for (int i = 0; i < 4; i++) {
      double t = solution.times().get(i);
      assertThat(solution.states().get(i).get(0)).isCloseTo(Math.sin(t), within(1e-7));
    }
  }

  @Test
  void dosesActAndSamplesAtTheirTimeSeeTheStateBefore() {
    InitialValueProblem decay =
        InitialValueProblem.of(
                VectorField.of(1, (t, y, dydt) -> dydt[0] = -y[0]), 0.0, Vec.of(1.0), 2.0)
            .withStops(List.of(Stop.jump(1.0, (t, y) -> y[0] += 1.0)));
    Integrator integrator = Integrator.of(new Tsit5(), Tolerance.of(1e-10, 1e-12));
    Solution solution = integrator.solve(decay, new SaveAt(Vec.of(1.0, 2.0), false, true));
    assertThat(solution.states().get(0).get(0)).isCloseTo(Math.exp(-1.0), within(1e-9));
    double after = (Math.exp(-1.0) + 1.0) * Math.exp(-1.0);
    assertThat(solution.states().get(1).get(0)).isCloseTo(after, within(1e-9));
    assertThat(solution.dense().at(1.0).get(0)).isCloseTo(Math.exp(-1.0), within(1e-9));
    assertThat(solution.dense().at(2.0).get(0)).isCloseTo(after, within(1e-9));
  }

  @Test
  void terminalEventEndsTheRunAtItsRoot() {
    InitialValueProblem problem =
        oscillation(20.0)
            .withEvents(
                List.of(
                    new Event((t, y) -> y[1], Event.Direction.EITHER, false),
                    new Event((t, y) -> y[0], Event.Direction.RISING, true)));
    Integrator integrator = Integrator.of(new Tsit5(), Tolerance.of(1e-9, 1e-9));
    Solution solution = integrator.solve(problem, SaveAt.end());
    assertThat(solution.outcome()).isInstanceOf(Outcome.Terminated.class);
    assertThat(solution.end()).isCloseTo(2.0 * Math.PI, within(1e-7));
    assertThat(solution.happenings()).hasSize(3);
    assertThat(solution.happenings().get(0).time()).isCloseTo(0.5 * Math.PI, within(1e-7));
    assertThat(solution.happenings().get(1).time()).isCloseTo(1.5 * Math.PI, within(1e-7));
  }

  @Test
  void backwardsInTimeReturnsToTheStart() {
    Integrator integrator = Integrator.of(new Tsit5(), Tolerance.of(1e-10, 1e-10));
    Vec there = integrator.solve(oscillation(5.0), SaveAt.end()).endState();
    Solution back =
        integrator.solve(
            InitialValueProblem.of(OSCILLATOR, 5.0, there, 0.0), SaveAt.times(4.0, 2.0, 0.0));
    assertThat(back.states().get(1).get(0)).isCloseTo(Math.sin(2.0), within(1e-8));
    assertThat(back.endState().get(0)).isCloseTo(0.0, within(1e-8));
  }

  @Test
  void fixedStepsAreEqualAndHitTheEnd() {
    Solution solution =
        Integrator.fixed(new RungeKutta4(), 0.1).solve(oscillation(1.0), SaveAt.everyStep());
    assertThat(solution.times().size()).isEqualTo(11);
    assertThat(solution.end()).isEqualTo(1.0);
    assertThat(solution.endState().get(0)).isCloseTo(Math.sin(1.0), within(1e-6));
  }
}
