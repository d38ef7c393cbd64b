package io.biopilot.mpc.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A reactor that believes nothing: it keeps its own books of what is written to it and fails at the
 * first value outside the limits of the demo's plant (plants.md section 18, lines 7 and 8). It
 * shares no code with the gate.
 */
final class PlantBehindTheGate {

  static final double TICK = 1.0 / 60;
  private static final double SLACK = 1e-9;

  private final Deque<double[]> feeds = new ArrayDeque<>(List.of(new double[] {0, 0}));
  private double time;
  private double volume = 2;
  private double feed;
  private double given;
  private double lastDose = Double.NEGATIVE_INFINITY;
  private long lastId;

  double time() {
    return time;
  }

  double volume() {
    return volume;
  }

  long lastId() {
    return lastId;
  }

  double given() {
    return given;
  }

  double feed() {
    return feed;
  }

  /**
   * @param mayFeed whether anything but zero is allowed
   */
  void write(Map<String, Double> levels, boolean mayFeed) {
    double asked = new TreeMap<>(levels).getOrDefault("Feed", feed);
    assertThat(asked).isFinite().isBetween(0.0, 0.15);
    if (!mayFeed) {
      assertThat(asked).isZero();
    }
    while (feeds.size() > 1 && second(feeds)[0] <= time - 0.5 + SLACK) {
      feeds.removeFirst();
    }
    // A stop is always allowed, and what follows is measured from it.
    if (asked == 0 && feed != 0) {
      feeds.clear();
    }
    for (double[] earlier : feeds) {
      assertThat(Math.abs(asked - earlier[1])).isLessThanOrEqualTo(0.03 + SLACK);
    }
    feeds.addLast(new double[] {time, asked});
    feed = asked;
  }

  /** Runs each id once, as the real one does. */
  void dose(Dose dose) {
    assertThat(dose.id()).isPositive();
    if (dose.id() <= lastId) {
      return;
    }
    double steps = dose.amount() / 0.01;
    assertThat(dose.amount()).isBetween(0.01 - SLACK, 0.1 + SLACK);
    assertThat(steps).isCloseTo(Math.rint(steps), within(1e-6));
    assertThat(time - lastDose).isGreaterThanOrEqualTo(0.25 - SLACK);
    lastId = dose.id();
    lastDose = time;
    given += dose.amount();
    volume += dose.amount() * 0.1;
    assertThat(given).isLessThanOrEqualTo(0.4 + SLACK);
  }

  void advance() {
    time += TICK;
    volume += feed * TICK;
    assertThat(volume).isLessThanOrEqualTo(3 + SLACK);
  }

  private static double[] second(Deque<double[]> queue) {
    var iterator = queue.iterator();
    iterator.next();
    return iterator.next();
  }
}
