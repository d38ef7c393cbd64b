package io.biopilot.twin.ode.methods;

import io.biopilot.twin.ode.Counts;
import io.biopilot.twin.ode.VectorField;

/** ∂f/∂y and ∂f/∂t of a field: its own if it has them, else forward differences. */
final class JacobianSource {

  private static final double ROOT = Math.sqrt(Math.ulp(1.0));

  private final int n;
  private final double[] shifted;
  private final double[] derivative;
  private final double[] base;

  JacobianSource(int dimension) {
    n = dimension;
    shifted = new double[dimension];
    derivative = new double[dimension];
    base = new double[dimension];
  }

  /** jacobian (row-major n × n) at (t, y). */
  void jacobianInto(
      VectorField field,
      double t,
      double[] y,
      double[] absolute,
      double[] jacobian,
      Counts counts) {
    counts.jacobians++;
    if (field.hasJacobian()) {
      field.jacobianInto(t, y, jacobian);
      return;
    }
    // f itself, not a stage's derivative: what is left of an iteration would swamp the difference
    field.derivativeInto(t, y, base);
    System.arraycopy(y, 0, shifted, 0, n);
    for (int j = 0; j < n; j++) {
      // an increment at the scale of the state, but not below what its tolerance calls noise
      double wanted = ROOT * Math.max(Math.abs(y[j]), absolute[j]);
      shifted[j] = y[j] + (wanted > 0.0 ? wanted : ROOT);
      double increment = shifted[j] - y[j];
      field.derivativeInto(t, shifted, derivative);
      shifted[j] = y[j];
      for (int i = 0; i < n; i++) {
        jacobian[i * n + j] = (derivative[i] - base[i]) / increment;
      }
    }
    counts.evaluations += n + 1;
  }

  /** dfdt at (t, y); h is the step about to be made. False if f does not depend on t. */
  boolean timeDerivativeInto(
      VectorField field,
      double t,
      double[] y,
      double[] f0,
      double h,
      double[] dfdt,
      Counts counts) {
    if (field.autonomous()) {
      return false;
    }
    if (field.hasTimeDerivative()) {
      field.timeDerivativeInto(t, y, dfdt);
      return true;
    }
    double later = t + Math.copySign(ROOT * Math.max(Math.abs(t), Math.abs(h)), h);
    field.derivativeInto(later, y, dfdt);
    counts.evaluations++;
    double increment = later - t;
    for (int i = 0; i < n; i++) {
      dfdt[i] = (dfdt[i] - f0[i]) / increment;
    }
    return true;
  }

  /** Largest row sum of magnitudes of a row-major n × n matrix. */
  static double rowSumNorm(double[] matrix, int n) {
    double norm = 0.0;
    for (int i = 0; i < n; i++) {
      double sum = 0.0;
      for (int j = 0; j < n; j++) {
        sum += Math.abs(matrix[i * n + j]);
      }
      norm = Math.max(norm, sum);
    }
    return norm;
  }

  /** What an attempt returns whose matrix could not be factorised: NaN if J is not finite. */
  static double failure(double[] jacobian) {
    double sum = 0.0;
    for (double entry : jacobian) {
      sum += entry * 0.0;
    }
    return sum == 0.0 ? Double.POSITIVE_INFINITY : Double.NaN;
  }
}
