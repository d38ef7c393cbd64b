package io.biopilot.twin.ode;

/**
 * A condition g(t, y) = 0 whose times are found during the integration: a change of sign within a
 * step, or by a jump of the state. A guard that is 0 at the start has not changed its sign there.
 *
 * @param guard g, continuous; located on the dense output
 * @param direction which changes of sign count, in the order of integration
 * @param terminal whether the integration ends there
 */
public record Event(Guard guard, Direction direction, boolean terminal) {

  /** g(t, y). */
  @FunctionalInterface
  public interface Guard {
    double valueAt(double t, double[] y);
  }

  /** A change of sign. */
  public enum Direction {
    RISING,
    FALLING,
    EITHER;

    boolean crossed(double before, double after) {
      boolean rising = before < 0.0 && after >= 0.0;
      boolean falling = before > 0.0 && after <= 0.0;
      return switch (this) {
        case RISING -> rising;
        case FALLING -> falling;
        case EITHER -> rising || falling;
      };
    }
  }
}
