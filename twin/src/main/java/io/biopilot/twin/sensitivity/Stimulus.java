package io.biopilot.twin.sensitivity;

import io.biopilot.twin.linalg.Vec;
import java.util.List;

/**
 * What acts on the system over time: piecewise constant levels and pulses.
 *
 * @param times start of each level, strictly increasing; the first level also holds before its time
 * @param levels one vector a time
 * @param pulses sorted by time; several at one time act in the order of the list, before a switch
 */
public record Stimulus(Vec times, List<Vec> levels, List<Pulse> pulses) {

  /** An amount given at once; {@code jump} is the index in the field's jumps. */
  public record Pulse(double time, int jump, double amount) {}

  public Stimulus {
    levels = List.copyOf(levels);
    pulses = List.copyOf(pulses);
    if (times.size() == 0 || times.size() != levels.size()) {
      throw new IllegalArgumentException(
          "a stimulus needs one vector of levels a time: %d times, %d vectors"
              .formatted(times.size(), levels.size()));
    }
    for (int i = 1; i < times.size(); i++) {
      if (!(times.get(i) > times.get(i - 1))) {
        throw new IllegalArgumentException(
            "times must increase strictly: %s follows %s"
                .formatted(times.get(i), times.get(i - 1)));
      }
    }
    for (int i = 1; i < pulses.size(); i++) {
      if (pulses.get(i).time() < pulses.get(i - 1).time()) {
        throw new IllegalArgumentException("pulses must be sorted by time");
      }
    }
  }

  /** Constant levels, no pulses. */
  public static Stimulus constant(double... levels) {
    return new Stimulus(Vec.of(0.0), List.of(Vec.of(levels)), List.of());
  }

  /** Index of the levels in force at t; at a switch, of those that begin there. */
  int indexAt(double t) {
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
    return low;
  }
}
