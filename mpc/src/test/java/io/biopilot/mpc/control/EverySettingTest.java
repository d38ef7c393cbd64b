package io.biopilot.mpc.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.biopilot.mpc.models.Tank;
import io.biopilot.mpc.nlp.NonlinearProgram;
import io.biopilot.mpc.nlp.SqpSettings;
import io.biopilot.mpc.problem.CostTerm;
import io.biopilot.mpc.problem.Horizon;
import io.biopilot.mpc.problem.Knob;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.Robustness;
import io.biopilot.mpc.problem.Scenario;
import io.biopilot.mpc.transcription.Scheme;
import io.biopilot.mpc.transcription.Tableau;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.InputSchedule.TimedImpulse;
import io.biopilot.twin.model.Model;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No setting is silently ignored: changing one changes the plan, or is refused with a reason. */
class EverySettingTest {

  private static final Model MODEL = Tank.model();
  private static final PlanSettings SETTINGS = PlanSettings.of(new Scheme(Tableau.RK4, 0.1));

  /** A value for each number that must make a difference. */
  private static final Map<String, Double> OTHER =
      Map.ofEntries(
          Map.entry("horizon.length", 3.0),
          Map.entry("horizon.move", 1.0),
          Map.entry("horizon.shortest", 4.5),
          Map.entry("horizon.longest", 2.5),
          Map.entry("level.weight", 3.0),
          Map.entry("level.target", -0.3),
          Map.entry("effort.weight", 4.0),
          Map.entry("yield.weight", 9.0),
          Map.entry("u.lower", 0.35),
          Map.entry("u.upper", 0.22),
          Map.entry("u.change", 0.05),
          Map.entry("u.window", 8.0),
          Map.entry("u.movePrice", 3.0),
          Map.entry("u.total", 1.0),
          Map.entry("a.lower", 0.58),
          Map.entry("a.upper", 0.5),
          Map.entry("a.margin", 0.1),
          Map.entry("a.from", 4.2),
          Map.entry("a.price", 5.0),
          Map.entry("a.quadratic", 5.0),
          Map.entry("dose.minimum", 0.25),
          Map.entry("dose.maximum", 0.05),
          Map.entry("dose.step", 0.15),
          Map.entry("dose.spacing", 3.0),
          Map.entry("dose.most", 1.0),
          Map.entry("dose.budget", 0.25),
          Map.entry("dose.grid", 2.0),
          Map.entry("dose.from", 2.5),
          Map.entry("gain", 1.5));

  private static Decision decide(
      OptimalControlProblem problem, PlanSettings settings, Map<String, Double> overrides) {
    RecedingHorizon controller = new RecedingHorizon(problem, settings);
    RecedingHorizon.Scratch scratch = controller.workspace();
    // One dose long ago and the feed at 0.2, so that the past counts too.
    InputSchedule past =
        new InputSchedule(
            Vec.of(0.0), List.of(Vec.of(0.2)), List.of(new TimedImpulse(0.0, 0, 0.05)));
    Controller.Prepared prepared =
        controller.prepare(
            controller.initialMemory(), MODEL, new Goals(5.0, overrides), past, scratch);
    Estimate now = new Estimate(1.0, Vec.of(0.2, 0.0), Vec.zeros(4));
    return controller.feedback(prepared, now, new Budget.Iterations(90), scratch);
  }

  private static Plan plan(Decision decision) {
    assertThat(decision)
        .as(decision instanceof Decision.Fallback fallback ? fallback.reason() : "a plan")
        .isInstanceOf(Decision.Planned.class);
    return ((Decision.Planned) decision).plan();
  }

  /** Whether inputs, doses or times differ by more than the solver's tolerance allows. */
  private static boolean differs(Plan one, Plan other) {
    if (!one.inputs().impulses().equals(other.inputs().impulses())) {
      return true;
    }
    if (one.times().size() != other.times().size()) {
      return true;
    }
    for (int k = 0; k < one.inputs().levels().size(); k++) {
      double gap = one.inputs().levels().get(k).get(0) - other.inputs().levels().get(k).get(0);
      if (Math.abs(gap) > 1e-4 || Math.abs(one.times().get(k) - other.times().get(k)) > 1e-4) {
        return true;
      }
    }
    return false;
  }

  private record Case(Horizon horizon, Knob knob) {
    @Override
    public String toString() {
      return knob.name() + " of " + horizon.getClass().getSimpleName();
    }
  }

  static Stream<Case> everyNumber() {
    Horizon receding = Horizon.receding(4.0, 8);
    Stream<Case> all =
        Tank.problem(MODEL, receding).knobs().stream().map(knob -> new Case(receding, knob));
    Horizon shrinking = Horizon.shrinking(0.5);
    Horizon free = Horizon.freeEnd(2.0, 4.0, 8);
    Stream<Case> others =
        Stream.of(shrinking, free)
            .flatMap(horizon -> horizon.knobs().stream().map(knob -> new Case(horizon, knob)));
    return Stream.concat(all, others);
  }

  @ParameterizedTest
  @MethodSource("everyNumber")
  void everyNumberOfTheProblemMatters(Case subject) {
    OptimalControlProblem problem = Tank.problem(MODEL, subject.horizon());
    Double other = OTHER.get(subject.knob().name());
    assertThat(other).as("a value to try %s with", subject.knob().name()).isNotNull();
    Plan before = plan(decide(problem, SETTINGS, Map.of()));
    Decision after = decide(problem, SETTINGS, Map.of(subject.knob().name(), other));
    if (after instanceof Decision.Fallback refused) {
      assertThat(refused.reason()).isNotBlank();
    } else {
      assertThat(differs(before, plan(after))).as(subject.toString()).isTrue();
    }
  }

  @Test
  void dosesWithoutAGridMayBeGivenAtAnyTime() {
    OptimalControlProblem problem = Tank.problem(MODEL, Horizon.receding(4.0, 8));
    PlanSettings searching = SETTINGS.withDoseTries(40);
    Plan onGrid = plan(decide(problem, searching, Map.of()));
    Plan anyTime = plan(decide(problem, searching, Map.of("dose.grid", 0.0)));
    assertThat(onGrid.inputs().impulses()).allMatch(dose -> dose.time() == Math.rint(dose.time()));
    assertThat(anyTime.inputs().impulses()).anyMatch(dose -> dose.time() != Math.rint(dose.time()));
  }

  @Test
  void untouchedSettingsGiveTheSamePlan() {
    OptimalControlProblem problem = Tank.problem(MODEL, Horizon.receding(4.0, 8));
    Map<String, Double> same = new HashMap<>();
    problem.knobs().forEach(knob -> same.put(knob.name(), knob.value()));
    Plan before = plan(decide(problem, SETTINGS, Map.of()));
    assertThat(differs(before, plan(decide(problem, SETTINGS, same)))).isFalse();
  }

  static Stream<PlanSettings> planSettings() {
    SqpSettings solver = SETTINGS.solver();
    return Stream.of(
        new PlanSettings(
            new Scheme(Tableau.SDIRK2, 0.5), solver, 1e-3, 0.0, 0, new Robustness.None()),
        SETTINGS.withDelay(0.5),
        SETTINGS.withDoseTries(40),
        SETTINGS.withRobustness(tree(1.0, 0.6)),
        SETTINGS.withRobustness(new Robustness.Tightened(slower(1.0, 0.4), 5)));
  }

  @ParameterizedTest
  @MethodSource("planSettings")
  void schemeDelayAndDoseTriesMatter(PlanSettings other) {
    OptimalControlProblem problem = Tank.problem(MODEL, Horizon.receding(4.0, 8));
    Plan before = plan(decide(problem, SETTINGS, Map.of()));
    assertThat(differs(before, plan(decide(problem, other, Map.of())))).isTrue();
  }

  private static List<Scenario> slower(double weight, double decay) {
    return List.of(new Scenario("other", weight, Map.of("decay", decay), Map.of()));
  }

  private static Robustness tree(double weight, double decay) {
    return new Robustness.Tree(slower(weight, decay), 1.0, Robustness.Tree.ALL);
  }

  static Stream<Robustness> robustnesses() {
    return Stream.of(
        tree(3.0, 0.6),
        tree(1.0, 0.7),
        new Robustness.Tree(slower(1.0, 0.6), 3.0, Robustness.Tree.ALL));
  }

  @ParameterizedTest
  @MethodSource("robustnesses")
  void weightsAndValuesOfScenariosMatter(Robustness other) {
    OptimalControlProblem problem = Tank.problem(MODEL, Horizon.receding(4.0, 8));
    Plan before = plan(decide(problem, SETTINGS.withRobustness(tree(1.0, 0.6)), Map.of()));
    assertThat(differs(before, plan(decide(problem, SETTINGS.withRobustness(other), Map.of()))))
        .isTrue();
  }

  static Stream<SqpSettings> solverSettings() {
    SqpSettings solver = SETTINGS.solver();
    return Stream.of(
        solver.withTolerance(1e-2),
        solver.withCurvature(NonlinearProgram.Curvature.GAUSS_NEWTON),
        solver.withFloor(10.0),
        solver.withTrial(SqpSettings.Trial.SHOOT),
        new SqpSettings(
            solver.tolerance(),
            solver.curvature(),
            solver.floor(),
            solver.relaxPrice(),
            2,
            solver.trial()));
  }

  /** They say how a plan is found: its residual or what it took differs, not the plan itself. */
  @ParameterizedTest
  @MethodSource("solverSettings")
  void solverSettingsChangeTheWayToThePlan(SqpSettings other) {
    OptimalControlProblem problem = Tank.problem(MODEL, Horizon.receding(4.0, 8));
    Decision before = decide(problem, SETTINGS, Map.of());
    Decision after = decide(problem, SETTINGS.withSolver(other), Map.of());
    plan(before);
    boolean refused = after instanceof Decision.Fallback;
    assertThat(
            refused
                || after.iterations() != before.iterations()
                || ((Decision.Planned) after).kktResidual()
                    != ((Decision.Planned) before).kktResidual())
        .isTrue();
  }

  @Test
  void priceOfRelaxationDecidesHowMuchABrokenLimitWeighs() {
    OptimalControlProblem problem = Tank.demanding(MODEL, 0.9);
    Plan dear = plan(decide(problem, SETTINGS, Map.of()));
    SqpSettings cheap = SETTINGS.solver().withRelaxPrice(1e-2);
    assertThat(differs(dear, plan(decide(problem, SETTINGS.withSolver(cheap), Map.of())))).isTrue();
  }

  @Test
  void acceptedViolationDecidesWhetherAnUnfinishedPlanIsUsed() {
    OptimalControlProblem problem = Tank.problem(MODEL, Horizon.receding(4.0, 8));
    SqpSettings shooting = SETTINGS.solver().withTrial(SqpSettings.Trial.SHOOT);
    assertThat(unfinished(problem, shooting, 1e-12)).isInstanceOf(Decision.Fallback.class);
    assertThat(unfinished(problem, shooting, 10.0)).isInstanceOf(Decision.Planned.class);
  }

  /** One iteration a solve; the guess does not keep the limits. */
  private static Decision unfinished(
      OptimalControlProblem problem, SqpSettings solver, double feasible) {
    PlanSettings settings =
        new PlanSettings(SETTINGS.scheme(), solver, feasible, 0.0, 0, new Robustness.None());
    RecedingHorizon controller = new RecedingHorizon(problem, settings);
    RecedingHorizon.Scratch scratch = controller.workspace();
    Controller.Prepared prepared =
        controller.prepare(
            controller.initialMemory(),
            MODEL,
            new Goals(5.0, Map.of()),
            InputSchedule.constant(0.2),
            scratch);
    Estimate now = new Estimate(1.0, Vec.of(0.2, 0.0), Vec.zeros(4));
    return controller.feedback(prepared, now, new Budget.Iterations(1), scratch);
  }

  @Test
  void costPerIntervalIsRefusedWithAFreeEnd() {
    var map = Tank.problem(MODEL, Horizon.receding(4.0, 8)).costs().get(0).map();
    assertThatThrownBy(
            () ->
                OptimalControlProblem.of(MODEL.process().schema(), Horizon.freeEnd(2.0, 4.0, 8))
                    .setting("gain", 1.0)
                    .setting("wish", 1.0)
                    .cost(CostTerm.economic("hours", CostTerm.Where.INTEGRAL, map))
                    .input("u", 0.0, 1.0)
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cost hours")
        .hasMessageContaining("free end");
  }
}
