package io.biopilot.mpc.problem;

/**
 * The price of breaking a limit: linear · s + ½ quadratic · s² for a violation s. With a linear
 * part larger than the limit's multiplier the penalty is exact: the limit holds wherever it can.
 *
 * @param linear price of the first unit; +∞ for a hard limit
 * @param quadratic curvature of the price
 */
public record Softness(Knob linear, Knob quadratic) {
  public Softness {
    Knob.requireNotNegative(linear, quadratic);
  }

  /** This price with the values in force as the declared ones. */
  Softness in(Values values) {
    return new Softness(linear.in(values), quadratic.in(values));
  }

  /**
   * A limit that must hold; where it cannot, the solver falls back to an exact slack and says so.
   */
  public static Softness hard(String limit) {
    return new Softness(
        new Knob(limit + ".price", Double.POSITIVE_INFINITY), new Knob(limit + ".quadratic", 0.0));
  }

  public static Softness of(String limit, double linear, double quadratic) {
    return new Softness(
        new Knob(limit + ".price", linear), new Knob(limit + ".quadratic", quadratic));
  }
}
