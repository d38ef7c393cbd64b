package io.biopilot.agent.loop;

import io.biopilot.agent.alarm.Alarm;
import io.biopilot.agent.alarm.AlarmBook;
import io.biopilot.connectors.ConnectionState;
import io.biopilot.connectors.Historian;
import io.biopilot.connectors.Sample;
import io.biopilot.connectors.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event being worked on: the state as it becomes, and the effects so far. Lives for one call.
 */
final class Turn {

  final LoopSettings settings;
  final Instant at;
  long tick;

  /** Ticks that were left out before this one, because the agent was held up. */
  long missed;

  Instant tickAt;
  LoopState.Control control;
  LoopState.Readings readings;
  LoopState.@Nullable BatchState batch;
  LoopState.Planning planning;
  LoopState.Twin twin;
  AlarmBook alarms;
  Map<String, ConnectionState> connections;
  private final AlarmBook alarmsBefore;
  private final List<Effect> effects = new ArrayList<>();
  private final List<Historian.Point> rows = new ArrayList<>();

  Turn(LoopSettings settings, LoopState state, Instant at) {
    this.settings = settings;
    // Before the first tick the plant's clock may still turn out to be behind this machine's.
    this.at = state.tick() >= 0 && at.isBefore(state.at()) ? state.at() : at;
    tick = state.tick();
    tickAt = state.tickAt();
    control = state.control();
    readings = state.readings();
    batch = state.batch();
    planning = state.planning();
    twin = state.twin();
    alarms = state.alarms();
    alarmsBefore = alarms;
    connections = state.connections();
  }

  void add(Effect effect) {
    effects.add(effect);
  }

  void store(Historian.Point row) {
    rows.add(row);
  }

  void reply(OperatorCommand command, boolean done, String message) {
    add(new Effect.Reply(settings.reactor(), new Answer(command.id(), done, message)));
    store(Rows.command(command, done, message));
  }

  boolean running() {
    return batch != null && batch.running();
  }

  /** Hours since inoculation; 0 before the first batch. */
  double hours() {
    return batch == null ? 0 : batch.hours(at);
  }

  /** Newest usable value of a tag, NaN if there is none. */
  double usable(String tag) {
    Sample sample = readings.usable().get(tag);
    return sample == null ? Double.NaN : sample.scalar();
  }

  double usable(@Nullable Tag tag) {
    return tag == null ? Double.NaN : usable(tag.name());
  }

  ControlLoop.Step finish() {
    for (Alarm alarm : alarms.changedSince(alarmsBefore)) {
      add(new Effect.AlarmChanged(settings.reactor(), alarm));
      store(Rows.alarm(alarm, at));
    }
    if (!rows.isEmpty()) {
      add(new Effect.Store(settings.reactor(), rows));
    }
    LoopState next =
        new LoopState(
            tick, tickAt, at, control, readings, batch, planning, twin, alarms, connections);
    return new ControlLoop.Step(next, effects);
  }
}
