package io.biopilot.simulators.plant;

/** What an instrument can look at in a plant; values are true, but for the oxygen probe's. */
public enum Quantity {
  /** Dissolved oxygen in the liquid (% of air saturation). */
  OXYGEN,
  /** What the lagging and drifting oxygen probe feels (% of air saturation). */
  OXYGEN_AT_PROBE,
  /** Biomass, dry (g/L). */
  BIOMASS,
  /** Oxygen uptake rate (g/(L.h)). */
  OXYGEN_UPTAKE,
  /** Carbon dioxide evolution rate (g/(L.h)). */
  CARBON_EVOLUTION,
  /** Liquid volume (L). */
  VOLUME,
  /** Temperature (degC). */
  TEMPERATURE,
  /** Acidity (pH). */
  ACIDITY,
  /** Stirrer speed (1/min). */
  STIRRER,
  /** Air flow (L/h). */
  AIR,
  /** Feed rate as the pump believes (L/h). */
  FEED_RATE,
  /** Feed since inoculation as the pump's counter believes (L). */
  FEED_TOTAL,
  /** Glucose (g/L). */
  GLUCOSE,
  /** Acetate (g/L). */
  ACETATE,
  /** Product (g/L). */
  PRODUCT,
  /** Inducer (g/L). */
  INDUCER,
  /** Enzyme, product in biomass (mg/g). */
  ENZYME,
  /** Share of the glucose uptake that the shock of induction has left. */
  SHOCK,
  /** Share of the recovery from that shock. */
  RECOVERED
}
