package io.biopilot.mpc.safety;

import org.jspecify.annotations.Nullable;

/**
 * Where the set-point of one actuator may lie.
 *
 * @param actuator configured name, e.g. {@code Feed}
 * @param lower smallest value (canonical unit)
 * @param upper largest value (canonical unit)
 * @param safe value in HOLD and wherever the gate cannot judge; NaN if it is then left as it is
 * @param liquid whether it is a flow into the reactor (L/h) that counts towards the volume
 * @param rate how fast it may change; null without such a limit
 */
public record Envelope(
    String actuator,
    double lower,
    double upper,
    double safe,
    boolean liquid,
    @Nullable RateLimit rate) {
  public Envelope {
    if (!(lower <= upper) || !Double.isFinite(lower) || !Double.isFinite(upper)) {
      throw new IllegalArgumentException(
          "lower (%s) must not exceed upper (%s) for %s, both finite"
              .formatted(lower, upper, actuator));
    }
    if (safe < lower || safe > upper) {
      throw new IllegalArgumentException(
          "the safe value %s of %s lies outside %s to %s".formatted(safe, actuator, lower, upper));
    }
    if (liquid && !(lower == 0 && safe == 0)) {
      throw new IllegalArgumentException(
          "the flow %s must have 0 as its smallest and its safe value".formatted(actuator));
    }
  }

  boolean hasSafeValue() {
    return !Double.isNaN(safe);
  }

  double clamp(double value) {
    return Math.max(lower, Math.min(upper, value));
  }
}
