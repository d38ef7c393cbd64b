package io.biopilot.mpc.transcription;

/**
 * One link of an interval's chain: moves the state on, with first and second derivatives to the
 * interval's variables w = [x₀ | controls | timing].
 */
interface Element {

  /** x ← element(x); w holds the controls and the timing variable. */
  void value(double[] x, double[] w);

  /** As {@link #value}, and X ← dx/dw; keeps what {@link #addCurvature} needs. */
  void forward(double[] x, double[] sensitivity, double[] w);

  /**
   * hessian (lower) += second derivative of xbarᵀ element, then xbar ← its transpose Jacobian times
   * xbar; after {@link #forward}.
   */
  void addCurvature(double[] xbar, double[] hessian);

  /**
   * The change of the last {@link #addCurvature} along dw of the interval's variables: dxbar, the
   * change of xbar behind the element, becomes that before it. pbar += the change of what the
   * model's parameters are worth to xbarᵀ element.
   */
  void reverseAlong(double[] dxbar, double[] dw, double[] pbar);

  void bind();
}
