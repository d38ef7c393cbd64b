package io.biopilot.mpc.control;

import io.biopilot.mpc.problem.Horizon;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.PulseInput;
import io.biopilot.mpc.problem.Values;
import io.biopilot.mpc.transcription.Grid;
import io.biopilot.twin.linalg.Vec;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns planned amounts into doses the pump can give, by sum-up rounding: a dose is given as soon
 * as what was planned but not given comes to half a step, so that the sums never part by more than
 * a dose. Keeps minimum, maximum, step, spacing, number and budget. Sager, Math. Program. 133
 * (2012) 1.
 */
final class DoseRounding {

  private static final double SLACK = 1e-9;

  private final OptimalControlProblem problem;
  private final Values values;
  private final PastInputs past;
  private final Vec dosed;

  DoseRounding(OptimalControlProblem problem, Values values, PastInputs past, Vec dosed) {
    this.problem = problem;
    this.values = values;
    this.past = past;
    this.dosed = dosed;
  }

  /**
   * Doses and what is carried over.
   *
   * @param grid with fixed doses
   * @param carried per pulse: planned but not given, up to and including the first node
   */
  record Rounded(Grid grid, Vec carried) {}

  /**
   * @param amounts chosen amounts in the order of the places
   * @param carried from earlier plans
   */
  Rounded round(Grid grid, Vec amounts, Vec carried) {
    List<List<Grid.Slot>> doses = new ArrayList<>();
    for (int k = 0; k < grid.intervals(); k++) {
      doses.add(new ArrayList<>());
    }
    double[] after = carried.toArray();
    for (int p = 0; p < problem.pulses().size(); p++) {
      roundPulse(p, grid, amounts, doses, after);
    }
    return new Rounded(grid.withDoses(doses), Vec.of(after));
  }

  private void roundPulse(
      int p, Grid grid, Vec amounts, List<List<Grid.Slot>> doses, double[] carried) {
    PulseInput pulse = problem.pulses().get(p);
    double owed = carried[p];
    double left = values.of(pulse.budget()) - dosed.get(p);
    double count = values.of(pulse.most()) - past.doses(pulse);
    double last = past.lastDose(pulse);
    int at = 0;
    for (int k = 0; k < grid.intervals(); k++) {
      double time = time(grid, k);
      for (Grid.Slot slot : grid.doses().get(k)) {
        double planned = slot.chosen() ? amounts.get(at++) : 0.0;
        if (slot.pulse() != p || !slot.chosen()) {
          continue;
        }
        owed += planned;
        boolean free = time >= last + values.of(pulse.spacing()) - 1e-6 && count >= 1.0;
        double dose = free ? dose(pulse, owed, Math.min(slot.most(), left)) : 0.0;
        if (dose > 0.0) {
          doses.get(k).add(Grid.Slot.fixed(p, dose));
          owed -= dose;
          left -= dose;
          count -= 1.0;
          last = time;
        }
        if (k == 0) {
          carried[p] = owed;
        }
      }
    }
  }

  /** The time of a node, the earliest it can come to where the end is free. */
  private double time(Grid grid, int node) {
    return problem.horizon() instanceof Horizon.FreeEnd free
        ? grid.times().get(0) + node * values.of(free.shortest()) / grid.intervals()
        : grid.times().get(node);
  }

  /** The multiple of the step nearest to what is owed, if the pump can give it; or 0. */
  private double dose(PulseInput pulse, double owed, double most) {
    double step = values.of(pulse.step());
    double least = values.of(pulse.minimum());
    double wanted = step * Math.floor(owed / step + 0.5 + SLACK);
    double largest = step * Math.floor(Math.min(most, values.of(pulse.maximum())) / step + SLACK);
    double dose = Math.min(wanted, largest);
    if (dose >= least * (1.0 - SLACK)) {
      return dose;
    }
    double up = step * Math.ceil(least / step - SLACK);
    return owed >= 0.5 * least && up <= largest * (1.0 + SLACK) ? up : 0.0;
  }
}
