package io.biopilot.connectors;

import java.time.Instant;

/**
 * Something a connector or a store did not pass on as a sample or a result, and which must not pass
 * unseen: the shell journals it, and raises an alarm for the kinds that lose data.
 *
 * @param kind what happened
 * @param source tag, topic, node or file it speaks of
 * @param text in words: what was found, what was expected
 * @param at when it was noticed
 */
public record Notice(Kind kind, String source, String text, Instant at) {

  /** What happened. */
  public enum Kind {
    /** A message that could not become a sample. */
    REJECTED,
    /** Values were lost on the way: a queue of the server or of ours was too short. */
    OVERFLOW,
    /** Points of the store were dropped or set aside. */
    LOST_POINTS,
    /** The other side's time goes at another speed than the configuration says. */
    SPEED,
    /** The other side came, went or was replaced; nothing lost by itself. */
    CONNECTION
  }
}
