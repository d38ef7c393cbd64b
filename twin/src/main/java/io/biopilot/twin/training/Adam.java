package io.biopilot.twin.training;

import io.biopilot.twin.linalg.Vec;

/**
 * Adam (Kingma & Ba 2015, algorithm 1), with the best point kept: the result is never worse than
 * the start.
 *
 * @param rate step size α
 * @param iterations budget
 */
public record Adam(double rate, int iterations) implements Optimizer {

  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  public Adam {
    if (!(rate > 0.0) || iterations < 0) {
      throw new IllegalArgumentException(
          "rate (%s) must be > 0 and iterations (%d) ≥ 0".formatted(rate, iterations));
    }
  }

  @Override
  public Minimum minimise(Objective objective, Vec start) {
    int n = objective.dimension();
    double[] z = start.toArray();
    double[] g = new double[n];
    double[] m = new double[n];
    double[] v = new double[n];
    Vec best = start;
    double bestValue = Double.POSITIVE_INFINITY;
    for (int t = 1; t <= iterations; t++) {
      double value = objective.valueAndGradientInto(z, g);
      if (!Double.isFinite(value)) {
        return new Minimum(best, bestValue, t, t == 1 ? Ending.NOT_FINITE : Ending.STALLED);
      }
      if (value < bestValue) {
        bestValue = value;
        best = Vec.of(z);
      }
      double correction1 = 1.0 - Math.pow(BETA1, t);
      double correction2 = 1.0 - Math.pow(BETA2, t);
      for (int i = 0; i < n; i++) {
        m[i] = BETA1 * m[i] + (1.0 - BETA1) * g[i];
        v[i] = BETA2 * v[i] + (1.0 - BETA2) * g[i] * g[i];
        z[i] -= rate * (m[i] / correction1) / (Math.sqrt(v[i] / correction2) + EPSILON);
      }
    }
    double last = objective.value(z);
    return last < bestValue
        ? new Minimum(Vec.of(z), last, iterations, Ending.BUDGET)
        : new Minimum(best, bestValue, iterations, Ending.BUDGET);
  }
}
