package io.biopilot.mpc.control;

import org.jspecify.annotations.Nullable;

/** The outcome of one planning. Always one of these, never an exception. */
public sealed interface Decision {

  Memory memory();

  int iterations();

  /** Hash of the model it was made with. */
  String modelHash();

  /**
   * A plan that met the solver's conditions.
   *
   * @param status e.g. "converged", "budget reached, feasible"
   * @param kktResidual scaled residual at the end; NaN where the method has none
   */
  record Planned(
      Memory memory,
      int iterations,
      String modelHash,
      Plan plan,
      String status,
      double objective,
      double kktResidual)
      implements Decision {}

  /**
   * No plan to act on.
   *
   * @param reason in words, for the operator
   * @param last the last iterate, for display only
   */
  record Fallback(
      Memory memory, int iterations, String modelHash, String reason, @Nullable Plan last)
      implements Decision {}
}
