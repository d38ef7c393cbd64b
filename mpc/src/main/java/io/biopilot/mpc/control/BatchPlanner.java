package io.biopilot.mpc.control;

import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.yaml.BatchFile;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.ode.Integrator;
import java.util.List;
import java.util.Map;

/**
 * Plans a whole batch of a file's model and goal at once, and judges the plan by an integration of
 * its own.
 *
 * @param settings override the goal's numbers, by name
 * @param accurate adaptive integration for the judgement
 * @param rows number of equally distant times of the course, besides the plan's nodes
 */
public record BatchPlanner(
    BatchFile file, Map<String, Double> settings, Integrator accurate, int rows) {
  public BatchPlanner {
    settings = Map.copyOf(settings);
  }

  public BatchPlan plan(Budget budget) {
    RecedingHorizon controller = RecedingHorizon.of(file.goal());
    RecedingHorizon.Scratch workspace = controller.workspace();
    Vec state = file.initialState();
    Vec before = file.inputsBefore();
    Controller.Prepared prepared =
        controller.prepare(
            controller.initialMemory(),
            file.planned(),
            new Goals(file.batch().end(), settings),
            new InputSchedule(Vec.of(0.0), List.of(before), List.of()),
            workspace);
    Estimate start =
        new Estimate(file.batch().start(), state, Vec.zeros(state.size() * state.size()));
    Decision decision = controller.feedback(prepared, start, budget, workspace);
    if (decision instanceof Decision.Planned planned) {
      OptimalControlProblem problem = file.goal().problem();
      PlanChecker checker = new PlanChecker(problem, problem.values(settings), accurate);
      PlanCheck check = checker.check(file.planned(), planned.plan(), state, before, rows);
      return new BatchPlan.Made(planned, workspace.bound(), check);
    }
    if (decision instanceof Decision.Fallback none) {
      return new BatchPlan.NotMade(none.reason(), none.iterations());
    }
    throw new AssertionError(decision);
  }
}
