package io.biopilot.twin.estimation;

import io.biopilot.twin.linalg.Vec;

/**
 * State and uncertainty at a time.
 *
 * @param time h since batch start
 * @param state mean, length states
 * @param covariance row-major states × states, symmetric positive semidefinite
 */
public record Estimate(double time, Vec state, Vec covariance) {

  /** Standard deviation of one state. */
  public double deviation(int state) {
    return Math.sqrt(covariance.get(state * this.state.size() + state));
  }
}
