package io.biopilot.bench.mpc;

import com.sun.management.ThreadMXBean;
import io.biopilot.agent.runtime.SmallProducts;
import io.biopilot.mpc.nlp.SqpSettings;
import io.biopilot.mpc.nlp.SqpSolver;
import io.biopilot.mpc.nlp.Status;
import io.biopilot.mpc.problem.CostTerm;
import io.biopilot.mpc.problem.Horizon;
import io.biopilot.mpc.problem.InputLimit;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.transcription.Grid;
import io.biopilot.mpc.transcription.MultipleShooting;
import io.biopilot.mpc.transcription.Scheme;
import io.biopilot.mpc.transcription.Start;
import io.biopilot.mpc.transcription.Tableau;
import io.biopilot.mpc.transcription.Transition;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.expression.Symbols;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.HybridModel;
import io.biopilot.twin.model.yaml.ModelFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * do-mpc's batch bioreactor in a closed loop of 100 steps, RK4 x 4 shooting for the controller and
 * RK4 x 100 for the plant; X ≤ 3.7 as an exact slack of price 10. Times each step.
 */
final class BioreactorLoop {

  private static final int STEPS = 100;
  static final Vec START = Vec.of(1.0, 0.5, 0.0, 120.0);

  private final HybridModel model = load();
  private final MultipleShooting program;
  private final SqpSolver solver;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final double[] times = new double[STEPS];
  private final double[] feedback = new double[STEPS];
  private final double[] moves = new double[STEPS];
  private double cost;
  private double product;
  private long bytes;

  /**
   * @param step of the controller's RK4 (h)
   * @param price of a unit of broken limit; +∞ for hard limits
   */
  BioreactorLoop(double step, double price) {
    OptimalControlProblem problem = problem(model, price);
    program =
        new MultipleShooting(
            problem,
            model,
            model.nominalParameters(),
            new Scheme(Tableau.RK4, step, SmallProducts.best()),
            Grid.uniform(0.0, 1.0, 20),
            problem.values(Map.of()),
            Start.fresh(START, Vec.of(0.0), 0));
    solver = new SqpSolver(program, SqpSettings.standard(), SmallProducts.best());
  }

  static HybridModel load() {
    return load("batch-bioreactor.yaml");
  }

  static HybridModel load(String file) {
    try (InputStream in = BioreactorLoop.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing");
      }
      String yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return ModelFile.parse(file, yaml);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static OptimalControlProblem problem(HybridModel model, double price) {
    Symbols symbols = new Symbols();
    for (String name : new String[] {"X", "S", "P", "V", "u", "t"}) {
      symbols.input(name);
    }
    double none = Double.POSITIVE_INFINITY;
    OptimalControlProblem.Builder builder =
        OptimalControlProblem.of(model.schema(), Horizon.receding(20.0, 20));
    builder.cost(CostTerm.economic("product", CostTerm.Where.STAGE, symbols.compile("-P")));
    builder.cost(CostTerm.economic("last", CostTerm.Where.TERMINAL, symbols.compile("-P")));
    builder.input(InputLimit.range(0, "u", 0.0, 0.2).withMovePrice(1.0));
    builder.limit(builder.state("X", -none, 3.7).soft(price, 0.0));
    builder.limit(builder.state("S", -0.01, none).soft(price, 0.0));
    builder.limit(builder.state("P", -none, 3.0).soft(price, 0.0));
    return builder.build();
  }

  /** Objective of a cold solve from the start. */
  double firstObjective(double tolerance) {
    SqpSolver exact = new SqpSolver(program, SqpSettings.standard().withTolerance(tolerance));
    program.start(Start.fresh(START, Vec.of(0.0), 0));
    program.simulate(exact.variables());
    Status status = exact.solve(iterations -> iterations >= 50);
    if (status != Status.CONVERGED) {
      throw new IllegalStateException(status.words());
    }
    return exact.objective();
  }

  /** Input of a step of the last loop. */
  double move(int step) {
    return moves[step];
  }

  double cost() {
    return cost;
  }

  double product() {
    return product;
  }

  /** Bytes that the solves of the last loop allocated. */
  long allocated() {
    return bytes;
  }

  /** Median thread CPU time of a step (µs). */
  double medianMicroseconds() {
    return median(times);
  }

  double medianFeedbackMicroseconds() {
    return median(feedback);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return 0.5 * (sorted[STEPS / 2 - 1] + sorted[STEPS / 2]);
  }

  void run(boolean realTime) {
    Transition plant =
        new Transition(model, model.nominalParameters(), new Scheme(Tableau.RK4, 0.01));
    Estimate now = new Estimate(0.0, START, Vec.zeros(16));
    double previous = 0.0;
    cost = 0.0;
    bytes = 0;
    program.start(Start.fresh(START, Vec.of(0.0), 0));
    Arrays.fill(solver.variables(), 0.0);
    solver.reset();
    program.simulate(solver.variables());
    if (realTime) {
      solver.solve(iterations -> iterations >= 50);
    }
    for (int step = 0; step < STEPS; step++) {
      Start start = Start.fresh(now.state(), Vec.of(previous), 0);
      long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      double u = realTime ? iterate(start, step) : converge(start, step);
      bytes += threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
      cost += -now.state().get(2) + (u - previous) * (u - previous);
      now = plant.flow(now, Vec.of(u), now.time() + 1.0);
      previous = u;
      moves[step] = u;
    }
    product = now.state().get(2);
  }

  private double converge(Start start, int step) {
    long from = threads.getCurrentThreadCpuTime();
    program.start(start);
    Status status = solver.solve(iterations -> iterations >= 50);
    times[step] = (threads.getCurrentThreadCpuTime() - from) * 1e-3;
    return move(status, step);
  }

  private double iterate(Start start, int step) {
    long from = threads.getCurrentThreadCpuTime();
    solver.prepare();
    long prepared = threads.getCurrentThreadCpuTime();
    program.start(start);
    Status status = solver.feedback();
    long done = threads.getCurrentThreadCpuTime();
    times[step] = (done - from) * 1e-3;
    feedback[step] = (done - prepared) * 1e-3;
    return move(status, step);
  }

  private double move(Status status, int step) {
    if (status != Status.CONVERGED) {
      throw new IllegalStateException("step %d: %s".formatted(step, status));
    }
    return solver.variables()[program.inputAt(0)];
  }
}
