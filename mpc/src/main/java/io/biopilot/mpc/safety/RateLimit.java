package io.biopilot.mpc.safety;

/**
 * How fast a set-point may change: any two values in force within the window differ by no more than
 * the change.
 *
 * @param change in the actuator's unit, positive
 * @param window h, positive
 */
public record RateLimit(double change, double window) {
  public RateLimit {
    if (!(change > 0) || !(window > 0)) {
      throw new IllegalArgumentException(
          "a rate limit needs a positive change (%s) and window (%s h)".formatted(change, window));
    }
  }
}
