package io.biopilot.agent.loop;

/**
 * What is fed while there is no plan: the recipe's exponential feed, cut by a DO override. No
 * doses.
 *
 * <p>F(t) = min(highest, first · e^(growth · (t − start))) from {@code start} on, 0 before; times
 * (DO − floor)/(full − floor) within 0 to 1.
 *
 * @param actuator the feed
 * @param start h since batch start
 * @param first L/h
 * @param growth 1/h
 * @param highest L/h
 * @param oxygenTag name of the tag that the override looks at; without a usable reading the feed is
 *     zero
 * @param floor reading at which the feed is zero
 * @param full reading from which on the feed is whole
 */
public record FallbackFeed(
    String actuator,
    double start,
    double first,
    double growth,
    double highest,
    String oxygenTag,
    double floor,
    double full) {
  public FallbackFeed {
    if (!(floor < full)) {
      throw new IllegalArgumentException(
          "the override's floor (%s) must be below its full reading (%s)".formatted(floor, full));
    }
  }

  /**
   * @param hours since batch start
   * @param oxygen reading; NaN if there is none
   */
  public double rate(double hours, double oxygen) {
    if (hours < start || Double.isNaN(oxygen)) {
      return 0;
    }
    double recipe = Math.min(highest, first * Math.exp(growth * (hours - start)));
    return recipe * Math.max(0, Math.min(1, (oxygen - floor) / (full - floor)));
  }
}
