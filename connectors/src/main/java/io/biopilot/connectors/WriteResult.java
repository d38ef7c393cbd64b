package io.biopilot.connectors;

/** What became of a write. */
public sealed interface WriteResult {

  /** The tag's set-point this speaks of. */
  Setpoint setpoint();

  /** The server took the value; whether it is in effect is told by read-back. */
  record Accepted(Setpoint setpoint) implements WriteResult {}

  /** The server refused it, for the reason given in words with its status code. */
  record Refused(Setpoint setpoint, String reason) implements WriteResult {}

  /** The answer never came: the value may or may not be in effect. Read back before deciding. */
  record Unknown(Setpoint setpoint, String reason) implements WriteResult {}
}
