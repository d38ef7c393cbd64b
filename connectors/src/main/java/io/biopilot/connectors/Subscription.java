package io.biopilot.connectors;

/** A running subscription; it survives reconnects and ends when closed. */
public interface Subscription extends AutoCloseable {
  @Override
  void close();
}
