package io.biopilot.twin.neural;

import io.biopilot.twin.linalg.Vec;
import java.util.Arrays;

/**
 * A fixed affine change of units beside the weights. At the input of a network a = (x − shift) /
 * scale, at its output y = shift + scale · a.
 *
 * @param shift a typical value, in the unit of the quantity
 * @param scale a typical deviation, in the unit of the quantity; finite and not zero
 */
public record Scaling(Vec shift, Vec scale) {
  public Scaling {
    if (shift.size() != scale.size()) {
      throw new IllegalArgumentException(
          "a scaling needs one scale a shift: %d shifts, %d scales"
              .formatted(shift.size(), scale.size()));
    }
    for (int i = 0; i < scale.size(); i++) {
      double s = scale.get(i);
      if (!Double.isFinite(s) || s == 0.0 || !Double.isFinite(shift.get(i))) {
        throw new IllegalArgumentException(
            "scaling %d must be finite with a scale other than 0: shift %s, scale %s"
                .formatted(i, shift.get(i), s));
      }
    }
  }

  /** Leaves everything as it is. */
  public static Scaling none(int size) {
    double[] ones = new double[size];
    Arrays.fill(ones, 1.0);
    return new Scaling(Vec.zeros(size), Vec.of(ones));
  }
}
