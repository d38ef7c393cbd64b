package io.biopilot.mpc.control;

import io.biopilot.mpc.control.PlanCheck.Point;
import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.InputSchedule.TimedImpulse;
import io.biopilot.twin.model.Model;
import io.biopilot.twin.model.ProcessModel;
import io.biopilot.twin.model.Simulation;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.SaveAt;
import io.biopilot.twin.ode.Solution;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Integrates a plan from dose to dose; used once. */
final class PlanCourse {

  private final ProcessModel process;
  private final Vec parameters;
  private final Plan plan;
  private final InputSchedule levels;
  private final Simulation simulation;
  private final int impulses;
  private final List<Point> points = new ArrayList<>();

  PlanCourse(Model model, Plan plan, Integrator integrator) {
    process = model.process();
    parameters = model.parameters();
    this.plan = plan;
    simulation = new Simulation(integrator);
    impulses = process.schema().impulses().size();
    levels = new InputSchedule(plan.inputs().times(), plan.inputs().levels(), List.of());
  }

  List<Point> points() {
    return points;
  }

  /** What went wrong, or null. */
  @Nullable String integrate(Vec from, int rows) {
    TreeSet<Double> times = new TreeSet<>();
    double start = plan.madeFor();
    double end = plan.times().get(plan.times().size() - 1);
    for (int k = 0; k < plan.times().size(); k++) {
      times.add(plan.times().get(k));
    }
    for (int i = 0; i <= rows; i++) {
      times.add(i == rows ? end : start + (end - start) * i / rows);
    }
    TreeSet<Double> stops = new TreeSet<>(List.of(start, end));
    plan.inputs().impulses().forEach(dose -> stops.add(dose.time()));
    times.addAll(stops);
    Vec state = from;
    double now = start;
    add(now, state, PlanChecker.doses(plan, impulses, now));
    for (double stop : stops) {
      if (stop > now) {
        Vec saved =
            Vec.of(times.subSet(now, false, stop, true).stream().mapToDouble(t -> t).toArray());
        Solution solution =
            simulation.run(process, parameters, levels, now, state, stop, SaveAt.times(saved));
        if (!solution.outcome().usable()) {
          return solution.outcome().describe();
        }
        for (int i = 0; i < saved.size(); i++) {
          double time = saved.get(i);
          Vec none = PlanChecker.doses(plan, impulses, time);
          add(time, solution.states().get(i), none);
        }
        state = solution.states().get(saved.size() - 1);
        now = stop;
      }
      state = dosed(state, stop);
    }
    return null;
  }

  private void add(double time, Vec state, Vec doses) {
    points.add(new Point(time, state, levels.levelsAt(time), doses));
  }

  /** The state behind the doses of a time; adds it to the course if there are any. */
  private Vec dosed(Vec state, double time) {
    Vec after = state;
    boolean any = false;
    for (TimedImpulse dose : plan.inputs().impulses()) {
      if (dose.time() == time) {
        SmoothMap jump = process.jumps().get(dose.impulse());
        double[] x = new double[after.size() + 2];
        after.copyInto(x, 0);
        x[after.size()] = dose.amount();
        x[after.size() + 1] = time;
        double[] y = new double[after.size()];
        jump.valueInto(x, parameters.toArray(), y, jump.workspace(1));
        after = Vec.of(y);
        any = true;
      }
    }
    if (any) {
      add(time, after, Vec.zeros(impulses));
    }
    return after;
  }
}
