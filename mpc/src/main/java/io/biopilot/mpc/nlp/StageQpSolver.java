package io.biopilot.mpc.nlp;

import io.biopilot.twin.linalg.Panels;
import io.biopilot.twin.linalg.PlainPanels;

/**
 * The solver to use: the active set first, since a good guess of it is exact after one or two
 * recursions; where the set does not settle, the interior point leads to a better guess, and goes
 * on to the end alone where that one fails too.
 *
 * <p>A workspace for one problem's data; nothing is allocated in a solve.
 */
public final class StageQpSolver implements QpSolver {

  private static final int FIRST_GUESSES = 10;
  private static final int LATER_GUESSES = 4;

  /** Residuals below which the interior point mostly knows which limits bind. */
  private static final double LOOSE = 1e-2;

  /** What the residuals must fall to before the next guess, as a share. */
  private static final double CLOSER = 1e-2;

  private final InteriorPoint interior;
  private final ActiveSet active;
  private final QpSolution guess;
  private final double tolerance;

  /** A solver bound to one problem's data: change the data between solves, not the shape. */
  public StageQpSolver(StageQp qp, InteriorPoint.Settings settings) {
    this(qp, settings, new PlainPanels());
  }

  /** As the other, with a back end of the small products. */
  public StageQpSolver(StageQp qp, InteriorPoint.Settings settings, Panels panels) {
    tolerance = settings.tolerance();
    interior = new InteriorPoint(qp, settings, panels);
    active = new ActiveSet(qp, tolerance, panels);
    guess = new QpSolution(qp.shape());
  }

  @Override
  public Status solve(StageQp qp, QpSolution solution, Start start) {
    guess.copy(solution);
    Status guessed = active.solve(qp, guess, start, FIRST_GUESSES);
    if (guessed == Status.CONVERGED) {
      solution.copy(guess);
      return Status.CONVERGED;
    }
    int spent = guess.iterations;
    double aim = Math.max(LOOSE, tolerance);
    Status status;
    if (start == Start.COLD && guessed == Status.STALLED) {
      solution.copy(guess);
      status = interior.solveNear(solution, aim);
    } else {
      status = interior.solve(solution, start, aim);
    }
    while (status == Status.CONVERGED && aim > tolerance) {
      guess.copy(solution);
      if (active.solve(qp, guess, Start.WARM, LATER_GUESSES) == Status.CONVERGED) {
        spent += solution.iterations;
        solution.copy(guess);
        break;
      }
      spent += guess.iterations;
      aim = Math.max(CLOSER * aim, tolerance);
      status = interior.resume(solution, aim);
    }
    solution.iterations += spent;
    return status;
  }
}
