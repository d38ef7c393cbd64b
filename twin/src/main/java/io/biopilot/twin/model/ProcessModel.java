package io.biopilot.twin.model;

import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.linalg.Vec;
import java.util.List;

/**
 * A dynamic model x' = f(x, u, t; p), y = h(x, u, t; p), with jumps x⁺ = g(x⁻, amount, t; p) where
 * an impulse acts.
 *
 * <p>All maps take their input as one vector. Immutable; safe to share between threads (workspaces
 * are not).
 */
public interface ProcessModel {

  Schema schema();

  /** f: input [states | inputs | t], output ẋ (state unit per h). */
  SmoothMap dynamics();

  /** h: input [states | inputs | t], output y in the schema's order. */
  SmoothMap outputs();

  /**
   * g for each impulse of the schema: input [states | amount | t], output the state after the
   * impulse.
   */
  List<SmoothMap> jumps();

  /**
   * Standard deviation of the model's own uncertainty per state, per √h (continuous-time white
   * noise intensity); a slowly varying disturbance is a state whose dynamics is zero and whose
   * noise is not. Length states.
   */
  Vec processNoise();

  /** Initial state declared with the model; a batch may override it. Length states. */
  Vec initialState();

  /** Standard deviation of the initial state. Length states. */
  Vec initialUncertainty();

  /** Parameter values declared with the model. Length parameters. */
  Vec nominalParameters();

  /** What is known of each parameter before data; here, that none may move. Length parameters. */
  default List<Prior> priors() {
    return schema().parameters().stream().map(parameter -> Prior.fixed()).toList();
  }
}
