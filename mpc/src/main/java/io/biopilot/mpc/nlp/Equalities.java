package io.biopilot.mpc.nlp;

import java.util.Arrays;

/**
 * Hard limits of states and rows that leave no room, as equations of an interior-point step: they
 * have no inside that a barrier could keep.
 *
 * <pre>
 * y = d with price ν:   stationarity … − ν = 0,   ν⁺ = ν − ρ (y + Δy − d)
 * </pre>
 *
 * <p>The method of multipliers within Newton's method: ρ joins the weights, and each full step
 * leaves a share of about (curvature / ρ) of the miss. Controls without room are constants instead.
 */
final class Equalities {

  private static final double HOLD = 1e6;

  private final StageQp qp;
  private final int[] limits;
  private final double[] price; // ν, by position
  private final double[] residual; // y − d
  private final double[] change; // of ν
  private int count;
  private double weight;

  Equalities(StageQp qp) {
    this.qp = qp;
    int most = qp.lower().length;
    limits = new int[most];
    price = new double[most];
    residual = new double[most];
    change = new double[most];
  }

  /** Finds them; prices from a solution's where those are to be trusted, else none. */
  void collect() {
    count = 0;
    for (int i = qp.shape().states(0); i < qp.lower().length; i++) {
      if (qp.fixed(i) && !qp.constant(i)) {
        limits[count++] = i;
      }
    }
    if (count > 0) {
      weight = HOLD * Math.max(1.0, largestCurvature());
    }
  }

  private double largestCurvature() {
    StageShape shape = qp.shape();
    double largest = 0.0;
    for (int k = 0; k <= shape.stages(); k++) {
      for (int i = 0; i < shape.variables(k); i++) {
        largest = Math.max(largest, Math.abs(qp.hessian(k)[i * shape.leading(k) + i]));
      }
    }
    return largest;
  }

  void begin() {
    Arrays.fill(price, 0, count, 0.0);
  }

  void resume(QpSolution last) {
    for (int c = 0; c < count; c++) {
      price[c] = last.lowerPrices[limits[c]] - last.upperPrices[limits[c]];
    }
  }

  /** Takes the misses at y, adds −ν to the gradient; returns the largest miss. */
  double residuals(double[] y, double[] gradient) {
    for (int c = 0; c < count; c++) {
      int i = limits[c];
      residual[c] = y[i] - qp.lower()[i];
      gradient[i] -= price[c];
    }
    return Extremes.largest(residual, 0, count);
  }

  void addWeights(double[] weights) {
    for (int c = 0; c < count; c++) {
      weights[limits[c]] += weight;
    }
  }

  void addGradient(double[] gradient) {
    for (int c = 0; c < count; c++) {
      gradient[limits[c]] += weight * residual[c];
    }
  }

  /** Changes of the prices from the step of variables and rows. */
  void recover(double[] dy) {
    for (int c = 0; c < count; c++) {
      change[c] = -weight * (residual[c] + dy[limits[c]]);
    }
  }

  void advance(double step) {
    for (int c = 0; c < count; c++) {
      price[c] = Math.fma(step, change[c], price[c]);
    }
  }

  /** Writes the prices by limit. */
  void pricesInto(QpSolution solution) {
    for (int c = 0; c < count; c++) {
      solution.lowerPrices[limits[c]] = Math.max(0.0, price[c]);
      solution.upperPrices[limits[c]] = Math.max(0.0, -price[c]);
    }
  }
}
