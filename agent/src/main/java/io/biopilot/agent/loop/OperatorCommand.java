package io.biopilot.agent.loop;

import io.biopilot.mpc.safety.Mode;
import java.time.Instant;

/**
 * What a person asked for. Each is answered by an {@link Effect.Answer} with the same id: done, or
 * refused with the reason in words.
 */
public sealed interface OperatorCommand extends Event {

  /** Chosen by the shell, unique in the journal; the answer carries it. */
  long id();

  /** Who asked. */
  String by();

  /**
   * @param confirmed the person confirmed it after being told what it means; refused otherwise
   */
  record ChangeMode(String reactor, Instant at, long id, String by, Mode to, boolean confirmed)
      implements OperatorCommand {}

  /**
   * A set-point by hand, in MANUAL only.
   *
   * @param actuator configured name, e.g. {@code Feed}
   * @param value canonical unit; out of range is refused, never clamped silently
   */
  record SetManual(String reactor, Instant at, long id, String by, String actuator, double value)
      implements OperatorCommand {}

  /**
   * A dose by hand, in MANUAL only.
   *
   * @param doser configured name, e.g. {@code Inducer}
   * @param amount g
   */
  record GiveDose(
      String reactor,
      Instant at,
      long id,
      String by,
      String doser,
      double amount,
      boolean confirmed)
      implements OperatorCommand {}

  /**
   * @param batch name of the batch; letters, digits, dots, dashes, underscores
   * @param inoculated when; must not lie in the future
   * @param volume at inoculation (L)
   * @param biomass at inoculation (g/L)
   */
  record StartBatch(
      String reactor,
      Instant at,
      long id,
      String by,
      String batch,
      Instant inoculated,
      double volume,
      double biomass)
      implements OperatorCommand {}

  /** Ends the batch before its time. */
  record EndBatch(String reactor, Instant at, long id, String by, boolean confirmed)
      implements OperatorCommand {}

  record AcknowledgeAlarm(String reactor, Instant at, long id, String by, String alarm)
      implements OperatorCommand {}

  /** Clears the plant's latched local fallback. */
  record Rearm(String reactor, Instant at, long id, String by, boolean confirmed)
      implements OperatorCommand {}

  /**
   * A weight, reference or limit of the controller's problem, changed while it runs.
   *
   * @param setting name known to the controller
   */
  record ChangeGoal(String reactor, Instant at, long id, String by, String setting, double value)
      implements OperatorCommand {}
}
