package io.biopilot.connectors;

/**
 * A straight line from a plant's number to a canonical one: {@code y = x · factor + offset}.
 *
 * @param factor not zero, finite
 * @param offset in the unit of the result, finite
 */
public record Conversion(double factor, double offset) {

  public static final Conversion NONE = new Conversion(1, 0);

  public Conversion {
    if (factor == 0 || !Double.isFinite(factor) || !Double.isFinite(offset)) {
      throw new IllegalArgumentException(
          "scale (%s) must be finite and not 0, offset (%s) finite".formatted(factor, offset));
    }
  }

  /**
   * What a configuration says of a tag: the plant's number times scale plus offset has the given
   * unit; the result has the tag's canonical unit.
   */
  public static Conversion of(double scale, double offset, String unit, String canonicalUnit) {
    return new Conversion(scale, offset).then(Units.between(unit, canonicalUnit));
  }

  public double apply(double value) {
    return value * factor + offset;
  }

  /** From the canonical number back to the plant's. */
  public double invert(double value) {
    return (value - offset) / factor;
  }

  public Conversion inverse() {
    return new Conversion(1 / factor, -offset / factor);
  }

  /** First this, then next. */
  public Conversion then(Conversion next) {
    return new Conversion(factor * next.factor, offset * next.factor + next.offset);
  }
}
