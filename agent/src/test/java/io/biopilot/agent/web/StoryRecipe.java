package io.biopilot.agent.web;

import io.biopilot.agent.loop.View;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Exponential feed from depletion on, three doses of inducer. */
final class StoryRecipe {
  static final double HARVEST = 16;

  private static final double FEED_FROM = 5.6;
  private static final double LEVEL_FROM = 12.5;
  private static final double[] DOSE_HOURS = {8, 10.5, 13};
  private static final double[] DOSES = {0.08, 0.05, 0.04};

  private int given;

  /** L/h. */
  static double feed(double hours) {
    if (hours < FEED_FROM) {
      return 0;
    }
    return 0.012
        * Math.exp(0.22 * (Math.min(hours, LEVEL_FROM) - FEED_FROM))
        * (hours < LEVEL_FROM ? 1 : 0.92);
  }

  /** The dose that is to be given at this hour and was not yet (g). */
  Optional<Double> dueDose(double hours) {
    return given < DOSES.length && hours >= DOSE_HOURS[given]
        ? Optional.of(DOSES[given++])
        : Optional.empty();
  }

  List<View.Level> dosesAhead() {
    return IntStream.range(given, DOSES.length)
        .mapToObj(i -> new View.Level(DOSE_HOURS[i], DOSES[i]))
        .toList();
  }
}
