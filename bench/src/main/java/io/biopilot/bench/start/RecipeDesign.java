package io.biopilot.bench.start;

import io.biopilot.simulators.device.Reading;
import io.biopilot.simulators.scenario.BatchRun;
import io.biopilot.simulators.scenario.Moves;
import io.biopilot.simulators.scenario.TickRecord;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * One way to run a batch by hand: exponential feed from a time on, cut while DO is low, and some
 * equal doses an hour apart.
 *
 * @param firstFeed L/h
 * @param growth 1/h
 * @param feedStart h
 * @param induction tick of the first dose
 * @param doses how many
 * @param amount g each
 */
record RecipeDesign(
    double firstFeed, double growth, double feedStart, int induction, int doses, double amount) {

  private static final int DOSE_TICKS = 60;
  private static final double HIGHEST_FEED = 0.15;
  private static final double LOW_OXYGEN = 22.0;
  private static final double ENOUGH_OXYGEN = 27.0;

  /** A design drawn from ranges wide enough to show feed and dose effects. */
  static RecipeDesign drawn(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    return new RecipeDesign(
        0.006 + 0.012 * random.nextDouble(),
        0.08 + 0.14 * random.nextDouble(),
        5.0 + 2.0 * random.nextDouble(),
        (int) (60 * (7.0 + 4.0 * random.nextDouble())),
        1 + random.nextInt(3),
        0.01 * (2 + random.nextInt(9)));
  }

  /** Follows the design; keeps the present cut of the feed, so each batch needs its own. */
  BatchRun.Operator operator() {
    return new BatchRun.Operator() {
      private double cut = 1.0;

      @Override
      public Moves act(TickRecord now) {
        for (Reading reading : now.readings()) {
          if (reading.sensor().tag().equals("DO")) {
            cut = next(cut, reading.value());
          }
        }
        return new Moves(cut * feed(now.hours()), dose(now.tick()));
      }
    };
  }

  /** Down by 3 % a minute while oxygen is low, slowly back. */
  private static double next(double cut, double oxygen) {
    if (oxygen < LOW_OXYGEN) {
      return Math.max(0.2, 0.97 * cut);
    }
    return oxygen > ENOUGH_OXYGEN ? Math.min(1.0, 1.005 * cut) : cut;
  }

  private double feed(double hours) {
    return hours < feedStart
        ? 0.0
        : Math.min(HIGHEST_FEED, firstFeed * Math.exp(growth * (hours - feedStart)));
  }

  private double dose(int tick) {
    int since = tick - induction;
    return since >= 0 && since % DOSE_TICKS == 0 && since / DOSE_TICKS < doses ? amount : 0.0;
  }
}
