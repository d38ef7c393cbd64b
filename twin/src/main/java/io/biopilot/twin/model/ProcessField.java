package io.biopilot.twin.model;

import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.ode.InitialValueProblem;
import io.biopilot.twin.ode.Stop;
import io.biopilot.twin.ode.VectorField;
import java.util.ArrayList;
import java.util.List;

/**
 * A process model driven through a schedule, as a field to integrate: the levels are fixed a smooth
 * piece at a time, every switch and every impulse is a stop. One thread.
 *
 * <p>Time in h. The exact Jacobian and time derivative come from the model's own maps.
 */
public final class ProcessField implements VectorField {

  private static final double[] NO_PARAMETERS = {};

  private final ProcessModel model;
  private final InputSchedule schedule;
  private final SmoothMap dynamics;
  private final SmoothMap.Workspace workspace;
  private final List<SmoothMap.Workspace> jumpWorkspaces = new ArrayList<>();
  private final double[] parameters;
  private final int n;
  private final int inputs;
  private final double[] x;
  private final double[] dx;
  private final double[] wide;
  private final double[] jumpInput;

  /** The model with the given parameter values, in the schema's order. */
  public ProcessField(ProcessModel model, Vec parameters, InputSchedule schedule) {
    Schema schema = model.schema();
    n = schema.states().size();
    inputs = schema.inputs().size();
    if (parameters.size() != schema.parameters().size()) {
      throw new IllegalArgumentException(
          "the model has %d parameters, %d values were given"
              .formatted(schema.parameters().size(), parameters.size()));
    }
    for (int i = 0; i < schedule.levels().size(); i++) {
      if (schedule.levels().get(i).size() != inputs) {
        throw new IllegalArgumentException(
            "the model has %d inputs, but the schedule gives %d levels from %s h on"
                .formatted(inputs, schedule.levels().get(i).size(), schedule.times().get(i)));
      }
    }
    for (InputSchedule.TimedImpulse impulse : schedule.impulses()) {
      if (impulse.impulse() < 0 || impulse.impulse() >= model.jumps().size()) {
        throw new IllegalArgumentException(
            "the model has %d impulses, the schedule gives number %d at %s h"
                .formatted(model.jumps().size(), impulse.impulse(), impulse.time()));
      }
    }
    this.model = model;
    this.schedule = schedule;
    this.parameters = parameters.toArray();
    dynamics = model.dynamics();
    workspace = dynamics.workspace(1);
    for (SmoothMap jump : model.jumps()) {
      jumpWorkspaces.add(jump.workspace(1));
    }
    x = new double[n + inputs + 1];
    dx = new double[n + inputs + 1];
    wide = new double[n * (n + inputs + 1)];
    jumpInput = new double[n + 2];
    schedule.levelsAt(schedule.times().get(0)).copyInto(x, n);
  }

  @Override
  public int dimension() {
    return n;
  }

  @Override
  public void enterSegment(double from, double to) {
    schedule.levelsAt(0.5 * (from + to)).copyInto(x, n);
  }

  @Override
  public void derivativeInto(double t, double[] y, double[] dydt) {
    place(t, y);
    dynamics.valueInto(x, parameters, dydt, workspace);
  }

  private void place(double t, double[] y) {
    System.arraycopy(y, 0, x, 0, n);
    x[n + inputs] = t;
  }

  @Override
  public boolean hasJacobian() {
    return true;
  }

  @Override
  public void jacobianInto(double t, double[] y, double[] jacobian) {
    place(t, y);
    dynamics.jacobianInto(x, parameters, wide, workspace);
    for (int i = 0; i < n; i++) {
      System.arraycopy(wide, i * (n + inputs + 1), jacobian, i * n, n);
    }
  }

  @Override
  public boolean hasTimeDerivative() {
    return true;
  }

  @Override
  public void timeDerivativeInto(double t, double[] y, double[] dfdt) {
    place(t, y);
    dynamics.valueInto(x, parameters, dfdt, workspace);
    dx[n + inputs] = 1.0;
    dynamics.pushforwardInto(dx, NO_PARAMETERS, dfdt, workspace);
  }

  /** The switches and impulses after {@code from}, up to {@code to}, as stops. */
  public List<Stop> stops(double from, double to) {
    List<Stop> stops = new ArrayList<>();
    for (int i = 1; i < schedule.times().size(); i++) {
      double time = schedule.times().get(i);
      boolean changes = !schedule.levels().get(i).equals(schedule.levels().get(i - 1));
      if (time > from && time < to && changes) {
        stops.add(Stop.breakAt(time));
      }
    }
    for (InputSchedule.TimedImpulse impulse : schedule.impulses()) {
      if (impulse.time() >= from && impulse.time() < to) {
        stops.add(Stop.jump(impulse.time(), (t, y) -> jump(impulse, t, y)));
      }
    }
    return stops;
  }

  private void jump(InputSchedule.TimedImpulse impulse, double t, double[] y) {
    System.arraycopy(y, 0, jumpInput, 0, n);
    jumpInput[n] = impulse.amount();
    jumpInput[n + 1] = t;
    SmoothMap map = model.jumps().get(impulse.impulse());
    map.valueInto(jumpInput, parameters, y, jumpWorkspaces.get(impulse.impulse()));
  }

  /**
   * The initial value problem from a state at {@code from} to {@code to} (h), with every switch and
   * impulse between; an impulse at {@code from} acts, one at {@code to} does not. No lower bounds.
   */
  public InitialValueProblem problem(double from, Vec state, double to) {
    if (!(to >= from)) {
      throw new IllegalArgumentException(
          "a process runs forwards: until (%s h) must not lie before from (%s h)"
              .formatted(to, from));
    }
    return InitialValueProblem.of(this, from, state, to).withStops(stops(from, to));
  }
}
