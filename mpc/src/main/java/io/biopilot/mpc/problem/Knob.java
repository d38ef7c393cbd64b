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
}
