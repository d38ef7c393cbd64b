package io.biopilot.agent.loop;

import io.biopilot.agent.loop.LoopSettings.Actuated;
import io.biopilot.agent.loop.LoopSettings.Dosed;
import io.biopilot.agent.loop.LoopState.BatchState;
import io.biopilot.agent.loop.LoopState.Planning;
import io.biopilot.mpc.control.Plan;
import io.biopilot.mpc.safety.Dose;
import io.biopilot.mpc.safety.Mode;
import io.biopilot.mpc.safety.Proposal;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule.TimedImpulse;
import io.biopilot.twin.model.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who proposes: by mode, and in AUTO the best rung that holds: the plan of this tick → an earlier
 * one, shifted → the recipe's feed cut by a DO override → nothing.
 */
final class Ladder {

  /** Slack on times of doses (h), against rounding of sums of ticks. */
  private static final double SLACK = 1e-6;

  private final LoopSettings settings;

  Ladder(LoopSettings settings) {
    this.settings = settings;
  }

  record Rung(Source source, Proposal proposal) {}

  Rung propose(Turn turn) {
    boolean plantFellBack = turn.usable(settings.plant().fallback()) > 0.5;
    if (!turn.running() || turn.control.mode() == Mode.HOLD || plantFellBack) {
      return new Rung(Source.HOLD, Proposal.none());
    }
    if (turn.control.mode() == Mode.MANUAL) {
      return new Rung(Source.OPERATOR, new Proposal(turn.control.manual(), List.of()));
    }
    Planning planning = turn.planning;
    long age = turn.tick - planning.planTick();
    Plan plan = planning.plan();
    if (plan != null && planning.onPlan() && age <= settings.timing().shiftTicks()) {
      return new Rung(age == 0 ? Source.PLAN : Source.SHIFTED_PLAN, planned(turn, plan));
    }
    FallbackFeed fallback = settings.fallback();
    double oxygen = turn.usable(fallback.oxygenTag());
    if (Double.isNaN(oxygen)) {
      return new Rung(Source.HOLD, Proposal.none());
    }
    double feed = fallback.rate(turn.hours(), oxygen);
    return new Rung(Source.RECIPE, new Proposal(Map.of(fallback.actuator(), feed), List.of()));
  }

  /** What the plan has for now, and its doses of this tick. */
  private Proposal planned(Turn turn, Plan plan) {
    Schema schema = turn.twin.model().process().schema();
    double now = turn.hours();
    Vec level = plan.inputs().levelsAt(now);
    Map<String, Double> levels = new HashMap<>();
    for (Actuated actuated : settings.actuators()) {
      int input = index(schema, actuated.input());
      if (input >= 0) {
        levels.put(actuated.actuator(), level.get(input));
      }
    }
    List<Dose> doses = new ArrayList<>();
    for (Dosed dosed : settings.dosers()) {
      int impulse = Schema.indexOf(schema.impulses(), dosed.impulse());
      for (TimedImpulse timed : plan.inputs().impulses()) {
        double ahead = timed.time() - now;
        if (timed.impulse() == impulse
            && ahead >= -SLACK
            && ahead < settings.timing().tick() - SLACK
            && !sentFor(turn, dosed.doser(), timed)) {
          doses.add(new Dose(dosed.doser(), 0, timed.amount()));
        }
      }
    }
    return new Proposal(levels, doses);
  }

  /** Whether a dose was already sent in this tick (after a change of mode within it). */
  private boolean sentFor(Turn turn, String doser, TimedImpulse timed) {
    BatchState batch = Objects.requireNonNull(turn.batch);
    return batch.given().stream()
        .anyMatch(
            given ->
                given.doser().equals(doser)
                    && Math.abs(given.hours() - timed.time()) < settings.timing().tick());
  }

  private static int index(Schema schema, @Nullable String input) {
    return input == null ? -1 : Schema.indexOf(schema.inputs(), input);
  }
}
