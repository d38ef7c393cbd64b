package io.biopilot.mpc.control;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.linalg.VecRows;
import io.biopilot.twin.model.InputSchedule.TimedImpulse;
import java.util.List;

/**
 * The last plan as a warm start for the next one.
 *
 * @param times of its nodes (h)
 * @param states at the nodes, the transcription's own included
 * @param prices multipliers of the transitions at the nodes
 * @param inputs from each node on, one less than nodes
 * @param doses as planned before they were rounded
 * @param carried per pulse: planned but not yet given by rounding (amount)
 * @param failures plans in a row that failed since
 * @param others plans of the other scenarios, where they have their own
 * @param margins of a plan with back-off, see {@link Margins}; empty without
 */
record PlanMemory(
    Vec times,
    List<Vec> states,
    List<Vec> prices,
    List<Vec> inputs,
    List<TimedImpulse> doses,
    Vec carried,
    int failures,
    List<PlanMemory> others,
    List<Vec> margins)
    implements Memory {
  PlanMemory {
    states = VecRows.packed(states);
    prices = VecRows.packed(prices);
    inputs = VecRows.packed(inputs);
    doses = List.copyOf(doses);
    others = List.copyOf(others);
    margins = VecRows.packed(margins);
  }

  static PlanMemory empty(int pulses) {
    return new PlanMemory(
        Vec.zeros(0),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Vec.zeros(pulses),
        0,
        List.of(),
        List.of());
  }

  boolean usable() {
    return !inputs.isEmpty() && failures < 2;
  }

  PlanMemory withDoses(List<TimedImpulse> given) {
    return new PlanMemory(times, states, prices, inputs, given, carried, failures, others, margins);
  }

  PlanMemory failed() {
    return new PlanMemory(
        times, states, prices, inputs, doses, carried, failures + 1, others, margins);
  }

  /** The plan of a scenario: its own if it has one, else that of the model as it stands. */
  PlanMemory of(int scenario) {
    return scenario == 0 || scenario > others.size() ? this : others.get(scenario - 1);
  }

  /** Index of the interval that holds the time; the first or last one outside. */
  int intervalAt(double time) {
    int k = 0;
    while (k + 1 < inputs.size() && times.get(k + 1) <= time + 1e-9) {
      k++;
    }
    return k;
  }

  /** Entry of a node list, linear in time between nodes. */
  double at(List<Vec> rows, int entry, double time) {
    int k = intervalAt(time);
    double left = rows.get(k).get(entry);
    double right = rows.get(k + 1).get(entry);
    double share = (time - times.get(k)) / (times.get(k + 1) - times.get(k));
    return left + Math.max(0.0, Math.min(1.0, share)) * (right - left);
  }
}
