package io.biopilot.mpc.nlp;

/**
 * A stagewise nonlinear program: minimise Σ lₖ(zₖ) under xₖ₊₁ = Φₖ(zₖ), x₀ given, limits on
 * variables and rows c(zₖ). Arrays are flat in the order of {@link StageShape}; limits come as
 * variables, then rows.
 *
 * <p>Implementations keep from {@link #linearise} what {@link #curvature} needs. One thread.
 */
public interface NonlinearProgram {

  StageShape shape();

  /** Writes limits and their softness (see {@link StageQp}) by limit. */
  void limitsInto(double[] lower, double[] upper, double[] linear, double[] quadratic);

  /** Whether a hard limit may be replaced by an exact slack where no point keeps it. */
  boolean mayRelax(int limit);

  void initialInto(double[] x0);

  /**
   * Objective at z; writes Φₖ(zₖ) − xₖ₊₁ (by state, those of stage 0 unused) and the rows' values.
   * Not finite where a function is not.
   */
  double value(double[] z, double[] defect, double[] rows);

  /** Replaces the states of z by those that its controls lead to from the initial ones. */
  void simulate(double[] z);

  /**
   * As {@link #value}, and writes the gradients, transitions and rows of the program's
   * linearisation into the quadratic program's data. Its hessian is left alone.
   */
  double linearise(double[] z, double[] defect, double[] rows, StageQp qp);

  /**
   * qp.hessian ← the Hessian of the Lagrangian l + πᵀ(Φ − x₊) + ρᵀ c at the point of the last
   * {@link #linearise}, lower triangles.
   *
   * @param multipliers π by state
   * @param rowPrices ρ = λ(upper) − λ(lower), by row
   */
  void curvature(double[] z, double[] multipliers, double[] rowPrices, Curvature kind, StageQp qp);

  /** Which second derivatives to use. */
  enum Curvature {
    /** Of the Lagrangian, as it is. */
    EXACT,
    /** Of tracking terms only, without the second derivative of what is tracked. */
    GAUSS_NEWTON
  }
}
