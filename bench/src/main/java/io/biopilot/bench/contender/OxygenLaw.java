package io.biopilot.bench.contender;

import org.jspecify.annotations.Nullable;

/**
 * How operators feed by oxygen (a DO-stat): nothing until the batch's glucose is used up, which the
 * oxygen shows by rising; then an exponential feed that the culture can follow, held back by a PI
 * law as soon as the head-room of stirrer and air comes to its end.
 *
 * <p>The head-room is told as the DO that full stirring and aeration would give, r = 99 − (99 − DO)
 * (N/1200)^1.5 (Q/120)^0.4 (%), which needs the form of gas transfer only.
 *
 * <p>F ← min(cap, F + K (e − e₋ + e Δt / T)), e = r − target; cap = first e^(growth (t − t₀)).
 *
 * @param rise of the head-room over its least so far that ends the batch phase (%)
 * @param first feed at its begin (L/h)
 * @param growth of the cap (1/h)
 * @param target head-room (%)
 * @param gain K (L/h for 1 %)
 * @param reset T (h)
 */
record OxygenLaw(
    double rise, double first, double growth, double target, double gain, double reset) {

  /** Found by {@code biopilot bench loop tune} on seeds 101-120. */
  static final OxygenLaw TUNED = new OxygenLaw(12, 0.010, 0.127, 28, 0.00157, 0.078);

  private static final double SATURATION = 99;
  private static final double HIGHEST = 0.15;
  private static final double RATE_CHANGE = 0.03;

  /** Least time from inoculation at which feed may begin (h): the oxygen starts out full. */
  private static final double EARLIEST = 2;

  /** Head-room above which the culture is not yet believed to breathe (%). */
  private static final double BREATHING = 90;

  /** Share of a new value in the smoothed head-room, for ticks of one minute. */
  private static final double NEW = 0.3;

  /**
   * What the law remembers.
   *
   * @param reserve smoothed head-room (%)
   * @param least smoothed head-room so far (%)
   * @param began feed (h); infinity before
   */
  record Memory(double reserve, double least, double began)
      implements io.biopilot.mpc.control.Memory {}

  /**
   * Next feed.
   *
   * @param feed L/h
   */
  record Move(double feed, Memory memory) {}

  /** What the plant shows: DO (%), stirrer (1/min), air (L/h). */
  record Shown(double oxygen, double stirrer, double air) {
    double reserve() {
      double transfer = Math.pow(stirrer / 1200, 1.5) * Math.pow(air / 120, 0.4);
      return SATURATION - (SATURATION - oxygen) * transfer;
    }
  }

  /**
   * Feeds in force within the last half hour (L/h): now, least and most.
   *
   * @param now in force
   */
  record Past(double now, double least, double most) {}

  Move next(double hours, double tick, Shown shown, Past past, @Nullable Memory before) {
    double seen = shown.reserve();
    double reserve = before == null ? seen : before.reserve() + NEW * (seen - before.reserve());
    double least = Math.min(reserve, before == null ? seen : before.least());
    double began = before == null ? Double.POSITIVE_INFINITY : before.began();
    if (began > hours && hours > EARLIEST && least < BREATHING && reserve > least + rise) {
      began = hours;
    }
    Memory memory = new Memory(reserve, least, began);
    if (before == null || began > hours) {
      return new Move(0, memory);
    }
    double error = reserve - target;
    double change = gain * (reserve - before.reserve() + error * tick / reset);
    double cap = Math.min(HIGHEST, first * Math.exp(growth * (hours - began)));
    double wanted = began == hours ? first : past.now() + change;
    double allowed =
        Math.max(past.most() - RATE_CHANGE, Math.min(past.least() + RATE_CHANGE, wanted));
    return new Move(Math.max(0, Math.min(cap, allowed)), memory);
  }
}
