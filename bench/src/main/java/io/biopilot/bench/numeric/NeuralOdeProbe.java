package io.biopilot.bench.numeric;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.neural.Network;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Outcome;
import io.biopilot.twin.ode.StepControl;
import io.biopilot.twin.ode.Tolerance;
import io.biopilot.twin.ode.methods.Tsit5;
import io.biopilot.twin.sensitivity.Adjoint;
import io.biopilot.twin.sensitivity.Experiment;
import io.biopilot.twin.sensitivity.GradientSolver;
import io.biopilot.twin.sensitivity.Loss;
import io.biopilot.twin.sensitivity.ParametricField;
import io.biopilot.twin.sensitivity.Stimulus;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The gradient of a neural ODE's sum of squares; arguments: back end, folder, trajectories,
 * threads, relative tolerance. Each trajectory has its own steps; threads share nothing.
 *
 * <p>The step control is that of the peers, which take the elementary controller (safety 0.9,
 * factors 0.2 to 10, first step 0.01) by default: all make the same steps but for rounding.
 */
public final class NeuralOdeProbe {
  private static final int DIMENSION = 8;
  private static final double FIRST_STEP = 0.01;
  private static final int TURNS = 3;

  private final Network network;
  private final double[] weights;
  private final double[] initial;
  private final double[] targets;
  private final Vec times;
  private final Integrator integrator;

  private NeuralOdeProbe(String backend, Path folder, double relative) {
    network = MlpProbe.network().withKernels(Backends.named(backend));
    weights = Doubles.read(folder.resolve("weights.f64"));
    initial = Doubles.read(folder.resolve("initial.f64"));
    targets = Doubles.read(folder.resolve("targets.f64"));
    times = Vec.of(Doubles.read(folder.resolve("times.f64")));
    integrator =
        new Integrator(
            new Tsit5(),
            StepControl.integral().withFirst(FIRST_STEP),
            Tolerance.of(relative, relative / 100),
            100_000);
  }

  /** What was computed: the loss, and the gradient (weights, then initial states). */
  record Result(double loss, Vec gradient) {}

  /** The result at a tolerance that leaves no error worth naming. */
  static Result truth(Path folder, int trajectories) {
    NeuralOdeProbe probe = new NeuralOdeProbe(Backends.PLAIN, folder, 1e-12);
    Worker worker = probe.new Worker(0, trajectories);
    worker.run();
    return new Result(worker.loss, Vec.of(worker.gradient()));
  }

  /** Gradients of the trajectories from … to, one after the other. */
  private final class Worker implements Runnable {
    private final GradientSolver solver =
        new Adjoint.Discrete(integrator).solver(ParametricField.autonomous(network));
    private final Experiment[] experiments;
    private final Loss[] losses;
    final double[] parameters = new double[weights.length];
    final double[] starts;
    double loss;

    Worker(int from, int to) {
      experiments = new Experiment[to - from];
      losses = new Loss[to - from];
      starts = new double[DIMENSION * (to - from)];
      for (int i = from; i < to; i++) {
        Vec start = Vec.of(Arrays.copyOfRange(initial, DIMENSION * i, DIMENSION * (i + 1)));
        experiments[i - from] = Experiment.of(0.0, 10.0, start, Stimulus.constant());
        losses[i - from] = new SumOfSquares(i * times.size() * DIMENSION);
      }
    }

    /** The last run's: all weights, then each trajectory's initial state. */
    double[] gradient() {
      double[] all = Arrays.copyOf(parameters, parameters.length + starts.length);
      System.arraycopy(starts, 0, all, parameters.length, starts.length);
      return all;
    }

    @Override
    public void run() {
      Arrays.fill(parameters, 0.0);
      loss = 0.0;
      double[] one = new double[DIMENSION];
      for (int i = 0; i < experiments.length; i++) {
        Outcome outcome = solver.solve(experiments[i], weights, losses[i]);
        if (!outcome.usable()) {
          throw new IllegalStateException(outcome.describe());
        }
        solver.addParameterGradient(parameters);
        Arrays.fill(one, 0.0);
        solver.addInitialGradient(one);
        System.arraycopy(one, 0, starts, i * DIMENSION, DIMENSION);
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

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    int trajectories = Integer.parseInt(arguments[2]);
    int threads = Integer.parseInt(arguments[3]);
    NeuralOdeProbe probe =
        new NeuralOdeProbe(arguments[0], folder, Double.parseDouble(arguments[4]));
    Worker worker = probe.new Worker(0, trajectories);
    worker.run();
    Doubles.write(folder.resolve("ours.f64"), worker.gradient());
    String kernels = probe.network.kernels().name();
    if (threads == 1) {
      double loss = worker.loss;
      System.out.printf(
          "{\"kernels\":\"%s\",\"loss\":%s,\"us\":%s}%n",
          kernels, loss, ThreadTimer.microseconds(worker));
    } else {
      System.out.println(probe.parallel(worker, trajectories, threads).put("kernels", kernels));
    }
  }

  /**
   * Times on the wall of all trajectories on one thread and on several, in turns; "alone" is the
   * part of the one thread's time in which it had a processor.
   */
  private ObjectNode parallel(Worker alone, int trajectories, int threads) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      Worker[] workers = new Worker[threads];
      for (int i = 0; i < threads; i++) {
        workers[i] = new Worker(i * trajectories / threads, (i + 1) * trajectories / threads);
      }
      double cpu = ThreadTimer.microseconds(alone);
      double one = Double.POSITIVE_INFINITY;
      double several = Double.POSITIVE_INFINITY;
      for (int turn = 0; turn < TURNS; turn++) {
        one = Math.min(one, ThreadTimer.wallMicroseconds(alone));
        several = Math.min(several, ThreadTimer.wallMicroseconds(() -> runAll(pool, workers)));
      }
      double[] sum = new double[weights.length];
      for (Worker worker : workers) {
        for (int i = 0; i < sum.length; i++) {
          sum[i] += worker.parameters[i];
        }
      }
      return JsonNodeFactory.instance
          .objectNode()
          .put("us", several)
          .put("one_us", one)
          .put("alone", cpu / one)
          .put("error", Doubles.difference(sum, alone.parameters));
    } finally {
      pool.shutdown();
    }
  }

  private static void runAll(ExecutorService pool, Worker[] workers) {
    Future<?>[] running = new Future<?>[workers.length];
    for (int i = 0; i < workers.length; i++) {
      running[i] = pool.submit(workers[i]);
    }
    for (Future<?> future : running) {
      try {
        future.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
