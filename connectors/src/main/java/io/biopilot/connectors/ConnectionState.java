package io.biopilot.connectors;

import java.time.Instant;

/** Whether the other side is there. */
public sealed interface ConnectionState {

  record Closed() implements ConnectionState {}

  record Connecting(int attempt, String lastError) implements ConnectionState {}

  record Connected(Instant since) implements ConnectionState {}
}
