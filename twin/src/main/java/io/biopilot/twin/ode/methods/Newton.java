package io.biopilot.twin.ode.methods;

/**
 * Convergence of a simplified Newton iteration (Hairer and Wanner 1996, §IV.8, eq. 8.10 f.). The
 * iteration stops when the estimated remaining error η |δ| is a fraction κ of the tolerance; η is
 * carried from one system to the next, so that a good guess can be accepted after one iteration.
 */
final class Newton {

  enum Verdict {
    ITERATE,
    CONVERGED,
    FAILED
  }

  static final int MAX_ITERATIONS = 8;

  private final double kappa;
  private double eta;
  private double theta;
  private double lastNorm;
  private double failure;
  private int iteration;

  Newton(double kappa) {
    this.kappa = kappa;
    reset();
  }

  /** Forgets what was learnt: another Jacobian, another step. */
  void reset() {
    eta = 1.0;
    theta = 0.0;
  }

  void begin() {
    iteration = 0;
    failure = Double.POSITIVE_INFINITY;
    eta = Math.pow(Math.max(eta, Math.ulp(1.0)), 0.8);
  }

  /** What to do after an increment whose norm in units of the tolerance is given. */
  Verdict after(double norm) {
    iteration++;
    if (Double.isNaN(norm)) {
      failure = Double.NaN;
      return Verdict.FAILED;
    }
    if (iteration > 1) {
      double ratio = norm / lastNorm;
      theta = iteration == 2 ? ratio : Math.sqrt(ratio * theta);
      if (theta >= 0.99) {
        return norm < 1e-10 ? Verdict.CONVERGED : Verdict.FAILED;
      }
      eta = theta / (1.0 - theta);
      double remaining = eta * norm * Math.pow(theta, MAX_ITERATIONS - iteration);
      if (remaining > kappa) {
        return Verdict.FAILED;
      }
    }
    lastNorm = norm;
    if (eta * norm <= kappa || norm == 0.0) {
      return Verdict.CONVERGED;
    }
    return iteration >= MAX_ITERATIONS ? Verdict.FAILED : Verdict.ITERATE;
  }

  /** Rate of convergence last seen; 0 if one iteration was enough. */
  double rate() {
    return theta;
  }

  int iterations() {
    return iteration;
  }

  /** What an attempt returns after a failure: NaN if something was not finite, else +∞. */
  double failure() {
    return failure;
  }
}
