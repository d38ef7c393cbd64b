package io.biopilot.twin.training;

/** A function of n variables to be made small, with its gradient. One thread at a time. */
public interface Objective {

  int dimension();

  /**
   * The value at z, with its gradient written to the second argument. A point at which the function
   * has no value (the model cannot be integrated there) gives +∞ and leaves the gradient
   * unspecified.
   */
  double valueAndGradientInto(double[] z, double[] gradient);

  /** The value alone; overridden where that is cheaper. */
  default double value(double[] z) {
    return valueAndGradientInto(z, new double[dimension()]);
  }
}
