package io.biopilot.mpc.safety;

/** Who decides what is written. */
public enum Mode {
  /** The controller, or what stands in for it. */
  AUTO,
  /** The operator; the gate still rules. */
  MANUAL,
  /** Nobody: feed and doses are zero, the plant's own loops stay. */
  HOLD
}
