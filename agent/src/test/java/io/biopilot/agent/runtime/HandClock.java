package io.biopilot.agent.runtime;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.TreeMap;

/**
 * A clock and its timers that only a test moves. What the clock shows may be set; the timers go by
 * the time that has really passed.
 */
final class HandClock implements Timers {

  private record Timer(long dueMillis, long id) {}

  private final TreeMap<Timer, Runnable> timers =
      new TreeMap<>(Comparator.comparingLong(Timer::dueMillis).thenComparingLong(Timer::id));
  private Instant shown;
  private long passedMillis;
  private long lateMillis;
  private long ids;

  HandClock(Instant start) {
    shown = start;
  }

  InstantSource wall() {
    return () -> shown;
  }

  Instant now() {
    return shown;
  }

  /** From now on each timer comes so much after its time. */
  void lateBy(Duration late) {
    lateMillis = late.toMillis();
  }

  /** Time passes, and timers fire when they are due. */
  void advance(Duration by) {
    long end = passedMillis + by.toMillis();
    while (!timers.isEmpty() && timers.firstKey().dueMillis() + lateMillis <= end) {
      pass(timers.firstKey().dueMillis() + lateMillis - passedMillis);
      timers.pollFirstEntry().getValue().run();
    }
    pass(end - passedMillis);
  }

  /** Time passes while nothing runs. */
  void pause(Duration by) {
    pass(by.toMillis());
  }

  /** Somebody sets the clock. */
  void set(Instant to) {
    shown = to;
  }

  private void pass(long millis) {
    long forward = Math.max(0, millis);
    passedMillis += forward;
    shown = shown.plusMillis(forward);
  }

  @Override
  public long after(long millis, Runnable work) {
    long id = ids++;
    timers.put(new Timer(passedMillis + millis, id), work);
    return id;
  }

  @Override
  public void cancel(long timer) {
    timers.keySet().removeIf(known -> known.id() == timer);
  }

  @Override
  public void every(long millis, Runnable work) {
    after(
        millis,
        () -> {
          work.run();
          every(millis, work);
        });
  }
}
