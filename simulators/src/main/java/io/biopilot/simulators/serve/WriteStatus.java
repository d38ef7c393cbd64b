package io.biopilot.simulators.serve;

/** What the panel says to a write, before it becomes a status code. */
enum WriteStatus {
  GOOD,
  WRONG_TYPE,
  OUT_OF_RANGE,
  NOT_NOW,
  READ_ONLY
}
