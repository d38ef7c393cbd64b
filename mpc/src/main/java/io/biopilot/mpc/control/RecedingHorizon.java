package io.biopilot.mpc.control;

import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.yaml.GoalFile;
import io.biopilot.mpc.transcription.Scheme;
import io.biopilot.mpc.transcription.Tableau;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.linalg.Panels;
import io.biopilot.twin.linalg.PlainPanels;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.Model;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Model predictive control: plans from the estimate to the horizon's end, anew at every tick, and
 * leaves the first part of the plan to be carried out.
 *
 * <p>Amounts of doses are planned freely first, then rounded to what the pump can give ({@link
 * DoseRounding}), then the inputs are planned again around the rounded doses; what that costs is
 * reported. Anything that keeps a plan from being made is a {@link Decision.Fallback} with its
 * reason. Immutable.
 */
public final class RecedingHorizon implements Controller<RecedingHorizon.Scratch> {

  private final OptimalControlProblem problem;
  private final PlanSettings settings;

  public RecedingHorizon(OptimalControlProblem problem, PlanSettings settings) {
    this.problem = problem;
    this.settings = settings;
  }

  /** A controller for what a goal file asks for. */
  public static RecedingHorizon of(GoalFile.Goal goal) {
    return of(goal, new PlainPanels());
  }

  /** As the other, with a back end of small products. */
  public static RecedingHorizon of(GoalFile.Goal goal, Panels panels) {
    Scheme scheme = new Scheme(Tableau.named(goal.method()), goal.step(), panels);
    PlanSettings settings = PlanSettings.of(scheme);
    return new RecedingHorizon(
        goal.problem(),
        settings
            .withSolver(settings.solver().withTolerance(goal.tolerance()))
            .withDoseTries(goal.doseTries())
            .withRobustness(goal.robustness()));
  }

  /** What the last planning left, for inspection; one a thread. */
  public static final class Scratch {
    @Nullable Attempt last;
    Progress progress = Progress.UNSEEN;
    double bound = Double.NaN;
    List<ScenarioPlan> scenarios = List.of();
    Map<String, Double> backOff = Map.of();

    /** Who is told how the next plannings go on. */
    public void tell(Progress listener) {
      progress = listener;
    }

    /**
     * The objective of the last plan before its doses were made ones that the pump can give: any
     * amounts, at every place for a dose. NaN if there was none.
     */
    public double bound() {
      return bound;
    }

    /** What the last plan means for each scenario besides the model as it stands. */
    public List<ScenarioPlan> scenarios() {
      return scenarios;
    }

    /**
     * By how much limits were backed off for the scenarios where that is most (their unit), by the
     * limit's name.
     */
    public Map<String, Double> backOff() {
      return backOff;
    }
  }

  /** A planning that waits for the estimate. */
  record Request(PlanMemory memory, Model model, Goals goals, InputSchedule applied)
      implements Prepared {}

  @Override
  public Scratch workspace() {
    return new Scratch();
  }

  @Override
  public Memory initialMemory() {
    return PlanMemory.empty(problem.pulses().size());
  }

  @Override
  public Prepared prepare(
      Memory last, Model model, Goals goals, InputSchedule applied, Scratch workspace) {
    // A memory of another controller is as good as none.
    PlanMemory memory =
        last instanceof PlanMemory own && own.carried().size() == problem.pulses().size()
            ? own
            : PlanMemory.empty(problem.pulses().size());
    return new Request(memory, model, goals, applied);
  }

  @Override
  public Decision feedback(Prepared prepared, Estimate estimate, Budget budget, Scratch workspace) {
    if (!(prepared instanceof Request request)) {
      throw new IllegalArgumentException("prepared by another controller");
    }
    return new Planning(problem, settings, request, estimate, budget, workspace).decide();
  }
}
