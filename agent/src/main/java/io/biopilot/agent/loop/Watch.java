package io.biopilot.agent.loop;

import io.biopilot.agent.alarm.Alarm;
import io.biopilot.agent.alarm.Alarm.Priority;
import io.biopilot.agent.loop.LoopSettings.Measured;
import io.biopilot.agent.loop.LoopSettings.PlantHooks;
import io.biopilot.connectors.Command;
import io.biopilot.connectors.ConnectionState;
import io.biopilot.connectors.Quality;
import io.biopilot.connectors.Sample;
import io.biopilot.mpc.safety.Ledger.Account;
import io.biopilot.mpc.safety.Mode;
import java.util.Map;

/** Looks at the state after an event and says what is abnormal. */
final class Watch {

  /** Share of a limit by which a value must come back before its alarm ends. */
  private static final double DEAD_BAND = 0.02;

  private final LoopSettings settings;

  Watch(LoopSettings settings) {
    this.settings = settings;
  }

  void look(Turn turn, Event event) {
    if (event instanceof Event.SampleReceived received) {
      if (received.sample().tag().equals(settings.plant().fallback())) {
        plantFallback(turn);
      }
      return;
    }
    plantFallback(turn);
    connections(turn);
    if (event instanceof Event.Started && turn.running()) {
      restarted(turn);
    }
    if (turn.running()) {
      settings.measured().forEach(measured -> measured(turn, measured));
      controller(turn);
      doses(turn);
    }
    writes(turn);
  }

  /** The plant's own fallback: nothing is fed until it is re-armed, whoever does that. */
  private void plantFallback(Turn turn) {
    PlantHooks plant = settings.plant();
    boolean latched = turn.usable(plant.fallback()) > 0.5;
    boolean isNew = latched && !turn.alarms.active("plant.fallback");
    observe(
        turn,
        new Text(
            "plant.fallback",
            Priority.HIGH,
            "The plant went to its local fallback: feed and doses are zero there",
            plant.automaticRearm()
                ? "It is re-armed automatically once data are back"
                : "Find out why, re-arm the plant, then put the mode to AUTO"),
        latched);
    if (latched && !plant.automaticRearm() && turn.control.mode() != Mode.HOLD) {
      turn.control =
          turn.control.withMode(Mode.HOLD).withSourceChanges(Source.HOLD, turn.control.changes());
    }
    String rearm = plant.rearm();
    if (isNew && plant.automaticRearm() && rearm != null && !settings.shadow()) {
      turn.add(
          new Effect.Call(
              settings.reactor(),
              new Command(settings.reactor(), rearm, turn.at.toEpochMilli(), Map.of())));
    }
  }

  private void restarted(Turn turn) {
    Text text =
        new Text(
            "agent.restarted",
            Priority.HIGH,
            "The agent was restarted while the batch ran; it holds",
            "Check the reactor, then put the mode to AUTO or MANUAL");
    observe(turn, text, true);
    observe(turn, text, false);
  }

  private void connections(Turn turn) {
    for (Map.Entry<String, ConnectionState> entry : turn.connections.entrySet()) {
      ConnectionState state = entry.getValue();
      String error =
          state instanceof ConnectionState.Connecting connecting ? connecting.lastError() : "";
      observe(
          turn,
          new Text(
              "connection." + entry.getKey(),
              Priority.MEDIUM,
              "No connection to %s%s"
                  .formatted(entry.getKey(), error.isEmpty() ? "" : ": " + error),
              "It is tried again until it stands; look at the network and the other side"),
          !(state instanceof ConnectionState.Connected));
    }
  }

  private void measured(Turn turn, Measured measured) {
    String name = measured.tag().name();
    Sample newest = turn.readings.newest().get(name);
    boolean bad = newest != null && newest.quality() == Quality.BAD;
    observe(
        turn,
        new Text(
            name + ".bad",
            Priority.LOW,
            "%s is bad, as its source says".formatted(measured.label()),
            "Look at the instrument; the twin goes on without it"),
        bad);
    Sample usable = turn.readings.usable().get(name);
    double age = usable == null ? turn.hours() : Hours.between(usable.sourceTime(), turn.at);
    observe(
        turn,
        new Text(
            name + ".stale",
            Priority.MEDIUM,
            "%s: no value for %.0f min".formatted(measured.label(), age * 60),
            "Look at the instrument and its connection"),
        age > measured.staleAfter());
    boolean fed = turn.batch != null && turn.batch.phase() != Phase.BATCH;
    if (usable != null && (fed || !measured.onceFed())) {
      limits(turn, measured, usable.scalar());
    }
  }

  private void limits(Turn turn, Measured measured, double value) {
    String name = measured.tag().name();
    String unit = measured.tag().unit();
    double low = measured.lower();
    double high = measured.upper();
    double back = turn.alarms.active(name + ".low") ? 1 + DEAD_BAND : 1;
    double down = turn.alarms.active(name + ".high") ? 1 - DEAD_BAND : 1;
    observe(
        turn,
        new Text(
            name + ".low",
            Priority.HIGH,
            "%s is %.4g %s, below %s".formatted(measured.label(), value, unit, low),
            "The controller cuts the feed; look at stirrer and air"),
        value < low * back);
    observe(
        turn,
        new Text(
            name + ".high",
            Priority.MEDIUM,
            "%s is %.4g %s, above %s".formatted(measured.label(), value, unit, high),
            "The controller cuts the feed; look at the feed pump"),
        value > high * down);
  }

  private void controller(Turn turn) {
    Source source = turn.control.source();
    boolean asked = turn.planning.plan() != null || turn.planning.failures() > 0;
    boolean stands = asked && turn.planning.awaited() == 0;
    boolean auto = turn.control.mode() == Mode.AUTO;
    if (!stands) {
      return;
    }
    boolean low = auto && (source == Source.RECIPE || source == Source.HOLD);
    observe(
        turn,
        new Text(
            "controller.fallback",
            Priority.MEDIUM,
            "No plan drives (%s): %s"
                .formatted(
                    source == Source.HOLD ? "nothing is fed" : "the recipe does",
                    turn.planning.card().reason().isEmpty()
                        ? "waiting for enough good plans"
                        : turn.planning.card().reason()),
            "It comes back by itself; if not, look at model and data"),
        low);
  }

  private void doses(Turn turn) {
    for (LoopSettings.Dosed dosed : settings.dosers()) {
      Account account = turn.batch == null ? null : turn.batch.ledger().account(dosed.doser());
      Account.Pending pending = account == null ? null : account.pending();
      double waiting = pending == null ? 0 : turn.hours() - pending.sent();
      observe(
          turn,
          new Text(
              "dose." + dosed.doser(),
              Priority.HIGH,
              "%s: the dose that was sent is not read back".formatted(dosed.label()),
              "Look at the pump; no further dose is sent until it is clear"),
          waiting > 3 * settings.timing().tick());
    }
  }

  private void writes(Turn turn) {
    for (LoopSettings.Actuated actuated : settings.actuators()) {
      String reason = turn.control.notInEffect().get(actuated.actuator());
      observe(
          turn,
          new Text(
              "write." + actuated.actuator(),
              Priority.HIGH,
              "%s: the set-point was not taken (%s)".formatted(actuated.label(), reason),
              "Look at the connection and at who else writes"),
          reason != null);
    }
  }

  private record Text(String id, Priority priority, String message, String response) {}

  private void observe(Turn turn, Text text, boolean present) {
    if (!present && !turn.alarms.active(text.id())) {
      return;
    }
    Alarm alarm =
        new Alarm(
            text.id(),
            settings.reactor(),
            text.priority(),
            text.message(),
            text.response(),
            turn.at,
            null,
            null);
    turn.alarms = turn.alarms.observe(alarm, present, turn.at);
  }
}
