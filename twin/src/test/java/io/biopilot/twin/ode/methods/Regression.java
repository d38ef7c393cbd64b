package io.biopilot.twin.ode.methods;

/** A straight line by least squares. */
final class Regression {
  private Regression() {}

  /** Slope of y over x. */
  static double slope(double[] x, double[] y) {
    double meanX = 0.0;
    double meanY = 0.0;
    for (int i = 0; i < x.length; i++) {
      meanX += x[i] / x.length;
      meanY += y[i] / x.length;
    }
    double above = 0.0;
    double below = 0.0;
    for (int i = 0; i < x.length; i++) {
      above += (x[i] - meanX) * (y[i] - meanY);
      below += (x[i] - meanX) * (x[i] - meanX);
    }
    return above / below;
  }
}
