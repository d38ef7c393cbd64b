package io.biopilot.twin.ode.methods;

import io.biopilot.twin.ode.Counts;
import io.biopilot.twin.ode.VectorField;

/** ∂f/∂y and ∂f/∂t of a field: its own if it has them, else forward differences. */
final class JacobianSource {

  private static final double ROOT = Math.sqrt(Math.ulp(1.0));

  private final int n;
  private final double[] shifted;
  private final double[] derivative;

  JacobianSource(int dimension) {
    n = dimension;
    shifted = new double[dimension];
    derivative = new double[dimension];
  }

  /** jacobian (row-major n × n) at (t, y), where f(t, y) = f0 is known. */
  void jacobianInto(
      VectorField field,
      double t,
      double[] y,
      double[] f0,
      double[] absolute,
      double[] jacobian,
      Counts counts) {
    counts.jacobians++;
    if (field.hasJacobian()) {
      field.jacobianInto(t, y, jacobian);
      return;
    }
    System.arraycopy(y, 0, shifted, 0, n);
    for (int j = 0; j < n; j++) {
      // an increment at the scale of the state, but not below what its tolerance calls noise
      double wanted = ROOT * Math.max(Math.abs(y[j]), absolute[j]);
      shifted[j] = y[j] + (wanted > 0.0 ? wanted : ROOT);
      double increment = shifted[j] - y[j];
      field.derivativeInto(t, shifted, derivative);
      shifted[j] = y[j];
      for (int i = 0; i < n; i++) {
        jacobian[i * n + j] = (derivative[i] - f0[i]) / increment;
      }
    }
    counts.evaluations += n;
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
}
