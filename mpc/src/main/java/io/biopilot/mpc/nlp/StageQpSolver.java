package io.biopilot.mpc.nlp;

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
  private static final double LOOSE = 1e-3;

  private final InteriorPoint interior;
  private final ActiveSet active;
  private final QpSolution guess;
  private final double tolerance;

  /** A solver bound to one problem's data: change the data between solves, not the shape. */
  public StageQpSolver(StageQp qp, InteriorPoint.Settings settings) {
    tolerance = settings.tolerance();
    interior = new InteriorPoint(qp, settings);
    active = new ActiveSet(qp, tolerance);
    guess = new QpSolution(qp.shape());
  }

  @Override
  public Status solve(StageQp qp, QpSolution solution, Start start) {
    guess.copy(solution);
    if (active.solve(qp, guess, start, FIRST_GUESSES) == Status.CONVERGED) {
      solution.copy(guess);
      return Status.CONVERGED;
    }
    int spent = guess.iterations;
    Status status = interior.solve(solution, start, Math.max(LOOSE, tolerance));
    if (status == Status.CONVERGED) {
      guess.copy(solution);
      Status polished = active.solve(qp, guess, Start.WARM, LATER_GUESSES);
      spent += guess.iterations;
      if (polished == Status.CONVERGED) {
        spent += solution.iterations;
        solution.copy(guess);
      } else {
        status = interior.resume(solution);
        spent += solution.iterations;
      }
    } else {
      spent += solution.iterations;
    }
    solution.iterations = spent;
    return status;
  }
}
