package io.biopilot.agent.loop;

/** Where the batch stands. */
public enum Phase {
  /** No batch: nothing is estimated or written. */
  IDLE,
  /** Inoculated, not yet fed. */
  BATCH,
  /** Feed has started. */
  FED_BATCH,
  /** At least one dose was given. */
  INDUCED,
  /** Time of harvest has come: feed and doses are zero. */
  COMPLETE
}
