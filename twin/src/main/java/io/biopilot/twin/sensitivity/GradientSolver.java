package io.biopilot.twin.sensitivity;

import io.biopilot.twin.ode.Outcome;

/**
 * The arrays and the course of one thread's gradients. Made by {@link Adjoint#solver}; serves any
 * number of experiments, parameters and losses on its field.
 */
public interface GradientSolver {

  /**
   * Solves forwards and, if that succeeds, backwards. Afterwards {@link #loss} and the gradients
   * are there; if the outcome is not usable they are not (NaN).
   *
   * @param p parameters; not to be changed during the call
   * @throws ArithmeticException if the backward solve fails: there is no partial gradient
   */
  Outcome solve(Experiment experiment, double[] p, Loss loss);

  /** The last solve's loss. */
  double loss();

  /** Adds the last solve's dL/dp to the target. */
  void addParameterGradient(double[] target);

  /** Adds the last solve's dL/dx(start) to the target. */
  void addInitialGradient(double[] target);

  /** Everything about the last solve as a value. */
  Gradient gradient();
}
