package io.biopilot.mpc.control;

/** Told how a planning goes on, for those who wait for it. */
@FunctionalInterface
public interface Progress {

  /** Nobody waits. */
  Progress UNSEEN = (iterations, objective, residual) -> {};

  /**
   * Before every iteration.
   *
   * @param iterations done so far, all solves together
   * @param objective of the present point
   * @param residual largest KKT residual; not finite where a solve has just begun
   */
  void at(int iterations, double objective, double residual);
}
