package io.biopilot.bench.mpc;

import io.biopilot.agent.runtime.SmallProducts;
import io.biopilot.bench.numeric.Row;
import io.biopilot.bench.numeric.Session;
import io.biopilot.mpc.nlp.SqpSettings;
import io.biopilot.mpc.nlp.SqpSolver;
import io.biopilot.mpc.nlp.Status;
import io.biopilot.mpc.problem.CostTerm;
import io.biopilot.mpc.problem.Horizon;
import io.biopilot.mpc.problem.InputLimit;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.PathConstraint;
import io.biopilot.mpc.robust.ScenarioTree;
import io.biopilot.mpc.transcription.Grid;
import io.biopilot.mpc.transcription.MultipleShooting;
import io.biopilot.mpc.transcription.Scheme;
import io.biopilot.mpc.transcription.Start;
import io.biopilot.mpc.transcription.Tableau;
import io.biopilot.mpc.transcription.Transition;
import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.expression.Symbols;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.HybridModel;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * do-mpc's CSTR with nine scenarios of two uncertain parameters, in a closed loop beside do-mpc.
 */
final class CstrCase implements MpcCase {

  private static final int STEPS = 50;
  private static final int LOOPS = 10;

  /** How far our first moves may be off do-mpc's converged ones, as a share of them. */
  private static final double MOST_ERROR = 1e-3;

  private static final int STAGES = 20;
  private static final double STEP = 0.005;
  private static final double HOTTEST = 140.0;
  private static final Vec START = Vec.of(0.8, 0.5, 134.14, 130.0);

  /**
   * First moves of do-mpc 5.1.2 with collocation_ni = 4 and IPOPT's tolerance 1e-12.
   *
   * <p>Its own tests keep one coarse element an interval and 1e-8 ({@link #STORED}), with which
   * IPOPT stops short in Q; {@link #COARSE} is that very program solved to 1e-12. Two collocation
   * points an element are an implicit method that our tableaux, diagonally implicit, do not have.
   * Three points and four elements give 10.225467, -85.155808, ours with half the step 10.225485,
   * -85.154034.
   */
  private static final double[][] MOVES = {
    {10.225201536, -85.152098549},
    {9.237675110, -188.597147918},
    {8.026291514, -297.985449947},
    {8.150048518, -407.115239930}
  };

  private static final double[] COARSE = {10.209802, -85.024277};
  private static final double[] STORED = {10.207752, -108.913805};

  private final HybridModel model = BioreactorLoop.load("cstr.yaml");
  private final List<MultipleShooting> scenarios = scenarios();
  private final ScenarioTree tree;
  private final SqpSolver solver;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final double[] times = new double[STEPS];
  private final double[][] moves = new double[STEPS][2];
  private int iterations;
  private double last;

  CstrCase() {
    double[] weights = new double[scenarios.size()];
    Arrays.fill(weights, 1.0 / weights.length);
    tree = new ScenarioTree(scenarios, Vec.of(weights));
    SqpSettings settings = SqpSettings.standard().withFloor(1e-12).withTolerance(1e-8);
    solver = new SqpSolver(tree, settings, SmallProducts.best());
  }

  @Override
  public String name() {
    return "cstr";
  }

  private List<MultipleShooting> scenarios() {
    Symbols symbols = new Symbols();
    for (String name : new String[] {"Ca", "Cb", "TR", "TK", "F", "Q", "t"}) {
      symbols.input(name);
    }
    SmoothMap b = symbols.compile("Cb");
    OptimalControlProblem.Builder builder =
        OptimalControlProblem.of(model.schema(), Horizon.receding(STAGES * STEP, STAGES));
    builder.cost(CostTerm.tracking("stage", CostTerm.Where.STAGE, b, 0.6));
    builder.cost(CostTerm.tracking("end", CostTerm.Where.TERMINAL, b, 0.6));
    // do-mpc weighs moves in units of its scaling, 100 and 2000.
    builder.input(InputLimit.range(0, "F", 5.0, 100.0).withMovePrice(0.1 / 1e4));
    builder.input(InputLimit.range(1, "Q", -8500.0, 0.0).withMovePrice(1e-3 / 4e6));
    // As do-mpc does: its nonlinear constraints hold where an interval begins, not at the end.
    PathConstraint reactor = PathConstraint.on(symbols.compile("TR"), "TR", 50.0, HOTTEST);
    builder.limit(reactor.soft(1e2, 0.0));
    builder.limit(builder.state("TK", 50.0, HOTTEST));
    OptimalControlProblem problem = builder.build();
    List<MultipleShooting> list = new ArrayList<>();
    for (double alpha : new double[] {1.0, 1.05, 0.95}) {
      for (double beta : new double[] {1.0, 1.1, 0.9}) {
        list.add(
            new MultipleShooting(
                problem,
                model,
                Vec.of(alpha, beta),
                new Scheme(Tableau.RK4, STEP / 2, SmallProducts.best()),
                Grid.uniform(0.0, STEP, STAGES),
                problem.values(Map.of()),
                Start.fresh(START, Vec.zeros(2), 0)));
      }
    }
    return list;
  }

  @Override
  public List<Row> measure(Session session) {
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < LOOPS; i++) {
      session.progress("CSTR, loop %d of %d".formatted(i + 1, LOOPS));
      run();
      best = Math.min(best, median());
    }
    double error = 0.0;
    for (int k = 0; k < MOVES.length; k++) {
      error = Math.max(error, Math.abs(moves[k][0] / MOVES[k][0] - 1.0));
      error = Math.max(error, Math.abs(moves[k][1] / MOVES[k][1] - 1.0));
    }
    if (!(error <= MOST_ERROR)) {
      throw new IllegalStateException("first moves are off do-mpc's converged ones by " + error);
    }
    session.note(
        "CSTR: %.1f iterations a step; Cb after %d steps %.4f (stored 0.605); all limits kept"
            .formatted(iterations / (double) STEPS, STEPS, last));
    compare(
        session, "four collocation elements, IPOPT to 1e-12 (what the row's error is)", MOVES[0]);
    compare(session, "one element as in its example, IPOPT to 1e-12", COARSE);
    compare(session, "one element, IPOPT to 1e-8, as stored: it stopped short in Q", STORED);
    Optional<DoMpc> peer = DoMpc.run(session, "cstr", STEPS);
    return List.of(
        new Row(
                "do-mpc CSTR, nine scenarios, %d steps, a step, KKT 1e-8".formatted(STEPS),
                best,
                error,
                DoMpc.NAME,
                peer.map(DoMpc::microseconds).orElse(Double.NaN),
                Double.NaN,
                50.0)
            .atMost(error, "", MOST_ERROR));
  }

  /** Our first move beside one of do-mpc's. */
  private void compare(Session session, String how, double[] theirs) {
    double flow = Math.abs(moves[0][0] / theirs[0] - 1.0);
    double heat = Math.abs(moves[0][1] / theirs[1] - 1.0);
    session.note(
        "CSTR: first move %.4f, %.2f; do-mpc with %s %.4f, %.2f: F differs by %.1e of it, Q by %.1e"
            .formatted(moves[0][0], moves[0][1], how, theirs[0], theirs[1], flow, heat));
  }

  private double median() {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    return 0.5 * (sorted[STEPS / 2 - 1] + sorted[STEPS / 2]);
  }

  private void run() {
    Transition plant = new Transition(model, Vec.of(1.0, 1.0), new Scheme(Tableau.RK4, STEP / 100));
    Estimate now = new Estimate(0.0, START, Vec.zeros(16));
    Vec before = Vec.zeros(2);
    begin();
    iterations = 0;
    for (int step = 0; step < STEPS; step++) {
      long from = threads.getCurrentThreadCpuTime();
      Start start = Start.fresh(now.state(), before, 0);
      for (MultipleShooting scenario : scenarios) {
        scenario.start(start);
      }
      Status status = solver.solve(done -> done >= 100);
      times[step] = (threads.getCurrentThreadCpuTime() - from) * 1e-3;
      if (status != Status.CONVERGED || solver.relaxed()) {
        throw new IllegalStateException("step %d: %s".formatted(step, status.words()));
      }
      iterations += solver.iterations();
      int at = scenarios.get(0).inputAt(0);
      before = Vec.of(solver.variables()[at], solver.variables()[at + 1]);
      moves[step][0] = before.get(0);
      moves[step][1] = before.get(1);
      requireLimits(step);
      now = plant.flow(now, before, now.time() + STEP);
      requireCool(step, Math.max(now.state().get(2), now.state().get(3)));
    }
    last = now.state().get(1);
  }

  /** The first guess: a little flow, a little cooling. */
  private void begin() {
    solver.reset();
    double[] z = solver.variables();
    for (int k = 0; k <= tree.shape().stages(); k++) {
      if (tree.shape().controls(k) > 0) {
        int at = tree.shape().variableOffset(k) + tree.shape().states(k);
        z[at] = 10.0;
        z[at + 1] = -100.0;
      }
    }
    for (MultipleShooting scenario : scenarios) {
      scenario.start(Start.fresh(START, Vec.zeros(2), 0));
    }
    tree.simulate(z);
  }

  private void requireLimits(int step) {
    for (int k = 1; k <= tree.shape().stages(); k++) {
      int at = tree.shape().variableOffset(k);
      double reactor = tree.shape().children(k) == 0 ? 0.0 : solver.variables()[at + 2];
      requireCool(step, Math.max(reactor, solver.variables()[at + 3]));
    }
  }

  private static void requireCool(int step, double hottest) {
    if (hottest > HOTTEST + 1e-5) {
      throw new IllegalStateException("step %d: %.6f degC".formatted(step, hottest));
    }
  }
}
