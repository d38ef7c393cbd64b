package io.biopilot.twin.estimation;

import io.biopilot.twin.linalg.Vec;

/** What became of a measurement. */
public sealed interface Correction {

  /** The belief afterwards: corrected, or as before. */
  Belief belief();

  /**
   * @param normalisedInnovations (measured - predicted) / standard deviation, one a given output
   */
  record Accepted(Belief belief, Vec normalisedInnovations) implements Correction {}

  /** At least one value was implausible (outlier) or not finite; the belief is unchanged by it. */
  record Rejected(Belief belief, String reason) implements Correction {}

  /** Older than the window the estimator keeps. */
  record TooOld(Belief belief, double oldestTime) implements Correction {}
}
