package io.biopilot.twin.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.biopilot.twin.expression.Symbols;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.neural.Activation;
import io.biopilot.twin.neural.Network;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Method;
import io.biopilot.twin.ode.methods.Bdf;
import io.biopilot.twin.ode.methods.Kvaerno5;
import io.biopilot.twin.ode.methods.RadauIIA5;
import io.biopilot.twin.ode.methods.Rodas5P;
import io.biopilot.twin.ode.methods.Tsit5;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What gradients hold and allocate. */
class MemoryTest {
  private static final Loss IRREGULAR = new Fixtures.Squares(0, 0.17, 0.9, 1.3, 1.31, 2.9, 3.7, 4);
  private static final Experiment DRIVEN = Fixtures.drivenExperiment(1.2, 2.05, 0.7);

  /** As in {@link Fixtures#driven}, compiled: the fixtures' own maps allocate. */
  private static final ParametricField FIELD =
      new ParametricField(
          symbols("u")
              .compile("u - k * x + 0.1 * tanh(3 * t)", "k * x - m * y * x + c * u * tanh(t) * y"),
          List.of(symbols("a").compile("x + d * a", "y / (1 + a) + 0.1 * t")),
          2,
          1);

  private static Symbols symbols(String third) {
    return new Symbols()
        .input("x")
        .input("y")
        .input(third)
        .input("t")
        .parameter("k")
        .parameter("m")
        .parameter("c")
        .parameter("d");
  }

  private static long allocatedBy(Runnable work) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  static Stream<Arguments> adjoints() {
    Stream<Method> tabulated = Stream.of(new Tsit5(), new Kvaerno5(), new RadauIIA5());
    Stream<Method> others = Stream.of(new Rodas5P(), new Bdf());
    return Stream.concat(
        tabulated.flatMap(
            method ->
                Stream.of(
                    of("discrete", method, Adjoint.Discrete::new),
                    of("by segments", method, i -> new Adjoint.Discrete(i, 10_000)),
                    of("forward", method, Adjoint.Forward::new),
                    of("continuous", method, i -> new Adjoint.Continuous(i, i)))),
        others.map(method -> of("continuous", method, i -> new Adjoint.Continuous(i, i))));
  }

  private static Arguments of(String kind, Method method, Function<Integrator, Adjoint> adjoint) {
    return Arguments.of(kind, method, adjoint);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("adjoints")
  void stepsAllocateNothing(String kind, Method method, Function<Integrator, Adjoint> adjoint) {
    long few = perSolve(adjoint.apply(Integrator.fixed(method, 0.02)));
    long many = perSolve(adjoint.apply(Integrator.fixed(method, 0.002)));
    // 1800 more steps forwards, and as many back
    assertThat(many - few).isLessThan(500);
  }

  @Test
  void forwardStepsOfANetworkAllocateNothing() {
    Network network = Network.of(2, Activation.TANH, List.of(6), 2);
    ParametricField field = ParametricField.autonomous(network);
    double[] p = network.initialWeights(5);
    Experiment experiment = Experiment.of(0, 4, Vec.of(1, -0.5), Stimulus.constant());
    Integrator few = Integrator.fixed(new Tsit5(), 0.02);
    Integrator many = Integrator.fixed(new Tsit5(), 0.004);
    long more =
        perSolve(new Adjoint.Forward(many), field, experiment, p)
            - perSolve(new Adjoint.Forward(few), field, experiment, p);
    // 800 more steps
    assertThat(more).isLessThan(500);
  }

  private static long perSolve(Adjoint adjoint) {
    return perSolve(adjoint, FIELD, DRIVEN, Fixtures.DRIVEN_P);
  }

  private static long perSolve(
      Adjoint adjoint, ParametricField field, Experiment experiment, double[] p) {
    GradientSolver solver = adjoint.solver(field);
    for (int i = 0; i < 12; i++) {
      solver.solve(experiment, p, IRREGULAR);
    }
    int solves = 6;
    return allocatedBy(
            () -> {
              for (int i = 0; i < solves; i++) {
                solver.solve(experiment, p, IRREGULAR);
              }
            })
        / solves;
  }

  /** 20 000 steps of a network's field: 27 MB if all is kept. */
  @Test
  void theCapIsKeptAndChangesNothing() {
    Network network = Network.of(4, Activation.TANH, List.of(16), 4);
    double[] p = network.initialWeights(5);
    Experiment experiment = Experiment.of(0, 10, Vec.of(1, -0.5, 0.2, 0.1), Stimulus.constant());
    Loss loss = new Fixtures.Probe(10, 0);
    Integrator integrator = Integrator.fixed(new Tsit5(), 0.0005);
    ParametricField field = ParametricField.autonomous(network);
    long cap = 2_000_000;
    GradientSolver all = new Adjoint.Discrete(integrator, 1L << 30).solver(field);
    GradientSolver capped = new Adjoint.Discrete(integrator, cap).solver(field);
    long unbounded = allocatedBy(() -> all.solve(experiment, p, loss));
    long bounded = allocatedBy(() -> capped.solve(experiment, p, loss));
    assertThat(unbounded).isGreaterThan(20_000_000);
    // time, size, level and kind of 20 000 steps in arrays that were doubled
    assertThat(bounded).isLessThan(cap + 3 * 21 * 20_000);
    assertThat(capped.loss()).isEqualTo(all.loss());
    assertThat(capped.gradient().parameters().toArray())
        .containsExactly(all.gradient().parameters().toArray(), within(1e-12));
    assertThat(capped.gradient().initial().toArray())
        .containsExactly(all.gradient().initial().toArray(), within(1e-12));
  }

  @Test
  void aCapBelowNothingIsRefused() {
    Integrator integrator = Integrator.fixed(new Tsit5(), 0.1);
    assertThatThrownBy(() -> new Adjoint.Discrete(integrator, -1))
        .hasMessage("the memory for kept steps is -1 bytes; give 0 or more");
  }
}
