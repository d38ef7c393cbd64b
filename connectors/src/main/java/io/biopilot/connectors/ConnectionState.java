package io.biopilot.connectors;

import java.time.Instant;

/** Whether the other side is there. */
public sealed interface ConnectionState {

  record Closed() implements ConnectionState {}

  /**
   * @param attempt the one that is being made, from 1
   * @param lastError why it is being made, in words; empty for the first one of all
   */
  record Connecting(int attempt, String lastError) implements ConnectionState {}

  record Connected(Instant since) implements ConnectionState {}
}
