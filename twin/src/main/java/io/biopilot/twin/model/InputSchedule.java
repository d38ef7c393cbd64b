package io.biopilot.twin.model;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.linalg.VecRows;
import java.util.List;

/**
 * What is done to the process over time: piecewise constant levels and timed impulses.
 *
 * @param times start of each level (h), strictly increasing; the first level also holds before its
 *     time, the last one for ever
 * @param levels one vector a time, in the order of the schema's inputs
 * @param impulses sorted by time
 */
public record InputSchedule(Vec times, List<Vec> levels, List<TimedImpulse> impulses) {

  /**
   * An amount given at once. Impulse is the index in the schema's impulses; amount in its unit;
   * time in h.
   */
  public record TimedImpulse(double time, int impulse, double amount) {}

  public InputSchedule {
    levels = levels instanceof VecRows ? levels : List.copyOf(levels);
    impulses = List.copyOf(impulses);
    if (times.size() == 0 || times.size() != levels.size()) {
      throw new IllegalArgumentException(
          "a schedule needs one vector of levels a time: %d times, %d vectors"
              .formatted(times.size(), levels.size()));
    }
    for (int i = 1; i < times.size(); i++) {
      if (!(times.get(i) > times.get(i - 1))) {
        throw new IllegalArgumentException(
            "times must increase strictly: %s follows %s"
                .formatted(times.get(i), times.get(i - 1)));
      }
    }
    for (int i = 1; i < impulses.size(); i++) {
      if (impulses.get(i).time() < impulses.get(i - 1).time()) {
        throw new IllegalArgumentException("impulses must be sorted by time");
      }
    }
  }

  /** Constant levels for ever, no impulses. */
  public static InputSchedule constant(double... levels) {
    return new InputSchedule(Vec.of(0.0), List.of(Vec.of(levels)), List.of());
  }

  /** The levels in force at t; at a switch, those that begin there. */
  public Vec levelsAt(double t) {
    int low = 0;
    int high = times.size();
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (times.get(middle) <= t) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return levels.get(low);
  }
}
