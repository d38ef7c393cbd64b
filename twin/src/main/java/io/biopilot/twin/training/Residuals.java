package io.biopilot.twin.training;

/**
 * A vector function of n variables whose sum of squares is to be made small. One thread at a time.
 */
public interface Residuals {

  int dimension();

  int count();

  /** r(z); false where it has no value (the model cannot be integrated there). */
  boolean valueInto(double[] z, double[] residuals);
}
