package io.biopilot.mpc.control;

import io.biopilot.mpc.problem.InputLimit;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.PulseInput;
import io.biopilot.mpc.problem.Values;
import io.biopilot.mpc.transcription.Start;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.InputSchedule.TimedImpulse;
import java.util.Arrays;

/** What was done so far, as far as the plan depends on it. */
final class PastInputs {

  private final OptimalControlProblem problem;
  private final Values values;
  private final InputSchedule applied;
  private final double now;

  PastInputs(OptimalControlProblem problem, Values values, InputSchedule applied, double now) {
    this.problem = problem;
    this.values = values;
    this.applied = applied;
    this.now = now;
  }

  Start start(Vec state) {
    int count = problem.schema().inputs().size();
    Vec present = applied.levelsAt(now);
    double[] low = new double[count];
    double[] high = new double[count];
    double[] given = new double[count];
    Arrays.fill(low, Double.NEGATIVE_INFINITY);
    Arrays.fill(high, Double.POSITIVE_INFINITY);
    for (InputLimit limit : problem.inputs()) {
      int i = limit.input();
      given[i] = integral(i);
      double change = limit.held() ? Double.POSITIVE_INFINITY : values.of(limit.change());
      if (change < Double.POSITIVE_INFINITY) {
        range(limit, change, low, high);
      }
    }
    double[] dosed = new double[problem.pulses().size()];
    for (int p = 0; p < dosed.length; p++) {
      dosed[p] = dosed(problem.pulses().get(p));
    }
    return new Start(state, present, Vec.of(low), Vec.of(high), Vec.of(given), Vec.of(dosed));
  }

  /** Any two values in force within the window differ by no more than the change. */
  private void range(InputLimit limit, double change, double[] low, double[] high) {
    int i = limit.input();
    double from = now - values.of(limit.window());
    double least = applied.levelsAt(now).get(i);
    double most = least;
    for (int k = 0; k < applied.times().size(); k++) {
      double end =
          k + 1 < applied.times().size() ? applied.times().get(k + 1) : Double.POSITIVE_INFINITY;
      if (end > from + 1e-9 && applied.times().get(k) <= now) {
        least = Math.min(least, applied.levels().get(k).get(i));
        most = Math.max(most, applied.levels().get(k).get(i));
      }
    }
    low[i] = most - change;
    high[i] = least + change;
    if (low[i] > high[i]) {
      // The past itself broke the limit: stay.
      low[i] = applied.levelsAt(now).get(i);
      high[i] = low[i];
    }
  }

  private double integral(int input) {
    double sum = 0.0;
    for (int k = 0; k < applied.times().size(); k++) {
      double begin = Math.max(0.0, applied.times().get(k));
      double end = k + 1 < applied.times().size() ? applied.times().get(k + 1) : now;
      sum += Math.max(0.0, Math.min(end, now) - begin) * applied.levels().get(k).get(input);
    }
    return sum;
  }

  private double dosed(PulseInput pulse) {
    double sum = 0.0;
    for (TimedImpulse impulse : applied.impulses()) {
      sum += impulse.impulse() == pulse.impulse() ? impulse.amount() : 0.0;
    }
    return sum;
  }

  int doses(PulseInput pulse) {
    return (int) applied.impulses().stream().filter(d -> d.impulse() == pulse.impulse()).count();
  }

  /** Time of the newest dose; −∞ if there was none. */
  double lastDose(PulseInput pulse) {
    double last = Double.NEGATIVE_INFINITY;
    for (TimedImpulse impulse : applied.impulses()) {
      if (impulse.impulse() == pulse.impulse()) {
        last = Math.max(last, impulse.time());
      }
    }
    return last;
  }
}
