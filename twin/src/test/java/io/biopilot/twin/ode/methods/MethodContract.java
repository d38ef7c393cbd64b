package io.biopilot.twin.ode.methods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.ode.Event;
import io.biopilot.twin.ode.InitialValueProblem;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Method;
import io.biopilot.twin.ode.Outcome;
import io.biopilot.twin.ode.SaveAt;
import io.biopilot.twin.ode.Solution;
import io.biopilot.twin.ode.StepControl;
import io.biopilot.twin.ode.StepListener;
import io.biopilot.twin.ode.Stop;
import io.biopilot.twin.ode.Tolerance;
import io.biopilot.twin.ode.Trajectory;
import io.biopilot.twin.ode.VectorField;
import io.biopilot.twin.ode.Workspace;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every method promises. A concrete test names the method. */
abstract class MethodContract {

  abstract Method method();

  /** Step counts over [0, 2] between which the order is measured. */
  int[] stepCounts() {
    return new int[] {16, 24, 32, 48, 64};
  }

  /** Global error allowed at a tolerance, in units of the tolerance. */
  double errorFactor() {
    return 100.0;
  }

  private Integrator fixed(double step) {
    return new Integrator(method(), StepControl.fixed(step), Tolerance.of(1e-12, 1e-12), 1_000_000);
  }

  private Integrator at(double tolerance) {
    return method().adaptive()
        ? Integrator.of(method(), Tolerance.of(tolerance, tolerance))
        : fixed(method().order() > 1 ? 0.002 : 1e-5);
  }

  static List<ExactProblems.Exact> detest() {
    return ExactProblems.detest();
  }

  /** Slope of log error over log h by least squares. */
  private static double slope(int[] counts, double[] errors) {
    double[] x = new double[counts.length];
    double[] y = new double[counts.length];
    for (int i = 0; i < counts.length; i++) {
      x[i] = -Math.log(counts[i]);
      y[i] = Math.log(errors[i]);
    }
    return Regression.slope(x, y);
  }

  @Test
  void globalErrorFallsWithTheOrder() {
    assumeTrue(fixedOrder() > 0);
    ExactProblems.Exact exact = ExactProblems.smooth();
    double[] errors = new double[stepCounts().length];
    for (int i = 0; i < errors.length; i++) {
      Solution solution = fixed(2.0 / stepCounts()[i]).solve(exact.problem(), SaveAt.everyStep());
      assertThat(solution.statistics().accepted()).isEqualTo(stepCounts()[i]);
      for (int j = 0; j < solution.times().size(); j++) {
        Vec truth = exact.solution().apply(solution.times().get(j));
        errors[i] = Math.max(errors[i], ExactProblems.distance(solution.states().get(j), truth));
      }
    }
    assertThat(slope(stepCounts(), errors)).isBetween(fixedOrder() - 0.35, fixedOrder() + 1.2);
  }

  /** Order with fixed steps; 0 for methods that vary theirs. */
  int fixedOrder() {
    return method().order();
  }

  @Test
  void denseOutputFallsWithItsOrder() {
    assumeTrue(fixedOrder() > 0);
    ExactProblems.Exact exact = ExactProblems.smooth();
    double[] errors = new double[stepCounts().length];
    for (int i = 0; i < errors.length; i++) {
      Trajectory dense =
          fixed(2.0 / stepCounts()[i]).solve(exact.problem(), SaveAt.trajectory()).dense();
      for (double t = 0.0; t < 2.0; t += 0.00731) {
        double error = ExactProblems.distance(dense.at(t), exact.solution().apply(t));
        errors[i] = Math.max(errors[i], error);
      }
    }
    // one step's interpolation error is O(h^(denseOrder + 1)), the global error O(h^order)
    double expected = Math.min(method().denseOrder() + 1, method().order());
    assertThat(slope(stepCounts(), errors)).isGreaterThan(expected - 0.4);
  }

  @ParameterizedTest
  @MethodSource("detest")
  void tolerancesAreMetOnTheTestSet(ExactProblems.Exact exact) {
    assumeTrue(method().adaptive());
    for (double tolerance : new double[] {1e-3, 1e-5, 1e-7}) {
      Solution solution = at(tolerance).solve(exact.problem(), SaveAt.end());
      double end = exact.problem().end();
      assertThat(solution.outcome()).isEqualTo(new Outcome.Reached(end));
      double error = ExactProblems.distance(solution.endState(), exact.solution().apply(end));
      assertThat(error).as("at %s", tolerance).isLessThan(errorFactor() * tolerance * 10.0);
    }
  }

  @ParameterizedTest
  @MethodSource("detest")
  void everyStepControlMeetsTheTolerance(ExactProblems.Exact exact) {
    assumeTrue(method().adaptive());
    double tolerance = 1e-6;
    double end = exact.problem().end();
    for (StepControl control :
        List.of(StepControl.integral(), StepControl.pi(), StepControl.pid())) {
      Solution solution =
          new Integrator(method(), control, Tolerance.of(tolerance, tolerance), 100_000)
              .solve(exact.problem(), SaveAt.end());
      assertThat(solution.outcome()).isEqualTo(new Outcome.Reached(end));
      double error = ExactProblems.distance(solution.endState(), exact.solution().apply(end));
      assertThat(error).as("%s", control).isLessThan(errorFactor() * tolerance * 10.0);
    }
  }

  @Test
  void savedStatesBetweenStepsAreAsGoodAsTheSteps() {
    ExactProblems.Exact exact = ExactProblems.smooth();
    Vec times = Vec.of(0.0, 0.1, 0.37, 0.38, 1.0, 1.999, 2.0);
    Solution solution = at(1e-7).solve(exact.problem(), SaveAt.times(times));
    assertThat(solution.times()).isEqualTo(times);
    for (int i = 0; i < times.size(); i++) {
      Vec truth = exact.solution().apply(times.get(i));
      assertThat(ExactProblems.distance(solution.states().get(i), truth))
          .as("at t = %s", times.get(i))
          .isLessThan(looseBound());
    }
  }

  private double looseBound() {
    return method().order() == 1 && !method().adaptive() ? 1e-4 : errorFactor() * 1e-6;
  }

  @Test
  void timeRunsBackwards() {
    ExactProblems.Exact exact = ExactProblems.smooth();
    InitialValueProblem back =
        InitialValueProblem.of(exact.problem().field(), 2.0, exact.solution().apply(2.0), 0.5);
    Solution solution = at(1e-8).solve(back, SaveAt.times(1.5, 1.0, 0.5));
    assertThat(solution.outcome()).isEqualTo(new Outcome.Reached(0.5));
    for (int i = 0; i < 3; i++) {
      Vec truth = exact.solution().apply(solution.times().get(i));
      assertThat(ExactProblems.distance(solution.states().get(i), truth)).isLessThan(looseBound());
    }
  }

  @Test
  void stepsEndExactlyAtStops() {
    ExactProblems.Exact exact = ExactProblems.smooth();
    List<Stop> stops =
        List.of(
            Stop.landing(0.1), Stop.breakAt(0.7), Stop.landing(1.0 / 3.0), Stop.breakAt(0.7001));
    Solution solution = at(1e-7).solve(exact.problem().withStops(stops), SaveAt.everyStep());
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < solution.times().size(); i++) {
      times.add(solution.times().get(i));
    }
    assertThat(times).contains(0.1, 1.0 / 3.0, 0.7, 0.7001, 2.0);
    assertThat(ExactProblems.distance(solution.endState(), exact.solution().apply(2.0)))
        .isLessThan(looseBound());
  }

  @Test
  void anEventEndsTheRunAtItsRoot() {
    // the first state is exp(sin t)
    Event half = new Event((t, y) -> y[0] - 1.5, Event.Direction.RISING, true);
    InitialValueProblem problem = ExactProblems.smooth().problem().withEvents(List.of(half));
    Solution solution = at(1e-8).solve(problem, SaveAt.end());
    assertThat(solution.outcome()).isInstanceOf(Outcome.Terminated.class);
    assertThat(solution.end()).isCloseTo(Math.asin(Math.log(1.5)), within(looseBound()));
    assertThat(solution.endState().get(0)).isCloseTo(1.5, within(1e-9));
  }

  @Test
  void switchedInputIsIntegratedAcrossItsBreaks() {
    // y' = u - y with u = 1 up to t = 1, then 3
    VectorField field = new SwitchedInput();
    InitialValueProblem problem =
        InitialValueProblem.of(field, 0.0, Vec.of(0.0), 2.0)
            .withStops(List.of(Stop.breakAt(1.0), Stop.jump(1.5, (t, y) -> y[0] += 1.0)));
    Solution solution = at(1e-8).solve(problem, SaveAt.end());
    double one = 1.0 - Math.exp(-1.0);
    double half = 3.0 + (one - 3.0) * Math.exp(-0.5) + 1.0;
    double truth = 3.0 + (half - 3.0) * Math.exp(-0.5);
    assertThat(solution.endState().get(0)).isCloseTo(truth, within(looseBound()));
  }

  /** Takes the level of the segment, not of the time. */
  private static final class SwitchedInput implements VectorField {
    private double level;

    @Override
    public int dimension() {
      return 1;
    }

    @Override
    public void enterSegment(double from, double to) {
      level = 0.5 * (from + to) < 1.0 ? 1.0 : 3.0;
    }

    @Override
    public void derivativeInto(double t, double[] y, double[] dydt) {
      dydt[0] = level - y[0];
    }
  }

  @Test
  void aFieldThatIsNotFiniteIsAnOutcome() {
    InitialValueProblem problem =
        InitialValueProblem.of(
            VectorField.of(1, (t, y, d) -> d[0] = t < 0.5 ? -y[0] : Double.NaN),
            0.0,
            Vec.of(1.0),
            1.0);
    assertThat(at(1e-6).solve(problem, SaveAt.end()).outcome())
        .isInstanceOf(Outcome.NotFinite.class);
    InitialValueProblem fromTheStart =
        InitialValueProblem.of(
            VectorField.of(1, (t, y, d) -> d[0] = Double.NaN), 0.0, Vec.of(1.0), 1.0);
    Solution solution = at(1e-6).solve(fromTheStart, SaveAt.end());
    assertThat(solution.outcome()).isEqualTo(new Outcome.NotFinite(0.0));
    assertThat(solution.statistics().rejected()).isLessThan(100);
  }

  @Test
  void stepsAllocateNothing() {
    // 200 steps a solve
    assertThat(allocatedBySolve(fixed(0.01), ExactProblems.smooth().problem())).isLessThan(400);
  }

  @Test
  void stepsUnderControlAllocateNothing() {
    // stiff, so that explicit methods reject, implicit ones factorise and the switch switches;
    // with a guard, and a stop at which the past is forgotten
    InitialValueProblem stiff =
        InitialValueProblem.of(StiffProblems.robertson(), 0.0, StiffProblems.robertsonStart(), 4.0)
            .withEvents(List.of(new Event((t, y) -> y[0] - 0.9, Event.Direction.EITHER, false)))
            .withStops(List.of(Stop.breakAt(1.0)))
            .nonNegative();
    assertThat(allocatedBySolve(method().adaptive() ? at(1e-5) : fixed(0.0005), stiff))
        .isLessThan(600);
  }

  /** Bytes; an outcome and the iteration over lists may be allocated, once a solve. */
  private static long allocatedBySolve(Integrator integrator, InitialValueProblem problem) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Workspace workspace = integrator.workspace(problem.field().dimension());
    SaveAt saveAt = SaveAt.times(0.015, 0.5, 1.2345);
    for (int i = 0; i < 40; i++) {
      integrator.solveInto(problem, saveAt, StepListener.NONE, workspace);
    }
    assertThat(workspace.statistics().accepted()).isGreaterThan(10);
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 20; i++) {
      integrator.solveInto(problem, saveAt, StepListener.NONE, workspace);
    }
    return (threads.getCurrentThreadAllocatedBytes() - before) / 20;
  }
}
