package io.biopilot.agent.web;

/**
 * A fed-batch of E. coli with overflow, oxygen transfer and an induced product, small but
 * plausible: for tests of the page that must not wait for the simulator. Monod uptake, Sonnleitner
 * and Käppeli's (1986) bottleneck on oxygen, kLa that the stirrer's loop raises up to a ceiling.
 */
final class StoryPlant {
  static final double FEED_GLUCOSE = 300;

  private static final double STEP_HOURS = 1.0 / 720;

  double hours;
  double volume = 2;
  double biomass = 0.5;
  double glucose = 5;
  double acetate;
  double oxygen = 98;
  double product;
  double inducer;
  double feed;
  double oxygenUptake;

  StoryPlant copy() {
    StoryPlant copy = new StoryPlant();
    copy.hours = hours;
    copy.volume = volume;
    copy.biomass = biomass;
    copy.glucose = glucose;
    copy.acetate = acetate;
    copy.oxygen = oxygen;
    copy.product = product;
    copy.inducer = inducer;
    copy.feed = feed;
    copy.oxygenUptake = oxygenUptake;
    return copy;
  }

  void dose(double grams) {
    inducer += grams / volume;
  }

  void run(double untilHours) {
    while (hours < untilHours - 1e-9) {
      step(Math.min(STEP_HOURS, untilHours - hours));
    }
  }

  private void step(double h) {
    double burden = 1 - 0.35 * inducer / (0.022 + inducer);
    double uptake = 1.1 * burden * glucose / (0.037 + glucose);
    double respired = Math.min(uptake, 0.85 * burden * oxygen / (2 + oxygen));
    double overflow = uptake - respired;
    double acetateUsed = 0.25 * acetate / (0.05 + acetate) * (overflow > 0 ? 0 : 1);
    double made = 0.08 * respired * inducer / (0.022 + inducer);
    double growth = 0.5 * (respired - 0.012) + 0.15 * overflow + 0.35 * acetateUsed - made / 0.6;
    double demand = (1.1 * respired + 0.5 * acetateUsed) * biomass;
    oxygenUptake = demand;
    double kla = Math.min(1_250, Math.max(60, demand * 14_000 / 69));
    double dilution = feed / volume;
    glucose = Math.max(0, glucose + h * (dilution * (FEED_GLUCOSE - glucose) - uptake * biomass));
    acetate =
        Math.max(0, acetate + h * ((0.4 * overflow - acetateUsed) * biomass - dilution * acetate));
    // quasi-steady oxygen, approached with a time constant of a minute
    double settled = Math.max(0.5, 99 - demand * 14_000 / kla);
    oxygen += (settled - oxygen) * Math.min(1, h * 60);
    biomass += h * (growth - dilution) * biomass;
    product += h * (made * biomass - dilution * product);
    inducer -= h * dilution * inducer;
    volume += h * feed;
    hours += h;
  }
}
