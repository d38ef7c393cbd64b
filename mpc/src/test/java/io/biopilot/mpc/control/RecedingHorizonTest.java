package io.biopilot.mpc.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.mpc.models.EcoliInduced;
import io.biopilot.mpc.transcription.Scheme;
import io.biopilot.mpc.transcription.Tableau;
import io.biopilot.mpc.transcription.Transition;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.InputSchedule.TimedImpulse;
import io.biopilot.twin.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecedingHorizonTest {

  private static final double HARVEST = 16.0;

  private final Model model = EcoliInduced.model();
  private final Scheme scheme = new Scheme(Tableau.SDIRK3, 0.25);
  private final RecedingHorizon controller =
      new RecedingHorizon(EcoliInduced.problem(model), PlanSettings.of(scheme));
  private final RecedingHorizon.Scratch workspace = controller.workspace();

  private Decision decide(Memory memory, Goals goals, InputSchedule past, Estimate now, int most) {
    return controller.feedback(
        controller.prepare(memory, model, goals, past, workspace),
        now,
        new Budget.Iterations(most),
        workspace);
  }

  private Decision first(Goals goals, Vec state, int most) {
    Estimate estimate = new Estimate(0.0, state, diagonal(0.01));
    return decide(controller.initialMemory(), goals, InputSchedule.constant(0.0), estimate, most);
  }

  private static Vec diagonal(double variance) {
    double[] p = new double[81];
    for (int i = 0; i < 9; i++) {
      p[i * 10] = variance;
    }
    return Vec.of(p);
  }

  private static Goals goals() {
    return new Goals(HARVEST, Map.of());
  }

  @Test
  void firstPlanKeepsTheLimitsAndMakesProduct() {
    Decision decision = first(goals(), model.process().initialState(), 40);
    assertThat(decision).isInstanceOf(Decision.Planned.class);
    Plan plan = ((Decision.Planned) decision).plan();
    Vec last = plan.states().get(plan.states().size() - 1);
    // More than any fixed recipe makes; what 40 iterations reach is not the optimum yet.
    assertThat(last.get(0) * last.get(5)).isGreaterThan(5.0);
    for (Vec state : plan.states()) {
      assertThat(state.get(4)).isGreaterThan(20.0);
      assertThat(state.get(0)).isLessThan(3.0 + 1e-6);
    }
    double before = 0.0;
    for (Vec level : plan.inputs().levels()) {
      assertThat(level.get(0)).isBetween(-1e-9, 0.15 + 1e-9);
      assertThat(Math.abs(level.get(0) - before)).isLessThan(0.03 + 1e-9);
      before = level.get(0);
    }
    assertThat(plan.activeConstraints()).anyMatch(words -> words.contains("DO ≥ 22"));
    assertThat(plan.times().get(0)).isEqualTo(plan.madeFor());
    assertThat(plan.deviations().get(0).get(1)).isCloseTo(0.1, within(1e-12));
    assertThat(plan.deviations()).allMatch(Vec::isFinite).hasSameSizeAs(plan.states());
    dosesCanBeGiven(plan.inputs().impulses());
  }

  private static void dosesCanBeGiven(List<TimedImpulse> doses) {
    assertThat(doses).isNotEmpty();
    double sum = 0.0;
    double last = -1.0;
    for (TimedImpulse dose : doses) {
      assertThat(dose.amount()).isBetween(0.01 - 1e-9, 0.1 + 1e-9);
      assertThat(dose.amount() * 100).isCloseTo(Math.rint(dose.amount() * 100), within(1e-6));
      assertThat(dose.time() - last).isGreaterThanOrEqualTo(0.25 - 1e-6);
      last = dose.time();
      sum += dose.amount();
    }
    assertThat(sum).isLessThan(0.4 + 1e-9);
  }

  @Test
  void ticksOfAClosedLoopKeepRateAndBudget() {
    Memory memory = controller.initialMemory();
    Transition plant = new Transition(model.process(), model.parameters(), scheme);
    Estimate now =
        new Estimate(9.0, Vec.of(2.1, 5, 0.1, 0.05, 60, 0.1, 0.05, 0.9, 0.1), diagonal(0));
    List<Double> times = new ArrayList<>(List.of(0.0));
    List<Vec> levels = new ArrayList<>(List.of(Vec.of(0.01)));
    List<TimedImpulse> given = new ArrayList<>(List.of(new TimedImpulse(8.0, 0, 0.1)));
    for (int tick = 0; tick < 12; tick++) {
      InputSchedule past =
          new InputSchedule(Vec.of(times.stream().mapToDouble(t -> t).toArray()), levels, given);
      Decision decision = decide(memory, goals(), past, now, tick == 0 ? 30 : 5);
      assertThat(decision).isInstanceOf(Decision.Planned.class);
      memory = decision.memory();
      Plan plan = ((Decision.Planned) decision).plan();
      double feed = plan.inputs().levelsAt(now.time()).get(0);
      for (int k = 0; k < levels.size(); k++) {
        boolean recent = k + 1 == levels.size() || times.get(k + 1) > now.time() - 0.5 + 1e-9;
        if (recent) {
          assertThat(Math.abs(feed - levels.get(k).get(0))).isLessThan(0.03 + 1e-9);
        }
      }
      times.add(now.time());
      levels.add(Vec.of(feed));
      for (TimedImpulse dose : plan.inputs().impulses()) {
        if (Math.abs(dose.time() - now.time()) < 1e-9) {
          given.add(dose);
          now = plant.dose(now, 0, dose.amount());
        }
      }
      now = plant.flow(now, Vec.of(feed), now.time() + 0.125);
      assertThat(now.state().get(4)).isGreaterThan(20.0);
    }
    dosesCanBeGiven(given);
  }

  @Test
  void estimateThatIsNotFiniteIsAFallback() {
    Decision decision = first(goals(), model.process().initialState().with(1, Double.NaN), 10);
    assertThat(((Decision.Fallback) decision).reason()).contains("estimate is not finite");
  }

  @Test
  void emptyBudgetIsAFallback() {
    Decision decision = first(goals(), model.process().initialState(), 0);
    assertThat(((Decision.Fallback) decision).reason()).contains("no budget");
  }

  @Test
  void unknownSettingIsAFallbackThatNamesTheKnownOnes() {
    Goals wrong = new Goals(HARVEST, Map.of("DO.lowr", 25.0));
    Decision decision = first(wrong, model.process().initialState(), 10);
    assertThat(((Decision.Fallback) decision).reason()).contains("DO.lowr").contains("DO.lower");
  }

  @Test
  void endOfTheBatchIsAFallback() {
    Decision decision = first(new Goals(0.0, Map.of()), model.process().initialState(), 10);
    assertThat(((Decision.Fallback) decision).reason()).contains("end of the batch");
  }

  @Test
  void modelWithoutFiniteValuesIsAFallback() {
    Model broken = new Model(model.process(), Vec.of(Double.NaN, 450.0), 1, "broken");
    Decision decision =
        controller.feedback(
            controller.prepare(
                controller.initialMemory(),
                broken,
                goals(),
                InputSchedule.constant(0.0),
                workspace),
            new Estimate(0.0, model.process().initialState(), diagonal(0.01)),
            new Budget.Iterations(10),
            workspace);
    assertThat(((Decision.Fallback) decision).reason()).contains("finite");
    assertThat(decision.modelHash()).isEqualTo("broken");
  }

  @Test
  void changedGoalChangesThePlan() {
    Decision usual = first(goals(), model.process().initialState(), 20);
    Decision careful =
        first(new Goals(HARVEST, Map.of("DO.lower", 40.0)), model.process().initialState(), 20);
    Plan plan = ((Decision.Planned) careful).plan();
    assertThat(plan.activeConstraints()).anyMatch(words -> words.contains("DO ≥ 42"));
    assertThat(plan.inputs()).isNotEqualTo(((Decision.Planned) usual).plan().inputs());
  }
}
