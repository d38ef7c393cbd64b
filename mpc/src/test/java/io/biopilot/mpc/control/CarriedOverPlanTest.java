package io.biopilot.mpc.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.mpc.models.EcoliInduced;
import io.biopilot.mpc.transcription.Scheme;
import io.biopilot.mpc.transcription.Tableau;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.InputSchedule.TimedImpulse;
import io.biopilot.twin.model.Model;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A plan of the tick before is worth as much from an estimate that lies a little elsewhere. */
class CarriedOverPlanTest {

  private static final Goals GOALS = new Goals(16.0, Map.of());

  private final Model model = EcoliInduced.model();
  private final RecedingHorizon controller =
      new RecedingHorizon(
          EcoliInduced.problem(model), PlanSettings.of(new Scheme(Tableau.SDIRK3, 0.25)));
  private final RecedingHorizon.Scratch workspace = controller.workspace();
  private final InputSchedule past =
      new InputSchedule(
          Vec.of(0.0, 8.0),
          List.of(Vec.of(0.01), Vec.of(0.012)),
          List.of(new TimedImpulse(8.0, 0, 0.1)));

  private Decision.Planned plan(Memory memory, double time, Vec state, int most) {
    Decision decision =
        controller.feedback(
            controller.prepare(memory, model, GOALS, past, workspace),
            new Estimate(time, state, Vec.zeros(81)),
            new Budget.Iterations(most),
            workspace);
    assertThat(decision).isInstanceOf(Decision.Planned.class);
    return (Decision.Planned) decision;
  }

  /** With controls carried over as they are, the plan is 4 to 11 % off after as many iterations. */
  @Test
  void fewIterationsFollowAnEstimateThatHasMoved() {
    Vec believed = Vec.of(2.1, 5, 0.9, 0.05, 60, 0.1, 0.05, 0.9, 0.1);
    Memory memory = plan(controller.initialMemory(), 9.0, believed, 80).memory();
    Vec moved = believed.with(1, 0.85 * 5); // fewer cells: the feed of the plan would flood them
    double many = plan(memory, 9.05, moved, 80).objective();
    for (int iterations = 2; iterations <= 3; iterations++) {
      double few = plan(memory, 9.05, moved, iterations).objective();
      assertThat(few)
          .as("after %d iterations", iterations)
          .isCloseTo(many, within(0.01 * Math.abs(many)));
    }
  }
}
