package io.biopilot.connectors.influx;

import java.util.List;

/** Where batches of lines go. Called by one thread. */
public interface LineSink extends AutoCloseable {

  /** What became of a batch. */
  sealed interface Answer {
    /** All of it is stored. */
    record Stored() implements Answer {}

    /** Something in it is wrong, or it is too long: try its halves. */
    record Faulty(String reason) implements Answer {}

    /**
     * Try again later.
     *
     * @param afterMillis as the store asked; 0 where it did not say
     */
    record Away(String reason, long afterMillis) implements Answer {}
  }

  /** Sends lines; never throws for what a store or a network does. */
  Answer send(List<String> lines);

  /** Whether everything stored so far can be read back. */
  boolean settled();

  @Override
  void close();
}
