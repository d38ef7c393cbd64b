package io.biopilot.mpc.safety;

/**
 * While a reading lies beyond a threshold, an actuator is held at its safe value, at once and
 * whatever its rate limit.
 *
 * @param tag reading, e.g. {@code DO}
 * @param side which side of the threshold is bad
 * @param threshold in the tag's canonical unit
 * @param actuator must have a safe value
 * @param reason in words, for the operator
 */
public record Interlock(String tag, Side side, double threshold, String actuator, String reason) {

  public enum Side {
    BELOW,
    ABOVE
  }

  boolean trips(double reading) {
    return side == Side.BELOW ? reading < threshold : reading > threshold;
  }
}
