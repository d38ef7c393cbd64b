package io.biopilot.mpc.control;

import io.biopilot.mpc.control.PlanCheck.Margin;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.PathConstraint;
import io.biopilot.mpc.problem.Values;
import io.biopilot.mpc.problem.yaml.BatchFile;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.ode.Integrator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Plans a whole batch of a file's model and goal at once, and judges the plan by an integration of
 * its own. A hard limit that the course breaks where the plan does not look, between its nodes or
 * by an inaccurate integration, gets a margin as large as the breach, and the batch is planned
 * anew, as often as the goal allows.
 *
 * @param settings override the goal's numbers, by name
 * @param accurate adaptive integration for the judgement
 * @param rows number of equally distant times of the course, besides the plan's nodes
 */
public record BatchPlanner(
    BatchFile file, Map<String, Double> settings, Integrator accurate, int rows) {

  /** Share of a breach that is added to it, so that few rounds are enough. */
  private static final double MORE = 0.1;

  public BatchPlanner {
    settings = Map.copyOf(settings);
  }

  public BatchPlan plan(Budget budget) {
    return plan(budget, Progress.UNSEEN);
  }

  /** As {@link #plan(Budget)}, and tells how it goes on. */
  public BatchPlan plan(Budget budget, Progress progress) {
    RecedingHorizon controller = RecedingHorizon.of(file.goal());
    BatchPlan best = round(controller, progress, Map.of(), budget);
    BatchPlan last = best;
    int spent = 0;
    for (int i = 0; i < file.goal().marginRounds(); i++) {
      if (!(last instanceof BatchPlan.Made made) || breach(made) == 0.0) {
        break;
      }
      spent += made.decision().iterations();
      // From the beginning: a plan that a limit pushed away leads to worse ones.
      int earlier = spent;
      Progress going =
          (iterations, objective, residual) ->
              progress.at(earlier + iterations, objective, residual);
      last = round(controller, going, wider(made), rest(budget, spent));
      if (last instanceof BatchPlan.Made next
          && best instanceof BatchPlan.Made before
          && breach(next) < breach(before)) {
        best = next;
      }
    }
    return best;
  }

  /** What earlier rounds left of a budget. */
  private static Budget rest(Budget whole, int spent) {
    return whole instanceof Budget.Iterations some
        ? new Budget.Iterations(Math.max(0, some.limit() - spent))
        : whole;
  }

  private BatchPlan round(
      RecedingHorizon controller, Progress progress, Map<String, Double> margins, Budget budget) {
    Map<String, Double> all = new LinkedHashMap<>(settings);
    all.putAll(margins);
    RecedingHorizon.Scratch workspace = controller.workspace();
    workspace.tell(progress);
    Vec state = file.initialState();
    Vec before = file.inputsBefore();
    Controller.Prepared prepared =
        controller.prepare(
            controller.initialMemory(),
            file.planned(),
            new Goals(file.batch().end(), all),
            new InputSchedule(Vec.of(0.0), List.of(before), List.of()),
            workspace);
    Estimate start =
        new Estimate(file.batch().start(), state, Vec.zeros(state.size() * state.size()));
    Decision decision = controller.feedback(prepared, start, budget, workspace);
    if (decision instanceof Decision.Planned planned) {
      OptimalControlProblem problem = file.goal().problem();
      PlanChecker checker = new PlanChecker(problem, problem.values(all), accurate);
      PlanCheck check = checker.check(file.planned(), planned.plan(), state, before, rows);
      List<BatchPlan.ScenarioCheck> scenarios = new ArrayList<>();
      for (ScenarioPlan of : workspace.scenarios()) {
        scenarios.add(
            new BatchPlan.ScenarioCheck(
                of.name(), of.plan(), checker.check(of.model(), of.plan(), state, before, rows)));
      }
      return new BatchPlan.Made(
          planned, workspace.bound(), check, margins, scenarios, workspace.backOff());
    }
    if (decision instanceof Decision.Fallback none) {
      return new BatchPlan.NotMade(none.reason(), none.iterations());
    }
    throw new AssertionError(decision);
  }

  /** By how much a hard limit is broken (its unit); 0 where none is, or where none can be kept. */
  private static double breach(Margin margin) {
    int at = margin.soft() ? -1 : margin.tightest();
    double distance = at <= 0 ? 0.0 : margin.distances().get(at);
    return distance < -1e-6 * Math.max(1.0, Math.abs(margin.limit())) ? -distance : 0.0;
  }

  /** Every limit along every course that could be integrated. */
  private static List<Margin> margins(BatchPlan.Made made) {
    List<Margin> margins = new ArrayList<>();
    List<PlanCheck> checks = new ArrayList<>(List.of(made.check()));
    made.scenarios().forEach(scenario -> checks.add(scenario.check()));
    for (PlanCheck check : checks) {
      if (check instanceof PlanCheck.Course course) {
        margins.addAll(course.margins());
      }
    }
    return margins;
  }

  /** The largest breach as a share of its limit. */
  private static double breach(BatchPlan.Made made) {
    double worst = 0.0;
    for (Margin margin : margins(made)) {
      worst = Math.max(worst, breach(margin) / Math.max(1e-6, Math.abs(margin.limit())));
    }
    return worst;
  }

  private Map<String, Double> wider(BatchPlan.Made made) {
    Map<String, Double> margins = new LinkedHashMap<>(made.margins());
    Values values = file.goal().problem().values(settings);
    for (Margin margin : margins(made)) {
      for (PathConstraint limit : file.goal().problem().constraints()) {
        if (limit.name().equals(margin.name()) && breach(margin) > 0.0) {
          String name = limit.margin().name();
          double now = made.margins().getOrDefault(name, values.of(limit.margin()));
          double wanted = now + (1.0 + MORE) * breach(margin);
          margins.merge(name, wanted, Math::max);
        }
      }
    }
    return margins;
  }
}
