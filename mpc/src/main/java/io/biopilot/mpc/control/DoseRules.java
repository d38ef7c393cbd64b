package io.biopilot.mpc.control;

import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.PulseInput;
import io.biopilot.mpc.problem.Values;
import io.biopilot.twin.linalg.Vec;
import java.util.List;

/** What the pumps can give from now on, by pulse. */
final class DoseRules {

  private static final double SLACK = 1e-9;

  private final OptimalControlProblem problem;
  private final Values values;
  private final PastInputs past;
  private final Vec dosed;

  DoseRules(OptimalControlProblem problem, Values values, PastInputs past, Vec dosed) {
    this.problem = problem;
    this.values = values;
    this.past = past;
    this.dosed = dosed;
  }

  int pulses() {
    return problem.pulses().size();
  }

  private PulseInput pulse(int p) {
    return problem.pulses().get(p);
  }

  double step(int p) {
    return values.of(pulse(p).step());
  }

  double spacing(int p) {
    return values.of(pulse(p).spacing());
  }

  /** Doses are given at multiples of it (h); 0 where they may be given at any time. */
  double grid(int p) {
    return values.of(pulse(p).grid());
  }

  /** Smallest dose, a multiple of the step. */
  double least(int p) {
    return step(p) * Math.ceil(values.of(pulse(p).minimum()) / step(p) - SLACK);
  }

  /** Largest dose, a multiple of the step. */
  double most(int p) {
    double largest = Math.min(values.of(pulse(p).maximum()), left(p));
    return step(p) * Math.floor(largest / step(p) + SLACK);
  }

  /** What is left of the budget. */
  double left(int p) {
    return values.of(pulse(p).budget()) - dosed.get(p);
  }

  /** How many doses are left; may be infinite. */
  double count(int p) {
    return Math.min(
        values.of(pulse(p).most()) - past.doses(pulse(p)), Math.floor(left(p) / least(p) + SLACK));
  }

  /** Earliest time of the next dose (h). */
  double earliest(int p) {
    return Math.max(values.of(pulse(p).from()), past.lastDose(pulse(p)) + spacing(p));
  }

  /** Whether amounts, with the smallest ones where they are not settled, stay in the budget. */
  boolean fits(List<PlannedDose> doses) {
    for (int p = 0; p < pulses(); p++) {
      double sum = 0.0;
      for (PlannedDose dose : doses) {
        if (dose.pulse() == p) {
          sum += dose.fixed() ? dose.amount() : least(p);
          if (dose.fixed()
              && (dose.amount() < least(p) * (1.0 - SLACK)
                  || dose.amount() > most(p) * (1.0 + SLACK))) {
            return false;
          }
        }
      }
      if (sum > left(p) + SLACK * Math.max(1.0, sum)) {
        return false;
      }
    }
    return true;
  }
}
