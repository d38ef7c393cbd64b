package io.biopilot.mpc.transcription;

import java.util.Arrays;

/**
 * Solves one implicit stage k = f(base + s k) by Newton's method with a fresh Jacobian each time; a
 * stage that does not converge leaves NaN, which the solver reports as a value that is not finite.
 *
 * <p>Rate laws such as S/(K + S) have a pole just below zero and a second, wrong branch beyond it.
 * A step may therefore go nine tenths of the way to just below a state's lowest sensible value, not
 * further; the solution itself is not limited.
 */
final class Newton {

  private static final int MOST_ITERATIONS = 30;
  private static final double TOLERANCE = 1e-12;

  private static final double BELOW = 1e-3;

  private final int inputs;
  private final double[] floor;
  private final double[] residual;
  private final double[] scratch;

  /**
   * @param lowest sensible value of each state; may be −∞
   */
  Newton(double[] lowest, int inputs) {
    this.inputs = inputs;
    int states = lowest.length;
    floor = new double[states];
    for (int i = 0; i < states; i++) {
      floor[i] = lowest[i] - BELOW;
    }
    residual = new double[states];
    scratch = new double[states];
  }

  /** A scratch vector of the states' length. */
  double[] scratch() {
    return scratch;
  }

  /** Leaves the solution in the point's x part and k in its value. */
  void solve(MapPoint at, double[] base, double s, SmallLu factor) {
    int nx = base.length;
    // Starts from the base: at the next Newton point the linear part is exact already.
    System.arraycopy(base, 0, at.point, 0, nx);
    double size = 1.0;
    for (int iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
      at.linearise();
      double change = 0.0;
      if (!factor.factorShifted(s, at.jacobian, inputs)) {
        break;
      }
      // y − base − s f(y) = 0
      for (int m = 0; m < nx; m++) {
        residual[m] = base[m] + s * at.value[m] - at.point[m];
      }
      factor.solve(residual, 1);
      double share = share(at.point);
      for (int m = 0; m < nx; m++) {
        double scale = 1.0 + Math.abs(at.point[m]);
        at.point[m] += share * residual[m];
        change = Math.max(change, Math.abs(residual[m]) / scale);
      }
      if (!(change <= Double.MAX_VALUE)) {
        break;
      }
      // Quadratic convergence: the next change is about the square of this one.
      if (change < TOLERANCE || (change < 1e-7 && size < 1e-2)) {
        at.evaluate();
        return;
      }
      size = change;
    }
    Arrays.fill(at.point, 0, nx, Double.NaN);
    Arrays.fill(at.value, Double.NaN);
  }

  /** How much of the step leaves every state above a tenth of its distance from its floor. */
  private double share(double[] point) {
    double share = 1.0;
    for (int m = 0; m < residual.length; m++) {
      double room = point[m] - floor[m];
      if (room > 0.0 && residual[m] < -0.9 * room) {
        share = Math.min(share, -0.9 * room / residual[m]);
      }
    }
    return share;
  }
}
