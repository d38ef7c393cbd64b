package io.biopilot.twin.ode;

import org.jspecify.annotations.Nullable;

/** First step size (Hairer, Nørsett, Wanner 1993, §II.4, "Starting step size"). */
final class InitialStep {

  private final double[] f0;
  private final double[] f1;
  private final double[] y1;

  InitialStep(int dimension) {
    f0 = new double[dimension];
    f1 = new double[dimension];
    y1 = new double[dimension];
  }

  /** Signed size of the first step from (t, y) towards {@code until}. */
  double estimate(
      VectorField field,
      double t,
      double[] y,
      double until,
      Integrator integrator,
      int order,
      double[] absolute) {
    double relative = integrator.tolerance().relative();
    double span = until - t;
    double direction = Math.signum(span);
    field.derivativeInto(t, y, f0);
    double d0 = norm(y, null, y, relative, absolute);
    double d1 = norm(f0, null, y, relative, absolute);
    double h0 = d0 < 1e-5 || d1 < 1e-5 ? 1e-6 * Math.abs(span) : 0.01 * d0 / d1;
    h0 = Math.min(h0, Math.abs(span));
    if (!(h0 > 0.0)) {
      return 1e-6 * span;
    }
    for (int i = 0; i < y.length; i++) {
      y1[i] = y[i] + h0 * direction * f0[i];
    }
    field.derivativeInto(t + h0 * direction, y1, f1);
    double d2 = norm(f1, f0, y, relative, absolute) / h0;
    double largest = Math.max(d1, d2);
    double h1 =
        largest <= 1e-15
            ? Math.max(1e-6 * Math.abs(span), h0 * 1e-3)
            : Math.pow(0.01 / largest, 1.0 / (order + 1));
    double h = Math.min(Math.min(100.0 * h0, h1), Math.abs(span));
    return direction * (h > 0.0 ? h : h0 * 1e-3);
  }

  private static double norm(
      double[] v, double @Nullable [] less, double[] y, double relative, double[] absolute) {
    double sum = 0.0;
    for (int i = 0; i < v.length; i++) {
      double d = less == null ? v[i] : v[i] - less[i];
      double ratio = d / (absolute[i] + relative * Math.abs(y[i]));
      sum += ratio * ratio;
    }
    return Math.sqrt(sum / v.length);
  }
}
