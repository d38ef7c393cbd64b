package io.biopilot.mpc.transcription;

import io.biopilot.twin.linalg.Vec;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the intervals lie and at which nodes doses may be given.
 *
 * @param times of the nodes (h since batch start), strictly increasing
 * @param doses what is given at the beginning of each interval, one list an interval
 * @param free whether all intervals stretch by a common factor with the free end; they are then of
 *     equal length
 */
public record Grid(Vec times, List<List<Slot>> doses, boolean free) {

  /**
   * A place for one dose in an interval.
   *
   * @param pulse index in the problem's pulses
   * @param amount fixed amount, or NaN where it is to be chosen
   * @param least smallest amount to choose
   * @param most largest amount to choose
   * @param from earliest time, from the interval's beginning (h)
   * @param to latest such time; the time is to be chosen where it lies behind {@code from}
   */
  public record Slot(int pulse, double amount, double least, double most, double from, double to) {
    /** An amount from 0 on, at the interval's beginning. */
    public static Slot choose(int pulse, double most) {
      return choose(pulse, 0.0, most);
    }

    public static Slot choose(int pulse, double least, double most) {
      return new Slot(pulse, Double.NaN, least, most, 0.0, 0.0);
    }

    public static Slot fixed(int pulse, double amount) {
      return new Slot(pulse, amount, amount, amount, 0.0, 0.0);
    }

    /** The same at another time. */
    public Slot at(double offset) {
      return within(offset, offset);
    }

    /** The same at a time to be chosen. */
    public Slot within(double earliest, double latest) {
      return new Slot(pulse, amount, least, most, earliest, latest);
    }

    public boolean chosen() {
      return Double.isNaN(amount);
    }

    public boolean moves() {
      return to > from;
    }
  }

  public Grid {
    List<List<Slot>> copy = new ArrayList<>();
    doses.forEach(list -> copy.add(List.copyOf(list)));
    doses = List.copyOf(copy);
    if (times.size() < 2 || doses.size() != times.size() - 1) {
      throw new IllegalArgumentException(
          "a grid needs at least two times (%d) and one list of doses an interval (%d)"
              .formatted(times.size(), doses.size()));
    }
    for (int k = 1; k < times.size(); k++) {
      if (!(times.get(k) > times.get(k - 1))) {
        throw new IllegalArgumentException("times of a grid must increase strictly");
      }
      requirePlaces(doses.get(k - 1), times.get(k) - times.get(k - 1), free);
    }
  }

  private static void requirePlaces(List<Slot> slots, double length, boolean free) {
    long moving = slots.stream().filter(Slot::moves).count();
    for (Slot slot : slots) {
      boolean inside = slot.from() >= 0.0 && slot.to() >= slot.from() && slot.to() < length;
      boolean placed = slot.to() > 0.0;
      if (!inside || (placed && free) || (moving > 0 && placed && !slot.moves()) || moving > 1) {
        throw new IllegalArgumentException(
            "a dose at %s to %s h of an interval of %s h: doses lie inside, with a free end at its beginning, and one that moves is the only one behind the beginning"
                .formatted(slot.from(), slot.to(), length));
      }
    }
  }

  /** Equal intervals without doses. */
  public static Grid uniform(double from, double step, int intervals) {
    double[] times = new double[intervals + 1];
    List<List<Slot>> none = new ArrayList<>();
    for (int k = 0; k <= intervals; k++) {
      times[k] = from + k * step;
      if (k < intervals) {
        none.add(List.of());
      }
    }
    return new Grid(Vec.of(times), none, false);
  }

  public Grid withDoses(List<List<Slot>> slots) {
    return new Grid(times, slots, free);
  }

  public Grid withFreeEnd() {
    return new Grid(times, doses, true);
  }

  public int intervals() {
    return doses.size();
  }

  public double length(int interval) {
    return times.get(interval + 1) - times.get(interval);
  }

  /** Whether the time of a dose in the interval is to be chosen. */
  boolean moving(int interval) {
    return interval < doses.size() && doses.get(interval).stream().anyMatch(Slot::moves);
  }

  /** Number of amounts to be chosen at the node. */
  int choices(int node) {
    return node < doses.size() ? (int) doses.get(node).stream().filter(Slot::chosen).count() : 0;
  }
}
