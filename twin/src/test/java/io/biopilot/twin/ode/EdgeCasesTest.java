package io.biopilot.twin.ode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.ode.Event.Direction;
import io.biopilot.twin.ode.methods.Bdf;
import io.biopilot.twin.ode.methods.Kvaerno5;
import io.biopilot.twin.ode.methods.RadauIIA5;
import io.biopilot.twin.ode.methods.Rodas5P;
import io.biopilot.twin.ode.methods.Tsit5;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Events, stops and spans where they are awkward, for every method with step control. */
class EdgeCasesTest {

  static Stream<Method> methods() {
    return Stream.of(
        new Tsit5(),
        new Rodas5P(),
        new Kvaerno5(),
        new RadauIIA5(),
        new Bdf(),
        AutoSwitch.of(new Tsit5(), new Rodas5P()));
  }

  /** x' = 1. */
  private static final VectorField CLOCK = VectorField.of(1, (t, y, d) -> d[0] = 1.0);

  private static final VectorField DECAY = VectorField.of(1, (t, y, d) -> d[0] = -y[0]);

  private static InitialValueProblem clock(double end) {
    return InitialValueProblem.of(CLOCK, 0.0, Vec.of(0.0), end);
  }

  private static Solution solve(Method method, InitialValueProblem problem, SaveAt saveAt) {
    return Integrator.of(method, Tolerance.of(1e-8, 1e-8)).solve(problem, saveAt);
  }

  private static Event event(Event.Guard guard, Direction direction, boolean terminal) {
    return new Event(guard, direction, terminal);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void aGuardThatIsZeroAtTheStartHappensWhenItReturns(Method method) {
    // sin t: 0 at the start, falling at π, rising at 2π
    List<Event> events =
        List.of(
            event((t, y) -> Math.sin(y[0]), Direction.FALLING, false),
            event((t, y) -> Math.sin(y[0]), Direction.RISING, true));
    Solution solution = solve(method, clock(20.0).withEvents(events), SaveAt.end());
    assertThat(solution.outcome()).isInstanceOf(Outcome.Terminated.class);
    assertThat(solution.end()).isCloseTo(2.0 * Math.PI, within(1e-6));
    assertThat(solution.happenings()).extracting(Solution.Happening::event).containsExactly(0, 1);
    assertThat(solution.happenings().get(0).time()).isCloseTo(Math.PI, within(1e-6));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void severalChangesOfSignInOneStepAreAllFoundInOrder(Method method) {
    // x' = 1 lets the whole span be one step
    List<Event> events =
        List.of(
            event((t, y) -> (y[0] - 0.3) * (y[0] - 0.6), Direction.EITHER, false),
            event((t, y) -> y[0] - 0.45, Direction.RISING, false),
            event((t, y) -> y[0] - 2.0, Direction.RISING, true));
    Integrator free =
        new Integrator(method, StepControl.pi().withFirst(1.0), Tolerance.of(1e-8, 1e-8), 100_000);
    Solution solution = free.solve(clock(1.0).withEvents(events), SaveAt.end());
    assertThat(solution.outcome()).isEqualTo(new Outcome.Reached(1.0));
    assertThat(solution.happenings())
        .extracting(Solution.Happening::event)
        .containsExactly(0, 1, 0);
    double[] expected = {0.3, 0.45, 0.6};
    for (int i = 0; i < 3; i++) {
      assertThat(solution.happenings().get(i).time()).isCloseTo(expected[i], within(1e-9));
      assertThat(solution.happenings().get(i).state().get(0)).isCloseTo(expected[i], within(1e-9));
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void nothingHappensAfterATerminalEvent(Method method) {
    List<Event> events =
        List.of(
            event((t, y) -> y[0] - 0.7, Direction.EITHER, false),
            event((t, y) -> y[0] - 0.5, Direction.EITHER, true),
            event((t, y) -> y[0] - 0.2, Direction.EITHER, false));
    Solution solution = solve(method, clock(1.0).withEvents(events), SaveAt.times(0.1, 0.6));
    assertThat(solution.end()).isCloseTo(0.5, within(1e-9));
    assertThat(solution.happenings()).extracting(Solution.Happening::event).containsExactly(2, 1);
    assertThat(solution.times()).isEqualTo(Vec.of(0.1));
    assertThat(solution.endState().get(0)).isCloseTo(0.5, within(1e-9));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void aDoseCanMakeAnEventHappen(Method method) {
    List<Event> full = List.of(event((t, y) -> y[0] - 3.0, Direction.RISING, true));
    InitialValueProblem problem =
        clock(5.0).withStops(List.of(Stop.jump(1.0, (t, y) -> y[0] += 2.5))).withEvents(full);
    Solution solution = solve(method, problem, SaveAt.end());
    assertThat(solution.outcome()).isEqualTo(new Outcome.Terminated(1.0, 0));
    assertThat(solution.endState().get(0)).isCloseTo(3.5, within(1e-9));
    assertThat(solution.happenings()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void eventsAreFoundBackwards(Method method) {
    InitialValueProblem back = InitialValueProblem.of(CLOCK, 1.0, Vec.of(1.0), 0.0);
    List<Event> events =
        List.of(
            event((t, y) -> y[0] - 0.6, Direction.FALLING, false),
            event((t, y) -> y[0] - 0.4, Direction.FALLING, true));
    Solution solution = solve(method, back.withEvents(events), SaveAt.end());
    assertThat(solution.end()).isCloseTo(0.4, within(1e-9));
    assertThat(solution.happenings()).extracting(Solution.Happening::event).containsExactly(0, 1);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void stopsAtTheStartActAndAtTheEndDoNot(Method method) {
    List<Stop> stops =
        List.of(
            Stop.jump(0.0, (t, y) -> y[0] += 1.0),
            Stop.breakAt(0.0),
            Stop.landing(0.0),
            Stop.breakAt(1.0),
            Stop.jump(1.0, (t, y) -> y[0] = 99.0),
            Stop.jump(7.0, (t, y) -> y[0] = 99.0),
            Stop.jump(-7.0, (t, y) -> y[0] = 99.0));
    Solution solution =
        solve(
            method,
            InitialValueProblem.of(DECAY, 0.0, Vec.of(1.0), 1.0).withStops(stops),
            SaveAt.times(0.0, 1.0));
    assertThat(solution.outcome()).isEqualTo(new Outcome.Reached(1.0));
    // a sample at the time of a dose sees the state before it
    assertThat(solution.states().get(0).get(0)).isEqualTo(1.0);
    assertThat(solution.states().get(1).get(0)).isCloseTo(2.0 * Math.exp(-1.0), within(1e-6));
    assertThat(solution.endState()).isEqualTo(solution.states().get(1));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void dosesAtOneTimeActInTheirOrderAndStopsMayBeAsNearAsTimesCan(Method method) {
    double next = Math.nextUp(0.5);
    List<Stop> stops =
        List.of(
            Stop.jump(0.5, (t, y) -> y[0] += 1.0),
            Stop.jump(0.5, (t, y) -> y[0] *= 2.0),
            Stop.jump(next, (t, y) -> y[0] -= 3.0),
            Stop.landing(Math.nextUp(next)));
    InitialValueProblem problem =
        InitialValueProblem.of(DECAY, 0.0, Vec.of(1.0), 1.0).withStops(stops);
    Solution solution = solve(method, problem, SaveAt.times(0.5, 0.5, next, 1.0));
    double half = Math.exp(-0.5);
    assertThat(solution.states().get(0).get(0)).isCloseTo(half, within(1e-6));
    assertThat(solution.states().get(1)).isEqualTo(solution.states().get(0));
    assertThat(solution.states().get(2).get(0)).isCloseTo(2.0 * (half + 1.0), within(1e-6));
    double expected = (2.0 * (half + 1.0) - 3.0) * half;
    assertThat(solution.endState().get(0)).isCloseTo(expected, within(1e-6));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void aSpanOfNoLengthIsItsStart(Method method) {
    InitialValueProblem problem =
        clock(0.0).withStops(List.of(Stop.jump(0.0, (t, y) -> y[0] = 99.0)));
    Solution solution = solve(method, problem, new SaveAt(Vec.of(0.0), false, true));
    assertThat(solution.outcome()).isEqualTo(new Outcome.Reached(0.0));
    assertThat(solution.endState()).isEqualTo(Vec.of(0.0));
    assertThat(solution.states()).containsExactly(Vec.of(0.0));
    assertThat(solution.dense().at(0.0)).isEqualTo(Vec.of(0.0));
    assertThat(solution.statistics().accepted()).isZero();
  }

  @ParameterizedTest
  @MethodSource("methods")
  void unitsDoNotMatter(Method method) {
    for (double time : new double[] {1e-12, 1.0, 1e12}) {
      for (double size : new double[] {1e-120, 1.0, 1e120}) {
        VectorField field =
            VectorField.of(
                2,
                (t, y, d) -> {
                  d[0] = -y[0] / time;
                  d[1] = (y[0] - 0.5 * y[1]) / time;
                });
        Solution solution =
            Integrator.of(method, Tolerance.of(1e-7, 1e-9 * size))
                .solve(
                    InitialValueProblem.of(field, 0.0, Vec.of(size, 0.0), 3.0 * time),
                    SaveAt.end());
        String as = "time %s, size %s".formatted(time, size);
        assertThat(solution.outcome()).as(as).isEqualTo(new Outcome.Reached(3.0 * time));
        double second = 2.0 * (Math.exp(-1.5) - Math.exp(-3.0));
        assertThat(solution.endState().get(0) / size).as(as).isCloseTo(Math.exp(-3), within(1e-5));
        assertThat(solution.endState().get(1) / size).as(as).isCloseTo(second, within(1e-5));
        assertThat(solution.statistics().accepted()).as(as).isLessThan(400);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void timesFarFromZeroAreAsGoodAsTheirDigits(Method method) {
    double start = 1e9;
    InitialValueProblem problem = InitialValueProblem.of(DECAY, start, Vec.of(1.0), start + 1.0);
    Solution solution = solve(method, problem, SaveAt.times(start + 0.5, start + 1.0));
    assertThat(solution.outcome()).isEqualTo(new Outcome.Reached(start + 1.0));
    assertThat(solution.endState().get(0)).isCloseTo(Math.exp(-1.0), within(2e-6));
    // a span of a few representable times
    double end = start + 5e-7;
    Solution tiny =
        solve(method, InitialValueProblem.of(DECAY, start, Vec.of(1.0), end), SaveAt.end());
    assertThat(tiny.outcome()).isEqualTo(new Outcome.Reached(end));
  }
}
