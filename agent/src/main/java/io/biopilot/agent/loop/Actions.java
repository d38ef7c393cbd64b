package io.biopilot.agent.loop;

import io.biopilot.agent.loop.LoopSettings.Actuated;
import io.biopilot.agent.loop.LoopSettings.Dosed;
import io.biopilot.agent.loop.LoopState.BatchState;
import io.biopilot.agent.loop.LoopState.Given;
import io.biopilot.connectors.CallResult;
import io.biopilot.connectors.Command;
import io.biopilot.connectors.Sample;
import io.biopilot.connectors.Setpoint;
import io.biopilot.connectors.WriteResult;
import io.biopilot.mpc.safety.Dose;
import io.biopilot.mpc.safety.Ledger;
import io.biopilot.mpc.safety.Mode;
import io.biopilot.mpc.safety.PlantView;
import io.biopilot.mpc.safety.Proposal;
import io.biopilot.mpc.safety.Ruling;
import io.biopilot.mpc.safety.SafetyGate;
import io.biopilot.twin.model.InputSchedule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** From a proposal through the gate to what is written. The only place that makes writes. */
final class Actions {

  private final LoopSettings settings;
  private final SafetyGate gate;
  private final Ladder ladder;

  Actions(LoopSettings settings, SafetyGate gate) {
    this.settings = settings;
    this.gate = gate;
    this.ladder = new Ladder(settings);
  }

  /** At the end of its time the batch is complete: what follows writes zeros. */
  void age(Turn turn) {
    BatchState batch = Objects.requireNonNull(turn.batch);
    if (turn.hours() >= settings.batch().end() - 1e-9) {
      turn.batch = batch.withPhase(Phase.COMPLETE);
      turn.planning = turn.planning.withAwaited(0);
    }
  }

  /** Proposes by mode and ladder, has it ruled on, and writes what came out. */
  void act(Turn turn) {
    if (turn.batch != null) {
      Ladder.Rung rung = ladder.propose(turn);
      act(turn, rung.source(), rung.proposal());
    }
  }

  void act(Turn turn, Source source, Proposal proposal) {
    BatchState batch = Objects.requireNonNull(turn.batch);
    Mode mode = source == Source.HOLD ? Mode.HOLD : turn.control.mode();
    Ruling ruling = gate.rule(batch.ledger(), mode, proposal, plantView(turn));
    turn.control = turn.control.withSourceChanges(source, ruling.changes());
    turn.add(new Effect.Ruled(settings.reactor(), turn.tick, turn.control.mode(), source, ruling));
    Rows.ruling(turn, source, ruling).forEach(turn::store);
    if (settings.shadow()) {
      Ledger ledger = ruling.ledger();
      turn.batch =
          batch.withLedger(
              new Ledger(
                  ledger.time(), ledger.volume(), ledger.tracks(), batch.ledger().accounts()));
    } else {
      record(turn, ruling);
      ruling.doses().forEach(dose -> turn.add(new Effect.Call(settings.reactor(), call(dose))));
      write(turn, ruling);
    }
  }

  private void record(Turn turn, Ruling ruling) {
    BatchState batch = Objects.requireNonNull(turn.batch);
    List<Given> given = new ArrayList<>(batch.given());
    given.removeIf(dose -> givenUp(batch.ledger(), ruling.ledger(), dose));
    for (Dose dose : ruling.doses()) {
      given.removeIf(earlier -> earlier.doser().equals(dose.doser()) && earlier.id() == dose.id());
      given.add(new Given(dose.doser(), dose.id(), turn.hours(), dose.amount()));
    }
    InputSchedule applied = Applied.acted(settings, turn, batch, ruling.levels());
    boolean fed = fed(ruling);
    Phase phase = batch.phase();
    if (phase == Phase.BATCH && fed) {
      phase = Phase.FED_BATCH;
    }
    if (batch.running() && !given.isEmpty()) {
      phase = Phase.INDUCED;
    }
    turn.batch =
        batch
            .withPhase(phase)
            .withGiven(given)
            .withLedger(ruling.ledger())
            .withApplied(
                Applied.dosed(settings, turn.twin.model().process().schema(), applied, given));
  }

  private boolean fed(Ruling ruling) {
    return gate.limits().envelopes().stream()
        .anyMatch(e -> e.liquid() && ruling.levels().getOrDefault(e.actuator(), 0.0) > 0);
  }

  private static boolean givenUp(Ledger before, Ledger after, Given dose) {
    Ledger.Account.Pending pending = before.account(dose.doser()).pending();
    return pending != null
        && pending.dose().id() == dose.id()
        && after.account(dose.doser()).total() < before.account(dose.doser()).total();
  }

  private Command call(Dose dose) {
    for (Dosed dosed : settings.dosers()) {
      if (dosed.doser().equals(dose.doser())) {
        return new Command(
            settings.reactor(),
            dosed.command(),
            dose.id(),
            Map.of(dosed.argument(), dose.amount()));
      }
    }
    throw new IllegalStateException("no command is configured for doses of " + dose.doser());
  }

  private void write(Turn turn, Ruling ruling) {
    List<Setpoint> setpoints = new ArrayList<>();
    for (Actuated actuated : settings.actuators()) {
      Double level = ruling.levels().get(actuated.actuator());
      if (level != null) {
        setpoints.add(new Setpoint(actuated.setpoint(), level));
      }
    }
    if (!setpoints.isEmpty()) {
      long request = turn.control.newestWrite() + 1;
      turn.control = turn.control.withNewestWrite(request);
      turn.add(new Effect.Write(settings.reactor(), request, setpoints));
    }
  }

  void reported(Turn turn, Event.WriteReported reported) {
    if (reported.request() != turn.control.newestWrite()) {
      return;
    }
    Map<String, String> notInEffect = new HashMap<>();
    for (WriteResult result : reported.results()) {
      String reason = null;
      if (result instanceof WriteResult.Refused refused) {
        reason = "refused: " + refused.reason();
      } else if (result instanceof WriteResult.Unknown unknown) {
        reason = "no answer: " + unknown.reason();
      }
      if (reason != null) {
        notInEffect.put(actuator(result.setpoint()), reason);
        BatchState batch = turn.batch;
        if (batch != null) {
          turn.batch = batch.withLedger(batch.ledger().doubting(actuator(result.setpoint())));
        }
        turn.store(Rows.writeFailed(result.setpoint(), reason, turn.at));
      }
    }
    turn.control = turn.control.withNotInEffect(notInEffect);
  }

  void reported(Turn turn, Event.CallReported reported) {
    CallResult result = reported.result();
    turn.store(Rows.call(result, turn.at));
  }

  private String actuator(Setpoint setpoint) {
    for (Actuated actuated : settings.actuators()) {
      if (actuated.setpoint().equals(setpoint.tag())) {
        return actuated.actuator();
      }
    }
    return setpoint.tag().name();
  }

  private PlantView plantView(Turn turn) {
    BatchState batch = Objects.requireNonNull(turn.batch);
    Map<String, PlantView.Reading> readings = new HashMap<>();
    for (Map.Entry<String, Sample> entry : turn.readings.usable().entrySet()) {
      Sample sample = entry.getValue();
      readings.put(
          entry.getKey(), new PlantView.Reading(sample.scalar(), batch.hours(sample.sourceTime())));
    }
    Map<String, PlantView.ReadBack> executed = new HashMap<>();
    for (Dosed dosed : settings.dosers()) {
      Sample sample = turn.readings.usable().get(dosed.lastId().name());
      if (sample != null) {
        executed.put(
            dosed.doser(),
            new PlantView.ReadBack(Math.round(sample.scalar()), batch.hours(sample.sourceTime())));
      }
    }
    return new PlantView(turn.hours(), readings, executed, batch.running());
  }
}
