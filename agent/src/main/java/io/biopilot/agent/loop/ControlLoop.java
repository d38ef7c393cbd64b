package io.biopilot.agent.loop;

import io.biopilot.agent.alarm.AlarmBook;
import io.biopilot.connectors.ConnectionState;
import io.biopilot.mpc.control.Goals;
import io.biopilot.mpc.safety.Mode;
import io.biopilot.mpc.safety.SafetyGate;
import io.biopilot.twin.estimation.Estimator;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.Model;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One reactor's agent as a pure function of state and event. Immutable; the same state and event
 * give the same step, on any thread.
 *
 * <p>In each tick: samples in order of (source time, tag) correct the belief, the controller is
 * asked ({@link Effect.Plan}), and its answer, or that there is none, is ruled on by the gate and
 * written. The ladder without a good answer: the last plan shifted (a few ticks) → the recipe's
 * feed cut by a DO override → nothing fed.
 */
public final class ControlLoop {

  private final LoopSettings settings;
  private final Intake intake;
  private final Beliefs beliefs;
  private final Actions actions;
  private final Commands commands;
  private final Watch watch;
  private final Viewer viewer;

  /**
   * What follows from an event.
   *
   * @param effects in the order in which they are to be done
   */
  public record Step(LoopState next, List<Effect> effects) {
    public Step {
      effects = List.copyOf(effects);
    }
  }

  /** With a controller that has nothing to be changed while it runs. */
  public ControlLoop(LoopSettings settings, SafetyGate gate, Estimator estimator) {
    this(settings, gate, estimator, Set.of());
  }

  /**
   * @param goals settings of the controller that may be changed while it runs
   */
  public ControlLoop(
      LoopSettings settings, SafetyGate gate, Estimator estimator, Set<String> goals) {
    this.settings = settings;
    this.intake = new Intake(settings);
    this.beliefs = new Beliefs(settings, estimator);
    this.actions = new Actions(settings, gate);
    this.commands = new Commands(settings, gate, estimator, actions, Set.copyOf(goals));
    this.watch = new Watch(settings);
    this.viewer = new Viewer(settings, gate.limits());
  }

  /** Before the first event. */
  public LoopState initial(Model model, Instant at) {
    return new LoopState(
        -1,
        at,
        at,
        new LoopState.Control(Mode.HOLD, Source.HOLD, Map.of(), 0, Map.of(), List.of()),
        new LoopState.Readings(Map.of(), Map.of(), List.of(), 0),
        null,
        Planner.initial(new Goals(settings.batch().end(), Map.of())),
        new LoopState.Twin(model, null, 0, Double.NEGATIVE_INFINITY, ""),
        AlarmBook.empty(),
        Map.of());
  }

  /** The state as people see it. */
  public View view(LoopState state) {
    return viewer.view(state);
  }

  public Step on(LoopState state, Event event) {
    if (!event.reactor().equals(settings.reactor())) {
      throw new IllegalArgumentException(
          "the loop of %s was given an event of %s".formatted(settings.reactor(), event.reactor()));
    }
    Turn turn = new Turn(settings, state, event.at());
    if (event instanceof Event.SampleReceived received) {
      intake.accept(turn, received.sample());
    } else if (event instanceof Event.TickDue due) {
      tick(turn, due.tick());
    } else if (event instanceof Event.Planned planned) {
      planned(turn, planned);
    } else if (event instanceof Event.PlanMissed missed) {
      missed(turn, missed);
    } else if (event instanceof Event.ModelTrained trained) {
      trained(turn, trained);
    } else if (event instanceof Event.WriteReported reported) {
      actions.reported(turn, reported);
    } else if (event instanceof Event.CallReported reported) {
      actions.reported(turn, reported);
    } else if (event instanceof Event.ConnectionChanged changed) {
      Map<String, ConnectionState> next = new HashMap<>(turn.connections);
      next.put(changed.connection(), changed.state());
      turn.connections = next;
    } else if (event instanceof Event.Noticed noticed) {
      turn.store(Rows.notice(noticed));
    } else if (event instanceof Event.Started started) {
      started(turn, started);
    } else if (event instanceof OperatorCommand command) {
      commands.carryOut(turn, command);
    } else {
      throw new AssertionError(event);
    }
    watch.look(turn, event);
    return turn.finish();
  }

  private void started(Turn turn, Event.Started started) {
    boolean resumed = turn.running();
    turn.control = turn.control.withMode(resumed ? Mode.HOLD : settings.initialMode());
    LoopState.Planning planning = turn.planning;
    turn.planning = Planner.initial(planning.goals()).withRequestAwaited(planning.request(), 0);
    turn.twin = turn.twin.withTrainingLastTraining(0, turn.twin.lastTraining());
    turn.readings =
        new LoopState.Readings(
            turn.readings.newest(), turn.readings.usable(), List.of(), turn.readings.rejected());
    turn.store(Rows.started(started, resumed));
  }

  private void tick(Turn turn, long tick) {
    if (turn.planning.awaited() != 0) {
      Planner.failed(turn, "the next tick came before the controller's answer");
      turn.planning = turn.planning.withAwaited(0);
    }
    turn.missed = turn.tick < 0 ? 0 : Math.max(0, tick - turn.tick - 1);
    turn.tick = tick;
    turn.tickAt = turn.at;
    intake.closeTick(turn);
    if (turn.running()) {
      beliefs.advance(turn);
      actions.age(turn);
    }
    turn.readings =
        new LoopState.Readings(
            turn.readings.newest(), turn.readings.usable(), List.of(), turn.readings.rejected());
    if (turn.running()) {
      beliefs.maybeTrain(turn);
      Planner.ask(turn);
    } else {
      actions.act(turn);
      turn.add(new Effect.TickDone(settings.reactor(), tick));
    }
  }

  private void planned(Turn turn, Event.Planned planned) {
    if (planned.request() == turn.planning.awaited()) {
      Planner.answered(turn, planned);
      answered(turn);
    }
  }

  private void missed(Turn turn, Event.PlanMissed missed) {
    if (missed.request() == turn.planning.awaited()) {
      Planner.failed(turn, missed.reason());
      answered(turn);
    }
  }

  private void answered(Turn turn) {
    turn.planning = turn.planning.withAwaited(0);
    actions.act(turn);
    turn.add(new Effect.TickDone(settings.reactor(), turn.tick));
  }

  private void trained(Turn turn, Event.ModelTrained trained) {
    if (trained.request() != turn.twin.training()) {
      return;
    }
    Model old = turn.twin.model();
    Vec parameters = trained.parameters();
    Model next =
        trained.promoted()
            ? new Model(old.process(), parameters, old.version() + 1, trained.hash())
            : null;
    turn.twin = new LoopState.Twin(old, next, 0, turn.twin.lastTraining(), trained.summary());
    turn.store(Rows.trained(trained));
  }
}
