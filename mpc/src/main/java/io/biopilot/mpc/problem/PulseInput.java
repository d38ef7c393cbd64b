package io.biopilot.mpc.problem;

/**
 * What holds for one impulsive input: a bolus of feed, an inducer, a ligand.
 *
 * @param impulse index in the schema's impulses
 * @param minimum smallest dose the pump can give (the impulse's unit)
 * @param maximum largest dose
 * @param step doses are multiples of it
 * @param spacing settle time between two doses (h)
 * @param most largest number of doses in a batch
 * @param budget most in a batch
 * @param grid doses are given at multiples of this after {@code from} (h); 0 for any time
 * @param from earliest time of a dose (h since batch start)
 */
public record PulseInput(
    int impulse,
    Knob minimum,
    Knob maximum,
    Knob step,
    Knob spacing,
    Knob most,
    Knob budget,
    Knob grid,
    Knob from) {
  public PulseInput {
    if (!(minimum.value() > 0.0) || !(maximum.value() >= minimum.value())) {
      throw new IllegalArgumentException(
          "doses need 0 < minimum (%s) <= maximum (%s)"
              .formatted(minimum.value(), maximum.value()));
    }
    if (!(step.value() > 0.0) || !(grid.value() >= 0.0) || !(spacing.value() >= 0.0)) {
      throw new IllegalArgumentException(
          "doses need a positive step (%s), and a grid (%s) and a spacing (%s) not below 0"
              .formatted(step.value(), grid.value(), spacing.value()));
    }
    Knob.requireNotNegative(most, budget);
  }

  /** This input with the values in force as the declared ones. */
  PulseInput in(Values values) {
    return new PulseInput(
        impulse,
        minimum.in(values),
        maximum.in(values),
        step.in(values),
        spacing.in(values),
        most.in(values),
        budget.in(values),
        grid.in(values),
        from.in(values));
  }

  /**
   * Doses from minimum to maximum in steps, on a grid of the spacing, with knobs named after it.
   */
  public static PulseInput of(int impulse, String name, double minimum, double maximum) {
    return new PulseInput(
        impulse,
        new Knob(name + ".minimum", minimum),
        new Knob(name + ".maximum", maximum),
        new Knob(name + ".step", minimum),
        new Knob(name + ".spacing", 0.0),
        new Knob(name + ".most", Double.POSITIVE_INFINITY),
        new Knob(name + ".budget", Double.POSITIVE_INFINITY),
        new Knob(name + ".grid", 0.25),
        new Knob(name + ".from", 0.0));
  }

  public PulseInput withStep(double value) {
    Knob knob = new Knob(step.name(), value);
    return new PulseInput(impulse, minimum, maximum, knob, spacing, most, budget, grid, from);
  }

  public PulseInput withSpacing(double hours) {
    Knob knob = new Knob(spacing.name(), hours);
    return new PulseInput(impulse, minimum, maximum, step, knob, most, budget, grid, from);
  }

  public PulseInput withMost(double number) {
    Knob knob = new Knob(most.name(), number);
    return new PulseInput(impulse, minimum, maximum, step, spacing, knob, budget, grid, from);
  }

  public PulseInput withBudget(double amount) {
    Knob knob = new Knob(budget.name(), amount);
    return new PulseInput(impulse, minimum, maximum, step, spacing, most, knob, grid, from);
  }

  public PulseInput withGrid(double hours) {
    Knob knob = new Knob(grid.name(), hours);
    return new PulseInput(impulse, minimum, maximum, step, spacing, most, budget, knob, from);
  }

  public PulseInput withFrom(double hours) {
    Knob knob = new Knob(from.name(), hours);
    return new PulseInput(impulse, minimum, maximum, step, spacing, most, budget, grid, knob);
  }
}
