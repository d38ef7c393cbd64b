package io.biopilot.agent.loop;

import io.biopilot.agent.loop.LoopState.BatchState;
import io.biopilot.agent.loop.LoopState.Card;
import io.biopilot.agent.loop.LoopState.Planning;
import io.biopilot.mpc.control.Decision;
import io.biopilot.mpc.control.Goals;
import io.biopilot.mpc.control.Plan;
import io.biopilot.twin.linalg.Vec;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Asks the controller and keeps count of how it answers. */
final class Planner {

  private Planner() {}

  static Planning initial(Goals goals) {
    Card card = new Card("", Double.NaN, 0, List.of(), "no plan yet");
    return new Planning(0, 0, goals, null, -1, 0, 0, true, null, card);
  }

  /** Asks for a plan from the newest estimate. */
  static void ask(Turn turn) {
    BatchState batch = Objects.requireNonNull(turn.batch);
    Planning planning = turn.planning;
    long request = planning.request() + 1;
    turn.planning = planning.withRequestAwaited(request, request);
    turn.add(
        new Effect.Plan(
            turn.settings.reactor(),
            request,
            batch.belief().estimate(),
            planning.goals(),
            turn.twin.model(),
            batch.applied(),
            planning.memory()));
  }

  static void answered(Turn turn, Event.Planned planned) {
    Decision decision = planned.decision();
    if (decision instanceof Decision.Planned good) {
      String problem = problem(good.plan());
      if (problem == null) {
        accepted(turn, good, planned.solveMs());
      } else {
        failed(turn, problem);
      }
    } else if (decision instanceof Decision.Fallback fallback) {
      failed(turn, fallback.reason());
      turn.planning =
          turn.planning.withCard(
              new Card(
                  "fallback",
                  planned.solveMs(),
                  fallback.iterations(),
                  List.of(),
                  fallback.reason()));
    }
    turn.store(Rows.plan(turn, decision, planned.solveMs()));
  }

  private static void accepted(Turn turn, Decision.Planned good, double solveMs) {
    Planning before = turn.planning;
    int inRow = before.good() + 1;
    boolean onPlan = before.onPlan() || inRow >= turn.settings.timing().returnAfter();
    // A plan that is followed on keeps the figures of the solve that made it.
    Card made = before.card();
    boolean followed = before.plan() != null && before.plan().madeFor() == good.plan().madeFor();
    Card card =
        new Card(
            good.status(),
            followed ? made.solveMs() : solveMs,
            followed ? made.iterations() : good.iterations(),
            good.plan().activeConstraints(),
            "");
    turn.planning =
        new Planning(
            before.request(),
            before.awaited(),
            before.goals(),
            good.plan(),
            turn.tick,
            0,
            inRow,
            onPlan,
            good.memory(),
            card);
  }

  /**
   * No plan to act on. After some failures in a row the next attempt starts from nothing, so that a
   * poisoned warm start does not last; beyond the age to which a plan may be shifted, the plan does
   * not drive again before enough good ones came.
   */
  static void failed(Turn turn, String reason) {
    Planning before = turn.planning;
    int failures = before.failures() + 1;
    boolean cold = failures >= turn.settings.timing().coldAfter();
    boolean shiftable =
        before.plan() != null
            && turn.tick - before.planTick() <= turn.settings.timing().shiftTicks();
    Card card =
        new Card(
            "failed " + failures + (failures == 1 ? " time" : " times"),
            before.card().solveMs(),
            0,
            List.of(),
            reason);
    turn.planning =
        new Planning(
            before.request(),
            before.awaited(),
            before.goals(),
            before.plan(),
            before.planTick(),
            failures,
            0,
            before.onPlan() && shiftable,
            cold ? null : before.memory(),
            card);
  }

  /** Why the plan is unusable; null if it is usable. */
  private static @Nullable String problem(Plan plan) {
    for (Vec level : plan.inputs().levels()) {
      if (!level.isFinite()) {
        return "the plan holds a value that is not a finite number";
      }
    }
    for (var impulse : plan.inputs().impulses()) {
      if (!Double.isFinite(impulse.amount()) || !Double.isFinite(impulse.time())) {
        return "the plan holds a dose that is not a finite number";
      }
    }
    return null;
  }
}
