package io.biopilot.twin.ode.methods;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.ode.VectorField;

/** Stiff problems of the Test Set for Initial Value Problem Solvers, with analytic Jacobians. */
final class StiffProblems {

  private StiffProblems() {}

  /** A row-major Jacobian at (t, y). */
  interface Jacobian {
    void into(double t, double[] y, double[] j);
  }

  /** An autonomous field with its Jacobian. */
  record Autonomous(int dimension, Derivative derivative, Jacobian jacobian)
      implements VectorField {
    @Override
    public void derivativeInto(double t, double[] y, double[] dydt) {
      derivative.into(t, y, dydt);
    }

    @Override
    public boolean hasJacobian() {
      return true;
    }

    @Override
    public void jacobianInto(double t, double[] y, double[] j) {
      jacobian.into(t, y, j);
    }

    @Override
    public boolean autonomous() {
      return true;
    }
  }

  /** Robertson 1966: three reactions with rate constants 0.04, 1e4, 3e7. */
  static VectorField robertson() {
    return new Autonomous(
        3,
        (t, y, d) -> {
          double slow = 0.04 * y[0];
          double back = 1e4 * y[1] * y[2];
          double fast = 3e7 * y[1] * y[1];
          d[0] = -slow + back;
          d[1] = slow - back - fast;
          d[2] = fast;
        },
        (t, y, j) -> {
          j[0] = -0.04;
          j[1] = 1e4 * y[2];
          j[2] = 1e4 * y[1];
          j[3] = 0.04;
          j[4] = -1e4 * y[2] - 6e7 * y[1];
          j[5] = -1e4 * y[1];
          j[6] = 0.0;
          j[7] = 6e7 * y[1];
          j[8] = 0.0;
        });
  }

  static Vec robertsonStart() {
    return Vec.of(1.0, 0.0, 0.0);
  }

  /** Schäfer 1975: high irradiance response, eight states. No Jacobian, so differences are used. */
  static VectorField hires() {
    return VectorField.of(
        8,
        (t, y, d) -> {
          double bound = 280.0 * y[5] * y[7];
          d[0] = -1.71 * y[0] + 0.43 * y[1] + 8.32 * y[2] + 0.0007;
          d[1] = 1.71 * y[0] - 8.75 * y[1];
          d[2] = -10.03 * y[2] + 0.43 * y[3] + 0.035 * y[4];
          d[3] = 8.32 * y[1] + 1.71 * y[2] - 1.12 * y[3];
          d[4] = -1.745 * y[4] + 0.43 * y[5] + 0.43 * y[6];
          d[5] = -bound + 0.69 * y[3] + 1.71 * y[4] - 0.43 * y[5] + 0.69 * y[6];
          d[6] = bound - 1.81 * y[6];
          d[7] = -d[6];
        });
  }

  static Vec hiresStart() {
    return Vec.of(1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0057);
  }

  /** Van der Pol's oscillator, scaled, with 1/ε = 1e6. */
  static VectorField vanDerPol() {
    return new Autonomous(
        2,
        (t, y, d) -> {
          d[0] = y[1];
          d[1] = 1e6 * ((1.0 - y[0] * y[0]) * y[1] - y[0]);
        },
        (t, y, j) -> {
          j[0] = 0.0;
          j[1] = 1.0;
          j[2] = 1e6 * (-2.0 * y[0] * y[1] - 1.0);
          j[3] = 1e6 * (1.0 - y[0] * y[0]);
        });
  }

  static Vec vanDerPolStart() {
    return Vec.of(2.0, 0.0);
  }
}
