package io.biopilot.mpc.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.mpc.models.Tank;
import io.biopilot.mpc.problem.Horizon;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.Robustness;
import io.biopilot.mpc.problem.Scenario;
import io.biopilot.mpc.transcription.Scheme;
import io.biopilot.mpc.transcription.Tableau;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.Model;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Plans that hold for a tank whose contents decay faster or slower than thought. */
class RobustPlanTest {

  private static final double LEAST = 0.65;
  private static final Model MODEL = Tank.model();
  private static final OptimalControlProblem PROBLEM = Tank.demanding(MODEL, LEAST);
  private static final List<Scenario> SCENARIOS =
      List.of(
          new Scenario("fast", 1.0, Map.of("decay", 0.6), Map.of()),
          new Scenario("slow", 1.0, Map.of(), Map.of("decay", 0.9)));

  private static PlanSettings settings(Robustness robustness) {
    return PlanSettings.of(new Scheme(Tableau.RK4, 0.1)).withRobustness(robustness);
  }

  /** A decision with what the workspace holds after it. */
  private record Made(Decision decision, RecedingHorizon.Scratch workspace) {
    Decision.Planned planned() {
      assertThat(decision)
          .as(decision instanceof Decision.Fallback none ? none.reason() : "a plan")
          .isInstanceOf(Decision.Planned.class);
      return (Decision.Planned) decision;
    }
  }

  private static Made decide(OptimalControlProblem problem, Robustness robustness) {
    RecedingHorizon controller = new RecedingHorizon(problem, settings(robustness));
    return decide(controller, controller.initialMemory(), 1.0, 0.7);
  }

  private static Made decide(RecedingHorizon controller, Memory memory, double time, double level) {
    RecedingHorizon.Scratch workspace = controller.workspace();
    Controller.Prepared prepared =
        controller.prepare(
            memory, MODEL, new Goals(5.0, Map.of()), InputSchedule.constant(0.3), workspace);
    Estimate now = new Estimate(time, Vec.of(level, 0.0), Vec.zeros(4));
    Budget budget = new Budget.Iterations(200);
    return new Made(controller.feedback(prepared, now, budget, workspace), workspace);
  }

  /** Lowest level of a plan at its nodes. */
  private static double lowest(Plan plan) {
    return plan.states().stream().mapToDouble(state -> state.get(0)).min().orElseThrow();
  }

  @Test
  void onePlanForAllKeepsTheLimitInEveryScenario() {
    Made made = decide(PROBLEM, new Robustness.Tree(SCENARIOS, 1.0, Robustness.Tree.ALL));
    assertThat(made.planned().status()).startsWith("converged").contains("one plan for all");
    assertThat(made.planned().plan().activeConstraints())
        .anyMatch(words -> words.contains("held by a ≥ 0.65") && words.contains("(fast)"));
    assertThat(made.workspace().scenarios()).extracting(ScenarioPlan::name).contains("fast");
    for (ScenarioPlan scenario : made.workspace().scenarios()) {
      assertThat(scenario.plan().inputs()).isEqualTo(made.planned().plan().inputs());
      assertThat(lowest(scenario.plan())).isGreaterThan(LEAST - 1e-6);
    }
    // The one that decays fastest is what holds the plan, so that the others lie higher.
    assertThat(lowest(made.planned().plan())).isGreaterThan(LEAST + 1e-3);
  }

  @Test
  void laterMovesMayPartWhereTheyAreNotCommon() {
    Made made = decide(PROBLEM, new Robustness.Tree(SCENARIOS, 1.0, 2));
    InputSchedule own = made.planned().plan().inputs();
    InputSchedule fast = made.workspace().scenarios().get(0).plan().inputs();
    assertThat(fast.levels().subList(0, 2)).isEqualTo(own.levels().subList(0, 2));
    assertThat(fast.levels().get(4).get(0)).isGreaterThan(own.levels().get(4).get(0) + 1e-3);
    for (ScenarioPlan scenario : made.workspace().scenarios()) {
      assertThat(lowest(scenario.plan())).isGreaterThan(LEAST - 1e-6);
    }
  }

  @Test
  void backOffKeepsTheLimitInEveryScenarioAndSaysByHowMuchItMoved() {
    Made made = decide(PROBLEM, new Robustness.Tightened(SCENARIOS, 20));
    assertThat(made.planned().status()).startsWith("converged; limits backed off for 2 scenarios");
    assertThat(made.workspace().backOff().get("a")).isBetween(0.02, 0.2);
    for (ScenarioPlan scenario : made.workspace().scenarios()) {
      assertThat(lowest(scenario.plan())).isGreaterThan(LEAST - 1e-4);
    }
    double backOff = made.workspace().backOff().get("a");
    assertThat(lowest(made.planned().plan())).isGreaterThan(LEAST - 1e-9);
    assertThat(made.planned().plan().states().get(6).get(0))
        .isBetween(LEAST + 1e-3, LEAST + backOff + 1e-6);
  }

  @Test
  void nextPlanBeginsWithTheMarginsOfTheLastOne() {
    Robustness tightened = new Robustness.Tightened(SCENARIOS, 20);
    RecedingHorizon controller = new RecedingHorizon(PROBLEM, settings(tightened));
    Made first = decide(controller, controller.initialMemory(), 1.0, 0.7);
    Made next = decide(controller, first.planned().memory(), 1.0, 0.7);
    assertThat(next.planned().objective()).isCloseTo(first.planned().objective(), within(1e-4));
    assertThat(next.planned().iterations()).isLessThan(first.planned().iterations() / 2);
    assertThat(next.workspace().backOff().get("a"))
        .isCloseTo(first.workspace().backOff().get("a"), within(1e-4));
  }

  @Test
  void whatTooFewRoundsLeaveUnsettledIsSaidAndSettledByTheNextPlans() {
    RecedingHorizon hasty =
        new RecedingHorizon(PROBLEM, settings(new Robustness.Tightened(SCENARIOS, 1)));
    Made made = decide(hasty, hasty.initialMemory(), 1.0, 0.7);
    assertThat(made.planned().status()).contains("% of a limit too little or too much");
    for (int plan = 1; plan < 12; plan++) {
      made = decide(hasty, made.planned().memory(), 1.0, 0.7);
    }
    assertThat(made.planned().status()).doesNotContain("too little or too much");
  }

  @Test
  void nominalPlanBreaksTheLimitInAnotherScenario() {
    Made made = decide(PROBLEM, new Robustness.None());
    assertThat(made.workspace().scenarios()).isEmpty();
    assertThat(lowest(made.planned().plan())).isBetween(LEAST - 1e-6, LEAST + 1e-6);
  }

  @Test
  void nextPlanBeginsAtTheLastOneOfEveryScenario() {
    Robustness tree = new Robustness.Tree(SCENARIOS, 1.0, 1);
    RecedingHorizon controller = new RecedingHorizon(PROBLEM, settings(tree));
    Made first = decide(controller, controller.initialMemory(), 1.0, 0.7);
    PlanMemory memory = (PlanMemory) first.planned().memory();
    assertThat(memory.others()).hasSize(2);
    assertThat(memory.of(1).inputs())
        .isEqualTo(first.workspace().scenarios().get(0).plan().inputs().levels());
    Made next = decide(controller, first.planned().memory(), 1.0, 0.7);
    assertThat(next.planned().iterations()).isLessThanOrEqualTo(first.planned().iterations());
    assertThat(next.planned().objective()).isCloseTo(first.planned().objective(), within(1e-6));
  }

  @Test
  void whatCannotBePlannedIsAFallbackWithItsReason() {
    Scenario unknown = new Scenario("odd", 1.0, Map.of("growth", 1.0), Map.of());
    Made none = decide(PROBLEM, new Robustness.Tree(List.of(unknown), 1.0, 1));
    assertThat(((Decision.Fallback) none.decision()).reason())
        .isEqualTo("scenario odd: the model has no parameter 'growth'");
    OptimalControlProblem dosed = Tank.problem(MODEL, Horizon.receding(4.0, 8));
    Made parting = decide(dosed, new Robustness.Tree(SCENARIOS, 1.0, 2));
    assertThat(((Decision.Fallback) parting.decision()).reason())
        .contains("scenarios that part after 2 moves cannot be planned with doses");
    Made together = decide(dosed, new Robustness.Tree(SCENARIOS, 1.0, Robustness.Tree.ALL));
    assertThat(together.planned().plan().inputs().impulses())
        .isEqualTo(together.workspace().scenarios().get(0).plan().inputs().impulses());
  }
}
