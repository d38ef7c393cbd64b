package io.biopilot.bench.numeric;

import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.neural.Network;
import io.biopilot.twin.ode.InitialValueProblem;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Outcome;
import io.biopilot.twin.ode.SaveAt;
import io.biopilot.twin.ode.StepControl;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * The neural ODE of the table: dimension 8, 8-64-64-8 tanh, t in [0, 10], 32 trajectories of 100
 * observations each, sum of squares.
 *
 * <p>The step control is that of the peers, which take the elementary controller (safety 0.9,
 * factors 0.2 to 10, first step 0.01) by default: all make the same steps but for rounding.
 */
public final class NeuralOde {
  static final int TRAJECTORIES = 32;

  /** Relative tolerance of the table. */
  static final double RELATIVE = 1e-6;

  private static final int DIMENSION = 8;
  private static final int OBSERVATIONS = 100;
  private static final double END = 10.0;
  private static final double FIRST_STEP = 0.01;

  private final Network network;
  private final double[] weights;
  private final double[] initial = new double[TRAJECTORIES * DIMENSION];
  private final double[] targets = new double[TRAJECTORIES * OBSERVATIONS * DIMENSION];
  private final Vec times;
  private final Integrator integrator;

  private NeuralOde(String backend, double relative) {
    network = MlpProbe.network().withKernels(Backends.named(backend));
    weights = network.initialWeights(3);
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= 1.5;
    }
    double[] at = new double[OBSERVATIONS];
    for (int i = 0; i < OBSERVATIONS; i++) {
      at[i] = 0.1 * (i + 1);
    }
    times = Vec.of(at);
    for (int i = 0; i < initial.length; i++) {
      initial[i] = Math.sin(1.7 * i);
    }
    for (int i = 0; i < targets.length; i++) {
      targets[i] = 0.5 * Math.cos(0.013 * i + i % 8);
    }
    integrator =
        new Integrator(
            new Tsit5(),
            StepControl.integral().withFirst(FIRST_STEP),
            Tolerance.of(relative, relative / 100),
            100_000);
  }

  /** The problem on a back end (plain, vector) at a relative tolerance. */
  public static NeuralOde of(String backend, double relative) {
    return new NeuralOde(backend, relative);
  }

  String kernels() {
    return network.kernels().name();
  }

  /** Weights, times, initial states and targets as files for the peers. */
  void writeInto(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Doubles.write(folder.resolve("weights.f64"), weights);
    Doubles.write(folder.resolve("times.f64"), times.toArray());
    Doubles.write(folder.resolve("initial.f64"), initial);
    Doubles.write(folder.resolve("targets.f64"), targets);
  }

  /** Solves the first trajectory again and again, without a gradient. */
  public Supplier<Outcome> forward() {
    SmoothMap.Workspace w = network.workspace(1);
    network.bindParameters(weights, w);
    InitialValueProblem problem =
        InitialValueProblem.of(
            VectorField.of(DIMENSION, (t, y, dydt) -> network.valueInto(y, weights, dydt, w)),
            0.0,
            start(0),
            END);
    Workspace workspace = integrator.workspace(DIMENSION);
    return () -> integrator.solveInto(problem, SaveAt.end(), StepListener.NONE, workspace);
  }

  /** The gradient over the first trajectories. */
  public Share trajectories(int count) {
    return new Share(0, 1, count);
  }

  /**
   * One of several equal parts of all trajectories: every so many-th of them, since trajectories
   * beside each other take about the same number of steps.
   */
  Share share(int part, int parts) {
    return new Share(part, parts, TRAJECTORIES / parts);
  }

  private Vec start(int trajectory) {
    int o = DIMENSION * trajectory;
    return Vec.of(Arrays.copyOfRange(initial, o, o + DIMENSION));
  }

  /** The gradient over some of the trajectories, one after the other; for one thread. */
  public final class Share implements Runnable {
    private final GradientSolver solver =
        new Adjoint.Discrete(integrator).solver(ParametricField.autonomous(network));
    private final Experiment[] experiments;
    private final Loss[] losses;
    private final double[] byWeights = new double[weights.length];
    private final double[] byStart;
    private final double[] one = new double[DIMENSION];
    private double loss;

    private Share(int first, int stride, int count) {
      experiments = new Experiment[count];
      losses = new Loss[count];
      byStart = new double[DIMENSION * count];
      for (int i = 0; i < count; i++) {
        int trajectory = first + i * stride;
        experiments[i] = Experiment.of(0.0, END, start(trajectory), Stimulus.constant());
        losses[i] = new SumOfSquares(trajectory * OBSERVATIONS * DIMENSION);
      }
    }

    /** Of the last run. */
    public double loss() {
      return loss;
    }

    /** The last run's: all weights. */
    Vec byWeights() {
      return Vec.of(byWeights);
    }

    /** The last run's: all weights, then each trajectory's initial state. */
    Vec gradient() {
      double[] all = Arrays.copyOf(byWeights, byWeights.length + byStart.length);
      System.arraycopy(byStart, 0, all, byWeights.length, byStart.length);
      return Vec.of(all);
    }

    @Override
    public void run() {
      Arrays.fill(byWeights, 0.0);
      loss = 0.0;
      for (int i = 0; i < experiments.length; i++) {
        Outcome outcome = solver.solve(experiments[i], weights, losses[i]);
        if (!outcome.usable()) {
          throw new IllegalStateException(outcome.describe());
        }
        solver.addParameterGradient(byWeights);
        Arrays.fill(one, 0.0);
        solver.addInitialGradient(one);
        System.arraycopy(one, 0, byStart, i * DIMENSION, DIMENSION);
        loss += solver.loss();
      }
    }
  }

  /** Σ (x − target)² over all times and states. */
  private final class SumOfSquares implements Loss {
    private final int offset;

    SumOfSquares(int offset) {
      this.offset = offset;
    }

    @Override
    public Vec times() {
      return times;
    }

    @Override
    public double addTerm(int index, double[] z, double[] p, double[] xbar, double[] pbar) {
      double sum = 0.0;
      for (int i = 0; i < xbar.length; i++) {
        double r = z[i] - targets[offset + index * DIMENSION + i];
        sum += r * r;
        xbar[i] += 2.0 * r;
      }
      return sum;
    }
  }
}
