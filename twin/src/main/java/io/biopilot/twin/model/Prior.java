package io.biopilot.twin.model;

/**
 * What is known of a parameter before data are seen; the mean (median if logarithmic) is the
 * model's nominal value.
 *
 * @param estimated whether fitting may move it
 * @param logarithmic whether it moves on a logarithmic scale; only positive parameters can
 * @param deviation standard deviation in the parameter's unit, or of the natural logarithm; above 0
 */
public record Prior(boolean estimated, boolean logarithmic, double deviation) {
  public Prior {
    if (!(deviation > 0.0)) {
      throw new IllegalArgumentException("the deviation of a prior must be > 0, got " + deviation);
    }
  }

  /** Of a parameter that stays as it is. */
  public static Prior fixed() {
    return new Prior(false, false, 1.0);
  }
}
