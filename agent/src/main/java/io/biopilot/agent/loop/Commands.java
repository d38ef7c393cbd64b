package io.biopilot.agent.loop;

import io.biopilot.agent.loop.LoopState.BatchState;
import io.biopilot.connectors.Command;
import io.biopilot.connectors.ConnectionState;
import io.biopilot.mpc.control.Goals;
import io.biopilot.mpc.safety.Dose;
import io.biopilot.mpc.safety.DoseLimit;
import io.biopilot.mpc.safety.Envelope;
import io.biopilot.mpc.safety.Ledger;
import io.biopilot.mpc.safety.Mode;
import io.biopilot.mpc.safety.Proposal;
import io.biopilot.mpc.safety.SafetyGate;
import io.biopilot.twin.estimation.Belief;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.estimation.Estimator;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.Model;
import io.biopilot.twin.model.ProcessModel;
import io.biopilot.twin.model.Quantity;
import io.biopilot.twin.model.Schema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Carries out what people ask for, or says why not. */
final class Commands {

  /** The connection that carries commands. */
  private static final String PLANT = "opcua";

  private final LoopSettings settings;
  private final SafetyGate gate;
  private final Estimator estimator;
  private final Actions actions;
  private final Set<String> goals;

  Commands(
      LoopSettings settings,
      SafetyGate gate,
      Estimator estimator,
      Actions actions,
      Set<String> goals) {
    this.settings = settings;
    this.gate = gate;
    this.estimator = estimator;
    this.actions = actions;
    this.goals = goals;
  }

  void carryOut(Turn turn, OperatorCommand command) {
    if (command instanceof OperatorCommand.ChangeMode change) {
      changeMode(turn, change);
    } else if (command instanceof OperatorCommand.SetManual set) {
      setManual(turn, set);
    } else if (command instanceof OperatorCommand.GiveDose give) {
      giveDose(turn, give);
    } else if (command instanceof OperatorCommand.StartBatch start) {
      startBatch(turn, start);
    } else if (command instanceof OperatorCommand.EndBatch end) {
      endBatch(turn, end);
    } else if (command instanceof OperatorCommand.AcknowledgeAlarm acknowledge) {
      acknowledge(turn, acknowledge);
    } else if (command instanceof OperatorCommand.Rearm rearm) {
      rearm(turn, rearm);
    } else if (command instanceof OperatorCommand.ChangeGoal goal) {
      changeGoal(turn, goal);
    } else {
      throw new AssertionError(command);
    }
  }

  private void changeMode(Turn turn, OperatorCommand.ChangeMode change) {
    Mode from = turn.control.mode();
    if (!change.confirmed()) {
      turn.reply(change, false, "a change of mode must be confirmed");
      return;
    }
    if (change.to() == Mode.AUTO && plantFellBack(turn)) {
      turn.reply(change, false, "the plant is in its local fallback: re-arm it first");
      return;
    }
    // The operator takes over with what is in force: no step at the change.
    turn.control = turn.control.withMode(change.to()).withManual(inForce(turn));
    if (change.to() != Mode.AUTO && turn.batch != null) {
      actions.act(turn);
    }
    turn.reply(change, true, "mode %s → %s".formatted(from, change.to()));
  }

  private boolean plantFellBack(Turn turn) {
    return turn.usable(settings.plant().fallback()) > 0.5;
  }

  private Map<String, Double> inForce(Turn turn) {
    Map<String, Double> manual = new HashMap<>();
    BatchState batch = turn.batch;
    for (LoopSettings.Actuated actuated : settings.actuators()) {
      double level = batch == null ? Double.NaN : batch.ledger().level(actuated.actuator());
      if (!Double.isNaN(level)) {
        manual.put(actuated.actuator(), level);
      }
    }
    return manual;
  }

  private void setManual(Turn turn, OperatorCommand.SetManual set) {
    Envelope envelope = envelope(set.actuator());
    String refusal = refusedByHand(turn);
    if (refusal == null && envelope == null) {
      refusal = "there is no actuator %s".formatted(set.actuator());
    }
    if (refusal == null && envelope != null && !inside(envelope, set.value())) {
      refusal =
          "%s must be between %s and %s, not %s"
              .formatted(set.actuator(), envelope.lower(), envelope.upper(), set.value());
    }
    if (refusal != null) {
      turn.reply(set, false, refusal);
      return;
    }
    Map<String, Double> manual = new HashMap<>(turn.control.manual());
    manual.put(set.actuator(), set.value());
    turn.control = turn.control.withManual(manual);
    actions.act(turn);
    double given = turn.batch == null ? Double.NaN : turn.batch.ledger().level(set.actuator());
    turn.reply(
        set,
        true,
        given == set.value()
            ? "%s set to %s".formatted(set.actuator(), set.value())
            : "%s set to %s on the way to %s: %s"
                .formatted(set.actuator(), given, set.value(), reason(turn, set.actuator())));
  }

  private static boolean inside(Envelope envelope, double value) {
    return value >= envelope.lower() && value <= envelope.upper();
  }

  private static String reason(Turn turn, String actuator) {
    return turn.control.changes().stream()
        .filter(change -> change.actuator().equals(actuator))
        .map(change -> change.reason())
        .findFirst()
        .orElse("the gate");
  }

  private @Nullable String refusedByHand(Turn turn) {
    if (turn.control.mode() != Mode.MANUAL) {
      return "set-points are entered in MANUAL; the mode is " + turn.control.mode();
    }
    return turn.running() ? null : "no batch runs";
  }

  private @Nullable Envelope envelope(String actuator) {
    for (Envelope envelope : gate.limits().envelopes()) {
      if (envelope.actuator().equals(actuator)) {
        return envelope;
      }
    }
    return null;
  }

  private void giveDose(Turn turn, OperatorCommand.GiveDose give) {
    String refusal = refusedByHand(turn);
    if (refusal == null && !give.confirmed()) {
      refusal = "a dose must be confirmed";
    }
    boolean known =
        gate.limits().doses().stream().map(DoseLimit::doser).anyMatch(give.doser()::equals);
    if (refusal == null && !known) {
      refusal = "there is no doser %s".formatted(give.doser());
    }
    if (refusal != null) {
      turn.reply(give, false, refusal);
      return;
    }
    Dose dose = new Dose(give.doser(), 0, give.amount());
    actions.act(turn, Source.OPERATOR, new Proposal(turn.control.manual(), List.of(dose)));
    boolean changed =
        turn.control.changes().stream().anyMatch(c -> c.actuator().equals(give.doser()));
    turn.reply(
        give,
        !changed,
        changed
            ? reason(turn, give.doser())
            : "dose of %s g of %s sent".formatted(give.amount(), give.doser()));
  }

  private void startBatch(Turn turn, OperatorCommand.StartBatch start) {
    String refusal = refusal(turn, start);
    if (refusal != null) {
      turn.reply(start, false, refusal);
      return;
    }
    Model model = turn.twin.model();
    double age = Hours.between(start.inoculated(), turn.at);
    Estimate initial = initial(model.process(), start);
    Belief belief = estimator.start(model, initial);
    turn.batch =
        new BatchState(
            start.batch(),
            Phase.BATCH,
            start.inoculated(),
            initial,
            belief,
            Applied.start(settings, turn, model.process().schema()),
            List.of(),
            List.of(),
            Ledger.start(age, start.volume()));
    turn.planning =
        Planner.initial(turn.planning.goals())
            .withRequestAwaited(turn.planning.request(), turn.planning.awaited());
    String command = settings.plant().start();
    boolean runsAlready = turn.usable(settings.plant().running()) > 0.5;
    if (command != null && !runsAlready && !settings.shadow()) {
      turn.add(
          new Effect.Call(
              settings.reactor(), new Command(settings.reactor(), command, start.id(), Map.of())));
    }
    turn.reply(start, true, "batch %s runs".formatted(start.batch()));
  }

  private @Nullable String refusal(Turn turn, OperatorCommand.StartBatch start) {
    if (turn.running()) {
      return "batch %s runs; end it first".formatted(turn.batch == null ? "" : turn.batch.name());
    }
    String absent = plantAbsent(turn);
    if (absent != null) {
      return absent;
    }
    if (!start.batch().matches("[A-Za-z0-9._-]{1,64}")) {
      return "a batch's name has 1 to 64 letters, digits, dots, dashes or underscores";
    }
    if (start.inoculated().isAfter(turn.at)) {
      return "the inoculation (%s) lies in the future (now %s)"
          .formatted(start.inoculated(), turn.at);
    }
    double most = gate.limits().volume().maximum();
    if (!(start.volume() > 0 && start.volume() <= most)) {
      return "the volume must be above 0 and at most %s L, not %s".formatted(most, start.volume());
    }
    if (!(start.biomass() > 0 && start.biomass() < 500)) {
      return "the biomass must be above 0 and below 500 g/L, not %s".formatted(start.biomass());
    }
    return null;
  }

  /** The start is sent to the plant: without it there would be a batch here and none there. */
  private @Nullable String plantAbsent(Turn turn) {
    ConnectionState state = turn.connections.get(PLANT);
    if (settings.plant().start() == null || settings.shadow()) {
      return null;
    }
    if (state instanceof ConnectionState.Connecting connecting) {
      String error = connecting.lastError();
      boolean heard = !turn.readings.newest().isEmpty();
      return error.isEmpty() && heard
          ? null
          : "the plant is not connected%s; start when it is"
              .formatted(error.isEmpty() ? " yet" : " (%s)".formatted(error));
    }
    return state instanceof ConnectionState.Closed ? "the plant is not connected" : null;
  }

  private Estimate initial(ProcessModel process, OperatorCommand.StartBatch start) {
    List<Quantity> states = process.schema().states();
    Vec mean =
        process
            .initialState()
            .with(Schema.indexOf(states, settings.batch().volumeState()), start.volume())
            .with(Schema.indexOf(states, settings.batch().biomassState()), start.biomass());
    int n = states.size();
    double[] covariance = new double[n * n];
    for (int i = 0; i < n; i++) {
      double deviation = process.initialUncertainty().get(i);
      covariance[i * n + i] = deviation * deviation;
    }
    return new Estimate(0, mean, Vec.of(covariance));
  }

  private void endBatch(Turn turn, OperatorCommand.EndBatch end) {
    BatchState batch = turn.batch;
    if (batch == null || !batch.running() || !end.confirmed()) {
      turn.reply(end, false, turn.running() ? "ending must be confirmed" : "no batch runs");
      return;
    }
    turn.batch = batch.withPhase(Phase.COMPLETE);
    actions.act(turn);
    turn.reply(end, true, "batch %s ended".formatted(batch.name()));
  }

  private void acknowledge(Turn turn, OperatorCommand.AcknowledgeAlarm acknowledge) {
    boolean known = turn.alarms.find(acknowledge.alarm()) != null;
    turn.alarms = turn.alarms.acknowledge(acknowledge.alarm(), acknowledge.by());
    turn.reply(
        acknowledge,
        known,
        known ? "acknowledged" : "there is no alarm %s".formatted(acknowledge.alarm()));
  }

  private void rearm(Turn turn, OperatorCommand.Rearm rearm) {
    String command = settings.plant().rearm();
    if (command == null || !rearm.confirmed() || settings.shadow()) {
      turn.reply(
          rearm,
          false,
          command == null
              ? "the configuration names no command that re-arms the plant"
              : settings.shadow() ? "in shadow nothing is written" : "re-arming must be confirmed");
      return;
    }
    turn.add(
        new Effect.Call(
            settings.reactor(), new Command(settings.reactor(), command, rearm.id(), Map.of())));
    turn.reply(rearm, true, "re-arming was sent; the mode stays " + turn.control.mode());
  }

  private void changeGoal(Turn turn, OperatorCommand.ChangeGoal goal) {
    if (!Double.isFinite(goal.value())) {
      turn.reply(goal, false, "%s is not a finite number".formatted(goal.value()));
      return;
    }
    if (!goals.contains(goal.setting())) {
      turn.reply(
          goal,
          false,
          "the controller knows no setting '%s'; %s"
              .formatted(
                  goal.setting(),
                  goals.isEmpty()
                      ? "it has none that can be changed"
                      : "it has " + String.join(", ", new TreeSet<>(goals))));
      return;
    }
    Goals inForce = turn.planning.goals();
    Map<String, Double> next = new HashMap<>(inForce.settings());
    next.put(goal.setting(), goal.value());
    turn.planning = turn.planning.withGoals(new Goals(inForce.end(), next));
    turn.reply(goal, true, "%s = %s from the next tick on".formatted(goal.setting(), goal.value()));
  }
}
