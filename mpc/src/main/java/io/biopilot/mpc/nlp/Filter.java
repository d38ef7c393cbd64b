package io.biopilot.mpc.nlp;

/**
 * Which trial points are better than all before: a list of (infeasibility, objective) pairs, none
 * of which may dominate a new point. Fletcher and Leyffer, Math. Program. 91 (2002) 239; constants
 * as in Wächter and Biegler 2006, §2.3.
 */
final class Filter {

  private static final int CAPACITY = 64;
  private static final double THETA_SHARE = 1e-5;
  private static final double PHI_SHARE = 1e-5;
  private static final double ARMIJO = 1e-4;

  private final double[] thetas = new double[CAPACITY];
  private final double[] phis = new double[CAPACITY];
  private int size;
  private double mostTheta;

  void reset(double theta) {
    size = 0;
    mostTheta = 1e4 * Math.max(1.0, theta);
  }

  /**
   * Whether the trial is good enough; enlarges the filter with the present point where the progress
   * was in feasibility.
   *
   * @param slope directional derivative of phi along the whole step
   */
  boolean accepts(
      double theta, double phi, double slope, double step, double trialTheta, double trialPhi) {
    if (!(trialTheta <= mostTheta)
        || !Double.isFinite(trialPhi)
        || dominated(trialTheta, trialPhi)) {
      return false;
    }
    double rounding = 1e-13 * Math.max(1.0, Math.abs(phi));
    // Objective decreases and feasibility is good already: Armijo, filter unchanged.
    boolean descent = slope < 0.0 && Math.pow(-step * slope, 2.3) > step * Math.pow(theta, 1.1);
    if (descent && theta <= 1e-4 * mostTheta) {
      return trialPhi <= phi + ARMIJO * step * slope + rounding;
    }
    boolean better =
        trialTheta <= (1.0 - THETA_SHARE) * theta || trialPhi <= phi - PHI_SHARE * theta + rounding;
    if (better) {
      add((1.0 - THETA_SHARE) * theta, phi - PHI_SHARE * theta);
    }
    return better;
  }

  private boolean dominated(double theta, double phi) {
    for (int i = 0; i < size; i++) {
      if (theta >= thetas[i] && phi >= phis[i] + 1e-13 * Math.max(1.0, Math.abs(phi))) {
        return true;
      }
    }
    return false;
  }

  private void add(double theta, double phi) {
    if (size == CAPACITY) {
      // The oldest entry goes; a full filter is a sign of slow progress anyway.
      System.arraycopy(thetas, 1, thetas, 0, CAPACITY - 1);
      System.arraycopy(phis, 1, phis, 0, CAPACITY - 1);
      size--;
    }
    thetas[size] = theta;
    phis[size++] = phi;
  }
}
