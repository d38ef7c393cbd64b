package io.biopilot.twin.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Method;
import io.biopilot.twin.ode.Outcome;
import io.biopilot.twin.ode.SaveAt;
import io.biopilot.twin.ode.Solution;
import io.biopilot.twin.ode.Tolerance;
import io.biopilot.twin.ode.methods.Kvaerno5;
import io.biopilot.twin.ode.methods.RadauIIA5;
import io.biopilot.twin.ode.methods.Tsit5;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The discrete adjoint is the derivative of the solve with the steps that step control accepted:
 * they are taken down, and differences are made over just these steps.
 */
class FrozenStepsTest {
  private static final Loss IRREGULAR = new Fixtures.Squares(0, 0.17, 0.9, 1.3, 1.31, 2.9, 3.7, 4);
  private static final double[] P = Fixtures.DRIVEN_P;

  static Stream<Method> methods() {
    return Stream.of(new Tsit5(), new Kvaerno5(1e-8), new RadauIIA5(1e-8));
  }

  private static GradientSolver solved(Integrator by, Experiment experiment, double[] p) {
    GradientSolver solver = new Adjoint.Discrete(by).solver(Fixtures.driven());
    Outcome outcome = solver.solve(experiment, p, IRREGULAR);
    assertThat(outcome.usable()).as(outcome.describe()).isTrue();
    return solver;
  }

  /** The ends of the accepted steps. */
  private static Vec acceptedTimes(Integrator by, Experiment experiment) {
    BoundField field = new BoundField(Fixtures.driven());
    field.bind(P, experiment.stimulus());
    Solution solution = by.solve(experiment.problem(field), SaveAt.everyStep()).orThrow();
    assertThat(solution.statistics().accepted()).isGreaterThan(10);
    return solution.times();
  }

  /** The same levels, with a stop at each of the times. */
  private static Experiment stopping(Experiment experiment, Vec times) {
    Stimulus stimulus = experiment.stimulus();
    TreeSet<Double> stops = new TreeSet<>();
    for (int i = 0; i < times.size() - 1; i++) {
      stops.add(times.get(i));
    }
    for (int i = 0; i < stimulus.times().size(); i++) {
      assertThat(stops).contains(stimulus.times().get(i));
    }
    List<Vec> levels = new ArrayList<>();
    stops.forEach(t -> levels.add(stimulus.levels().get(stimulus.indexAt(t))));
    Vec starts = Vec.of(stops.stream().mapToDouble(Double::doubleValue).toArray());
    Stimulus stopped = new Stimulus(starts, levels, stimulus.pulses());
    return Experiment.of(experiment.start(), experiment.end(), experiment.initial(), stopped);
  }

  /** Central differences of fourth order; the step's fourth power is far below the rounding. */
  private static double difference(double x, DoubleUnaryOperator f) {
    double h = 1e-3;
    double near = f.applyAsDouble(x + h) - f.applyAsDouble(x - h);
    double far = f.applyAsDouble(x + 2 * h) - f.applyAsDouble(x - 2 * h);
    return (8 * near - far) / (12 * h);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void acceptedStepsHeldFastAgreeWithDifferencesToOneInTenMillion(Method method) {
    Integrator adaptive = Integrator.of(method, Tolerance.of(1e-6, 1e-8));
    Experiment driven = Fixtures.drivenExperiment(1.2, 2.05, 0.7);
    Vec times = acceptedTimes(adaptive, driven);
    Gradient g = solved(adaptive, driven, P).gradient();
    // one step from stop to stop
    Integrator held = Integrator.fixed(method, 100.0);
    assertThat(solved(held, stopping(driven, times), P).loss())
        .isCloseTo(g.loss(), within(1e-11 * g.loss()));
    for (int i = 0; i < P.length; i++) {
      int index = i;
      agree(
          "parameter " + i,
          g.parameters().get(i),
          difference(
              P[i],
              v -> {
                double[] moved = P.clone();
                moved[index] = v;
                return solved(held, stopping(driven, times), moved).loss();
              }));
    }
    for (int i = 0; i < driven.initial().size(); i++) {
      int index = i;
      Vec initial = driven.initial();
      agree(
          "initial state " + i,
          g.initial().get(i),
          difference(
              initial.get(i),
              v -> {
                Experiment moved = Experiment.of(0, 4, initial.with(index, v), driven.stimulus());
                return solved(held, stopping(moved, times), P).loss();
              }));
    }
    agree(
        "dose amount",
        g.pulseAmounts().get(0),
        difference(
            0.7,
            v -> {
              Experiment moved = Fixtures.drivenExperiment(1.2, 2.05, v);
              return solved(held, stopping(moved, times), P).loss();
            }));
  }

  private static void agree(String what, double adjoint, double difference) {
    assertThat(adjoint).as(what).isCloseTo(difference, within(1e-7 * Math.abs(difference)));
  }
}
