package io.biopilot.agent.testing;

import io.biopilot.agent.loop.Effect;
import io.biopilot.mpc.control.Decision;
import io.biopilot.mpc.control.Memory;
import io.biopilot.mpc.control.Plan;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.InputSchedule.TimedImpulse;
import java.util.List;

/** Plans without thought, for tests of the loop. */
public final class ScriptedPlans {

  private enum None implements Memory {
    NONE
  }

  private ScriptedPlans() {}

  /** This feed from now on, and one dose now if the amount is above 0. */
  public static Decision feed(Effect.Plan asked, double feed, double dose) {
    Estimate estimate = asked.estimate();
    double now = estimate.time();
    Vec last = asked.applied().levelsAt(now);
    InputSchedule inputs =
        new InputSchedule(
            Vec.of(now),
            List.of(last.with(0, feed)),
            dose > 0 ? List.of(new TimedImpulse(now, 0, dose)) : List.of());
    Plan plan =
        new Plan(
            now,
            inputs,
            Vec.of(now, now + 1),
            List.of(estimate.state(), estimate.state()),
            List.of(Vec.zeros(8), Vec.zeros(8)),
            List.of());
    return new Decision.Planned(None.NONE, 1, asked.model().hash(), plan, "scripted", 0, 0);
  }

  public static Decision none(Effect.Plan asked, String reason) {
    return new Decision.Fallback(None.NONE, 1, asked.model().hash(), reason, null);
  }
}
