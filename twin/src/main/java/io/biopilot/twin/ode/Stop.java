package io.biopilot.twin.ode;

import org.jspecify.annotations.Nullable;

/**
 * A time at which a step must end.
 *
 * @param time in the problem's time unit
 * @param breaks whether the field or the state is not smooth there: methods then forget their past
 * @param jump what happens to the state there, if anything
 */
public record Stop(double time, boolean breaks, @Nullable Jump jump) {

  /** x⁺ = g(t, x⁻), in place. */
  @FunctionalInterface
  public interface Jump {
    void apply(double t, double[] y);
  }

  public Stop {
    if (!Double.isFinite(time)) {
      throw new IllegalArgumentException("the time of a stop must be finite, got " + time);
    }
    if (jump != null && !breaks) {
      throw new IllegalArgumentException("a stop with a jump breaks the solution at " + time);
    }
  }

  /** A step ends here (a sample is drawn); the solution is smooth. */
  public static Stop landing(double time) {
    return new Stop(time, false, null);
  }

  /** The field changes here (a feed is switched). */
  public static Stop breakAt(double time) {
    return new Stop(time, true, null);
  }

  /** The state jumps here (a dose). */
  public static Stop jump(double time, Jump jump) {
    return new Stop(time, true, jump);
  }
}
