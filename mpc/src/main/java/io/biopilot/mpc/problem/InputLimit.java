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
 * @param held whether it is not for the plan to decide and stays at its present value; the limits
 *     then do not matter
 */
public record InputLimit(
    int input,
    Knob lower,
    Knob upper,
    Knob change,
    Knob window,
    Knob movePrice,
    Knob total,
    boolean held) {
  public InputLimit {
    double range = upper.value() - lower.value();
    if (!(range >= 0.0) || Double.isInfinite(range)) {
      throw new IllegalArgumentException(
          "an input needs finite limits, lower (%s = %s) not above upper (%s = %s)"
              .formatted(lower.name(), lower.value(), upper.name(), upper.value()));
    }
    if (!(window.value() > 0.0)) {
      throw new IllegalArgumentException(
          "%s is %s, expected a number above 0".formatted(window.name(), window.value()));
    }
    Knob.requireNotNegative(change, movePrice, total);
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
        new Knob(name + ".total", Double.POSITIVE_INFINITY),
        false);
  }

  /** An input that others set: the plan reckons with its present value. */
  public static InputLimit held(int input, String name) {
    InputLimit range = range(input, name, 0.0, 0.0);
    return new InputLimit(
        input,
        range.lower,
        range.upper,
        range.change,
        range.window,
        range.movePrice,
        range.total,
        true);
  }

  /** This limit with the values in force as the declared ones. */
  InputLimit in(Values values) {
    return new InputLimit(
        input,
        lower.in(values),
        upper.in(values),
        change.in(values),
        window.in(values),
        movePrice.in(values),
        total.in(values),
        held);
  }

  public InputLimit withRate(double most, double hours) {
    return new InputLimit(
        input,
        lower,
        upper,
        new Knob(change.name(), most),
        new Knob(window.name(), hours),
        movePrice,
        total,
        held);
  }

  public InputLimit withMovePrice(double price) {
    return new InputLimit(
        input, lower, upper, change, window, new Knob(movePrice.name(), price), total, held);
  }

  public InputLimit withTotal(double most) {
    return new InputLimit(
        input, lower, upper, change, window, movePrice, new Knob(total.name(), most), held);
  }

  /** Whether the previous value matters. */
  public boolean remembers(Values values) {
    return !held && (values.of(change) < Double.POSITIVE_INFINITY || values.of(movePrice) > 0.0);
  }
}
