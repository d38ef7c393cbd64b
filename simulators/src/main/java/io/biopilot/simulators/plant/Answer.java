package io.biopilot.simulators.plant;

/** What a plant says to a write. */
public enum Answer {
  /** In force. */
  TAKEN,
  /** A dose whose id was run before: nothing was done. */
  KNOWN_ID,
  /** Beyond what the actuator can do, or not a number: nothing was done. */
  OUT_OF_RANGE,
  /** Fallback is active, no batch runs, or the own loop has the actuator: nothing was done. */
  NOT_NOW
}
