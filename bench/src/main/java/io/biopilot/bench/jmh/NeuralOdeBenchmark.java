package io.biopilot.bench.jmh;

import io.biopilot.bench.numeric.NeuralOde;
import io.biopilot.twin.ode.Outcome;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The neural ODE of {@code bench numeric}, one trajectory: its solve, and its gradient. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class NeuralOdeBenchmark {
  private static final double RELATIVE = 1e-6;

  /** Back end: the Vector API needs its module. */
  @Param({"plain", "vector"})
  public String kernels = "plain";

  private Supplier<Outcome> forward = NeuralOde.of("plain", RELATIVE).forward();
  private NeuralOde.Share one = NeuralOde.of("plain", RELATIVE).trajectories(1);

  /** Weights and solvers on the back end. */
  @Setup
  public void prepare() {
    NeuralOde ode = NeuralOde.of(kernels, RELATIVE);
    forward = ode.forward();
    one = ode.trajectories(1);
  }

  @Benchmark
  public Outcome solve() {
    return forward.get();
  }

  @Benchmark
  public double gradient() {
    one.run();
    return one.loss();
  }
}
