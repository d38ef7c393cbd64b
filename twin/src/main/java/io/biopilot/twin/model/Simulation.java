package io.biopilot.twin.model;

import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.ode.InitialValueProblem;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Outcome;
import io.biopilot.twin.ode.SaveAt;
import io.biopilot.twin.ode.Solution;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a process model through a schedule.
 *
 * <p>States whose quantity has a lower limit of 0 are kept from going below it (less the absolute
 * tolerance) by rejecting steps.
 *
 * @param integrator method and tolerance
 */
public record Simulation(Integrator integrator) {

  /** From the model's own initial state and parameters. */
  public Solution run(
      ProcessModel model, InputSchedule schedule, double from, double to, SaveAt saveAt) {
    return run(model, model.nominalParameters(), schedule, from, model.initialState(), to, saveAt);
  }

  /** From a given state (state units) at {@code from} to {@code to} (h). */
  public Solution run(
      ProcessModel model,
      Vec parameters,
      InputSchedule schedule,
      double from,
      Vec state,
      double to,
      SaveAt saveAt) {
    ProcessField field = new ProcessField(model, parameters, schedule);
    InitialValueProblem problem =
        field.problem(from, state, to).withLower(lowerBounds(model.schema()));
    return integrator.solve(problem, saveAt);
  }

  /** The outputs y = h(x, u, t) along a solution, one vector a saved time. */
  public static List<Vec> outputs(
      ProcessModel model, Vec parameters, InputSchedule schedule, Solution solution) {
    Schema schema = model.schema();
    int n = schema.states().size();
    int inputs = schema.inputs().size();
    SmoothMap map = model.outputs();
    SmoothMap.Workspace workspace = map.workspace(1);
    double[] p = parameters.toArray();
    double[] x = new double[n + inputs + 1];
    double[] y = new double[schema.outputs().size()];
    List<Vec> outputs = new ArrayList<>();
    for (int i = 0; i < solution.states().size(); i++) {
      double t = solution.times().get(i);
      solution.states().get(i).copyInto(x, 0);
      schedule.levelsAt(t).copyInto(x, n);
      x[n + inputs] = t;
      map.valueInto(x, p, y, workspace);
      outputs.add(Vec.of(y));
    }
    return outputs;
  }

  /** How an integration of the model ended, with the states by name. */
  public static String describe(Schema schema, Outcome outcome) {
    if (outcome instanceof Outcome.LeftDomain left) {
      Quantity state = schema.states().get(left.component());
      return "%s falls below its lower bound (to %s %s) after t = %s, however short the step: the right-hand side drives it out"
          .formatted(state.name(), left.value(), state.unit(), left.time());
    }
    return outcome.describe();
  }

  /** 0 for each state whose lowest sensible value is 0, -∞ for the others. */
  public static Vec lowerBounds(Schema schema) {
    double[] lower = new double[schema.states().size()];
    for (int i = 0; i < lower.length; i++) {
      lower[i] = schema.states().get(i).lower() == 0.0 ? 0.0 : Double.NEGATIVE_INFINITY;
    }
    return Vec.of(lower);
  }
}
