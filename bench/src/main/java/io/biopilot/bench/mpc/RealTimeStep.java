package io.biopilot.bench.mpc;

import io.biopilot.mpc.nlp.SqpSettings;
import io.biopilot.mpc.nlp.SqpSolver;
import io.biopilot.mpc.nlp.Status;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.transcription.Grid;
import io.biopilot.mpc.transcription.MultipleShooting;
import io.biopilot.mpc.transcription.Scheme;
import io.biopilot.mpc.transcription.Start;
import io.biopilot.mpc.transcription.Tableau;
import io.biopilot.twin.linalg.Panels;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.HybridModel;
import java.util.Map;

/**
 * One real-time iteration on do-mpc's batch bioreactor (20 intervals, RK4 x 4) and its halves, each
 * to be repeated at will: two starts and their solutions take turns, so that nothing is known
 * already.
 */
public final class RealTimeStep {

  private static final int STAGES = 20;
  private static final int MOST = 50;

  private final MultipleShooting program;
  private final SqpSolver solver;
  private final Start[] starts = {
    Start.fresh(BioreactorLoop.START, Vec.of(0.005), 0),
    Start.fresh(Vec.of(1.02, 0.49, 0.004, 120.0), Vec.of(0.008), 0)
  };
  private final double[][] points = new double[starts.length][];
  private int turn;

  /** Solved for both starts. */
  public RealTimeStep(Panels panels) {
    HybridModel model = BioreactorLoop.load();
    OptimalControlProblem problem = BioreactorLoop.problem(model, 10.0);
    program =
        new MultipleShooting(
            problem,
            model,
            model.nominalParameters(),
            new Scheme(Tableau.RK4, 0.25, panels),
            Grid.uniform(0.0, 1.0, STAGES),
            problem.values(Map.of()),
            starts[0]);
    solver = new SqpSolver(program, SqpSettings.standard(), panels);
    program.simulate(solver.variables());
    for (int i = 0; i < starts.length; i++) {
      program.start(starts[i]);
      require(solver.solve(iterations -> iterations >= MOST));
      points[i] = solver.variables().clone();
    }
    turn = starts.length - 1;
    require(solver.prepare());
  }

  /** Prepares at the last solution, then moves to the other start. */
  public Status iteration() {
    Status prepared = solver.prepare();
    turn ^= 1;
    program.start(starts[turn]);
    return prepared == Status.CONVERGED ? solver.feedback() : prepared;
  }

  /** What can be done before the state is known, at another point than the last time. */
  public Status prepare() {
    turn ^= 1;
    System.arraycopy(points[turn], 0, solver.variables(), 0, points[turn].length);
    return solver.prepare();
  }

  /** What is left when the state is known, from what was prepared last. */
  public Status feedback() {
    System.arraycopy(points[turn], 0, solver.variables(), 0, points[turn].length);
    program.start(starts[turn ^ 1]);
    return solver.feedback();
  }

  private static void require(Status status) {
    if (status != Status.CONVERGED) {
      throw new IllegalStateException(status.words());
    }
  }
}
