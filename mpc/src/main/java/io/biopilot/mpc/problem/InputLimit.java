package io.biopilot.mpc.problem;

/**
 * What holds for one piecewise constant input.
 *
 * @param input index in the schema's inputs
 * @param lower smallest value (the input's unit)
 * @param upper largest value
 * @param change largest difference between two values in force within the window; +∞ without limit
 * @param window h
 * @param movePrice cost of a squared difference between one move and the next; 0 for none
 * @param total most that may be given over the batch (input unit · h); +∞ without limit
 */
public record InputLimit(
    int input, Knob lower, Knob upper, Knob change, Knob window, Knob movePrice, Knob total) {
  public InputLimit {
    if (!Double.isFinite(lower.value()) || !(lower.value() <= upper.value())) {
      throw new IllegalArgumentException(
          "an input needs finite limits, lower (%s = %s) not above upper (%s = %s)"
              .formatted(lower.name(), lower.value(), upper.name(), upper.value()));
    }
  }

  /** Limits on the value alone, with knobs named after the input. */
  public static InputLimit range(int input, String name, double lower, double upper) {
    return new InputLimit(
        input,
        new Knob(name + ".lower", lower),
        new Knob(name + ".upper", upper),
        new Knob(name + ".change", Double.POSITIVE_INFINITY),
        new Knob(name + ".window", 1.0),
        new Knob(name + ".movePrice", 0.0),
        new Knob(name + ".total", Double.POSITIVE_INFINITY));
  }

  public InputLimit withRate(double most, double hours) {
    return new InputLimit(
        input,
        lower,
        upper,
        new Knob(change.name(), most),
        new Knob(window.name(), hours),
        movePrice,
        total);
  }

  public InputLimit withMovePrice(double price) {
    return new InputLimit(
        input, lower, upper, change, window, new Knob(movePrice.name(), price), total);
  }

  public InputLimit withTotal(double most) {
    return new InputLimit(
        input, lower, upper, change, window, movePrice, new Knob(total.name(), most));
  }

  /** Whether the previous value matters. */
  public boolean remembers(Values values) {
    return values.of(change) < Double.POSITIVE_INFINITY || values.of(movePrice) > 0.0;
  }
}
