package io.biopilot.mpc.control;

import io.biopilot.mpc.nlp.SqpSettings;
import io.biopilot.mpc.nlp.Status;
import io.biopilot.mpc.problem.Horizon;
import io.biopilot.mpc.problem.InputLimit;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.PathConstraint;
import io.biopilot.mpc.problem.Robustness;
import io.biopilot.mpc.problem.Scenario;
import io.biopilot.mpc.problem.Values;
import io.biopilot.mpc.transcription.Grid;
import io.biopilot.mpc.transcription.Start;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.linalg.VecRows;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.Model;
import io.biopilot.twin.model.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One decision of {@link RecedingHorizon}, from the checks to the report; used once. */
final class Planning {

  private static final int MOST_OF_A_TRIAL = 150;

  /** Least curvature of an input over the square of its range, in the objective's unit. */
  private static final double FREE_END_CURVATURE = 1e-3;

  private final OptimalControlProblem problem;
  private final PlanSettings settings;
  private final RecedingHorizon.Request request;
  private final Estimate estimate;
  private final Budget budget;
  private final RecedingHorizon.Scratch workspace;
  private int iterations;

  Planning(
      OptimalControlProblem problem,
      PlanSettings settings,
      RecedingHorizon.Request request,
      Estimate estimate,
      Budget budget,
      RecedingHorizon.Scratch workspace) {
    this.problem = problem;
    this.settings = problem.horizon() instanceof Horizon.FreeEnd ? freeEnd(settings) : settings;
    this.request = request;
    this.estimate = estimate;
    this.budget = budget;
    this.workspace = workspace;
  }

  /**
   * Where the end is free the inputs and the length of the intervals multiply each other. An input
   * with hardly any curvature of its own would turn that product into a huge negative curvature of
   * the length, which is turned round into a huge positive one, and the search comes to a halt.
   */
  private PlanSettings freeEnd(PlanSettings given) {
    double widest = 0.0;
    for (InputLimit limit : problem.inputs()) {
      widest = Math.max(widest, limit.upper().value() - limit.lower().value());
    }
    double floor = FREE_END_CURVATURE / Math.max(1e-6, widest * widest);
    return given.withSolver(given.solver().withFloor(Math.max(given.solver().floor(), floor)));
  }

  Decision decide() {
    workspace.bound = Double.NaN;
    workspace.scenarios = List.of();
    workspace.backOff = Map.of();
    String obstacle = obstacle();
    if (obstacle != null) {
      return fallback(obstacle);
    }
    Values values;
    try {
      values = problem.values(request.goals().settings());
    } catch (IllegalArgumentException unknown) {
      return fallback(String.valueOf(unknown.getMessage()));
    }
    String open = open(values);
    if (open != null) {
      return fallback(open);
    }
    Estimate from = ahead();
    if (!from.state().isFinite()) {
      return fallback("the model's state at the time the move acts is not finite");
    }
    PastInputs past = new PastInputs(problem, values, request.applied(), from.time());
    Start start = past.start(from.state());
    Grid nodes = PlanGrid.nodes(problem.horizon(), values, from.time(), request.goals().end());
    Grid places = PlanGrid.withPlaces(nodes, problem, values, past, start.dosed());
    Attempt relaxed = solve(values, places, start);
    if (!relaxed.usable()) {
      return fallback(reason(relaxed));
    }
    workspace.bound = relaxed.solver().objective();
    Vec carried = request.memory().carried();
    if (places.doses().stream().allMatch(List::isEmpty)) {
      return planned(values, from, relaxed, relaxed, carried);
    }
    DoseRounding rounding = new DoseRounding(problem, values, past, start.dosed());
    DoseRounding.Rounded rounded = rounding.round(places, relaxed.amounts(), carried);
    Attempt last = attempt(values, rounded.grid(), start);
    last.run(relaxed.memory(carried), this::exhausted);
    iterations += last.iterations();
    // With a free end doses stay where intervals begin, whose times move.
    if (settings.doseTries() > 0 && !nodes.free()) {
      DoseRules rules = new DoseRules(problem, values, past, start.dosed());
      DosePlaces dosePlaces = new DosePlaces(rules, nodes, places);
      Attempt found =
          new DoseSearch(rules, dosePlaces, relaxed, settings.doseTries(), trial(values, start))
              .run();
      if (found != null && (!last.usable() || found.solver().merit() < last.solver().merit())) {
        return planned(values, from, relaxed, found, Vec.zeros(carried.size()));
      }
    }
    if (!last.usable()) {
      return fallback("with doses the pump can give: " + reason(last));
    }
    return planned(values, from, relaxed, last, rounded.carried());
  }

  private DoseSearch.Trial trial(Values values, Start start) {
    return (grid, guess) -> {
      if (budget.exhausted(iterations)) {
        return null;
      }
      Attempt attempt = attempt(values, grid, start);
      attempt.run(guess, done -> exhausted(done) || done >= MOST_OF_A_TRIAL);
      iterations += attempt.iterations();
      return attempt;
    };
  }

  /** What speaks against planning at all; null if nothing. */
  private @Nullable String obstacle() {
    Schema schema = request.model().process().schema();
    if (!schema.states().equals(problem.schema().states())
        || !schema.inputs().equals(problem.schema().inputs())
        || !schema.impulses().equals(problem.schema().impulses())) {
      return "the model's states, inputs or impulses are not those of the control problem";
    }
    int states = schema.states().size();
    if (estimate.state().size() != states || estimate.covariance().size() != states * states) {
      return "the estimate has %d states and %d covariances, the model %d and %d"
          .formatted(
              estimate.state().size(), estimate.covariance().size(), states, states * states);
    }
    if (!estimate.state().isFinite() || !Double.isFinite(estimate.time())) {
      return "the estimate is not finite";
    }
    String unknown = scenarioObstacle();
    if (unknown != null) {
      return unknown;
    }
    boolean ends = problem.horizon() instanceof Horizon.Shrinking;
    if (ends && !(request.goals().end() > estimate.time() + settings.delay() + 1e-4)) {
      return "the end of the batch is reached";
    }
    return budget.exhausted(0) ? "no budget to plan with" : null;
  }

  private @Nullable String scenarioObstacle() {
    Robustness robustness = settings.robustness();
    if (robustness instanceof Robustness.Tree tree && tree.branches()) {
      if (!problem.pulses().isEmpty()) {
        return "scenarios that part after %d moves cannot be planned with doses, which all share"
            .formatted(tree.horizon());
      }
    }
    try {
      Programs.parameters(robustness, request.model());
      return null;
    } catch (IllegalArgumentException wrong) {
      return wrong.getMessage();
    }
  }

  /** What a free end leaves open although it was asked for; null if nothing. */
  private @Nullable String open(Values values) {
    for (PathConstraint limit : problem.constraints()) {
      if (problem.horizon() instanceof Horizon.FreeEnd
          && values.of(limit.from()) > Double.NEGATIVE_INFINITY) {
        return "limit %s cannot hold from a time on while the end is free".formatted(limit.name());
      }
    }
    return null;
  }

  /** The estimate at the time the first move acts. */
  private Estimate ahead() {
    if (settings.delay() == 0.0) {
      return estimate;
    }
    return new Forecast(request.model(), settings.scheme(), problem)
        .at(estimate, request.applied(), estimate.time() + settings.delay());
  }

  private Attempt attempt(Values values, Grid grid, Start start) {
    Attempt attempt = new Attempt(problem, request.model(), settings, values, grid, start);
    workspace.last = attempt;
    return attempt;
  }

  /** From the last plan; if that leads nowhere, from simple courses of the inputs. */
  private Attempt solve(Values values, Grid grid, Start start) {
    if (request.memory().usable()) {
      Attempt warm = attempt(values, grid, start);
      warm.run(request.memory(), this::exhaustedEarly);
      iterations += warm.iterations();
      if (warm.usable() || budget.exhausted(iterations)) {
        return warm;
      }
    }
    Attempt cold = attempt(values, grid, start);
    cold.run(null, this::exhaustedEarly);
    iterations += cold.iterations();
    if (cold.usable() || cold.status() != Status.STALLED || budget.exhausted(iterations)) {
      return cold;
    }
    // Along trajectories there is no way on: once more with states that step on their own.
    SqpSettings shooting = settings.solver().withTrial(SqpSettings.Trial.SHOOT);
    Attempt other =
        new Attempt(problem, request.model(), settings.withSolver(shooting), values, grid, start);
    other.run(null, this::exhaustedEarly);
    iterations += other.iterations();
    if (other.usable()) {
      workspace.last = other;
    }
    return other.usable() ? other : cold;
  }

  private void tell(int ofThisSolve) {
    Attempt now = workspace.last;
    if (now != null) {
      workspace.progress.at(
          iterations + ofThisSolve, now.solver().objective(), now.solver().residual());
    }
  }

  private boolean exhausted(int ofThisSolve) {
    tell(ofThisSolve);
    return budget.exhausted(iterations + ofThisSolve);
  }

  /** The first solve leaves a third of the budget to the second, around the rounded doses. */
  private boolean exhaustedEarly(int ofThisSolve) {
    tell(ofThisSolve);
    boolean two = !problem.pulses().isEmpty();
    return budget.exhausted(iterations + ofThisSolve + (two ? ofThisSolve / 2 : 0));
  }

  private static String reason(Attempt attempt) {
    Status status = attempt.status();
    double miss = attempt.solver().infeasibility();
    return status == Status.NOT_FINITE || status == Status.NOT_CONVEX
        ? "the model or a cost has no finite value or derivative on the way (%s)"
            .formatted(status.words())
        : String.format(
            Locale.ROOT,
            "%s after %d iterations, limits missed by up to %.2g",
            status.words(),
            attempt.iterations(),
            miss);
  }

  private Decision planned(
      Values values, Estimate from, Attempt relaxed, Attempt last, Vec carried) {
    PlanReport report = new PlanReport(problem, values, settings.robustness(), last);
    workspace.scenarios = scenarios(from, last);
    workspace.backOff = report.backOff();
    PlanMemory memory = relaxed.memory(carried);
    PlanMemory shown = last == relaxed ? memory : last.memory();
    Plan plan =
        new Plan(
            estimate.time(),
            schedule(from, shown),
            shown.times(),
            VecRows.firstOf(shown.states(), problem.schema().states().size()),
            report.deviations(from, request.model().process().processNoise()),
            report.activeConstraints());
    return new Decision.Planned(
        memory,
        iterations,
        request.model().hash(),
        plan,
        words(relaxed, last) + exceeded(values, last),
        last.solver().objective(),
        last.solver().residual());
  }

  private String words(Attempt relaxed, Attempt last) {
    StringBuilder words = new StringBuilder(last.status().words());
    if (settings.robustness() instanceof Robustness.Tree tree) {
      String until =
          tree.horizon() >= last.program().grid().intervals()
              ? "one plan for all"
              : "the first %d moves are common".formatted(tree.horizon());
      words.append(
          "; for the model and %d scenarios, %s".formatted(tree.scenarios().size(), until));
    }
    if (settings.robustness() instanceof Robustness.Tightened tightened) {
      words.append("; limits backed off for %d scenarios".formatted(tightened.scenarios().size()));
      if (last.unsettled() > 0.0) {
        words.append(
            String.format(
                Locale.ROOT,
                ", but still by up to %.2g %% of a limit too little or too much",
                100.0 * last.unsettled()));
      }
    }
    if (last.solver().relaxed()) {
      words.append("; hard limits cannot all be kept, they are broken as little as possible");
    }
    if (last != relaxed) {
      double gap = last.solver().objective() - relaxed.solver().objective();
      words.append(
          String.format(
              Locale.ROOT, "; doses that the pump can give cost %.3g of the objective", gap));
    }
    return words.toString();
  }

  /** Totals that the past has used up, in words. */
  private String exceeded(Values values, Attempt attempt) {
    StringBuilder words = new StringBuilder();
    for (InputLimit limit : problem.inputs()) {
      double total = limit.held() ? Double.POSITIVE_INFINITY : values.of(limit.total());
      double given = attempt.start().given().get(limit.input());
      if (total < Double.POSITIVE_INFINITY && given >= total * (1.0 - 1e-9)) {
        String name = problem.schema().inputs().get(limit.input()).name();
        words.append(
            String.format(
                Locale.ROOT,
                "; the total of %s is used up (%.4g of %.4g), it goes to its least",
                name,
                given,
                total));
      }
    }
    return words.toString();
  }

  /** What the plan means for each scenario besides the model as it stands. */
  private List<ScenarioPlan> scenarios(Estimate from, Attempt attempt) {
    List<ScenarioPlan> plans = new ArrayList<>();
    Model model = request.model();
    List<Scenario> scenarios = settings.robustness().scenarios();
    List<Vec> parameters = Programs.parameters(settings.robustness(), model);
    for (int s = 1; s <= scenarios.size(); s++) {
      String name = scenarios.get(s - 1).name();
      Plan plan =
          new Plan(
              estimate.time(),
              schedule(from, attempt.memory(s)),
              attempt.times(),
              attempt.states(s),
              List.of(),
              List.of());
      String hash = model.hash() + "/" + name;
      plans.add(
          new ScenarioPlan(
              name, new Model(model.process(), parameters.get(s), model.version(), hash), plan));
    }
    return plans;
  }

  private InputSchedule schedule(Estimate from, PlanMemory planned) {
    double[] nodes = planned.times().toArray();
    if (from.time() == estimate.time()) {
      Vec times = Vec.of(Arrays.copyOf(nodes, nodes.length - 1));
      return new InputSchedule(times, planned.inputs(), planned.doses());
    }
    List<Vec> levels = new ArrayList<>(planned.inputs());
    levels.add(0, request.applied().levelsAt(estimate.time()));
    double[] times = new double[nodes.length];
    times[0] = estimate.time();
    System.arraycopy(nodes, 0, times, 1, nodes.length - 1);
    return new InputSchedule(Vec.of(times), VecRows.packed(levels), planned.doses());
  }

  private Decision fallback(String reason) {
    return new Decision.Fallback(
        request.memory().failed(), iterations, request.model().hash(), reason, null);
  }
}
