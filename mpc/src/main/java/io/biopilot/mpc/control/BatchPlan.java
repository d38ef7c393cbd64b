package io.biopilot.mpc.control;

import java.util.List;
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
   * @param scenarios the same for each scenario besides the model as it stands
   * @param backOff how far limits were tightened for the scenarios where that is most (their unit),
   *     by the limit's name; empty without back-off
   */
  record Made(
      Decision.Planned decision,
      double bound,
      PlanCheck check,
      Map<String, Double> margins,
      List<ScenarioCheck> scenarios,
      Map<String, Double> backOff)
      implements BatchPlan {
    public Made {
      margins = Map.copyOf(margins);
      scenarios = List.copyOf(scenarios);
      backOff = Map.copyOf(backOff);
    }

    /** What the doses' being ones that the pump can give costs (objective's unit). */
    public double gap() {
      return decision.objective() - bound;
    }
  }

  /**
   * A scenario's plan integrated again, with the scenario's parameters.
   *
   * @param plan whose inputs are the common ones as far as moves are common
   */
  record ScenarioCheck(String name, Plan plan, PlanCheck check) {}

  /**
   * No plan.
   *
   * @param reason in words
   */
  record NotMade(String reason, int iterations) implements BatchPlan {}
}
