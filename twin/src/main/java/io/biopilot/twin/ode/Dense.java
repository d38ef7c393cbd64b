package io.biopilot.twin.ode;

/** The dense output of the last attempt, fetched once a step and only if somebody asks. */
final class Dense {

  private final int n;
  private final double[] value;
  private double[][] c;
  private int degree;
  private boolean fresh;

  Dense(int dimension) {
    n = dimension;
    value = new double[dimension];
    c = new double[6][dimension];
  }

  void stale() {
    fresh = false;
  }

  /** The state at t; valid until the next call. */
  double[] at(Stepper stepper, double t) {
    if (!fresh) {
      degree = stepper.denseDegree();
      if (degree >= c.length) {
        c = new double[degree + 1][n];
      }
      stepper.denseInto(c);
      fresh = true;
    }
    double theta = (t - stepper.start()) / stepper.size();
    System.arraycopy(c[degree], 0, value, 0, n);
    for (int j = degree - 1; j >= 0; j--) {
      double[] row = c[j];
      for (int i = 0; i < n; i++) {
        value[i] = value[i] * theta + row[i];
      }
    }
    return value;
  }
}
