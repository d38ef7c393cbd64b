package io.biopilot.mpc.problem;

/**
 * A number of the problem that the operator may override by its name while the batch runs.
 *
 * @param name unique in its problem, e.g. {@code DO.lower}
 * @param value as declared; ±∞ where the limit is absent
 */
public record Knob(String name, double value) {
  public Knob {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a knob needs a name");
    }
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException("%s must be a number".formatted(name));
    }
  }

  /** This knob with the value in force as the declared one. */
  Knob in(Values values) {
    return new Knob(name, values.of(this));
  }

  /**
   * @throws IllegalArgumentException for the first one that is below 0
   */
  static void requireNotNegative(Knob... knobs) {
    for (Knob knob : knobs) {
      if (knob.value < 0.0) {
        throw new IllegalArgumentException(
            "%s is %s, expected a number from 0 on".formatted(knob.name, knob.value));
      }
    }
  }
}
