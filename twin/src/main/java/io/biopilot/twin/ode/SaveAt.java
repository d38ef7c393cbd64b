package io.biopilot.twin.ode;

import io.biopilot.twin.linalg.Vec;

/**
 * What is kept of a solution. The end is always kept.
 *
 * @param times in the order of integration, within the span; states there come from the dense
 *     output
 * @param steps whether the end of every step is kept
 * @param dense whether the whole solution is kept as a {@link Trajectory}
 */
public record SaveAt(Vec times, boolean steps, boolean dense) {

  /** The end only. */
  public static SaveAt end() {
    return new SaveAt(Vec.zeros(0), false, false);
  }

  /** The given times. */
  public static SaveAt times(double... times) {
    return new SaveAt(Vec.of(times), false, false);
  }

  /** The given times. */
  public static SaveAt times(Vec times) {
    return new SaveAt(times, false, false);
  }

  /** The start, the end of every step, and the state after every jump. */
  public static SaveAt everyStep() {
    return new SaveAt(Vec.zeros(0), true, false);
  }

  /** A function of time. */
  public static SaveAt trajectory() {
    return new SaveAt(Vec.zeros(0), false, true);
  }

  void check(double start, double end) {
    double low = Math.min(start, end);
    double high = Math.max(start, end);
    for (int i = 0; i < times.size(); i++) {
      double t = times.get(i);
      if (!(t >= low && t <= high)) {
        throw new IllegalArgumentException(
            "save time %s lies outside the span from %s to %s".formatted(t, start, end));
      }
      if (i > 0 && (end >= start ? t < times.get(i - 1) : t > times.get(i - 1))) {
        throw new IllegalArgumentException(
            "save times must run from %s to %s, but %s follows %s"
                .formatted(start, end, t, times.get(i - 1)));
      }
    }
  }
}
