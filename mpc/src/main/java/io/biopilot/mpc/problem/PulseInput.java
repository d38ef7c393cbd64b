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
 * @param grid doses are given at multiples of this (h since batch start)
 */
public record PulseInput(
    int impulse,
    Knob minimum,
    Knob maximum,
    Knob step,
    Knob spacing,
    Knob most,
    Knob budget,
    Knob grid) {
  public PulseInput {
    if (!(minimum.value() > 0.0) || !(maximum.value() >= minimum.value())) {
      throw new IllegalArgumentException(
          "doses need 0 < minimum (%s) <= maximum (%s)"
              .formatted(minimum.value(), maximum.value()));
    }
    if (!(step.value() > 0.0) || !(grid.value() > 0.0) || !(spacing.value() >= 0.0)) {
      throw new IllegalArgumentException(
          "doses need a positive step (%s) and grid (%s) and a spacing (%s) not below 0"
              .formatted(step.value(), grid.value(), spacing.value()));
    }
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
        new Knob(name + ".grid", 0.25));
  }

  public PulseInput withStep(double value) {
    return new PulseInput(
        impulse, minimum, maximum, new Knob(step.name(), value), spacing, most, budget, grid);
  }

  public PulseInput withSpacing(double hours) {
    return new PulseInput(
        impulse, minimum, maximum, step, new Knob(spacing.name(), hours), most, budget, grid);
  }

  public PulseInput withMost(double number) {
    return new PulseInput(
        impulse, minimum, maximum, step, spacing, new Knob(most.name(), number), budget, grid);
  }

  public PulseInput withBudget(double amount) {
    return new PulseInput(
        impulse, minimum, maximum, step, spacing, most, new Knob(budget.name(), amount), grid);
  }

  public PulseInput withGrid(double hours) {
    return new PulseInput(
        impulse, minimum, maximum, step, spacing, most, budget, new Knob(grid.name(), hours));
  }
}
