package io.biopilot.agent.brain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.biopilot.agent.loop.Effect;
import io.biopilot.agent.testing.FlatTwin;
import io.biopilot.agent.testing.ScriptedPlans;
import io.biopilot.mpc.control.Budget;
import io.biopilot.mpc.control.Decision;
import io.biopilot.mpc.control.Goals;
import io.biopilot.mpc.control.Memory;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EveryFewTicksTest {

  private static final double TICK = 1.0 / 60;
  private static final Goals GOALS = new Goals(16.0, Map.of());

  private final List<Effect.Plan> solved = new ArrayList<>();
  private boolean broken;
  private final EveryFewTicks planning = new EveryFewTicks(this::solve, 5 * TICK);

  private Decision solve(Effect.Plan asked, Budget budget) {
    solved.add(asked);
    return broken
        ? ScriptedPlans.none(asked, "no solution")
        : ScriptedPlans.feed(asked, 0.01 * solved.size(), 0);
  }

  private Decision at(int tick, Goals goals, Model model, @Nullable Memory memory) {
    Estimate estimate = new Estimate(tick * TICK, Vec.zeros(8), Vec.zeros(64));
    InputSchedule applied = InputSchedule.constant(0.0, 300, 30, 0);
    return planning.plan(
        new Effect.Plan("BR1", tick, estimate, goals, model, applied, memory),
        new Budget.Iterations(1));
  }

  private Decision at(int tick, @Nullable Memory memory) {
    return at(tick, GOALS, FlatTwin.model(), memory);
  }

  @Test
  void itPlansOnceAPeriodAndFollowsThePlanBetween() {
    Memory memory = null;
    List<Integer> fresh = new ArrayList<>();
    for (int tick = 0; tick < 960; tick++) {
      int before = solved.size();
      Decision decision = at(tick, memory);
      memory = decision.memory();
      if (solved.size() > before) {
        fresh.add(tick);
      } else {
        assertThat(decision.iterations()).as("followed at tick %s", tick).isZero();
      }
    }
    assertThat(fresh).hasSize(192).allMatch(tick -> tick % 5 == 0);
  }

  @Test
  void whatIsFollowedIsThePlanItself() {
    Decision.Planned made = (Decision.Planned) at(0, null);
    Decision.Planned followed = (Decision.Planned) at(3, made.memory());
    assertThat(solved).hasSize(1);
    assertThat(followed.plan()).isEqualTo(made.plan());
  }

  @Test
  void theInnerPlannerGetsItsOwnMemoryBack() {
    Decision made = at(0, null);
    at(5, made.memory());
    Memory own = ScriptedPlans.feed(solved.get(0), 0, 0).memory();
    assertThat(solved.get(1).memory()).isEqualTo(own);
  }

  @Test
  void newGoalsAndANewModelArePlannedForAtOnce() {
    Memory memory = at(0, null).memory();
    at(1, new Goals(15.0, Map.of()), FlatTwin.model(), memory);
    assertThat(solved).hasSize(2);
    Model model = FlatTwin.model();
    at(1, GOALS, new Model(model.process(), model.parameters(), 1, "trained"), memory);
    assertThat(solved).hasSize(3);
  }

  @Test
  void aFailedAttemptIsTriedAgainAtTheNextTick() {
    Memory memory = at(0, null).memory();
    broken = true;
    Decision failed = at(5, memory);
    assertThat(failed).isInstanceOf(Decision.Fallback.class);
    broken = false;
    at(6, failed.memory());
    assertThat(solved).hasSize(3);
  }

  @Test
  void aPeriodOfNothingIsRefused() {
    assertThatThrownBy(() -> new EveryFewTicks(this::solve, 0)).hasMessageContaining("> 0 h");
  }

  @Test
  void configuredSettingsReachThePlannerAndAnOperatorsGoBeforeThem() {
    ConfiguredGoals goals =
        new ConfiguredGoals(this::solve, Map.of("F.upper", 0.1, "R.margin", 3.0));
    Estimate estimate = new Estimate(1, Vec.zeros(8), Vec.zeros(64));
    goals.plan(
        new Effect.Plan(
            "BR1",
            1,
            estimate,
            new Goals(16.0, Map.of("F.upper", 0.05)),
            FlatTwin.model(),
            InputSchedule.constant(0.0, 300, 30, 0),
            null),
        new Budget.Iterations(1));
    assertThat(solved.get(0).goals())
        .isEqualTo(new Goals(16.0, Map.of("F.upper", 0.05, "R.margin", 3.0)));
  }
}
