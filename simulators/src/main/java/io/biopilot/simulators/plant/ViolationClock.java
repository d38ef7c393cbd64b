package io.biopilot.simulators.plant;

import java.util.List;

/** Adds up the time beyond each limit, and keeps the lowest oxygen. */
final class ViolationClock {

  private static final double SECONDS_A_MINUTE = 60;

  private final Limits limits;
  private double oxygen;
  private double acetate;
  private double glucose;
  private double volume;
  private double lowestOxygen = Double.MAX_VALUE;

  ViolationClock(Limits limits) {
    this.limits = limits;
  }

  /** Counts the stretch of the given seconds between two true states of {@link EcoliKinetics}. */
  void count(double[] before, double[] after, boolean feeding, double seconds) {
    double minutes = seconds / SECONDS_A_MINUTE;
    lowestOxygen =
        Math.min(lowestOxygen, Math.min(before[EcoliKinetics.DOT], after[EcoliKinetics.DOT]));
    oxygen +=
        minutes
            * shareAbove(
                limits.oxygen() - before[EcoliKinetics.DOT],
                limits.oxygen() - after[EcoliKinetics.DOT]);
    acetate += minutes * above(before, after, EcoliKinetics.A, limits.acetate());
    volume += minutes * above(before, after, EcoliKinetics.V, limits.volume());
    if (feeding) {
      glucose += minutes * above(before, after, EcoliKinetics.S, limits.glucose());
    }
  }

  private static double above(double[] before, double[] after, int state, double limit) {
    return shareAbove(before[state] - limit, after[state] - limit);
  }

  /** Share of a stretch in which a line from one excess to the other is above zero. */
  static double shareAbove(double before, double after) {
    if (before > 0 && after > 0) {
      return 1;
    }
    if (before <= 0 && after <= 0) {
      return 0;
    }
    return Math.max(before, after) / Math.abs(after - before);
  }

  Truth.Minutes minutes() {
    return new Truth.Minutes(oxygen, acetate, glucose, volume);
  }

  double lowestOxygen() {
    return lowestOxygen;
  }

  List<Double> image() {
    return List.of(oxygen, acetate, glucose, volume, lowestOxygen);
  }

  void restore(List<Double> image) {
    oxygen = image.get(0);
    acetate = image.get(1);
    glucose = image.get(2);
    volume = image.get(3);
    lowestOxygen = image.get(4);
  }
}
