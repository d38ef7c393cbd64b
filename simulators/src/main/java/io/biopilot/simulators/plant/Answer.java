package io.biopilot.simulators.plant;

/** What a plant says to a write. */
public enum Answer {
  /** In force. */
  TAKEN,
  /** A dose whose id was run before: nothing was done. */
  KNOWN_ID,
  /** Beyond what the actuator can do, or not a number: nothing was done. */
  OUT_OF_RANGE,
  /** The plant is in its local fallback, or no batch runs: nothing was done. */
  NOT_NOW
}
