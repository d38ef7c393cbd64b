package io.biopilot.simulators.serve;

import java.util.List;

/**
 * Watches a counter that must change at least each five seconds of real time. Armed by its first
 * change; re-armed after a fallback by the next one.
 */
final class Watchdog {

  static final long PATIENCE_MILLIS = 5_000;

  private boolean armed;
  private long value;
  private long changedAt;

  void beat(long newValue, long wallMillis) {
    if (newValue != value || !armed) {
      armed = true;
      changedAt = wallMillis;
      value = newValue;
    }
  }

  /** True from the moment the counter has stood still for too long; then no longer armed. */
  boolean expired(long wallMillis) {
    if (!armed || wallMillis - changedAt <= PATIENCE_MILLIS) {
      return false;
    }
    armed = false;
    return true;
  }

  long value() {
    return value;
  }

  List<Long> image() {
    return List.of(value, changedAt, armed ? 1L : 0L);
  }

  void restore(List<Long> image) {
    value = image.get(0);
    changedAt = image.get(1);
    armed = image.get(2) == 1;
  }
}
