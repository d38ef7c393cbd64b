package io.biopilot.agent.loop;

import io.biopilot.agent.alarm.Alarm;
import io.biopilot.agent.alarm.Alarm.Priority;
import io.biopilot.agent.alarm.Delay;
import io.biopilot.agent.loop.LoopSettings.PlantHooks;
import io.biopilot.connectors.CallResult;
import io.biopilot.connectors.Command;
import io.biopilot.connectors.ConnectionState;
import io.biopilot.mpc.safety.Ledger.Account;
import io.biopilot.mpc.safety.Mode;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks at the state after an event and says what is abnormal. */
final class Watch {

  /** What people call the connections. */
  private static final Map<String, String> CONNECTIONS = Map.of("opcua", "OPC UA", "mqtt", "MQTT");

  private final LoopSettings settings;
  private final Notices notices;
  private final ReadingWatch readings;
  private final Delay outage;
  private final Delay withoutPlan;
  private final Delay withoutFeed;
  private final Delay idling;

  Watch(LoopSettings settings) {
    this.settings = settings;
    this.notices = new Notices(settings);
    this.readings = new ReadingWatch(settings);
    this.idling = new Delay(Hours.duration(2 * settings.timing().tick()), Duration.ZERO);
    this.outage = new Delay(Hours.duration(settings.timing().outage()), Duration.ZERO);
    this.withoutPlan = fallback(settings.timing(), 2);
    this.withoutFeed = fallback(settings.timing(), 1);
  }

  /**
   * How long no plan may drive before that is an alarm: a cold start and enough good plans bring it
   * back without anybody's help, so that only what lasts longer needs somebody.
   */
  private static Delay fallback(LoopSettings.Timing timing, int times) {
    int ticks = timing.coldAfter() + timing.returnAfter();
    double hours = Math.max(ticks * timing.tick(), timing.outage());
    return new Delay(Hours.duration(times * hours), Duration.ZERO);
  }

  void look(Turn turn, Event event) {
    if (event instanceof Event.SampleReceived received) {
      if (received.sample().tag().equals(settings.plant().fallback())) {
        plantFallback(turn);
      }
      return;
    }
    if (event instanceof Event.Noticed noticed) {
      notices.heard(turn, noticed);
    } else if (event instanceof Event.TickDue) {
      notices.tick(turn);
    }
    plantFallback(turn);
    plantRuns(turn);
    if (event instanceof Event.CallReported reported) {
      called(turn, reported.result());
    }
    connections(turn);
    if (event instanceof Event.Started && turn.running()) {
      restarted(turn);
    }
    if (event instanceof Event.TickDue || !turn.running()) {
      readings.look(turn);
    }
    controller(turn);
    doses(turn);
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

  /** A batch here that is none there: whatever is planned and written goes nowhere. */
  private void plantRuns(Turn turn) {
    boolean idle = turn.usable(settings.plant().running()) < 0.5;
    observe(
        turn,
        new Text(
            "plant.idle",
            Priority.HIGH,
            "The plant says that no batch runs, but one runs here",
            "Look at the plant; end the batch here, and start it again once the plant is ready"),
        turn.running() && idle && !settings.shadow(),
        idling);
    if (!turn.running() || turn.usable(settings.plant().running()) > 0.5) {
      notStarted(turn, null);
    }
  }

  private void called(Turn turn, CallResult result) {
    if (!result.command().name().equals(settings.plant().start())) {
      return;
    }
    if (result instanceof CallResult.Refused refused) {
      notStarted(turn, "refused: " + refused.reason());
    } else if (result instanceof CallResult.Unknown unknown) {
      notStarted(turn, "no answer: " + unknown.reason());
    }
  }

  private static void notStarted(Turn turn, @Nullable String reason) {
    observe(
        turn,
        new Text(
            "plant.start",
            Priority.HIGH,
            "The plant did not take the start of the batch (%s)".formatted(reason),
            "Start it at the plant, or end the batch here and start it again"),
        reason != null);
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

  /** One that is lost, or could not be made: not one that is being made for the first time. */
  private void connections(Turn turn) {
    for (Map.Entry<String, ConnectionState> entry : turn.connections.entrySet()) {
      String error =
          entry.getValue() instanceof ConnectionState.Connecting connecting
              ? connecting.lastError()
              : "";
      String name = CONNECTIONS.getOrDefault(entry.getKey(), entry.getKey());
      observe(
          turn,
          new Text(
              "connection." + entry.getKey(),
              Priority.MEDIUM,
              "No connection to %s: %s".formatted(name, error),
              "It is tried again until it stands; look at the network and the other side"),
          !error.isEmpty(),
          outage);
    }
  }

  private void controller(Turn turn) {
    Source source = turn.control.source();
    boolean asked = turn.planning.plan() != null || turn.planning.failures() > 0;
    boolean stands = asked && turn.planning.awaited() == 0;
    boolean auto = turn.control.mode() == Mode.AUTO;
    if (turn.running() && !stands) {
      return;
    }
    boolean low = turn.running() && auto && (source == Source.RECIPE || source == Source.HOLD);
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
            "It has not come back by itself: look at instruments, model and the machine's load, or drive by hand"),
        low,
        source == Source.HOLD ? withoutFeed : withoutPlan);
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
          turn.running() && waiting > 3 * settings.timing().tick());
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

  private static void observe(Turn turn, Text text, boolean present) {
    observe(turn, text, present, Delay.NONE);
  }

  /** What an alarm says; a condition that neither holds nor is on the list changes nothing. */
  static void observe(Turn turn, Text text, boolean present, Delay delay) {
    turn.alarms = turn.alarms.observe(text.alarm(turn), present, turn.at, delay);
  }

  record Text(String id, Priority priority, String message, String response) {

    private Alarm alarm(Turn turn) {
      return new Alarm(
          id, turn.settings.reactor(), priority, message, response, turn.at, null, null);
    }
  }
}
