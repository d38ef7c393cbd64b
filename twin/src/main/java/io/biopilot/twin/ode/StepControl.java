package io.biopilot.twin.ode;

/**
 * How big the next step is.
 *
 * <p>h_{n+1} = h_n · clamp(safety · e_n^(-β₁/k) e_{n-1}^(-β₂/k) e_{n-2}^(-β₃/k)), with e the error
 * in units of the tolerance and k one more than the error estimate's order (Söderlind, ACM TOMS 29
 * (2003) 1). After a rejection the integral law e^(-1/k) is used.
 *
 * @param safety below 1
 * @param minFactor least change of the step after a rejection, below 1
 * @param maxFactor greatest growth, above 1
 * @param beta1 weight of the last error
 * @param beta2 weight of the error before it
 * @param beta3 weight of the one before that
 * @param limits first, largest and fixed step
 */
public record StepControl(
    double safety,
    double minFactor,
    double maxFactor,
    double beta1,
    double beta2,
    double beta3,
    Limits limits) {

  /**
   * Sizes as magnitudes, in units of time.
   *
   * @param first first step; 0: estimated
   * @param largest may be +∞
   * @param fixed whether every step has the size {@code first} (a little less where a whole number
   *     of steps must fit between two breaks)
   */
  public record Limits(double first, double largest, boolean fixed) {
    public Limits {
      if (!(first >= 0.0) || first == Double.POSITIVE_INFINITY) {
        throw new IllegalArgumentException(
            "the first step must be positive, or 0 to have it estimated; got " + first);
      }
      if (!(largest > 0.0)) {
        throw new IllegalArgumentException("the largest step must be positive, got " + largest);
      }
      if (fixed && first == 0.0) {
        throw new IllegalArgumentException("a fixed step must be positive, got 0");
      }
    }
  }

  private static final Limits FREE = new Limits(0.0, Double.POSITIVE_INFINITY, false);

  public StepControl {
    if (!(safety > 0.0 && safety <= 1.0 && minFactor > 0.0 && minFactor < 1.0 && maxFactor > 1.0)) {
      throw new IllegalArgumentException(
          "0 < safety <= 1, 0 < minFactor < 1 < maxFactor needed, got %s, %s, %s"
              .formatted(safety, minFactor, maxFactor));
    }
  }

  /** The elementary controller. */
  public static StepControl integral() {
    return new StepControl(0.9, 0.2, 10.0, 1.0, 0.0, 0.0, FREE);
  }

  /** PI control (Gustafsson 1991: β = 0.7, -0.4); the default. */
  public static StepControl pi() {
    return new StepControl(0.9, 0.2, 10.0, 0.7, -0.4, 0.0, FREE);
  }

  /** PID control with the weights that ARKODE and Tempus use, too (β = 0.58, -0.21, 0.10). */
  public static StepControl pid() {
    return new StepControl(0.9, 0.2, 10.0, 0.58, -0.21, 0.10, FREE);
  }

  /** Equal steps, no error control. */
  public static StepControl fixed(double step) {
    return new StepControl(
        0.9, 0.2, 10.0, 1.0, 0.0, 0.0, new Limits(step, Double.POSITIVE_INFINITY, true));
  }

  /** This control with a given first step. */
  public StepControl withFirst(double step) {
    return withLimits(new Limits(step, limits.largest(), limits.fixed()));
  }

  /** This control with a largest step. */
  public StepControl withLargest(double step) {
    return withLimits(new Limits(limits.first(), step, limits.fixed()));
  }

  private StepControl withLimits(Limits changed) {
    return new StepControl(safety, minFactor, maxFactor, beta1, beta2, beta3, changed);
  }

  /** Factor after an accepted step; e1 and e2 are the errors of the two accepted steps before. */
  double afterAccepted(double e, double e1, double e2, int k) {
    if (e < TINY) {
      return maxFactor;
    }
    double power = Math.pow(e, -beta1 / k);
    if (beta2 != 0.0) {
      power *= Math.pow(Math.max(e1, TINY), -beta2 / k);
    }
    if (beta3 != 0.0) {
      power *= Math.pow(Math.max(e2, TINY), -beta3 / k);
    }
    return Math.min(maxFactor, Math.max(minFactor, safety * power));
  }

  /** Factor after a step whose error was too large; NaN and +∞ quarter the step. */
  double afterRejected(double e, int k) {
    if (!(e < Double.POSITIVE_INFINITY)) {
      return 0.25;
    }
    return Math.max(minFactor, Math.min(0.9, safety * Math.pow(e, -1.0 / k)));
  }

  private static final double TINY = 1e-10;
}
