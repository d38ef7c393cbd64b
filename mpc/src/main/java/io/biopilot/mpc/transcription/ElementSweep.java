package io.biopilot.mpc.transcription;

/**
 * One link of an interval's chain, differentiated along one direction of all it depends on: the
 * interval's variables w = [x₀ | controls | timing] and the model's parameters p. Its cost does not
 * depend on the number of parameters.
 */
interface ElementSweep {

  /** x ← element(x) and dx ← its change along [dx, dw, dp]; keeps what {@link #reverse} needs. */
  void forward(double[] x, double[] dx, double[] w, double[] dw, double[] dp);

  /**
   * xbar ← transpose Jacobian times xbar, and dxbar ← the change of that along the direction of the
   * last {@link #forward} and along dxbar. Adds the same change of what xbar is worth to w.
   *
   * @param dwbar columns of the states are not touched
   */
  void reverse(double[] xbar, double[] dxbar, double[] dwbar);
}
