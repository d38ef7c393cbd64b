package io.biopilot.agent.alarm;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One alarm as the operator sees it.
 *
 * @param id stable name, e.g. {@code DO.low}
 * @param reactor e.g. {@code BR1}
 * @param priority how soon somebody must act
 * @param message what is wrong, with value, unit and limit, in words
 * @param response what to do about it
 * @param raised when it last became active
 * @param cleared when the condition ended; null while it lasts
 * @param acknowledgedBy who has seen it; null while nobody has
 */
public record Alarm(
    String id,
    String reactor,
    Priority priority,
    String message,
    String response,
    Instant raised,
    @Nullable Instant cleared,
    @Nullable String acknowledgedBy) {

  /** ISA-18.2 has three to four classes; about 5 % high, 15 % medium, 80 % low. */
  public enum Priority {
    HIGH,
    MEDIUM,
    LOW
  }

  public boolean active() {
    return cleared == null;
  }

  public boolean acknowledged() {
    return acknowledgedBy != null;
  }

  /** Neither active nor unseen: may leave the list. */
  public boolean over() {
    return !active() && acknowledged();
  }

  Alarm raisedAgain(String text, Instant at) {
    return new Alarm(id, reactor, priority, text, response, at, null, null);
  }

  Alarm saying(String text) {
    return new Alarm(id, reactor, priority, text, response, raised, cleared, acknowledgedBy);
  }

  Alarm clearedAt(Instant at) {
    return new Alarm(id, reactor, priority, message, response, raised, at, acknowledgedBy);
  }

  Alarm acknowledgedBy(String who) {
    return new Alarm(id, reactor, priority, message, response, raised, cleared, who);
  }
}
