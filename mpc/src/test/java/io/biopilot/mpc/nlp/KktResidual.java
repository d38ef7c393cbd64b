package io.biopilot.mpc.nlp;

/**
 * The optimality conditions of a {@link StageQp} at a solution, computed from the data alone: what
 * a solver claims is checked against this.
 */
final class KktResidual {

  private final StageQp qp;
  private final QpSolution at;
  private double worst;

  private KktResidual(StageQp qp, QpSolution at) {
    this.qp = qp;
    this.at = at;
  }

  /** Largest violation of stationarity, dynamics, limits, signs and complementarity. */
  static double of(StageQp qp, QpSolution at) {
    KktResidual residual = new KktResidual(qp, at);
    for (int k = 0; k <= qp.shape().stages(); k++) {
      residual.stationarity(k);
      residual.dynamics(k);
      residual.limits(k);
    }
    return residual.worst;
  }

  private void see(double value) {
    worst = Double.isNaN(value) ? Double.POSITIVE_INFINITY : Math.max(worst, Math.abs(value));
  }

  private double z(int k, int i) {
    return at.variables()[qp.shape().variableOffset(k) + i];
  }

  private void stationarity(int k) {
    StageShape s = qp.shape();
    int ld = s.leading(k);
    for (int i = k == 0 ? s.states(0) : 0; i < s.variables(k); i++) {
      double sum = qp.gradient(k)[i];
      for (int j = 0; j < s.variables(k); j++) {
        sum += qp.hessian(k)[Math.max(i, j) * ld + Math.min(i, j)] * z(k, j);
      }
      for (int c = k + 1; c <= s.stages(); c++) {
        for (int n = 0; s.parent(c) == k && n < s.states(c); n++) {
          sum += qp.transition(c - 1)[n * ld + i] * at.multipliers()[s.stateOffset(c) + n];
        }
      }
      if (i < s.states(k)) {
        sum -= at.multipliers()[s.stateOffset(k) + i];
      }
      int limit = s.variableOffset(k) + i;
      sum += at.upperPrices()[limit] - at.lowerPrices()[limit];
      for (int r = 0; r < s.rows(k); r++) {
        int row = qp.limitOfRow(k, r);
        sum += qp.rows(k)[r * ld + i] * (at.upperPrices()[row] - at.lowerPrices()[row]);
      }
      see(sum);
    }
  }

  private void dynamics(int k) {
    StageShape s = qp.shape();
    if (k == s.stages()) {
      return;
    }
    for (int n = 0; n < s.states(k + 1); n++) {
      int from = s.parent(k + 1);
      double sum = qp.offset(k)[n] - z(k + 1, n);
      for (int j = 0; j < s.variables(from); j++) {
        sum += qp.transition(k)[n * s.leading(from) + j] * z(from, j);
      }
      see(sum);
    }
  }

  private void limits(int k) {
    StageShape s = qp.shape();
    for (int i = k == 0 ? s.states(0) : 0; i < s.variables(k); i++) {
      limit(s.variableOffset(k) + i, z(k, i));
    }
    for (int r = 0; r < s.rows(k); r++) {
      double value = 0.0;
      for (int j = 0; j < s.variables(k); j++) {
        value += qp.rows(k)[r * s.leading(k) + j] * z(k, j);
      }
      limit(qp.limitOfRow(k, r), value);
    }
  }

  private void limit(int i, double value) {
    side(i, value - qp.lower()[i], at.lowerPrices()[i]);
    side(i, qp.upper()[i] - value, at.upperPrices()[i]);
  }

  /**
   * Hard: gap ≥ 0, price ≥ 0, gap · price = 0. Soft: the price is the subgradient of the penalty at
   * the violation.
   */
  private void side(int i, double gap, double price) {
    see(Math.min(price, 0.0));
    if (gap == Double.POSITIVE_INFINITY) {
      see(price);
      return;
    }
    if (qp.linear()[i] == Double.POSITIVE_INFINITY) {
      see(Math.min(gap, 0.0));
      see(Math.min(Math.abs(gap), 1.0) * price);
      return;
    }
    double violation = Math.max(0.0, -gap);
    double most = qp.linear()[i] + qp.quadratic()[i] * violation;
    see(Math.max(0.0, price - most));
    see(violation * (most - price));
    see(Math.max(gap, 0.0) * price);
  }
}
