package io.biopilot.twin.ode;

import io.biopilot.twin.linalg.Vec;

/**
 * How large the error of one step may be: |e_i| ≤ absolute_i + relative · |y_i| in the root mean
 * square over the components.
 *
 * @param relative dimensionless, above 0
 * @param absolute in the unit of each state, above 0; of length 1 if the same for all
 */
public record Tolerance(double relative, Vec absolute) {
  public Tolerance {
    if (!(relative > 0.0 && relative < 1.0)) {
      throw new IllegalArgumentException(
          "the relative tolerance must lie between 0 and 1 (both excluded), got %s; try 1e-6"
              .formatted(relative));
    }
    if (absolute.size() == 0) {
      throw new IllegalArgumentException("the absolute tolerance needs one entry, or one a state");
    }
    for (int i = 0; i < absolute.size(); i++) {
      if (!(absolute.get(i) > 0.0 && absolute.get(i) < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "the absolute tolerance must be above 0 and finite, entry %d is %s; try a millionth of the state's scale"
                .formatted(i, absolute.get(i)));
      }
    }
  }

  /** The same absolute tolerance for all states. */
  public static Tolerance of(double relative, double absolute) {
    return new Tolerance(relative, Vec.of(absolute));
  }

  /** The absolute tolerances of n states; the caller owns the array. */
  public double[] absolutes(int n) {
    if (absolute.size() != 1 && absolute.size() != n) {
      throw new IllegalArgumentException(
          "%d absolute tolerances for %d states; give one, or one a state"
              .formatted(absolute.size(), n));
    }
    double[] all = new double[n];
    for (int i = 0; i < n; i++) {
      all[i] = absolute.get(absolute.size() == 1 ? 0 : i);
    }
    return all;
  }
}
