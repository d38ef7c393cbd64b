package io.biopilot.bench.jmh;

import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.neural.Network;
import io.biopilot.twin.ode.InitialValueProblem;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Outcome;
import io.biopilot.twin.ode.SaveAt;
import io.biopilot.twin.ode.StepListener;
import io.biopilot.twin.ode.Tolerance;
import io.biopilot.twin.ode.VectorField;
import io.biopilot.twin.ode.Workspace;
import io.biopilot.twin.ode.methods.Tsit5;
import io.biopilot.twin.sensitivity.Adjoint;
import io.biopilot.twin.sensitivity.Experiment;
import io.biopilot.twin.sensitivity.GradientSolver;
import io.biopilot.twin.sensitivity.Loss;
import io.biopilot.twin.sensitivity.ParametricField;
import io.biopilot.twin.sensitivity.Stimulus;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A neural ODE of dimension 8 over ten units of time: its solve, and its gradient. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class NeuralOdeBenchmark {
  private static final Vec START = Vec.of(0.1, 0.9, -0.3, -1.0, 0.5, 0.8, -0.7, -0.6);
  private static final Integrator INTEGRATOR = Integrator.of(new Tsit5(), Tolerance.of(1e-6, 1e-8));
  private static final int OBSERVATIONS = 100;

  /** Back end: the Vector API needs its module. */
  @Param({"plain", "vector"})
  public String kernels = "plain";

  private final Workspace workspace = INTEGRATOR.workspace(8);
  private final Experiment experiment = Experiment.of(0.0, 10.0, START, Stimulus.constant());
  private final Loss loss = new SumOfSquares();
  private double[] weights = new double[0];
  private InitialValueProblem problem =
      InitialValueProblem.of(VectorField.of(8, (t, y, dydt) -> {}), 0.0, START, 10.0);
  private GradientSolver solver = solver(NetworkBenchmark.network());

  private static GradientSolver solver(Network network) {
    return new Adjoint.Discrete(INTEGRATOR).solver(ParametricField.autonomous(network));
  }

  /** Weights and solvers on the back end. */
  @Setup
  public void prepare() {
    Network network = NetworkBenchmark.network().withKernels(NetworkBenchmark.kernels(kernels));
    weights = network.initialWeights(3);
    SmoothMap.Workspace w = network.workspace(1);
    network.bindParameters(weights, w);
    problem =
        InitialValueProblem.of(
            VectorField.of(8, (t, y, dydt) -> network.valueInto(y, weights, dydt, w)),
            0.0,
            START,
            10.0);
    solver = solver(network);
  }

  @Benchmark
  public Outcome solve() {
    return INTEGRATOR.solveInto(problem, SaveAt.end(), StepListener.NONE, workspace);
  }

  @Benchmark
  public Outcome gradient() {
    return solver.solve(experiment, weights, loss);
  }

  /** Σ x² over all times and states. */
  private static final class SumOfSquares implements Loss {
    private final Vec times;

    SumOfSquares() {
      double[] at = new double[OBSERVATIONS];
      for (int i = 0; i < OBSERVATIONS; i++) {
        at[i] = 10.0 * (i + 1) / OBSERVATIONS;
      }
      times = Vec.of(at);
    }

    @Override
    public Vec times() {
      return times;
    }

    @Override
    public double addTerm(int index, double[] z, double[] p, double[] xbar, double[] pbar) {
      double sum = 0.0;
      for (int i = 0; i < xbar.length; i++) {
        sum += z[i] * z[i];
        xbar[i] += 2.0 * z[i];
      }
      return sum;
    }
  }
}
