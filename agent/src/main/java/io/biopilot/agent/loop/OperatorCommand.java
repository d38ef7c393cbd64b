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

  /** The same command with the shell's id and time. */
  OperatorCommand stamped(long id, Instant at);

  /**
   * @param confirmed the person confirmed it after being told what it means; refused otherwise
   */
  record ChangeMode(String reactor, Instant at, long id, String by, Mode to, boolean confirmed)
      implements OperatorCommand {
    @Override
    public OperatorCommand stamped(long newId, Instant newAt) {
      return new ChangeMode(reactor, newAt, newId, by, to, confirmed);
    }
  }

  /**
   * A set-point by hand, in MANUAL only.
   *
   * @param actuator configured name, e.g. {@code Feed}
   * @param value canonical unit; out of range is refused, never clamped silently
   */
  record SetManual(String reactor, Instant at, long id, String by, String actuator, double value)
      implements OperatorCommand {
    @Override
    public OperatorCommand stamped(long newId, Instant newAt) {
      return new SetManual(reactor, newAt, newId, by, actuator, value);
    }
  }

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
      implements OperatorCommand {
    @Override
    public OperatorCommand stamped(long newId, Instant newAt) {
      return new GiveDose(reactor, newAt, newId, by, doser, amount, confirmed);
    }
  }

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
      implements OperatorCommand {
    @Override
    public OperatorCommand stamped(long newId, Instant newAt) {
      return new StartBatch(reactor, newAt, newId, by, batch, inoculated, volume, biomass);
    }
  }

  /** Ends the batch before its time. */
  record EndBatch(String reactor, Instant at, long id, String by, boolean confirmed)
      implements OperatorCommand {
    @Override
    public OperatorCommand stamped(long newId, Instant newAt) {
      return new EndBatch(reactor, newAt, newId, by, confirmed);
    }
  }

  record AcknowledgeAlarm(String reactor, Instant at, long id, String by, String alarm)
      implements OperatorCommand {
    @Override
    public OperatorCommand stamped(long newId, Instant newAt) {
      return new AcknowledgeAlarm(reactor, newAt, newId, by, alarm);
    }
  }

  /** Clears the plant's latched local fallback. */
  record Rearm(String reactor, Instant at, long id, String by, boolean confirmed)
      implements OperatorCommand {
    @Override
    public OperatorCommand stamped(long newId, Instant newAt) {
      return new Rearm(reactor, newAt, newId, by, confirmed);
    }
  }

  /**
   * A weight, reference or limit of the controller's problem, changed while it runs.
   *
   * @param setting name known to the controller
   */
  record ChangeGoal(String reactor, Instant at, long id, String by, String setting, double value)
      implements OperatorCommand {
    @Override
    public OperatorCommand stamped(long newId, Instant newAt) {
      return new ChangeGoal(reactor, newAt, newId, by, setting, value);
    }
  }
}
