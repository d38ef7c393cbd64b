package io.biopilot.agent.brain;

import io.biopilot.agent.loop.Effect;
import io.biopilot.agent.runtime.Brain;
import io.biopilot.mpc.control.Budget;
import io.biopilot.mpc.control.Decision;
import io.biopilot.mpc.control.Plan;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Keeps the first feed back until the batch's glucose is used up, whatever the plan says: the limit
 * on glucose holds from the first feed on, and when that is the optimiser cannot choose smoothly.
 *
 * @param inner plans
 * @param feed index of the feed in the model's inputs
 * @param glucose index of glucose in the model's states
 * @param below glucose (g/L) from which on feed may begin
 */
record FeedAfterBatch(Brain.Planning inner, int feed, int glucose, double below)
    implements Brain.Planning {

  @Override
  public Decision plan(Effect.Plan asked, Budget budget) {
    Decision decision = inner.plan(asked, budget);
    boolean fed = asked.applied().levels().stream().anyMatch(level -> level.get(feed) > 0.0);
    return decision instanceof Decision.Planned planned && !fed ? waiting(planned) : decision;
  }

  @Override
  public Set<String> goals() {
    return inner.goals();
  }

  private Decision waiting(Decision.Planned planned) {
    Plan plan = planned.plan();
    double begin = begin(plan);
    if (begin <= plan.madeFor()) {
      return planned;
    }
    List<String> active = new ArrayList<>();
    active.add("feed waits until glucose falls to %s g/L".formatted(below));
    active.addAll(plan.activeConstraints());
    Plan held =
        new Plan(
            plan.madeFor(),
            unfedUntil(plan.inputs(), begin),
            plan.times(),
            plan.states(),
            plan.deviations(),
            active);
    return new Decision.Planned(
        planned.memory(),
        planned.iterations(),
        planned.modelHash(),
        held,
        planned.status(),
        planned.objective(),
        planned.kktResidual());
  }

  /** First time of the prediction at which glucose is low enough. */
  private double begin(Plan plan) {
    for (int i = 0; i < plan.states().size(); i++) {
      if (plan.states().get(i).get(glucose) <= below) {
        return plan.times().get(i);
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  private InputSchedule unfedUntil(InputSchedule inputs, double begin) {
    List<Double> times = new ArrayList<>();
    List<Vec> levels = new ArrayList<>();
    for (int i = 0; i < inputs.levels().size(); i++) {
      double time = inputs.times().get(i);
      Vec level = inputs.levels().get(i);
      double next =
          i + 1 < inputs.levels().size() ? inputs.times().get(i + 1) : Double.POSITIVE_INFINITY;
      times.add(time);
      levels.add(time < begin ? level.with(feed, 0.0) : level);
      if (time < begin && begin < next) {
        times.add(begin);
        levels.add(level);
      }
    }
    return new InputSchedule(
        Vec.of(times.stream().mapToDouble(Double::doubleValue).toArray()),
        levels,
        inputs.impulses());
  }
}
