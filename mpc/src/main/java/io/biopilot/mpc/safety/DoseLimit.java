package io.biopilot.mpc.safety;

/**
 * What may be given in doses.
 *
 * @param doser configured name, e.g. {@code Inducer}
 * @param minimum smallest dose (g), positive
 * @param maximum largest dose (g)
 * @param step doses are multiples of it (g), positive
 * @param spacing shortest time between two doses (h)
 * @param budget most in one batch (g)
 * @param volumePerAmount liquid that comes with it (L/g)
 * @param confirmAfter how long after sending a read-back that still shows the older id means that
 *     the dose was not run (h)
 */
public record DoseLimit(
    String doser,
    double minimum,
    double maximum,
    double step,
    double spacing,
    double budget,
    double volumePerAmount,
    double confirmAfter) {

  /** Relative slack for decimal fractions such as 0.07 / 0.01. */
  private static final double ROUNDING = 1e-6;

  public DoseLimit {
    if (!(minimum > 0) || !(maximum >= minimum) || !(step > 0) || !(budget >= 0)) {
      throw new IllegalArgumentException(
          "%s needs 0 < minimum (%s) <= maximum (%s), a positive step (%s), a budget (%s)"
              .formatted(doser, minimum, maximum, step, budget));
    }
    if (!(spacing >= 0) || !(volumePerAmount >= 0) || !(confirmAfter >= 0)) {
      throw new IllegalArgumentException(
          "spacing, volume and confirmation time of %s must not be negative".formatted(doser));
    }
  }

  /** The largest multiple of the step that is neither above the amount nor the maximum; or 0. */
  double rounded(double amount) {
    double wanted = Math.min(amount, maximum);
    double multiple = Math.floor(wanted / step + ROUNDING) * step;
    return multiple >= minimum * (1 - ROUNDING) ? multiple : 0;
  }
}
