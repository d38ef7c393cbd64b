package io.biopilot.twin.ode;

/**
 * Looks on while an integration runs. Arrays handed in are views, valid during the call, not to be
 * changed.
 */
public interface StepListener {

  /** Does nothing. */
  StepListener NONE = new StepListener() {};

  /** A smooth piece from one break to the next begins (after the jump, if there was one). */
  default void segment(double from, double to) {}

  /** A step was accepted; called before the integration moves on. */
  default void accepted(Step step) {}

  /** The state jumped at stop number {@code stop} of the problem. */
  default void jumped(int stop, double t, double[] before, double[] after) {}

  /** Save time number {@code index} was passed; y is the state there. */
  default void saved(int index, double t, double[] y) {}

  /** Event number {@code event} of the problem happened. */
  default void happened(int event, double t, double[] y) {}
}
