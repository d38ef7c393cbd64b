package io.biopilot.mpc.sensitivity;

/** Whether a solution has a derivative. */
public sealed interface Outcome {

  /** It has; directions can be asked for. */
  record Differentiable() implements Outcome {}

  /**
   * It has none.
   *
   * @param reason in words, for the user
   */
  record Refused(String reason) implements Outcome {}
}
