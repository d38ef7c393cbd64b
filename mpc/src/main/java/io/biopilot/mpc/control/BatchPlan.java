package io.biopilot.mpc.control;

/** What came of planning a whole batch. */
public sealed interface BatchPlan {

  /**
   * @param decision the plan with its status, KKT residual and objective
   * @param bound the objective with doses of any amount at every place; the plan's own without
   *     doses
   * @param check the plan integrated again
   */
  record Made(Decision.Planned decision, double bound, PlanCheck check) implements BatchPlan {

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
