package io.biopilot.mpc.control;

import io.biopilot.mpc.transcription.Grid;
import io.biopilot.mpc.transcription.MultipleShooting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A dose of a plan under way.
 *
 * @param pulse index in the problem's pulses
 * @param time h since batch start
 * @param fixed whether its amount is settled
 */
record PlannedDose(int pulse, double time, double amount, boolean fixed) {

  PlannedDose withTime(double other) {
    return new PlannedDose(pulse, other, amount, fixed);
  }

  PlannedDose settled(double given) {
    return new PlannedDose(pulse, time, given, true);
  }

  /** The doses at a point of a program, in the order of time. */
  static List<PlannedDose> of(MultipleShooting program, double[] z) {
    List<PlannedDose> doses = new ArrayList<>();
    for (int k = 0; k < program.grid().intervals(); k++) {
      int at = program.doseAt(k);
      for (Grid.Slot slot : program.grid().doses().get(k)) {
        double amount = slot.chosen() ? z[at++] : slot.amount();
        double offset = slot.moves() ? z[program.momentAt(k)] : slot.from();
        double time = program.timeOf(k, z) + offset;
        doses.add(new PlannedDose(slot.pulse(), time, amount, !slot.chosen()));
      }
    }
    doses.sort(Comparator.comparingDouble(PlannedDose::time));
    return doses;
  }
}
