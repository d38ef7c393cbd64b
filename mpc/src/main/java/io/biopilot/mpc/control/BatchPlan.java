package io.biopilot.mpc.control;

import java.util.Map;

/** What came of planning a whole batch. */
public sealed interface BatchPlan {

  /**
   * @param decision the plan with its status, KKT residual and objective
   * @param bound the objective with doses of any amount at every place; the plan's own without
   *     doses
   * @param check the plan integrated again
   * @param margins that limits got besides the goal's own, by the margin's name, so that they hold
   *     between the plan's nodes too
   */
  record Made(Decision.Planned decision, double bound, PlanCheck check, Map<String, Double> margins)
      implements BatchPlan {
    public Made {
      margins = Map.copyOf(margins);
    }

    /** What the doses' being ones that the pump can give costs (objective's unit). */
    public double gap() {
      return decision.objective() - bound;
    }
  }

  /**
   * No plan.
   *
   * @param reason in words
   */
  record NotMade(String reason, int iterations) implements BatchPlan {}
}
