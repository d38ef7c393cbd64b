package io.biopilot.mpc.nlp;

/** The optimality conditions of a nonlinear program at its linearisation. */
final class KktError {

  private final StageShape shape;
  private final double[] gradient;

  KktError(StageShape shape) {
    this.shape = shape;
    gradient = new double[shape.totalVariables()];
  }

  /**
   * Largest entry of ∇l + Tᵀπ₊ − π + λ(upper) − λ(lower) + Cᵀ(…); the first states do not count.
   */
  double stationarity(StageQp qp, QpSolution at) {
    int variables = shape.totalVariables();
    for (int k = 0; k <= shape.stages(); k++) {
      stage(qp, at, k, variables);
    }
    double largest = 0.0;
    for (int i = shape.states(0); i < variables; i++) {
      largest = Math.max(largest, Math.abs(gradient[i]));
    }
    return largest;
  }

  private void stage(StageQp qp, QpSolution at, int k, int variables) {
    int zo = shape.variableOffset(k);
    int nz = shape.variables(k);
    int ld = shape.leading(k);
    double[] g = qp.gradient(k);
    for (int i = 0; i < nz; i++) {
      gradient[zo + i] = g[i] + at.upperPrices[zo + i] - at.lowerPrices[zo + i];
    }
    for (int i = 0; i < shape.states(k); i++) {
      gradient[zo + i] -= at.multipliers[shape.stateOffset(k) + i];
    }
    int child = shape.firstChild(k);
    for (int next = child; next < child + shape.children(k); next++) {
      double[] t = qp.transition(next - 1);
      for (int n = 0; n < shape.states(next); n++) {
        double price = at.multipliers[shape.stateOffset(next) + n];
        for (int i = 0; i < nz; i++) {
          gradient[zo + i] = Math.fma(t[n * ld + i], price, gradient[zo + i]);
        }
      }
    }
    double[] c = qp.rows(k);
    for (int r = 0; r < shape.rows(k); r++) {
      int row = variables + shape.rowOffset(k) + r;
      double price = at.upperPrices[row] - at.lowerPrices[row];
      for (int i = 0; price != 0.0 && i < nz; i++) {
        gradient[zo + i] = Math.fma(c[r * ld + i], price, gradient[zo + i]);
      }
    }
  }

  /**
   * Largest product of a price and the distance from its limit; a soft limit's price must moreover
   * be what its violation costs.
   *
   * @param qp limits relative to the present point (gap = 0 − lower)
   */
  double complementarity(StageQp qp, QpSolution at) {
    double largest = 0.0;
    double[] lower = qp.lower();
    double[] upper = qp.upper();
    for (int i = shape.states(0); i < lower.length; i++) {
      if (lower[i] > Double.NEGATIVE_INFINITY) {
        largest = Math.max(largest, side(qp, i, -lower[i], at.lowerPrices[i]));
      }
      if (upper[i] < Double.POSITIVE_INFINITY) {
        largest = Math.max(largest, side(qp, i, upper[i], at.upperPrices[i]));
      }
    }
    return largest;
  }

  private static double side(StageQp qp, int i, double gap, double price) {
    if (qp.linear()[i] == Double.POSITIVE_INFINITY) {
      return Math.abs(gap) * price;
    }
    double violation = Math.max(0.0, -gap);
    double most = qp.linear()[i] + qp.quadratic()[i] * violation;
    double over = Math.max(0.0, price - most);
    return Math.max(over, Math.max(violation * Math.abs(most - price), Math.max(gap, 0.0) * price));
  }
}
