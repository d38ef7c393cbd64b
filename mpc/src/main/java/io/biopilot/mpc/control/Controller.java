package io.biopilot.mpc.control;

import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.Model;

/**
 * Decides what to do. Implementations are immutable; the mutable arrays live in the workspace, one
 * a thread.
 *
 * @param <W> the controller's own workspace
 */
public interface Controller<W> {

  W workspace();

  Memory initialMemory();

  /** What can be done before the estimate is known (linearisation, factorisation). */
  Prepared prepare(Memory last, Model model, Goals goals, InputSchedule applied, W workspace);

  /**
   * The decision for the estimate. A non-finite estimate, an infeasible problem or an empty budget
   * is a Fallback.
   */
  Decision feedback(Prepared prepared, Estimate estimate, Budget budget, W workspace);

  /** Opaque result of {@link #prepare}. */
  interface Prepared {}
}
