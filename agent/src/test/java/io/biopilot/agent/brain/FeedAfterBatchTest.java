package io.biopilot.agent.brain;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.agent.loop.Effect;
import io.biopilot.mpc.control.Budget;
import io.biopilot.mpc.control.Decision;
import io.biopilot.mpc.control.Goals;
import io.biopilot.mpc.control.Memory;
import io.biopilot.mpc.control.Plan;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.HybridModel;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.yaml.ModelFile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeedAfterBatchTest {

  private static final HybridModel MODEL =
      ModelFile.parse(
          "glucose.yaml",
          """
          model: glucose
          states:
            S: {unit: g/L, initial: 2, lower: 0}
          inputs:
            F: {unit: g/(L.h), lower: 0, upper: 1}
          equations:
            S: F
          outputs:
            Glucose: {unit: g/L, value: S}
          """);

  private record Nothing() implements Memory {}

  /** Glucose falls from 2 to 0 g/L within 2 h; the plan wants feed all the time. */
  private static Decision planned() {
    Plan plan =
        new Plan(
            3.0,
            new InputSchedule(Vec.of(3.0, 4.0), List.of(Vec.of(0.1), Vec.of(0.2)), List.of()),
            Vec.of(3.0, 3.5, 4.0, 4.5, 5.0),
            List.of(Vec.of(2.0), Vec.of(1.5), Vec.of(1.0), Vec.of(0.5), Vec.of(0.0)),
            List.of(),
            List.of());
    return new Decision.Planned(new Nothing(), 3, "hash", plan, "converged", -1.0, 1e-9);
  }

  private static Decision decide(InputSchedule applied) {
    Estimate estimate = new Estimate(3.0, Vec.of(2.0), Vec.of(0.0));
    Effect.Plan asked =
        new Effect.Plan(
            "BR1", 1, estimate, new Goals(16.0, Map.of()), MODEL.nominal(), applied, null);
    return new FeedAfterBatch((plan, budget) -> planned(), 0, 0, 0.8)
        .plan(asked, new Budget.Iterations(1));
  }

  @Test
  void theFirstFeedWaitsForTheGlucose() {
    Decision.Planned held = (Decision.Planned) decide(InputSchedule.constant(0.0));
    InputSchedule inputs = held.plan().inputs();
    assertThat(inputs.levelsAt(3.0)).isEqualTo(Vec.of(0.0));
    assertThat(inputs.levelsAt(4.4)).isEqualTo(Vec.of(0.0));
    assertThat(inputs.levelsAt(4.5)).isEqualTo(Vec.of(0.2));
    assertThat(held.plan().activeConstraints().get(0)).contains("waits").contains("0.8 g/L");
  }

  @Test
  void onceFedThePlanStands() {
    assertThat(decide(InputSchedule.constant(0.05))).isEqualTo(planned());
  }
}
