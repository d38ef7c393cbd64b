package io.biopilot.mpc.control;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.linalg.VecRows;
import io.biopilot.twin.model.InputSchedule;
import java.util.List;

/**
 * What is meant to be done, and what is expected of it.
 *
 * @param madeFor time (h since batch start) of the estimate it starts from
 * @param inputs planned levels and impulses from {@code madeFor} on, in the model's schema order
 * @param times grid of the prediction (h), increasing, the first is {@code madeFor}
 * @param states predicted state mean, one row a time
 * @param deviations predicted standard deviation, one row a time
 * @param activeConstraints limits that shape the plan, in words for the operator, most important
 *     first, e.g. "feed held by DO ≥ 20 %"
 */
public record Plan(
    double madeFor,
    InputSchedule inputs,
    Vec times,
    List<Vec> states,
    List<Vec> deviations,
    List<String> activeConstraints) {
  public Plan {
    activeConstraints = List.copyOf(activeConstraints);
    states = VecRows.packed(states);
    deviations = VecRows.packed(deviations);
  }
}
