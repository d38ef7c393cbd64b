package io.biopilot.mpc.nlp;

/** How a solve ended. */
public enum Status {
  /** The optimality conditions hold to the tolerance. */
  CONVERGED("converged"),
  /** Stopped by its budget at a point that keeps the constraints. */
  BUDGET_FEASIBLE("budget reached, feasible"),
  /** Stopped by its budget at a point that does not keep the constraints. */
  BUDGET_INFEASIBLE("budget reached, constraints not met"),
  /** No point keeps the constraints, as far as the solver can tell. */
  INFEASIBLE("no point keeps the constraints"),
  /** No progress is possible along the search direction, short of the tolerance. */
  STALLED("no further progress"),
  /** A function or a derivative is not a finite number. */
  NOT_FINITE("a value is not finite"),
  /** The reduced Hessian is not positive definite. */
  NOT_CONVEX("the reduced Hessian is not positive definite");

  private final String words;

  Status(String words) {
    this.words = words;
  }

  /** In words, for the operator. */
  public String words() {
    return words;
  }

  /** Whether the point may be acted on. */
  public boolean usable() {
    return this == CONVERGED || this == BUDGET_FEASIBLE;
  }
}
