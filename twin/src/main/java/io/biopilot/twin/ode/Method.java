package io.biopilot.twin.ode;

/** How a step is made: an immutable description; {@link Stepper} is the workspace that computes. */
public interface Method {

  /** Name as the literature has it. */
  String name();

  /** Order of the solution that is carried on (the highest, if it varies). */
  int order();

  /** Order of the dense output: its error is O(h^(denseOrder + 1)) over one step. */
  int denseOrder();

  /** Whether steps have an error estimate; otherwise only fixed steps make sense. */
  default boolean adaptive() {
    return true;
  }

  /** A workspace for states of the given length. */
  Stepper stepper(int dimension);
}
