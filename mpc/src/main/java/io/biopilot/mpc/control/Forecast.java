package io.biopilot.mpc.control;

import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.transcription.Scheme;
import io.biopilot.mpc.transcription.Transition;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.InputSchedule.TimedImpulse;
import io.biopilot.twin.model.Model;
import java.util.TreeSet;

/** Carries an estimate to a later time under inputs that are known already. */
final class Forecast {

  private final Model model;
  private final Scheme scheme;

  Forecast(Model model, Scheme scheme, OptimalControlProblem problem) {
    if (problem.schema().states().size() != model.process().schema().states().size()) {
      throw new IllegalArgumentException("the model and the problem have different states");
    }
    this.model = model;
    this.scheme = scheme;
  }

  /** The estimate at the time, by the model's mean and its linearised covariance. */
  Estimate at(Estimate estimate, InputSchedule inputs, double until) {
    TreeSet<Double> stops = new TreeSet<>();
    for (int k = 0; k < inputs.times().size(); k++) {
      stops.add(inputs.times().get(k));
    }
    inputs.impulses().forEach(impulse -> stops.add(impulse.time()));
    stops.add(until);
    Transition transition = new Transition(model.process(), model.parameters(), scheme);
    Estimate now = estimate;
    for (double stop : stops) {
      if (stop > now.time() + 1e-9 && stop <= until + 1e-12) {
        Vec levels = inputs.levelsAt(now.time());
        now = transition.flow(now, levels, stop);
        for (TimedImpulse impulse : inputs.impulses()) {
          if (impulse.time() == stop && stop < until) {
            now = transition.dose(now, impulse.impulse(), impulse.amount());
          }
        }
      }
    }
    return now;
  }
}
