package io.biopilot.connectors;

/** What became of a command. */
public sealed interface CallResult {

  Command command();

  record Done(Command command) implements CallResult {}

  record Refused(Command command, String reason) implements CallResult {}

  /**
   * The answer never came: read back the plant's last executed id before sending anything again.
   */
  record Unknown(Command command, String reason) implements CallResult {}
}
