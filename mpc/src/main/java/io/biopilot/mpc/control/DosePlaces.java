package io.biopilot.mpc.control;

import io.biopilot.mpc.transcription.Grid;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lays doses into the intervals of a plan. */
final class DosePlaces {

  /** Share of an interval that a dose keeps from its ends while it moves. */
  private static final double EDGE = 1e-3;

  private static final double SLACK = 1e-6;

  private final DoseRules rules;
  private final Grid nodes;
  private final Grid places;

  /**
   * @param nodes without doses
   * @param places with a dose to choose wherever one may be given
   */
  DosePlaces(DoseRules rules, Grid nodes, Grid places) {
    this.rules = rules;
    this.nodes = nodes;
    this.places = places;
  }

  /** The doses at their times; amounts that are not settled are to be chosen. */
  Grid laid(List<PlannedDose> doses) {
    return grid(doses, false);
  }

  /**
   * As {@link #laid}, and times may move within their intervals where doses keep their distance.
   */
  Grid moving(List<PlannedDose> doses) {
    return grid(doses, true);
  }

  private Grid grid(List<PlannedDose> doses, boolean moving) {
    List<List<Grid.Slot>> slots = new ArrayList<>();
    for (int k = 0; k < nodes.intervals(); k++) {
      slots.add(new ArrayList<>());
    }
    for (int i = 0; i < doses.size(); i++) {
      PlannedDose dose = doses.get(i);
      int k = intervalAt(dose.time());
      double offset = dose.time() - nodes.times().get(k);
      Grid.Slot slot =
          dose.fixed()
              ? Grid.Slot.fixed(dose.pulse(), dose.amount())
              : Grid.Slot.choose(dose.pulse(), rules.least(dose.pulse()), rules.most(dose.pulse()));
      boolean alone = doses.stream().filter(d -> intervalAt(d.time()) == k).count() == 1;
      slots.get(k).add(moving && alone ? window(i, k, doses, slot) : placed(slot, offset));
    }
    return nodes.withDoses(slots);
  }

  private static Grid.Slot placed(Grid.Slot slot, double offset) {
    return offset > SLACK ? slot.at(offset) : slot;
  }

  /** Half of what is free between a dose and its neighbours of the same kind is its to move in. */
  private Grid.Slot window(int self, int k, List<PlannedDose> doses, Grid.Slot slot) {
    PlannedDose dose = doses.get(self);
    double begin = nodes.times().get(k);
    double edge = EDGE * nodes.length(k);
    double low = Math.max(begin + edge, rules.earliest(dose.pulse()));
    double high = nodes.times().get(k + 1) - edge;
    for (int i = 0; i < doses.size(); i++) {
      PlannedDose other = doses.get(i);
      if (i != self && other.pulse() == dose.pulse()) {
        double room = Math.abs(other.time() - dose.time()) - rules.spacing(dose.pulse());
        double reach = 0.5 * Math.max(0.0, room);
        if (other.time() < dose.time()) {
          low = Math.max(low, dose.time() - reach);
        } else {
          high = Math.min(high, dose.time() + reach);
        }
      }
    }
    return high > low + edge
        ? slot.within(low - begin, high - begin)
        : placed(slot, dose.time() - begin);
  }

  private int intervalAt(double time) {
    int k = 0;
    while (k + 1 < nodes.intervals() && nodes.times().get(k + 1) <= time + SLACK) {
      k++;
    }
    return k;
  }

  /**
   * Doses that stopped at an end of their interval put a little into the next one, if that has no
   * dose.
   */
  List<PlannedDose> hopped(List<PlannedDose> doses) {
    List<PlannedDose> result = new ArrayList<>(doses);
    for (int i = 0; i < doses.size(); i++) {
      PlannedDose dose = doses.get(i);
      int k = intervalAt(dose.time());
      double share = (dose.time() - nodes.times().get(k)) / nodes.length(k);
      int next = share < 3 * EDGE ? k - 1 : share > 1.0 - 3 * EDGE ? k + 1 : k;
      boolean free =
          next >= 0
              && next < nodes.intervals()
              && doses.stream().noneMatch(other -> intervalAt(other.time()) == next);
      if (next != k && free) {
        double offset = (next < k ? 0.95 : 0.05) * nodes.length(next);
        PlannedDose there = dose.withTime(nodes.times().get(next) + offset);
        if (keepsDistance(there, i, result)) {
          result.set(i, there);
        }
      }
    }
    return result;
  }

  private boolean keepsDistance(PlannedDose dose, int self, List<PlannedDose> doses) {
    for (int i = 0; i < doses.size(); i++) {
      PlannedDose other = doses.get(i);
      if (i != self
          && other.pulse() == dose.pulse()
          && Math.abs(other.time() - dose.time()) < rules.spacing(dose.pulse()) - SLACK) {
        return false;
      }
    }
    return dose.time() >= rules.earliest(dose.pulse()) - SLACK;
  }

  /**
   * Every dose that has a grid at the nearest place that keeps its distance from those before; what
   * finds none is lost.
   */
  List<PlannedDose> snapped(List<PlannedDose> doses) {
    List<PlannedDose> result = new ArrayList<>();
    for (PlannedDose dose : doses) {
      if (rules.grid(dose.pulse()) == 0.0) {
        result.add(dose);
        continue;
      }
      double best = Double.NaN;
      for (int k = 0; k < places.intervals(); k++) {
        double time = places.times().get(k);
        boolean place =
            places.doses().get(k).stream().anyMatch(slot -> slot.pulse() == dose.pulse());
        boolean nearer =
            Double.isNaN(best) || Math.abs(time - dose.time()) < Math.abs(best - dose.time());
        if (place && nearer && keepsDistance(dose.withTime(time), -1, result)) {
          best = time;
        }
      }
      if (!Double.isNaN(best)) {
        result.add(dose.withTime(best));
      }
    }
    return result;
  }

  /** The same doses with one at another place, {@code by} places on; null if there is none. */
  @Nullable List<PlannedDose> shifted(List<PlannedDose> doses, int which, int by) {
    PlannedDose dose = doses.get(which);
    int left = by;
    int k = intervalAt(dose.time());
    while (left != 0) {
      k += Integer.signum(by);
      if (k < 0 || k >= places.intervals()) {
        return null;
      }
      if (places.doses().get(k).stream().anyMatch(slot -> slot.pulse() == dose.pulse())) {
        left -= Integer.signum(by);
      }
    }
    PlannedDose there = dose.withTime(places.times().get(k));
    if (!keepsDistance(there, which, doses)) {
      return null;
    }
    List<PlannedDose> result = new ArrayList<>(doses);
    result.set(which, there);
    return result;
  }
}
