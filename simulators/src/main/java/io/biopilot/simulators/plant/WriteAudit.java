package io.biopilot.simulators.plant;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Counts every write outside the limits on feed and doses.
 *
 * <p>The feed's limit on change holds within each window of half an hour: a new value may differ
 * from none in force within the last half hour by more than the limit. Stopping the pump is always
 * allowed, and afterwards the window begins at zero. Times between writes are forgiven the seconds
 * that a write may be under way.
 */
final class WriteAudit {

  /** Allowance for rounding: values are written with at most nine figures. */
  private static final double ROUNDING = 1e-9;

  /** What a write may be late by on its way when time runs by the clock (s of plant time). */
  private static final int UNDER_WAY_SECONDS = 30;

  /** A feed rate and the batch time at which it ceased to be in force (s). */
  private record Past(double rate, long untilSecond) {}

  private final Limits limits;
  private final Deque<Past> past = new ArrayDeque<>();
  private double feed;
  private long unsafe;
  private long lastDoseSecond = Long.MIN_VALUE;
  private double dosed;

  WriteAudit(Limits limits) {
    this.limits = limits;
  }

  /** A refused write of any kind: out of range or not a number. */
  void refused() {
    unsafe++;
  }

  /** The feed is set to a rate (L/h) within its range, at a batch time (s). */
  void feed(double rate, long second) {
    long begin = windowBegin(second);
    past.addLast(new Past(feed, second));
    while (past.getFirst().untilSecond() <= begin && past.size() > 1) {
      past.removeFirst();
    }
    if (rate == 0) {
      past.clear();
    } else if (changesTooFast(rate, begin)) {
      unsafe++;
    }
    feed = rate;
  }

  private long windowBegin(long second) {
    return second - limits.feedWindowSeconds() + UNDER_WAY_SECONDS;
  }

  private boolean changesTooFast(double rate, long begin) {
    for (Past earlier : past) {
      boolean recent = earlier.untilSecond() > begin;
      if (recent && Math.abs(rate - earlier.rate()) > limits.feedChange() + ROUNDING) {
        return true;
      }
    }
    return false;
  }

  /** A dose (g) of allowed size is run at a batch time (s). */
  void dose(double grams, long second) {
    Limits.DoseLimits dose = limits.dose();
    double steps = grams / dose.step();
    boolean offStep = Math.abs(steps - Math.rint(steps)) > 1e-6;
    boolean tooSoon =
        lastDoseSecond != Long.MIN_VALUE
            && second - lastDoseSecond < dose.apartSeconds() - UNDER_WAY_SECONDS;
    dosed += grams;
    if (offStep || tooSoon || dosed > dose.total() + ROUNDING) {
      unsafe++;
    }
    lastDoseSecond = second;
  }

  long unsafe() {
    return unsafe;
  }

  double dosed() {
    return dosed;
  }

  List<Double> image() {
    List<Double> image = new ArrayList<>();
    image.add(feed);
    image.add((double) unsafe);
    image.add((double) lastDoseSecond);
    image.add(dosed);
    for (Past earlier : past) {
      image.add(earlier.rate());
      image.add((double) earlier.untilSecond());
    }
    return image;
  }

  void restore(List<Double> image) {
    feed = image.get(0);
    unsafe = image.get(1).longValue();
    lastDoseSecond = image.get(2).longValue();
    dosed = image.get(3);
    past.clear();
    for (int i = 4; i < image.size(); i += 2) {
      past.addLast(new Past(image.get(i), image.get(i + 1).longValue()));
    }
  }
}
