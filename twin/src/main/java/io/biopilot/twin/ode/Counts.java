package io.biopilot.twin.ode;

/** Work done in a run; part of the workspace, so it changes while the run goes on. */
public final class Counts {
  public int accepted;
  public int rejected;
  public int evaluations;
  public int jacobians;
  public int factorisations;

  void reset() {
    accepted = 0;
    rejected = 0;
    evaluations = 0;
    jacobians = 0;
    factorisations = 0;
  }

  /** A value with the present figures. */
  public Statistics toStatistics() {
    return new Statistics(accepted, rejected, evaluations, jacobians, factorisations);
  }

  /**
   * Work of a finished run.
   *
   * @param accepted steps
   * @param rejected attempts
   * @param evaluations of f, including those for difference Jacobians
   * @param jacobians evaluated
   * @param factorisations of n × n matrices (a complex one counts as one)
   */
  public record Statistics(
      int accepted, int rejected, int evaluations, int jacobians, int factorisations) {}
}
