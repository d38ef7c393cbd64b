package io.biopilot.simulators.plant;

/** What can be set on a plant. */
public enum Input {
  /** Feed pump (L/h). */
  FEED(0, 0.15),
  /** Stirrer (1/min), refused while the oxygen loop is on. */
  STIRRER(OxygenLoop.LOWEST_STIRRER, OxygenLoop.HIGHEST_STIRRER),
  /** Air (L/h), refused while the oxygen loop is on. */
  AIR(OxygenLoop.LOWEST_AIR, OxygenLoop.HIGHEST_AIR);

  private final double low;
  private final double high;

  Input(double low, double high) {
    this.low = low;
    this.high = high;
  }

  public double low() {
    return low;
  }

  public double high() {
    return high;
  }

  /** Whether the actuator can do this at all; false for a value that is not a number. */
  public boolean reaches(double value) {
    return value >= low && value <= high;
  }
}
