package io.biopilot.mpc.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.mpc.models.Tank;
import io.biopilot.mpc.problem.Horizon;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.transcription.Scheme;
import io.biopilot.mpc.transcription.Tableau;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.Model;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever happens, a decision with its reason; and where a plan begins that acts late. */
class FailureInjectionTest {

  private static final Budget ENOUGH = new Budget.Iterations(60);
  private static final Goals GOALS = new Goals(20.0, Map.of());

  private final Model model = Tank.model();
  private final PlanSettings settings = PlanSettings.of(new Scheme(Tableau.RK4, 0.05));
  private final OptimalControlProblem usual = Tank.problem(model, Horizon.receding(4.0, 8));

  private InputSchedule past = InputSchedule.constant(0.2);

  private Decision decide(
      RecedingHorizon controller, Memory memory, Goals goals, Estimate estimate, Budget budget) {
    RecedingHorizon.Scratch scratch = controller.workspace();
    Controller.Prepared prepared = controller.prepare(memory, model, goals, past, scratch);
    return controller.feedback(prepared, estimate, budget, scratch);
  }

  private Decision decide(OptimalControlProblem problem, Estimate estimate) {
    RecedingHorizon controller = new RecedingHorizon(problem, settings);
    return decide(controller, controller.initialMemory(), GOALS, estimate, ENOUGH);
  }

  private static Estimate at(double time, double... state) {
    return new Estimate(time, Vec.of(state), Vec.zeros(state.length * state.length));
  }

  private static Plan plan(Decision decision) {
    assertThat(decision).isInstanceOf(Decision.Planned.class);
    return ((Decision.Planned) decision).plan();
  }

  private static void same(Plan one, Plan other, double shift, double tolerance) {
    assertThat(one.inputs().levels()).isNotEmpty();
    for (int k = 0; k < 8; k++) {
      double time = other.times().get(k) + 1e-6;
      double expected = other.inputs().levelsAt(time).get(0);
      assertThat(one.inputs().levelsAt(time + shift).get(0))
          .as("move %d", k)
          .isCloseTo(expected, within(tolerance));
    }
  }

  @Test
  void limitThatCanBeKeptIsKeptAndNothingIsSaidOfBreakingIt() {
    Decision decision = decide(Tank.demanding(model, 0.5), at(0, 0.6, 0));
    assertThat(((Decision.Planned) decision).status()).isEqualTo("converged");
    assertThat(plan(decision).states()).allMatch(state -> state.get(0) > 0.5 - 1e-6);
  }

  @Test
  void hardLimitThatNoPointKeepsIsBrokenAsLittleAsPossibleAndSaidSo() {
    Decision decision = decide(Tank.demanding(model, 0.9), at(0, 0.2, 0));
    assertThat(((Decision.Planned) decision).status()).contains("hard limits cannot all be kept");
    // As little as possible: the feed at its most from the first move on; a(t) in closed form.
    Plan plan = plan(decision);
    double first = 1.0 + (0.2 - 1.0) * Math.exp(-Tank.DECAY * 0.5);
    assertThat(plan.inputs().levelsAt(0.0).get(0)).isCloseTo(0.5, within(1e-5));
    assertThat(plan.states().get(1).get(0)).isCloseTo(first, within(1e-5));
  }

  @Test
  void estimateOfAnotherSizeIsAFallback() {
    Decision decision = decide(usual, at(0, 0.2, 0.0, 1.0));
    assertThat(((Decision.Fallback) decision).reason()).contains("3 states").contains("model 2");
  }

  @Test
  void covarianceOfAnotherSizeIsAFallback() {
    Decision decision = decide(usual, new Estimate(0, Vec.of(0.2, 0), Vec.zeros(9)));
    assertThat(((Decision.Fallback) decision).reason()).contains("9 covariances");
  }

  @Test
  void goalsChangedInMidSolveCountFromTheNextDecisionOn() {
    RecedingHorizon controller = new RecedingHorizon(usual, settings);
    Map<String, Double> mine = new HashMap<>(Map.of("level.weight", 1.0));
    Goals goals = new Goals(20.0, mine);
    int[] asked = {0};
    Budget meddling =
        new Budget.Deadline(
            60,
            Long.MAX_VALUE,
            () -> {
              asked[0]++;
              mine.put("level.weight", 50.0);
              return 0L;
            });
    Estimate now = at(0, 0.2, 0);
    Decision first = decide(controller, controller.initialMemory(), goals, now, meddling);
    Decision calm = decide(controller, controller.initialMemory(), goals, now, ENOUGH);
    assertThat(asked[0]).isGreaterThan(2);
    assertThat(plan(first).inputs()).isEqualTo(plan(calm).inputs());
    Decision next = decide(controller, first.memory(), new Goals(20.0, mine), now, ENOUGH);
    assertThat(plan(next).inputs()).isNotEqualTo(plan(first).inputs());
  }

  @Test
  void staleWarmStartLeadsToTheSamePlanAsNone() {
    RecedingHorizon controller = new RecedingHorizon(usual, settings);
    past = InputSchedule.constant(0.0); // nothing of the total is used up
    Decision old = decide(controller, controller.initialMemory(), GOALS, at(0, 0.2, 0), ENOUGH);
    Estimate late = at(100, 0.5, 1.0);
    Plan stale = plan(decide(controller, old.memory(), GOALS, late, ENOUGH));
    Plan fresh = plan(decide(controller, controller.initialMemory(), GOALS, late, ENOUGH));
    assertThat(stale.inputs().impulses()).isEqualTo(fresh.inputs().impulses());
    same(stale, fresh, 0.0, 1e-4);
  }

  @Test
  void memoryOfFailuresIsUsedOnceMoreThenForgotten() {
    RecedingHorizon controller = new RecedingHorizon(usual, settings);
    Memory memory =
        decide(controller, controller.initialMemory(), GOALS, at(0, 0.2, 0), ENOUGH).memory();
    for (int i = 0; i < 3; i++) {
      Decision failed =
          decide(controller, memory, GOALS, at(0.5, 0.2, 0), new Budget.Iterations(0));
      assertThat(((Decision.Fallback) failed).reason()).contains("no budget");
      memory = failed.memory();
    }
    assertThat(((PlanMemory) memory).usable()).isFalse();
    plan(decide(controller, memory, GOALS, at(1.0, 0.2, 0), ENOUGH));
  }

  /** With the feed at 0.2 until then, a(t) = 0.4 + (a₀ − 0.4) exp(−0.5 t). */
  @Test
  void planWithADelayIsThePlanFromWhereTheStateWillBe() {
    double delay = 0.75;
    OptimalControlProblem plain = Tank.demanding(model, 0.5);
    RecedingHorizon late = new RecedingHorizon(plain, settings.withDelay(delay));
    Estimate now = at(0, 0.9, 0);
    Plan delayed = plan(decide(late, late.initialMemory(), GOALS, now, ENOUGH));
    double ahead = 0.4 + (0.9 - 0.4) * Math.exp(-Tank.DECAY * delay);
    Plan direct = plan(decide(plain, at(delay, ahead, 0)));
    assertThat(delayed.times().get(0)).isEqualTo(delay);
    assertThat(delayed.states().get(0).get(0)).isCloseTo(ahead, within(1e-8));
    assertThat(delayed.inputs().levelsAt(0.5 * delay).get(0)).as("until then").isEqualTo(0.2);
    same(delayed, direct, 0.0, 1e-5);
    Plan without = plan(decide(plain, now));
    assertThat(without.inputs().levelsAt(1.0).get(0))
        .as("control: the delay matters")
        .isNotCloseTo(direct.inputs().levelsAt(1.0 + delay).get(0), within(1e-3));
  }
}
