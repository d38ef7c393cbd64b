package io.biopilot.mpc.transcription;

import java.util.Arrays;
import java.util.List;

/**
 * The map of one shooting interval: end state from w = [x₀ | controls | timing], with first
 * derivatives (forward) and second ones (backward).
 */
final class Interval {

  private final MapPoint.Columns columns;
  private final List<Element> chain;
  private final double[] state;
  private final double[] sensitivity;
  private final double[] hessian;
  private final double[] bar;
  private final double[] known; // w of the last evaluation
  private final double[] knownWeights; // of the last curvature
  private boolean valued; // what value() leaves is in force
  private boolean linearised; // what forward() leaves is in force
  private boolean curved; // what curvature() leaves is in force

  Interval(MapPoint.Columns columns, List<Element> chain) {
    this.columns = columns;
    this.chain = List.copyOf(chain);
    int even = (columns.count() + 1) & ~1;
    state = new double[columns.states()];
    bar = new double[columns.states()];
    known = new double[columns.count()];
    knownWeights = new double[columns.states()];
    sensitivity = new double[columns.states() * columns.leading()];
    hessian = new double[even * columns.leading()];
  }

  MapPoint.Columns columns() {
    return columns;
  }

  /** New parameter values are in the array given at construction. */
  void bind() {
    valued = false;
    linearised = false;
    curved = false;
    for (Element element : chain) {
      element.bind();
    }
  }

  /**
   * End state; the array belongs to the interval. Asked for the same point again it is not computed
   * anew: a trajectory is valued where it was simulated.
   */
  double[] value(double[] w) {
    if (valued && Arrays.equals(w, known)) {
      return state;
    }
    take(w);
    valued = true;
    linearised = false;
    System.arraycopy(w, 0, state, 0, state.length);
    for (int i = 0; i < chain.size(); i++) {
      chain.get(i).value(state, w);
    }
    return state;
  }

  private void take(double[] w) {
    System.arraycopy(w, 0, known, 0, known.length);
    curved = false;
  }

  /**
   * End state and, in {@link #sensitivity}, its derivative. Asked for the same point again it is
   * not computed anew: an optimum is differentiated where it was found.
   */
  double[] forward(double[] w) {
    if (linearised && Arrays.equals(w, known)) {
      return state;
    }
    take(w);
    valued = false; // a value differs in its last bits from that of a linearisation
    linearised = true;
    System.arraycopy(w, 0, state, 0, state.length);
    Arrays.fill(sensitivity, 0.0);
    for (int i = 0; i < state.length; i++) {
      sensitivity[i * columns.leading() + i] = 1.0;
    }
    for (int i = 0; i < chain.size(); i++) {
      chain.get(i).forward(state, sensitivity, w);
    }
    return state;
  }

  /** d(end)/dw, states × leading, of the last {@link #forward}. */
  double[] sensitivity() {
    return sensitivity;
  }

  /**
   * ∇²(weightsᵀ end) at the last {@link #forward}: lower triangle, leading dimension as {@link
   * #sensitivity}.
   */
  double[] curvature(double[] weights) {
    Arrays.fill(hessian, 0.0);
    System.arraycopy(weights, 0, bar, 0, bar.length);
    System.arraycopy(weights, 0, knownWeights, 0, bar.length);
    curved = true;
    for (int i = chain.size() - 1; i >= 0; i--) {
      chain.get(i).addCurvature(bar, hessian);
    }
    return hessian;
  }

  /**
   * pbar += d/dp (dweightsᵀ end + weightsᵀ d(end)/dw · dw) at w, one sweep back over what {@link
   * #curvature} left, which is computed anew only where the interval was asked for something else
   * since.
   *
   * @param dweights change of the weights; overwritten with that of the start's worth
   */
  void addParameterWorth(
      double[] w, double[] weights, double[] dweights, double[] dw, double[] pbar) {
    forward(w);
    if (!curved || !Arrays.equals(weights, knownWeights)) {
      curvature(weights);
    }
    for (int i = chain.size() - 1; i >= 0; i--) {
      chain.get(i).reverseAlong(dweights, dw, pbar);
    }
  }
}
