package io.biopilot.twin.training;

import io.biopilot.twin.linalg.Vec;

/** Makes an objective small. Immutable. */
public interface Optimizer {

  /**
   * How it ended.
   *
   * @param point best point found
   * @param value objective there
   * @param iterations used
   * @param ending why it stopped
   */
  record Minimum(Vec point, double value, int iterations, Ending ending) {}

  /** Why an optimiser stopped. */
  enum Ending {
    /** The gradient, or the last gain, fell below the tolerance. */
    CONVERGED,
    /** The budget of iterations is used up; the point is the best so far. */
    BUDGET,
    /** No smaller value along the search direction. */
    STALLED,
    /** The objective has no finite value at the start. */
    NOT_FINITE
  }

  Minimum minimise(Objective objective, Vec start);
}
