package io.biopilot.twin.sensitivity;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.ode.InitialValueProblem;
import io.biopilot.twin.ode.Stop;
import java.util.ArrayList;
import java.util.List;

/**
 * One trajectory to be computed: from where, how long, under what.
 *
 * @param start time of the initial state
 * @param end last time, after the start
 * @param initial x(start)
 * @param stimulus levels and pulses; pulses before the start or from the end on have no effect
 * @param lower smallest value of each state as in {@link InitialValueProblem}; of length 0 if free
 */
public record Experiment(double start, double end, Vec initial, Stimulus stimulus, Vec lower) {
  public Experiment {
    if (!(end > start)) {
      throw new IllegalArgumentException(
          "an experiment must end after its start: from %s to %s".formatted(start, end));
    }
  }

  /** No bounds on the states. */
  public static Experiment of(double start, double end, Vec initial, Stimulus stimulus) {
    return new Experiment(start, end, initial, stimulus, Vec.zeros(0));
  }

  /** The problem for an integrator. */
  InitialValueProblem problem(BoundField field) {
    List<Stop> stops = new ArrayList<>();
    // pulses first: at a common time they act before the switch (the sort by time is stable)
    for (int i = 0; i < stimulus.pulses().size(); i++) {
      stops.add(Stop.jump(stimulus.pulses().get(i).time(), field.jump(i)));
    }
    for (int i = 1; i < stimulus.times().size(); i++) {
      stops.add(Stop.breakAt(stimulus.times().get(i)));
    }
    return new InitialValueProblem(field, start, initial, end, stops, List.of(), lower);
  }
}
