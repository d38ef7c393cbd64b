package io.biopilot.twin.model;

/**
 * A named number of a model with its unit and, where it matters, its sensible range.
 *
 * @param name identifier used in expressions, configuration and records, e.g. {@code S}
 * @param unit canonical unit as text, e.g. {@code g/L}; {@code 1} for dimensionless
 * @param description the field's standard term, e.g. "substrate (glucose) concentration"
 * @param lower smallest physically sensible value; may be -∞
 * @param upper largest physically sensible value; may be +∞
 */
public record Quantity(String name, String unit, String description, double lower, double upper) {
  public Quantity {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a quantity needs a name");
    }
    if (!(lower <= upper)) {
      throw new IllegalArgumentException(
          "lower (%s) must not exceed upper (%s) for %s".formatted(lower, upper, name));
    }
  }

  /** Whether the value is sensible; a NaN is not. */
  public boolean contains(double value) {
    return value >= lower && value <= upper;
  }

  /** The sensible range in words, e.g. {@code from 0.0 to 3.0 L}. */
  public String range() {
    return "from %s to %s %s".formatted(lower, upper, unit);
  }
}
