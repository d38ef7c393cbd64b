package io.biopilot.agent.loop;

import io.biopilot.agent.alarm.AlarmBook;
import io.biopilot.connectors.ConnectionState;
import io.biopilot.connectors.Sample;
import io.biopilot.mpc.control.Goals;
import io.biopilot.mpc.control.Memory;
import io.biopilot.mpc.control.Plan;
import io.biopilot.mpc.safety.Ledger;
import io.biopilot.mpc.safety.Mode;
import io.biopilot.mpc.safety.Ruling;
import io.biopilot.twin.estimation.Belief;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.estimation.Measurement;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.Model;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything the loop knows between two events. Immutable.
 *
 * @param tick newest, -1 before the first
 * @param tickAt time of that tick
 * @param at time of the newest event
 * @param batch null before the first batch
 * @param connections by configured name
 */
public record LoopState(
    long tick,
    Instant tickAt,
    Instant at,
    Control control,
    Readings readings,
    @Nullable BatchState batch,
    Planning planning,
    Twin twin,
    AlarmBook alarms,
    Map<String, ConnectionState> connections) {
  public LoopState {
    connections = Map.copyOf(connections);
  }

  /**
   * @param manual the operator's set-points, by actuator
   * @param newestWrite request id of the newest write
   * @param notInEffect why the newest set-point of an actuator is not in effect, by actuator
   * @param changes what the gate changed last
   */
  public record Control(
      Mode mode,
      Source source,
      Map<String, Double> manual,
      long newestWrite,
      Map<String, String> notInEffect,
      List<Ruling.Change> changes) {
    public Control {
      manual = Map.copyOf(manual);
      notInEffect = Map.copyOf(notInEffect);
      changes = List.copyOf(changes);
    }

    Control withMode(Mode nextMode) {
      return new Control(nextMode, source, manual, newestWrite, notInEffect, changes);
    }

    Control withManual(Map<String, Double> nextManual) {
      return new Control(mode, source, nextManual, newestWrite, notInEffect, changes);
    }

    Control withSourceChanges(Source nextSource, List<Ruling.Change> nextChanges) {
      return new Control(mode, nextSource, manual, newestWrite, notInEffect, nextChanges);
    }

    Control withNewestWrite(long nextNewestWrite) {
      return new Control(mode, source, manual, nextNewestWrite, notInEffect, changes);
    }

    Control withNotInEffect(Map<String, String> nextNotInEffect) {
      return new Control(mode, source, manual, newestWrite, nextNotInEffect, changes);
    }
  }

  /**
   * @param newest newest sample by source time of each tag that is known, usable or not
   * @param usable newest usable sample of each tag; online ones as the mean of the newest tick
   * @param fresh accepted since the last tick, in order of arrival
   * @param rejected how many were rejected so far
   */
  public record Readings(
      Map<String, Sample> newest, Map<String, Sample> usable, List<Sample> fresh, long rejected) {
    public Readings {
      newest = Map.copyOf(newest);
      usable = Map.copyOf(usable);
    }
  }

  /**
   * @param initial belief at inoculation
   * @param applied what was done, in the model's schema order
   * @param given doses sent and not given up
   * @param seen what the estimator was shown, sorted by source time
   */
  public record BatchState(
      String name,
      Phase phase,
      Instant inoculated,
      Estimate initial,
      Belief belief,
      InputSchedule applied,
      List<Given> given,
      List<Measurement> seen,
      Ledger ledger) {
    public BatchState {
      given = List.copyOf(given);
      seen = List.copyOf(seen);
    }

    BatchState withPhase(Phase nextPhase) {
      return new BatchState(
          name, nextPhase, inoculated, initial, belief, applied, given, seen, ledger);
    }

    BatchState withBelief(Belief nextBelief) {
      return new BatchState(
          name, phase, inoculated, initial, nextBelief, applied, given, seen, ledger);
    }

    BatchState withBeliefSeen(Belief nextBelief, List<Measurement> nextSeen) {
      return new BatchState(
          name, phase, inoculated, initial, nextBelief, applied, given, nextSeen, ledger);
    }

    BatchState withApplied(InputSchedule nextApplied) {
      return new BatchState(
          name, phase, inoculated, initial, belief, nextApplied, given, seen, ledger);
    }

    BatchState withGiven(List<Given> nextGiven) {
      return new BatchState(
          name, phase, inoculated, initial, belief, applied, nextGiven, seen, ledger);
    }

    BatchState withLedger(Ledger nextLedger) {
      return new BatchState(
          name, phase, inoculated, initial, belief, applied, given, seen, nextLedger);
    }

    public boolean running() {
      return phase != Phase.COMPLETE && phase != Phase.IDLE;
    }

    /** Hours since inoculation. */
    public double hours(Instant at) {
      return Hours.between(inoculated, at);
    }
  }

  /** A dose that was sent, at h since batch start. */
  public record Given(String doser, long id, double hours, double amount) {}

  /**
   * @param request newest id
   * @param awaited id whose answer the present tick waits for; 0 if it waits for none
   * @param goals in force
   * @param plan newest good one; null before the first
   * @param planTick tick it was made for
   * @param failures in a row
   * @param good plans in a row
   * @param onPlan whether plans drive (after the recipe or HOLD only once enough good ones came)
   * @param memory of the newest decision; null for a cold start
   * @param card of the newest answer, for people
   */
  public record Planning(
      long request,
      long awaited,
      Goals goals,
      @Nullable Plan plan,
      long planTick,
      int failures,
      int good,
      boolean onPlan,
      @Nullable Memory memory,
      Card card) {
    Planning withGoals(Goals nextGoals) {
      return new Planning(
          request, awaited, nextGoals, plan, planTick, failures, good, onPlan, memory, card);
    }

    Planning withCard(Card nextCard) {
      return new Planning(
          request, awaited, goals, plan, planTick, failures, good, onPlan, memory, nextCard);
    }

    Planning withRequestAwaited(long nextRequest, long nextAwaited) {
      return new Planning(
          nextRequest, nextAwaited, goals, plan, planTick, failures, good, onPlan, memory, card);
    }

    Planning withAwaited(long nextAwaited) {
      return new Planning(
          request, nextAwaited, goals, plan, planTick, failures, good, onPlan, memory, card);
    }

    Planning withOnPlanGood(boolean nextOnPlan, int nextGood) {
      return new Planning(
          request, awaited, goals, plan, planTick, failures, nextGood, nextOnPlan, memory, card);
    }
  }

  /** What is shown of the newest answer of the controller. */
  public record Card(
      String status, double solveMs, int iterations, List<String> active, String reason) {
    public Card {
      active = List.copyOf(active);
    }
  }

  /**
   * @param model in force
   * @param promoted comes into force at the next tick; null if none
   * @param training id of the run under way; 0 if none
   * @param lastTraining when the newest run began (h since batch start)
   * @param summary of the newest run
   */
  public record Twin(
      Model model, @Nullable Model promoted, long training, double lastTraining, String summary) {
    Twin withModelPromoted(Model nextModel, @Nullable Model nextPromoted) {
      return new Twin(nextModel, nextPromoted, training, lastTraining, summary);
    }

    Twin withTrainingLastTraining(long nextTraining, double nextLastTraining) {
      return new Twin(model, promoted, nextTraining, nextLastTraining, summary);
    }
  }
}
