package io.biopilot.twin.estimation;

import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.Model;

/** Keeps a belief up to date. Implementations are immutable and pass {@code EstimatorContract}. */
public interface Estimator {

  /** A belief at the start, from the model's initial state and uncertainty unless given. */
  Belief start(Model model, Estimate initial);

  /** The belief at a later time, without new information. */
  Belief advance(Belief belief, Model model, InputSchedule inputs, double until);

  /**
   * Uses the measurement at its source time and replays what came after it. Never moves the newest
   * time back.
   */
  Correction observe(Belief belief, Model model, InputSchedule inputs, Measurement measurement);

  /** The window filtered again with another model (after a promotion). */
  Belief refilter(Belief belief, Model model, InputSchedule inputs);
}
