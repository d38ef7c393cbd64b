package io.biopilot.mpc.nlp;

/**
 * Solves {@link StageQp}s of one shape. Holds its own scratch memory: one thread, no allocation.
 */
public interface QpSolver {

  /** Where to begin. */
  enum Start {
    /** From nothing. */
    COLD,
    /** From what the solution holds; falls back to a cold start when that does not converge. */
    WARM
  }

  /**
   * Writes the minimiser and its multipliers.
   *
   * @return CONVERGED, INFEASIBLE, NOT_CONVEX, NOT_FINITE or STALLED (iteration limit)
   */
  Status solve(StageQp qp, QpSolution solution, Start start);
}
