package io.biopilot.agent.brain;

import io.biopilot.agent.loop.Effect;
import io.biopilot.agent.runtime.Brain;
import io.biopilot.mpc.control.Budget;
import io.biopilot.mpc.control.Decision;
import io.biopilot.mpc.control.Goals;
import io.biopilot.mpc.control.Memory;
import io.biopilot.mpc.control.Plan;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plans anew at multiples of a period since batch start; between them the last plan is followed.
 *
 * <p>A plan's moves last much longer than a tick, so little is lost and most of the work is saved.
 * It is also planned anew when the model or the goals have changed, and when the last attempt
 * failed. What is followed is kept in the memory that goes round with the decisions, so that a
 * replay decides the same.
 *
 * @param inner plans
 * @param period from one plan to the next (h)
 */
record EveryFewTicks(Brain.Planning inner, double period) implements Brain.Planning {

  /** Slack on times (h): sums of ticks are rounded. */
  private static final double SLACK = 1e-6;

  EveryFewTicks {
    if (!(period > 0.0)) {
      throw new IllegalArgumentException("the period must be > 0 h, got %s".formatted(period));
    }
  }

  /**
   * A plan that is being followed.
   *
   * @param planned as it was made
   * @param goals it was made for
   */
  private record Followed(Decision.Planned planned, Goals goals) implements Memory {}

  @Override
  public Decision plan(Effect.Plan asked, Budget budget) {
    if (!(asked.memory() instanceof Followed followed)) {
      return anew(asked, asked.memory(), budget);
    }
    boolean holds =
        followed.goals().equals(asked.goals())
            && followed.planned().modelHash().equals(asked.model().hash())
            && asked.estimate().state().isFinite()
            && samePeriod(followed.planned().plan(), asked.estimate().time());
    return holds ? again(followed) : anew(asked, followed.planned().memory(), budget);
  }

  @Override
  public Set<String> goals() {
    return inner.goals();
  }

  private boolean samePeriod(Plan plan, double now) {
    double begun = Math.floor((plan.madeFor() + SLACK) / period);
    return now >= plan.madeFor() && Math.floor((now + SLACK) / period) == begun;
  }

  /** A failed attempt is not followed: the next tick tries again. */
  private Decision anew(Effect.Plan asked, @Nullable Memory memory, Budget budget) {
    Decision decision = inner.plan(asked.withMemory(memory), budget);
    if (!(decision instanceof Decision.Planned planned)) {
      return decision;
    }
    return with(planned, new Followed(planned, asked.goals()), planned.iterations());
  }

  private static Decision again(Followed followed) {
    return with(followed.planned(), followed, 0);
  }

  private static Decision with(Decision.Planned planned, Followed followed, int iterations) {
    return new Decision.Planned(
        followed,
        iterations,
        planned.modelHash(),
        planned.plan(),
        planned.status(),
        planned.objective(),
        planned.kktResidual());
  }
}
