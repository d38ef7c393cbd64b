package io.biopilot.mpc.nlp;

/**
 * How far a point is from keeping the hard limits and transitions (theta, a 1-norm), and its
 * objective with the price of broken soft limits (phi).
 */
final class Merit {

  private final StageShape shape;
  private final double[] lower;
  private final double[] upper;
  private final double[] linear;
  private final double[] quadratic;
  private double theta;
  private double phi;
  private double largest;

  Merit(StageShape shape, double[] lower, double[] upper, double[] linear, double[] quadratic) {
    this.shape = shape;
    this.lower = lower;
    this.upper = upper;
    this.linear = linear;
    this.quadratic = quadratic;
  }

  double theta() {
    return theta;
  }

  double phi() {
    return phi;
  }

  /** Largest violation of a hard limit or a transition. */
  double largest() {
    return largest;
  }

  void measure(double objective, double[] z, double[] defect, double[] rows) {
    theta = 0.0;
    largest = 0.0;
    phi = objective;
    int variables = shape.totalVariables();
    for (int i = shape.states(0); i < defect.length; i++) {
      hard(Math.abs(defect[i]));
    }
    for (int i = shape.states(0); i < variables; i++) {
      limit(i, z[i]);
    }
    for (int i = 0; i < rows.length; i++) {
      limit(variables + i, rows[i]);
    }
  }

  private void limit(int i, double value) {
    double violation = Math.max(lower[i] - value, value - upper[i]);
    if (violation > 0.0) {
      if (linear[i] == Double.POSITIVE_INFINITY) {
        hard(violation);
      } else {
        phi += violation * (linear[i] + 0.5 * quadratic[i] * violation);
      }
    } else if (Double.isNaN(violation)) {
      theta = Double.NaN;
    }
  }

  private void hard(double violation) {
    theta += violation;
    largest = Math.max(largest, violation);
  }
}
