package io.biopilot.agent.loop;

import io.biopilot.agent.alarm.Alarm;
import io.biopilot.agent.alarm.Alarm.Priority;
import io.biopilot.connectors.Notice;
import java.util.List;

/**
 * Alarms of what connectors and store tell, and of missed ticks. What is told once is active until
 * the next tick, and stays on the list until somebody has seen it.
 */
final class Notices {

  private static final String MISSED = "agent.late";
  private static final String STORE = "store";
  private static final String PREFIX = "notice.";

  private final LoopSettings settings;

  Notices(LoopSettings settings) {
    this.settings = settings;
  }

  void heard(Turn turn, Event.Noticed noticed) {
    Notice notice = noticed.notice();
    String id = PREFIX + noticed.connection() + "." + notice.kind().name();
    switch (notice.kind()) {
      case REJECTED ->
          raise(
              turn,
              id,
              Priority.LOW,
              "%s: something was not understood and is not used: %s: %s"
                  .formatted(noticed.connection(), notice.source(), notice.text()),
              "Compare what the other side sends with the configuration");
      case OVERFLOW ->
          raise(
              turn,
              id,
              Priority.MEDIUM,
              "%s: values of %s were lost: %s"
                  .formatted(noticed.connection(), notice.source(), notice.text()),
              "Raise queueSize in the configuration, or look at the machine's load");
      case LOST_POINTS ->
          raise(
              turn,
              id,
              Priority.MEDIUM,
              "%s: something was lost: %s".formatted(noticed.connection(), notice.text()),
              "Look at the disk and at the other side; the journal has every event");
      case SPEED ->
          raise(
              turn,
              id,
              Priority.MEDIUM,
              "%s: %s, so that values look late or early"
                  .formatted(noticed.connection(), notice.text()),
              "Set clock: plant and the plant's speed in the configuration, and start again");
      case CONNECTION -> {
        // The connectors' own states raise their alarms; the store has none of these.
        if (noticed.connection().equals(STORE)) {
          raise(
              turn,
              id,
              Priority.LOW,
              "store: " + notice.text(),
              "Nothing to do if it stores again; the journal has every event");
        }
      }
    }
  }

  /** What was told before this tick is over; what this tick tells begins. */
  void tick(Turn turn) {
    for (Alarm alarm : List.copyOf(turn.alarms.list())) {
      boolean told = alarm.id().startsWith(PREFIX) || alarm.id().equals(MISSED);
      if (told && alarm.active()) {
        turn.alarms = turn.alarms.observe(alarm, false, turn.at);
      }
    }
    // The last plan, shifted, bridges a few ticks; nothing was lost and nobody need act.
    if (turn.missed > settings.timing().shiftTicks()) {
      raise(
          turn,
          MISSED,
          Priority.MEDIUM,
          "%d %s missed: the agent was held up for %.0f s"
              .formatted(
                  turn.missed,
                  turn.missed == 1 ? "tick was" : "ticks were",
                  turn.missed * settings.timing().tick() * 3600),
          "Nothing was decided in that time; look at the machine's load");
    }
  }

  private void raise(Turn turn, String id, Priority priority, String message, String response) {
    Alarm alarm =
        new Alarm(id, settings.reactor(), priority, message, response, turn.at, null, null);
    turn.alarms = turn.alarms.observe(alarm, true, turn.at);
  }
}
